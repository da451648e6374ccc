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

const OF_PAGES: &str = "\
Every answer is JSON. Ids of agents and skills are numbers, chat session keys and agent session ids are text. Times are \
whole milliseconds since 1970 (UTC) and end in `At`, spans end in `Ms`. A member that has no value is absent. Members of \
a request that are not known are ignored. The events of a chat (`/board/chat/{chat}/events`) are the document of the Chat \
Agent API; of it and of errors, members look as they do there.

The contract is `docs/handover-api.md`; the streams and their messages are described there and in `docs/push.md`.";

/// The section `info`.
pub(super) fn info(surface: Surface) -> Value {
    let (title, about, conventions) = match surface {
        Surface::Agent => (
            "Handover: Chat Agent API",
            "For agents and bots: the Domain and Login services and the Chat Agent API. Sign in, start an agent \
             session, set an availability, and poll `incomingRequests`.",
            CONVENTIONS,
        ),
        Surface::Visitor => (
            "Handover: visitor API",
            "For the pages and apps of visitors: the Domain service and the visitor API. Post a chat request, then poll \
             the address in `Location`.",
            CONVENTIONS,
        ),
        Surface::Pages => (
            "Handover: API of the pages",
            "What the console, the board and the widget need beside the Chat Agent API and the visitor API: devices, \
             drafts, read marks, what is known of a visitor, and what supervisors see and do. Bearer tokens and agent \
             sessions are those of the Chat Agent API, application keys and chats those of the visitor API.",
            OF_PAGES,
        ),
    };
    json!({
        "title": title,
        "version": env!("CARGO_PKG_VERSION"),
        "description": format!("{about}\n\n{conventions}"),
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
    })
}
