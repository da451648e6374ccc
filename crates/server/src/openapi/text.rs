//! What the documents say of themselves.

use super::Surface;
use serde_json::{Value, json};

const CONVENTIONS: &str = "\
Every answer is had in JSON and in XML: `.json` or `.xml` behind the path wins over `Accept`, which wins over the \
format of the body. The Domain and Login services speak JSON only. What one JSON document writes as a number another \
writes as a string, and a list with one entry is often not an array; the schemas say which. PUT and DELETE may be sent \
as POST with the header `X-HTTP-Method-Override`. Members that are not known are ignored, and numbers may be sent as \
strings.

The switches of an account (200 or 201 for what is created, `systemMessageId` as a number, surveys in the older \
dialect, authentication failures in JSON) are described as they are delivered.";

/// The section `info`.
pub(super) fn info(surface: Surface) -> Value {
    let (title, about) = match surface {
        Surface::Agent => (
            "Handover: Chat Agent API",
            "For agents and bots: the Domain and Login services and the Chat Agent API. Sign in, start an agent \
             session, set an availability, and poll `incomingRequests`.",
        ),
        Surface::Visitor => (
            "Handover: visitor API",
            "For the pages and apps of visitors: the Domain service and the visitor API. Post a chat request, then poll \
             the address in `Location`.",
        ),
    };
    json!({
        "title": title,
        "version": env!("CARGO_PKG_VERSION"),
        "description": format!("{about}\n\n{CONVENTIONS}"),
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
    })
}
