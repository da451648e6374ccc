//! Parameters that several methods take, what stands in the paths, and how callers say who they are
//! (`docs/protocol/00-conventions.md` §2.3, §5, §7.2).

use super::Surface;
use serde_json::{Map, Value, json};

/// The parameters in the query and the headers, by name.
pub(super) fn common(surface: Surface) -> Value {
    let addition = addition(surface);
    let query = |name: &str, schema: Value, about: &str| json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema});
    json!({
        "v": query("v", json!({"type": "string", "default": "1"}), "The version of the API; ignored."),
        "NC": query("NC", json!({"type": "string", "default": "true"}), "Sent by old clients; ignored."),
        "from": query("from", json!({"type": "integer", "minimum": 0, "default": 0}), "The id of the first event wanted."),
        "If-None-Match": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": format!("Tags of answers that are there already, or `*`: 304 when the document has one of them.{addition}"),
            "schema": {"type": "string"},
        },
        "Prefer": {
            "name": "Prefer", "in": "header", "required": false,
            "description": format!("`wait=25`: the answer is held back until there is something to answer, at most so many seconds, 0 to 60 (`docs/push.md`).{addition}"),
            "schema": {"type": "string"}, "example": "wait=1",
        },
        "Last-Event-ID": {
            "name": "Last-Event-ID", "in": "header", "required": false,
            "description": format!("Of a stream (`Accept: text/event-stream`, or a WebSocket): the last `id` that was told (`docs/push.md`).{addition}"),
            "schema": {"type": "string"},
        },
        "kinds": query("kinds", json!({"type": "string"}), &format!("Of a stream: the types of messages wanted, with commas between them (`docs/push.md`).{addition}")),
        "Idempotency-Key": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": format!("The same key with the same request gives the first answer again, for 24 hours.{addition}"),
            "schema": {"type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[ -~]+$"},
        },
    })
}

/// What is said of all that the old APIs lacked. The API of the pages adds to nothing.
pub(super) const fn addition(surface: Surface) -> &'static str {
    match surface {
        Surface::Agent | Surface::Visitor => " An addition to the protocol.",
        Surface::Pages => "",
    }
}

/// A parameter of a path.
pub(super) fn of_path(name: &str) -> Value {
    let (pattern, about, example) = match name {
        "account" => ("^[A-Za-z0-9_-]+$", "The account.", "12345678"),
        "service" => ("^[A-Za-z]+$", "The name of a service.", "agentVep"),
        "session" => ("^[0-9]+$", "The agent session.", "1027882276"),
        "device" => ("^[0-9]+$", "The agent session of a device.", "1000000001"),
        "agent" => ("^[0-9]+$", "The number of an agent.", "311098910"),
        "chat" => (
            "^H[0-9]+-[0-9a-f]+K[0-9]+$",
            "The chat session key.",
            "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929",
        ),
        "event" => ("^[0-9]+$", "The id of the event.", "5"),
        "visit" => ("^H[0-9]+K[0-9]+$", "The visit of a chat.", "H6120334598172645310K8428929"),
        _ => (
            "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            "The participant, from the information of a chat.",
            "6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f",
        ),
    };
    json!({
        "name": name, "in": "path", "required": true, "description": about,
        "schema": {"type": "string", "pattern": pattern}, "example": example,
    })
}

/// How the callers of a document say who they are.
pub(super) fn security_schemes(surface: Surface) -> Map<String, Value> {
    let bearer = json!({"type": "http", "scheme": "bearer", "description": "The `bearer` of the login."});
    let query =
        json!({"type": "apiKey", "in": "query", "name": "appKey", "description": "The application key."});
    let header = json!({
        "type": "apiKey", "in": "header", "name": "Authorization",
        "description": "`LivePerson appKey=` and the application key. The query wins.",
    });
    let schemes = match surface {
        Surface::Agent => json!({
            "bearer": bearer,
            "sessionCookie": {
                "type": "apiKey", "in": "cookie", "name": "session_id",
                "description": "The cookie of the login; its csrf token goes into the body.",
            },
        }),
        Surface::Visitor => json!({"appKeyQuery": query, "appKeyHeader": header}),
        Surface::Pages => json!({"bearer": bearer, "appKeyQuery": query, "appKeyHeader": header}),
    };
    schemes.as_object().cloned().unwrap_or_default()
}
