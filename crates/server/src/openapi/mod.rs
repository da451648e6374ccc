//! The OpenAPI documents of the APIs: built from tables of the methods, in the order of the router, and of the
//! documents. They describe; nothing is decided by them.

mod agent_chat;
mod agent_session;
mod domain_login;
mod errors;
mod method;
mod pages;
mod parameters;
mod schema;
mod schemas;
mod second_factor;
mod sign_in;
mod text;
mod visitor;
mod visitor_chat;

use method::{Caller, Method};
use serde_json::{Map, Value, json};

/// One of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// What agents and bots call: the Domain and Login services and the Chat Agent API.
    Agent,
    /// What visitors call: the Domain service and the visitor API.
    Visitor,
    /// What the console, the board and the widget call beside these: the API of the pages.
    Pages,
}

/// The document, as it is checked in and served.
#[must_use]
pub fn document(surface: Surface) -> String {
    format!("{:#}\n", whole(surface))
}

fn methods(surface: Surface) -> Vec<Method> {
    let groups = match surface {
        Surface::Agent => vec![
            domain_login::domain(),
            domain_login::login(),
            agent_session::methods(),
            agent_chat::methods(),
            agent_session::visitors().into(),
        ],
        Surface::Visitor => vec![domain_login::domain(), visitor::methods(), visitor_chat::methods()],
        Surface::Pages => vec![
            sign_in::methods(),
            second_factor::own(),
            pages::agent(),
            pages::supervisor(),
            second_factor::of_others(),
            pages::visitor(),
        ],
    };
    groups.into_iter().flatten().collect()
}

fn whole(surface: Surface) -> Value {
    let mut paths = Map::new();
    for method in methods(surface) {
        let path = paths.entry(method.path.clone()).or_insert_with(|| path_item(&method.path));
        path[method.verb.as_str().to_ascii_lowercase()] = operation(&method);
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": text::info(surface),
        "servers": [{"url": "/", "description": "The server that gives out this document."}],
        "paths": paths,
    });
    document["components"] = components(surface, &document["paths"]);
    if surface == Surface::Pages {
        leave_out_xml(&mut document);
    }
    document
}

fn path_item(path: &str) -> Value {
    let names = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    json!({"parameters": names.map(parameters::of_path).collect::<Vec<_>>()})
}

fn operation(method: &Method) -> Value {
    let mut operation = json!({
        "operationId": method.id,
        "summary": method.summary,
        "description": method.about,
        "tags": [method.tag],
        "security": security(method.caller),
    });
    let mut parameters = method.parameters.clone();
    if method.once {
        parameters.push(json!({"$ref": "#/components/parameters/Idempotency-Key"}));
    }
    if method.verb == http::Method::GET {
        parameters.push(json!({"$ref": "#/components/parameters/If-None-Match"}));
    }
    operation["parameters"] = parameters.into();
    if let Some(body) = &method.body {
        operation["requestBody"] =
            json!({"required": body.is_required, "content": body.document.content(false)});
    }
    operation["responses"] = responses(method).into();
    operation
}

fn responses(method: &Method) -> Map<String, Value> {
    let answer = &method.answer;
    let about = match (&answer.document, answer.status) {
        (Some(document), _) => format!("`{}`", document.root),
        (None, 201) => "Created; no body.".to_owned(),
        (None, _) => "Done; no body.".to_owned(),
    };
    let mut success = json!({"description": about});
    if let Some((name, about)) = answer.header {
        success["headers"] = errors::headers(name, about);
    }
    if let Some(document) = &answer.document {
        success["content"] = document.content(true);
    }
    let mut responses = Map::new();
    if method.verb == http::Method::GET {
        success["headers"] = tag_header();
        if method.push.waits {
            success["headers"]["Preference-Applied"] =
                json!({"$ref": "#/components/headers/Preference-Applied"});
        }
        if method.push.streams {
            success["content"]["text/event-stream"] = json!({"schema": {"type": "string"}});
        }
        if method.push.resumes {
            let nothing_more = "Of a stream: the chat has ended, and there is nothing more to tell.";
            responses.insert("204".to_owned(), json!({"description": nothing_more}));
        }
        responses.insert(answer.status.to_string(), success);
        responses.insert("304".to_owned(), json!({"$ref": "#/components/responses/NotModified"}));
    } else {
        responses.insert(answer.status.to_string(), success);
    }
    responses.extend(errors::of(method));
    responses
}

fn security(caller: Caller) -> Value {
    match caller {
        Caller::Directory | Caller::Anybody | Caller::SigningIn | Caller::Login { with_cookie: false } => {
            json!([])
        }
        Caller::Login { with_cookie: true } => json!([{"sessionCookie": []}]),
        Caller::Agent | Caller::Console | Caller::Enrolling | Caller::Board | Caller::Admin => {
            json!([{"bearer": []}])
        }
        Caller::Visitor | Caller::Widget => json!([{"appKeyQuery": []}, {"appKeyHeader": []}]),
    }
}

fn tag_header() -> Value {
    json!({"ETag": {"$ref": "#/components/headers/ETag"}})
}

/// The headers that several methods share.
fn own_headers(surface: Surface) -> Value {
    let addition = parameters::addition(surface);
    let text =
        |about: &str| json!({"description": format!("{about}{addition}"), "schema": {"type": "string"}});
    json!({
        "ETag": text("The tag of the document, without `lastUpdate`."),
        "Preference-Applied": text("How long the answer may have been held back."),
    })
}

/// The answers that several methods share.
fn responses_by_name() -> Map<String, Value> {
    let not_modified = json!({
        "description": "The document has a tag of `If-None-Match`; no body.", "headers": tag_header(),
    });
    let mut responses = errors::responses();
    responses.insert("NotModified".to_owned(), not_modified);
    responses
}

/// What the paths refer to, directly or not, and nothing else.
fn components(surface: Surface, paths: &Value) -> Value {
    let all = json!({
        "headers": own_headers(surface),
        "parameters": parameters::common(surface),
        "responses": responses_by_name(),
        "schemas": schemas::all().into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect::<Map<_, _>>(),
    });
    let mut used = Vec::new();
    collect(paths, &all, &mut used);
    let mut components = json!({"securitySchemes": parameters::security_schemes(surface)});
    for (kind, entries) in all.as_object().into_iter().flatten() {
        let entries = entries.as_object().into_iter().flatten();
        let kept = entries.filter(|(name, _)| used.contains(&format!("#/components/{kind}/{name}")));
        components[kind] =
            kept.map(|(name, entry)| (name.clone(), entry.clone())).collect::<Map<_, _>>().into();
    }
    components
}

/// What a schema says of XML has no place where there is none.
fn leave_out_xml(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.shift_remove("xml");
            members.values_mut().for_each(leave_out_xml);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out_xml),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The references in a value, and in what they refer to.
fn collect(value: &Value, all: &Value, used: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                && !used.iter().any(|known| known == reference)
            {
                used.push(reference.to_owned());
                let entry = reference.strip_prefix("#/components").and_then(|path| all.pointer(path));
                collect(entry.unwrap_or(&Value::Null), all, used);
            }
            members.values().for_each(|member| collect(member, all, used));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, all, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
