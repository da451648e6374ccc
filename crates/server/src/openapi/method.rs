//! One method of an API: who may call it, what it takes, and what it answers when all is well. What it answers
//! otherwise follows from that ([`super::errors`]).

use super::schema::named;
use serde_json::{Value, json};

/// Who calls, and how the caller says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Anybody, of the Domain service.
    Directory,
    /// Anybody who has a password, or the cookie of a login.
    Login {
        /// Whether the cookie is needed.
        with_cookie: bool,
    },
    /// An agent with a bearer token.
    Agent,
    /// A visitor with an application key.
    Visitor,
    /// Anybody, of the visitor API.
    Anybody,
    /// An agent with a bearer token, of the API of the pages.
    Console,
    /// An agent with a bearer token who may have no second factor yet, of the API of the pages.
    Enrolling,
    /// Anybody who signs in at the identity provider, of the API of the pages.
    SigningIn,
    /// A supervisor with a bearer token, of the API of the pages.
    Board,
    /// An admin with a bearer token, of the API of the pages.
    Admin,
    /// A visitor with an application key, of the API of the pages.
    Widget,
}

/// One method.
#[derive(Clone, Debug)]
pub(super) struct Method {
    pub(super) verb: http::Method,
    pub(super) path: String,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: &'static str,
    pub(super) tag: &'static str,
    pub(super) caller: Caller,
    pub(super) parameters: Vec<Value>,
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
    /// Whether it takes an `Idempotency-Key`.
    pub(super) once: bool,
    /// Whether it may refuse with `transfer` and `errormsg`.
    pub(super) refuses_transfer: bool,
    /// How it can be answered beside at once.
    pub(super) push: Push,
}

/// How a method can be answered beside at once (`docs/push.md`).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Push {
    /// Whether the answer can be held back until there is one.
    pub(super) waits: bool,
    /// Whether the answer can be a stream.
    pub(super) streams: bool,
    /// Whether that stream has a cursor, behind which there may be nothing more to tell.
    pub(super) resumes: bool,
}

/// What is sent.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) document: Document,
    pub(super) is_required: bool,
}

/// What is answered when all is well.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) document: Option<Document>,
    pub(super) header: Option<(&'static str, &'static str)>,
}

/// A document: its name, its schema, and examples of the protocol.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The element that XML begins with, and in JSON the only member if `is_rooted`.
    pub(super) root: &'static str,
    pub(super) schema: &'static str,
    pub(super) is_rooted: bool,
    pub(super) has_xml: bool,
    pub(super) json: Option<&'static str>,
    pub(super) xml: Option<&'static str>,
}

impl Document {
    /// A document with one member at the top, the same as the root of its XML.
    pub(super) const fn rooted(root: &'static str, schema: &'static str) -> Self {
        Self { root, schema, is_rooted: true, has_xml: true, json: None, xml: None }
    }

    /// A document whose members stand at the top in JSON.
    pub(super) const fn at_top(root: &'static str, schema: &'static str) -> Self {
        Self { is_rooted: false, ..Self::rooted(root, schema) }
    }

    /// The same with no form in XML.
    pub(super) const fn json_only(self) -> Self {
        Self { has_xml: false, ..self }
    }

    /// The protocol's example in JSON.
    pub(super) const fn json(self, example: &'static str) -> Self {
        Self { json: Some(example), ..self }
    }

    /// The protocol's example in XML.
    pub(super) const fn xml(self, example: &'static str) -> Self {
        Self { xml: Some(example), ..self }
    }
}

/// Methods with a common prefix, caller and heading.
#[derive(Clone, Debug)]
pub(super) struct Group {
    prefix: &'static str,
    caller: Caller,
    tag: &'static str,
}

impl Group {
    pub(super) const fn below(prefix: &'static str, caller: Caller, tag: &'static str) -> Self {
        Self { prefix, caller, tag }
    }

    pub(super) fn get(&self, path: &str, id: &'static str, summary: &'static str) -> Method {
        self.method(http::Method::GET, path, id, summary)
    }

    pub(super) fn post(&self, path: &str, id: &'static str, summary: &'static str) -> Method {
        self.method(http::Method::POST, path, id, summary)
    }

    pub(super) fn put(&self, path: &str, id: &'static str, summary: &'static str) -> Method {
        self.method(http::Method::PUT, path, id, summary)
    }

    pub(super) fn delete(&self, path: &str, id: &'static str, summary: &'static str) -> Method {
        self.method(http::Method::DELETE, path, id, summary)
    }

    fn method(&self, verb: http::Method, path: &str, id: &'static str, summary: &'static str) -> Method {
        let takes_keys = match self.caller {
            Caller::Agent
            | Caller::Visitor
            | Caller::Console
            | Caller::Enrolling
            | Caller::Board
            | Caller::Admin
            | Caller::Widget => true,
            Caller::Directory | Caller::Login { .. } | Caller::Anybody | Caller::SigningIn => false,
        };
        let is_write = verb != http::Method::GET;
        Method {
            path: format!("{}{path}", self.prefix),
            verb,
            id,
            summary,
            about: "",
            tag: self.tag,
            caller: self.caller,
            parameters: Vec::new(),
            body: None,
            answer: Answer { status: 200, document: None, header: None },
            once: takes_keys && is_write,
            refuses_transfer: false,
            push: Push::default(),
        }
    }
}

impl Method {
    /// What is to be known about it.
    pub(super) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// A query parameter that may be missing.
    pub(super) fn query(self, name: &'static str, schema: Value, about: &'static str) -> Self {
        self.parameter(name, schema, about, false)
    }

    /// A query parameter that must be there.
    pub(super) fn needs_query(self, name: &'static str, schema: Value, about: &'static str) -> Self {
        self.parameter(name, schema, about, true)
    }

    /// A parameter that several methods take.
    pub(super) fn common(mut self, name: &str) -> Self {
        self.parameters.push(json!({"$ref": format!("#/components/parameters/{name}")}));
        self
    }

    /// It takes an `Idempotency-Key`, as the writes of the chat APIs do.
    pub(super) fn keyed(self) -> Self {
        Self { once: true, ..self }
    }

    /// It takes no `Idempotency-Key`: nothing of its answer is kept.
    pub(super) fn unkeyed(self) -> Self {
        Self { once: false, ..self }
    }

    /// The answer is held back until there is one, if that is preferred (`docs/push.md`).
    pub(super) fn waits(self) -> Self {
        let push = Push { waits: true, ..self.push };
        Self { push, ..self.common("Prefer") }
    }

    /// The answer is a stream, if that is accepted (`docs/push.md`).
    pub(super) fn streams(self) -> Self {
        let push = Push { streams: true, resumes: true, ..self.push };
        Self { push, ..self.common("Last-Event-ID").common("kinds") }
    }

    /// The answer is a stream, if that is accepted, of which each message is the whole document.
    pub(super) fn streams_whole(self) -> Self {
        let push = Push { streams: true, ..self.push };
        Self { push, ..self }
    }

    /// It may refuse with `transfer` and `errormsg`.
    pub(super) fn refuses_transfer(self) -> Self {
        Self { refuses_transfer: true, ..self }
    }

    /// The body, which must be there.
    pub(super) fn takes(self, document: Document) -> Self {
        Self { body: Some(Body { document, is_required: true }), ..self }
    }

    /// The body, which may be missing.
    pub(super) fn may_take(self, document: Document) -> Self {
        Self { body: Some(Body { document, is_required: false }), ..self }
    }

    /// Answers 200 with a document.
    pub(super) fn answers(mut self, document: Document) -> Self {
        self.answer.document = Some(document);
        self
    }

    /// Answers 201 with a document and a `Location`.
    pub(super) fn creates(self, document: Document) -> Self {
        self.creates_silently().answers(document)
    }

    /// Answers 201 with a `Location` and no body.
    pub(super) fn creates_silently(self) -> Self {
        self.with_status(201).with_header("Location", "The address of what was created.")
    }

    /// Answers with another status than 200.
    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.answer.status = status;
        self
    }

    /// Answers with a header.
    pub(super) fn with_header(mut self, name: &'static str, about: &'static str) -> Self {
        self.answer.header = Some((name, about));
        self
    }

    fn parameter(
        mut self,
        name: &'static str,
        schema: Value,
        about: &'static str,
        is_required: bool,
    ) -> Self {
        let mut parameter =
            json!({"name": name, "in": "query", "required": is_required, "description": about});
        parameter["schema"] = schema;
        self.parameters.push(parameter);
        self
    }
}

impl Document {
    /// What stands under `content`, for an answer or a request.
    pub(super) fn content(&self, is_closed: bool) -> Value {
        let mut content =
            json!({"application/json": with_example(self.json_schema(is_closed), self.json_example())});
        if self.has_xml {
            let mut schema = named(self.schema);
            schema["xml"] = json!({"name": self.root});
            content["application/xml"] = with_example(schema, self.xml.map(|xml| filled(xml).into()));
        }
        content
    }

    fn json_schema(&self, is_closed: bool) -> Value {
        if !self.is_rooted {
            return named(self.schema);
        }
        let root = self.root;
        let mut schema =
            json!({"type": "object", "properties": {root: named(self.schema)}, "required": [root]});
        if is_closed {
            schema["additionalProperties"] = false.into();
        }
        schema
    }

    fn json_example(&self) -> Option<Value> {
        self.json.and_then(|json| serde_json::from_str(&filled(json)).ok())
    }
}

fn with_example(schema: Value, example: Option<Value>) -> Value {
    let mut content = json!({});
    content["schema"] = schema;
    if let Some(example) = example {
        content["example"] = example;
    }
    content
}

/// An example with complete addresses where the protocol's files have `{S}`, `{C}`, `{V}` and `{B}`, and with a whole key
/// and a whole hour where `docs/handover-api.md` has `H…K…` and three minutes.
fn filled(example: &str) -> String {
    const CHAT: &str = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
    let session = "https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276";
    let account = "https://va.convep.example.net/api/account/12345678";
    example
        .replace("{C}", &format!("{session}/chat/{CHAT}"))
        .replace("{V}", &format!("{account}/chat/{CHAT}"))
        .replace("{S}", session)
        .replace("{B}", account)
        .replace("H…K…", CHAT)
        .replace(r#"ByMinute":["#, &format!(r#"ByMinute":[{}"#, "0,".repeat(57)))
}
