//! The documents of a chat, for both sides (`docs/protocol/20-agent-api.md` §11-§19, `docs/protocol/30-visitor-api.md`
//! §10-§16).

use super::Named;
use crate::openapi::schema::{
    Dialect, Element, array, integer, links, named, natural, scalar, some_text, text, time, word, words,
};
use serde_json::{Value, json};

/// A chat session key (`docs/protocol/00-conventions.md` §7.2).
pub(super) const KEY: &str = "^H[0-9]+-[0-9a-f]+K[0-9]+$";

const FIRST_LINKS: [&str; 4] = ["self", "events", "info", "next"];
const AGENT_LINKS: [&str; 4] = ["visit-id", "transfer", "transfer-account", "agent-survey"];
const VISITOR_LINKS: [&str; 4] =
    ["transcript-request", "transcript-with-subject-request", "exit-survey", "custom-variables"];

pub(super) fn all() -> Vec<Named> {
    let typing = || words(&["typing", "not-typing", "unknown"]);
    vec![
        ("AgentChat", chat(Dialect::A2, "EmbeddedEvents", "EmbeddedChatInfo", &agent_links(true))),
        ("VisitorChat", chat(Dialect::A2, "EmbeddedEvents", "EmbeddedChatInfo", &visitor_links())),
        ("ListedChat", chat(Dialect::B, "ListedEvents", "ChatInfo", &agent_links(false))),
        ("Chats", Element::new("chats").must("chat", array(&named("ListedChat"))).schema()),
        ("Events", events(Dialect::A1, "Event")),
        ("EmbeddedEvents", events(Dialect::A2, "EmbeddedEvent")),
        ("ListedEvents", events(Dialect::B, "ListedEvent")),
        ("Event", event(Dialect::A1, true)),
        ("EmbeddedEvent", event(Dialect::A2, false)),
        ("ListedEvent", event(Dialect::B, false)),
        ("ChatInfo", chat_info(Dialect::B)),
        ("EmbeddedChatInfo", chat_info(Dialect::A2)),
        ("VisitorName", scalar("visitorName", text())),
        ("VisitorTyping", scalar("visitorTyping", typing())),
        ("AgentTyping", scalar("agentTyping", typing())),
    ]
}

fn agent_links(with_collaboration: bool) -> Vec<&'static str> {
    let collaboration = with_collaboration.then_some("collaboration-channels");
    FIRST_LINKS.into_iter().chain(collaboration).chain(AGENT_LINKS).collect()
}

fn visitor_links() -> Vec<&'static str> {
    FIRST_LINKS.into_iter().chain(VISITOR_LINKS).collect()
}

fn chat(dialect: Dialect, events: &str, info: &str, rels: &[&str]) -> Value {
    Element::new("chat")
        .must("link", links(dialect, rels))
        .must("events", named(events))
        .must("info", named(info))
        .schema()
}

fn events(dialect: Dialect, event: &str) -> Value {
    let events = Element::new("events").must("link", links(dialect, &["self", "next"]));
    match dialect {
        Dialect::A1 | Dialect::A2 => events.may("event", dialect.many(&named(event))).schema(),
        Dialect::B => events.must("event", array(&named(event))).schema(),
    }
}

/// `sequenceId` is told of the lines of people in the stand-alone documents only
/// (`docs/protocol/95-what-clients-depend-on.md` §3).
fn event(dialect: Dialect, is_standalone: bool) -> Value {
    let of_kind = |kind: &str| {
        Element::new("event")
            .attribute(dialect, "@id", "id", dialect.attribute_number())
            .attribute(dialect, "@type", "type", word(kind))
            .must("time", time())
    };
    let state = of_kind("state").must("state", states()).schema();
    let said = |source: Value| {
        of_kind("line")
            .must("textType", words(&["plain", "html", "rich-content"]))
            .must("text", text())
            .must("by", text())
            .must("source", source)
    };
    let of_system = said(word("system"))
        .must("systemMessageId", dialect.late_number())
        .must("subType", words(&["REGULAR", "ONLY_TO_REP"]));
    let of_person = said(words(&["agent", "visitor"]))
        .must("subType", words(&["REGULAR", "ONLY_TO_REP"]))
        .may("json", text());
    let of_person =
        if is_standalone { of_person.must("sequenceId", Dialect::A1.number()) } else { of_person };
    json!({"oneOf": [state, of_system.schema(), of_person.schema()], "xml": {"name": "event"}})
}

fn states() -> Value {
    words(&["waiting", "chatting", "ended"])
}

fn chat_info(dialect: Dialect) -> Value {
    let typing = || words(&["typing", "not-typing", "unknown"]);
    Element::new("info")
        .must("link", links(dialect, &["self", "visitor-name", "visitor-typing", "agent-typing"]))
        .must("state", states())
        .must("chatSessionKey", json!({"type": "string", "pattern": KEY}))
        .may("skillName", some_text())
        .may("skillId", integer())
        .may("agentName", text())
        .may("agentId", integer())
        .must("startTime", time())
        .must("duration", natural())
        .must("lastUpdate", time())
        .must("chatTimeout", natural())
        .may("visitorId", natural())
        .must("agentTyping", typing())
        .must("visitorTyping", typing())
        .must("visitorName", text())
        .must("rtSessionId", natural())
        .may("sharkVisitorId", text())
        .may("sharkSessionId", text())
        .may("sharkContextId", dialect.late_text())
        .may("engagementId", dialect.late_text())
        .may("campaignId", dialect.late_text())
        .may("language", text())
        .may("participantId", json!({"type": "string", "format": "uuid"}))
        .schema()
}
