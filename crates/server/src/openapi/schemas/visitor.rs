//! The documents of the visitor API beside the chat (`docs/protocol/30-visitor-api.md` §1-§4, §21).

use super::Named;
use crate::openapi::schema::{Dialect, Element, array, boolean, links, scalar, some_text, text};
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("VisitorBase", visitor_base()),
        ("VisitorAvailability", availability()),
        ("EstimatedWaitTime", scalar("estimatedWaitTime", json!({"type": "integer", "minimum": -2}))),
        ("Conversation", conversation()),
    ]
}

fn visitor_base() -> Value {
    let rels = [
        "self",
        "chat-availability",
        "chat-available-slots",
        "chat-estimatedWaitTime",
        "chat-request",
        "prechat-survey",
        "chat-offline-survey",
    ];
    Element::new("account").must("@id", some_text()).must("link", links(Dialect::A1, &rels)).schema()
}

/// A truth value, or one per skill when several were asked for (`docs/protocol/90-open-questions.md` Q37).
fn availability() -> Value {
    let skill = Element::new("skillAvailability").must("skill", text()).must("isAvailable", boolean());
    let skills = Element::new("AvailabilityForSkills").must("skillAvailability", array(&skill.schema()));
    let several = Element::new("availability").must("AvailabilityForSkills", skills.schema());
    json!({"oneOf": [boolean(), several.schema()], "xml": {"name": "availability"}})
}

fn conversation() -> Value {
    let guid = || json!({"type": "string", "format": "uuid"});
    Element::new("conversation").must("participantId", guid()).must("conversationId", guid()).schema()
}
