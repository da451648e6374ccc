//! What is posted and put. Beside what stands here, members are read leniently: numbers as strings, single values
//! where there may be several (`docs/protocol/00-conventions.md` §8.3).

use super::Named;
use crate::openapi::schema::{Element, array, described, id, named, scalar, some_text, text, word, words};
use serde_json::{Value, json};

pub(super) fn all() -> Vec<Named> {
    vec![
        ("LoginData", described(scalar("loginData", json!({})), "Ignored: the bearer says who it is.")),
        ("Accept", described(scalar("chat", json!({})), "Ignored: the longest ringing chat is accepted.")),
        ("AvailabilityRequest", availability()),
        ("AgentEventRequest", agent_event()),
        ("VisitorEventRequest", visitor_event()),
        ("TypingRequest", scalar("agentTyping", words(&["typing", "not-typing"]))),
        ("VisitorTypingRequest", scalar("visitorTyping", words(&["typing", "not-typing"]))),
        ("VisitorNameRequest", visitor_name()),
        ("TransferRequest", transfer()),
        ("ChatRequest", chat_request()),
        ("CustomVariables", custom_variables()),
        ("TranscriptRequest", transcript()),
        ("TranscriptWithSubjectRequest", transcript_with_subject()),
        ("Authentication", authentication()),
    ]
}

fn availability() -> Value {
    Element::open("availability")
        .must("chat", words(&["Online", "Away", "Occupied"]))
        .may("voice", words(&["Online", "Away", "Occupied", "Offline"]))
        .may("chatReasonId", text())
        .schema()
}

fn agent_event() -> Value {
    let sub_type = || words(&["REGULAR", "ONLY_TO_REP"]);
    let line = Element::open("event")
        .must("@type", word("line"))
        .must("text", some_text())
        .may("textType", words(&["plain", "html"]))
        .may("subType", sub_type());
    let rich = Element::open("event")
        .must("@type", word("line"))
        .may("text", text())
        .must("textType", word("rich-content"))
        .may("subType", sub_type())
        .must("json", some_text());
    json!({"anyOf": [line.schema(), rich.schema(), end()], "xml": {"name": "event"}})
}

fn visitor_event() -> Value {
    let line = Element::open("event").must("@type", word("line")).must("text", some_text());
    let status = Element::open("event")
        .must("@type", word("line-status"))
        .may("lineStatus", text())
        .may("refSequenceId", id());
    json!({"anyOf": [line.schema(), end(), status.schema()], "xml": {"name": "event"}})
}

fn end() -> Value {
    Element::open("event").must("@type", word("state")).must("state", word("ended")).schema()
}

fn visitor_name() -> Value {
    scalar("visitorName", json!({"type": "string", "minLength": 1, "maxLength": 256}))
}

fn transfer() -> Value {
    let to = |name| Element::open(name).must("id", id()).schema();
    let skill = Element::open("transfer").must("skill", to("skill")).may("text", text());
    let agent = Element::open("transfer").must("agent", to("agent")).may("text", text());
    json!({"anyOf": [skill.schema(), agent.schema()], "xml": {"name": "transfer"}})
}

/// `docs/protocol/30-visitor-api.md` §9. What else old clients send is ignored.
fn chat_request() -> Value {
    let seconds = |from: u32| json!({"type": "integer", "minimum": from, "maximum": 86400});
    let lines = Element::open("preChatLines").may("line", array(&text())).schema();
    Element::open("request")
        .may("skill", described(text(), "The name of a skill."))
        .may("skillId", described(id(), "The number of a skill; wins over the name."))
        .may("serviceQueue", described(text(), "Only together with `maxWaitTime`."))
        .may("maxWaitTime", seconds(0))
        .may("agent", described(text(), "The login name of an agent; not with a skill, a queue or a wait."))
        .may("visitorIp", text())
        .may("chatReferrer", text())
        .may("userAgent", text())
        .may("visitorId", id())
        .may("visitorName", json!({"type": "string", "maxLength": 256}))
        .may("preChatLines", lines)
        .may("survey", named("SurveyAnswers"))
        .may("customVariables", named("CustomVariables"))
        .may("engagementId", id())
        .may("campaignId", id())
        .may("language", text())
        .may("LETagVisitorId", text())
        .may("LETagSessionId", text())
        .may("LETagContextId", text())
        .may("interactionTimeout", seconds(1))
        .may("participantId", text())
        .may("conversationId", text())
        .schema()
}

fn custom_variables() -> Value {
    let variable = Element::open("customVariable").must("name", some_text()).must("value", text()).schema();
    Element::open("customVariables").may("customVariable", array(&variable)).schema()
}

/// `docs/protocol/30-visitor-api.md` §19.
fn transcript() -> Value {
    Element::open("transcriptRequest").must("email", mail_address()).may("timezoneOffset", minutes()).schema()
}

fn transcript_with_subject() -> Value {
    Element::open("transcriptWithSubjectRequest")
        .must("email", mail_address())
        .may("subject", json!({"type": "string", "maxLength": 256}))
        .may("timezoneOffset", minutes())
        .schema()
}

fn mail_address() -> Value {
    json!({"type": "string", "format": "email"})
}

fn minutes() -> Value {
    json!({"type": "integer", "minimum": -1440, "maximum": 1440})
}

fn authentication() -> Value {
    Element::open("conversation")
        .must("authChatConnId", id())
        .must("ssoKey", some_text())
        .must("engagementId", id())
        .must("LETagContextId", some_text())
        .must("LETagSessionId", some_text())
        .must("LETagVisitorId", some_text())
        .may("redirectUri", text())
        .schema()
}
