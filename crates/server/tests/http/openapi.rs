//! The OpenAPI documents: they describe what the router has, they are checked in, they are served with a page.

use crate::common::World;
use crate::common::ask::Ask;
use handover_server::http::Surfaces;
use handover_server::openapi::{Surface, document};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const DOCUMENTS: [(Surface, &str); 3] =
    [(Surface::Agent, "agent"), (Surface::Visitor, "visitor"), (Surface::Pages, "handover")];
const PAGE: [(&str, &str); 3] = [
    ("/openapi/", "text/html; charset=utf-8"),
    ("/openapi/page.css", "text/css; charset=utf-8"),
    ("/openapi/page.js", "text/javascript; charset=utf-8"),
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn parsed(surface: Surface) -> Value {
    serde_json::from_str(&document(surface)).unwrap()
}

/// What a document describes, as people read it: a folder or a file.
fn source(surface: Surface) -> &'static str {
    match surface {
        Surface::Agent | Surface::Visitor => "docs/protocol/",
        Surface::Pages => "docs/handover-api.md",
    }
}

/// The methods of a document: `GET /path`.
fn described(surface: Surface) -> Vec<String> {
    let document = parsed(surface);
    let paths = document["paths"].as_object().unwrap().iter();
    let methods = paths.flat_map(|(path, item)| {
        let verbs = item.as_object().unwrap().keys().filter(|verb| *verb != "parameters");
        verbs.map(move |verb| format!("{} {path}", verb.to_ascii_uppercase()))
    });
    methods.collect()
}

/// Calls `see` on every object with its path, the outer ones first.
fn each_object(value: &Value, see: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            see(members);
            members.values().for_each(|member| each_object(member, see));
        }
        Value::Array(items) => items.iter().for_each(|item| each_object(item, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_documents_describe_every_method_of_the_router_and_no_other() {
    let all: Vec<String> = DOCUMENTS.iter().flat_map(|(surface, _)| described(*surface)).collect();
    let described: BTreeSet<String> = all.into_iter().collect();
    let routed: BTreeSet<String> =
        Surfaces::methods().into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    let missing: Vec<_> = routed.difference(&described).collect();
    let invented: Vec<_> = described.difference(&routed).collect();
    assert!(
        missing.is_empty() && invented.is_empty(),
        "not described: {missing:#?}, not routed: {invented:#?}"
    );
}

#[test]
fn the_documents_that_are_checked_in_are_the_ones_that_are_generated() {
    for (surface, name) in DOCUMENTS {
        let file = repository().join(format!("openapi/{name}.json"));
        let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
        let command = format!("cargo run -p handover -- openapi {name} > openapi/{name}.json");
        assert!(
            checked_in == document(surface),
            "openapi/{name}.json is not up to date; renew it with\n{command}"
        );
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_where_it_comes_from() {
    for (surface, name) in DOCUMENTS {
        let mut ids = BTreeSet::new();
        each_object(&parsed(surface), &mut |members| {
            let Some(id) = members.get("operationId") else { return };
            assert!(ids.insert(id.to_string()), "{name}: {id} twice");
            let about = members["description"].as_str().unwrap();
            assert!(about.contains(source(surface)), "{name}: {id}: {about}");
        });
        assert!(!ids.is_empty(), "{name}");
    }
}

#[test]
fn every_example_is_one_of_the_text_it_comes_from() {
    let folded = |text: &str| text.split_whitespace().collect::<String>();
    let read = |path: PathBuf| folded(&std::fs::read_to_string(path).unwrap());
    let files = std::fs::read_dir(repository().join("docs/protocol")).unwrap();
    let protocol: String = files.map(|file| read(file.unwrap().path())).collect();
    let of_pages = read(repository().join("docs/handover-api.md"));
    let session = "https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276";
    let account = "https://va.convep.example.net/api/account/12345678";
    let key = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
    let shortened = |text: &str| {
        text.replace(&format!("{session}/chat/{key}"), "{C}")
            .replace(&format!("{account}/chat/{key}"), "{V}")
            .replace(session, "{S}")
            .replace(account, "{B}")
            .replace(key, "H…K…")
            .replace(&"0,".repeat(57), "")
    };
    let mut seen = 0;
    for (surface, _) in DOCUMENTS {
        let source = if surface == Surface::Pages { &of_pages } else { &protocol };
        each_object(&parsed(surface), &mut |members| {
            let (Some(example), Some(_)) = (members.get("example"), members.get("schema")) else { return };
            if members.contains_key("in") {
                return;
            }
            let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            let printed = [&text, &shortened(&text)].into_iter().any(|text| source.contains(&folded(text)));
            assert!(printed, "{surface:?}: printed nowhere: {text}");
            seen += 1;
        });
    }
    assert!(seen > 55, "only {seen} examples");
}

/// Writes whose answers are kept nowhere, so that they are not given again.
const UNKEYED: [&str; 5] = ["login", "refresh", "proposeSecondFactor", "beginSignIn", "finishSignIn"];

#[test]
fn every_write_but_login_and_refresh_takes_an_idempotency_key_and_every_read_a_tag() {
    for (surface, _) in DOCUMENTS {
        let document = parsed(surface);
        let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        for (verb, operation) in items.flatten().filter(|(verb, _)| *verb != "parameters") {
            let id = operation["operationId"].as_str().unwrap();
            let takes = |name: &str| {
                let reference = format!("#/components/parameters/{name}");
                operation["parameters"].as_array().unwrap().iter().any(|known| known["$ref"] == *reference)
            };
            let is_read = verb == "get";
            let is_keyed = !is_read && !UNKEYED.contains(&id);
            assert_eq!((takes("If-None-Match"), takes("Idempotency-Key")), (is_read, is_keyed), "{id}");
            let answers = |status| operation["responses"].get(status).is_some();
            assert_eq!((answers("304"), answers("422")), (is_read, is_keyed), "{id}");
        }
    }
}

#[test]
fn the_document_of_the_pages_knows_no_xml_and_closes_every_answer() {
    let document = parsed(Surface::Pages);
    each_object(&document, &mut |members| {
        assert!(!members.contains_key("xml") && !members.contains_key("application/xml"), "{members:?}");
    });
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let of_answers = schemas.iter().filter(|(name, _)| !name.ends_with("Request") && *name != "NoMembers");
    for (name, schema) in of_answers {
        each_object(schema, &mut |members| {
            let is_closed = members.get("additionalProperties") == Some(&false.into());
            assert!(members.get("type") != Some(&"object".into()) || is_closed, "{name}: {members:?}");
        });
    }
}

#[test]
fn the_methods_of_agents_say_403_but_for_those_that_set_a_second_factor_up() {
    let document = parsed(Surface::Pages);
    let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
    for (_, operation) in items.flatten().filter(|(verb, _)| *verb != "parameters") {
        let is_open = ["Visitor", "Second factor"].iter().any(|tag| operation["tags"][0] == *tag)
            || operation["operationId"] == "readSignIn";
        let is_said = operation["responses"].get("403").is_some();
        assert_eq!(is_said, !is_open, "{}", operation["operationId"]);
    }
}

#[tokio::test]
async fn the_documents_are_served() {
    let world = World::new().await;
    for (surface, name) in DOCUMENTS {
        let got = world.send(Ask::get(format!("/openapi/{name}.json"))).await.expect(200);
        assert_eq!(got.header("content-type"), Some("application/json"));
        assert_eq!(got.text(), document(surface));
    }
}

#[tokio::test]
async fn the_page_is_served_with_its_types_and_a_policy_that_lets_nothing_in() {
    let world = World::new().await;
    for (path, content_type) in PAGE {
        let got = world.send(Ask::get(path)).await.expect(200);
        assert_eq!(got.header("content-type"), Some(content_type), "{path}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = got.header("content-security-policy").unwrap();
        let directives: BTreeSet<&str> = policy.split(';').map(str::trim).collect();
        for needed in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"] {
            assert!(directives.contains(needed), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

#[tokio::test]
async fn the_page_refers_to_nothing_outside_and_writes_text_as_text() {
    let world = World::new().await;
    for (path, _) in PAGE {
        let text = world.send(Ask::get(path)).await.expect(200).text();
        for outside in ["http:", "https:", "\"//", "'//", "url(", "@import", "import("] {
            assert!(!text.contains(outside), "{path} has {outside}");
        }
        for raw in
            ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", " style=", " onclick="]
        {
            assert!(!text.contains(raw), "{path} has {raw}");
        }
        for kept in ["localStorage", "sessionStorage", "document.cookie", "indexedDB"] {
            assert!(!text.contains(kept), "{path} has {kept}");
        }
        let addresses =
            text.split(['"', '\'', '`']).filter(|part| part.starts_with('/') && !part.contains('$'));
        for address in addresses.filter(|address| address.starts_with("/openapi")) {
            world.send(Ask::get(address)).await.expect(200);
        }
    }
}
