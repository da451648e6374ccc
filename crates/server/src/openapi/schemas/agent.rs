//! The documents of an agent session (`docs/protocol/20-agent-api.md` §2-§10, §21, §25, §26).

use super::Named;
use super::chat::KEY;
use crate::openapi::schema::{
    Dialect, Element, array, boolean, digits, integer, link, links, named, natural, scalar, some_text, text,
    words,
};
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("AgentSession", agent_session()),
        ("AgentAvailability", availability()),
        ("AgentInfo", agent_info()),
        ("SkillsInfo", skills_info()),
        ("Named", of_id_and_name()),
        ("IncomingRequests", incoming_requests("incomingRequests")),
        ("ChatSessions", chat_sessions(Dialect::B)),
        ("AvailableAgents", available_agents()),
        ("AvailableAgent", available_agent()),
        ("AvailableSlots", scalar("availableSlots", json!({"type": "integer", "minimum": -1}))),
        ("TransferTargets", transfer_targets()),
        ("ParticipantExtendedInfo", participant()),
        ("CalendarDate", calendar_date()),
        ("Visit", visit()),
        ("VisitInfo", named_values("info", "item")),
        ("VisitCustomVariables", named_values("customVariables", "customVariable")),
        ("NamedValue", Element::new("item").must("@name", text()).may("$", text()).schema()),
    ]
}

fn agent_session() -> Value {
    let rels = [
        "self",
        "availability",
        "incoming-requests",
        "info",
        "available-agents",
        "chat-available-slots",
        "chat-sessions",
    ];
    Element::new("agentSessionId")
        .must("link", links(Dialect::A1, &rels))
        .may("info", named("AgentInfo"))
        .may("incoming-requests", incoming_requests("incoming-requests"))
        .may("chatSessions", chat_sessions(Dialect::A1))
        .schema()
}

fn availability() -> Value {
    let states = || words(&["Online", "Away", "Occupied", "Offline"]);
    Element::new("availability")
        .must("chat", states())
        .must("voice", states())
        .may("chatReasonId", text())
        .schema()
}

fn agent_info() -> Value {
    Element::new("info")
        .must("link", link(Dialect::A1, "self"))
        .must("agentName", text())
        .must("displayName", text())
        .must("loginName", some_text())
        .must("id", digits())
        .must("maxChats", digits())
        .must("availability", named("AgentAvailability"))
        .must("skillsInfo", named("SkillsInfo"))
        .schema()
}

/// `null` when there are none.
fn skills_info() -> Value {
    let mut schema = Element::new("skillsInfo").must("skillInfo", Dialect::A1.many(&named("Named"))).schema();
    schema["type"] = json!(["object", "null"]);
    schema
}

fn of_id_and_name() -> Value {
    Element::new("skillInfo").must("id", digits()).must("name", text()).schema()
}

fn incoming_requests(name: &'static str) -> Value {
    Element::new(name)
        .must("ringingCount", digits())
        .may("link", link(Dialect::A1, "accept-next-chat"))
        .schema()
}

fn chat_sessions(dialect: Dialect) -> Value {
    let session = Element::new("chatSession")
        .must("link", link(dialect, "chat-session"))
        .must("chatSessionKey", json!({"type": "string", "pattern": KEY}))
        .must("startTime", dialect.number())
        .schema();
    let sessions = Element::new("chatSessions");
    match dialect {
        Dialect::B => sessions.must("chatSession", array(&session)).schema(),
        Dialect::A1 | Dialect::A2 => {
            let mut schema = sessions.must("chatSession", dialect.many(&session)).schema();
            schema["type"] = json!(["object", "null"]);
            schema
        }
    }
}

fn available_agents() -> Value {
    let mut agents = Element::new("agents").must("agent", array(&named("AvailableAgent"))).schema();
    agents["type"] = json!(["object", "null"]);
    Element::new("availableAgents").must("agents", agents).must("link", link(Dialect::A1, "next")).schema()
}

fn available_agent() -> Value {
    let mut skills = Element::new("skills").must("skill", Dialect::A1.many(&digits())).schema();
    skills["type"] = json!(["object", "null"]);
    let state = || json!({"type": "string", "enum": ["1", "2", "3", "4"]});
    Element::new("agent")
        .must("@id", digits())
        .must("@chatState", state())
        .must("@voiceState", state())
        .must("@maxChats", digits())
        .must("userName", text())
        .must("nickname", text())
        .must("email", text())
        .must("privilegeGroup", text())
        .must("skills", skills)
        .must("skillsInfo", named("SkillsInfo"))
        .must("chats", digits())
        .must("agentGroupName", text())
        .must("agentGroupId", digits())
        .must("elapsedTimeInState", digits())
        .schema()
}

/// `null` when nobody else is there.
fn transfer_targets() -> Value {
    let skill = Element::new("skill")
        .must("id", digits())
        .must("name", text())
        .must("onlineAgents", digits())
        .schema();
    let mut schema = Element::new("transfer").must("skill", Dialect::A1.many(&skill)).schema();
    schema["type"] = json!(["object", "null"]);
    schema
}

fn participant() -> Value {
    let contact = Element::new("contacts").may("email", text()).may("phone", text()).schema();
    let person = Element::new("authenticatedPersonalInfo")
        .may("name", text())
        .may("surname", text())
        .must("contacts", array(&contact))
        .schema();
    let info = Element::new("authenticatedParticipantInfo")
        .must("isUserAuthenticated", boolean())
        .must("participantId", json!({"type": "string", "format": "uuid"}))
        .may("balance", json!({"type": "number"}))
        .may("registrationDate", named("CalendarDate"))
        .may("lastPaymentDate", named("CalendarDate"))
        .may("customerId", text())
        .may("customerStatus", text())
        .may("customerType", text())
        .may("socialId", text())
        .may("imei", text())
        .may("userName", text())
        .may("companySize", natural())
        .may("accountName", text())
        .may("role", text())
        .schema();
    Element::new("participantExtendedInfo")
        .must("authenticatedParticipantInfo", info)
        .may("authenticatedPersonalInfo", person)
        .schema()
}

fn calendar_date() -> Value {
    let date = Element::new("date").must("year", integer()).must("month", integer());
    date.must("day", integer()).schema()
}

fn visit() -> Value {
    Element::new("visit").must("link", links(Dialect::A1, &["info", "custom-variables"])).schema()
}

/// `null` when there are none.
fn named_values(root: &'static str, item: &'static str) -> Value {
    let mut schema = Element::new(root).may(item, Dialect::A1.many(&named("NamedValue"))).schema();
    schema["type"] = json!(["object", "null"]);
    schema
}
