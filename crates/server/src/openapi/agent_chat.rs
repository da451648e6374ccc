//! A chat as its agent has it (`docs/protocol/20-agent-api.md` §11-§24).

use super::agent_session::chat_api;
use super::method::{Caller, Document, Group, Method};
use super::schema::{boolean, id, some_text, text};

const GROUP: Group =
    Group::below("/api/account/{account}/agentSession/{session}/chat", Caller::Agent, "Chat");

/// The methods, in the order of the router.
pub(super) fn methods() -> Vec<Method> {
    let mut methods = whole();
    methods.extend(events());
    methods.extend(info());
    methods.extend(typing());
    methods.extend(transfer());
    methods.extend(survey());
    methods
}

fn whole() -> Vec<Method> {
    vec![
        chat_api(GROUP.get("", "readChats", "Retrieve data for multiple chats"))
            .about("`docs/protocol/20-agent-api.md` §12")
            .needs_query("chatSessionKeys", some_text(), "The keys of the chats, with commas between them.")
            .query(
                "fromEventIds",
                text(),
                "For each chat the id of the last event that is known, with commas between them.",
            )
            .answers(Document::rooted("chats", "Chats")),
        chat_api(GROUP.get("/{chat}", "readChat", "Retrieve chat resources, events and information"))
            .about("`docs/protocol/20-agent-api.md` §11")
            .common("from")
            .waits()
            .answers(Document::rooted("chat", "AgentChat")),
    ]
}

fn events() -> [Method; 3] {
    [
        chat_api(GROUP.get("/{chat}/events", "readEvents", "Retrieve chat events"))
            .about("`docs/protocol/20-agent-api.md` §13. With `Accept: text/event-stream` or as a WebSocket a stream (`docs/push.md`).")
            .common("from")
            .waits()
            .streams()
            .answers(Document::rooted("events", "Events").json(
                r#"{"events":{"link":[{"@href":"{C}/events","@rel":"self"},{"@href":"{C}/events?from=6","@rel":"next"}]}}"#,
            )),
        chat_api(GROUP.post("/{chat}/events", "addEvent", "Add lines, or end the chat"))
            .about("`docs/protocol/20-agent-api.md` §14, §15. To end the chat: an event of type `state` with the state `ended`.")
            .takes(
                Document::rooted("event", "AgentEventRequest")
                    .json(r#"{"event":{"@type":"line","text":"How can I help you?","textType":"plain"}}"#)
                    .xml(r#"<event type="line"><text>How can I help you?</text></event>"#),
            )
            .creates(
                Document::rooted("chatEventLocation", "Location")
                    .json(r#"{"chatEventLocation":{"link":{"@href":"{C}/events/5","@rel":"location"}}}"#)
                    .xml(r#"<chatEventLocation><link href="{C}/events/5" rel="location"/></chatEventLocation>"#),
            ),
        chat_api(GROUP.get("/{chat}/events/{event}", "readEvent", "Retrieve one event"))
            .about("`docs/protocol/20-agent-api.md` §14")
            .answers(Document::rooted("event", "Event")),
    ]
}

fn info() -> [Method; 3] {
    [
        chat_api(GROUP.get("/{chat}/info", "readChatInfo", "Retrieve chat information"))
            .about("`docs/protocol/20-agent-api.md` §16")
            .answers(Document::rooted("info", "ChatInfo")),
        chat_api(GROUP.get("/{chat}/info/visitorName", "readVisitorName", "Retrieve visitor's name"))
            .about("`docs/protocol/20-agent-api.md` §17")
            .answers(
                Document::rooted("visitorName", "VisitorName")
                    .json(r#"{"visitorName":"visitor"}"#)
                    .xml("<visitorName>visitor</visitorName>"),
            ),
        chat_api(GROUP.get(
            "/{chat}/info/visitorTyping",
            "readVisitorTyping",
            "Retrieve visitor's typing status",
        ))
        .about("`docs/protocol/20-agent-api.md` §18")
        .answers(
            Document::rooted("visitorTyping", "VisitorTyping")
                .json(r#"{"visitorTyping":"not-typing"}"#)
                .xml("<visitorTyping>not-typing</visitorTyping>"),
        ),
    ]
}

fn typing() -> [Method; 2] {
    let is_typing = |schema| {
        Document::rooted("agentTyping", schema)
            .json(r#"{"agentTyping":"typing"}"#)
            .xml("<agentTyping>typing</agentTyping>")
    };
    [
        chat_api(GROUP.get("/{chat}/info/agentTyping", "readAgentTyping", "Retrieve agent's typing status"))
            .about("`docs/protocol/20-agent-api.md` §19")
            .answers(is_typing("AgentTyping")),
        chat_api(GROUP.put("/{chat}/info/agentTyping", "setAgentTyping", "Set agent's typing status"))
            .about("`docs/protocol/20-agent-api.md` §20")
            .takes(is_typing("TypingRequest"))
            .answers(is_typing("AgentTyping"))
            .with_status(201),
    ]
}

fn transfer() -> [Method; 2] {
    [
        chat_api(GROUP.get("/{chat}/transfer", "readTransferTargets", "Retrieve available skills"))
            .about("`docs/protocol/20-agent-api.md` §21. The skills that somebody else who is online has.")
            .answers(Document::rooted("transfer", "TransferTargets").json(
                r#"{"transfer":{"skill":[
  {"id":"25975313","name":"Sales","onlineAgents":"1"},
  {"id":"26060413","name":"Billing","onlineAgents":"2"}
]}}"#,
            )),
        chat_api(GROUP.post("/{chat}/transfer", "transferChat", "Transfer a chat"))
            .about("`docs/protocol/20-agent-api.md` §22. The text is for the agent who takes the chat only.")
            .refuses_transfer()
            .takes(
                Document::rooted("transfer", "TransferRequest")
                    .json(r#"{"transfer":{"skill":{"id":26060413},"text":"Billing question, verified customer."}}"#)
                    .xml("<transfer><agent><id>311098912</id></agent><text>Please take over.</text></transfer>"),
            ),
    ]
}

fn survey() -> [Method; 2] {
    [
        chat_api(GROUP.get("/{chat}/survey", "readAgentSurvey", "Retrieve agent survey structure"))
            .about("`docs/protocol/20-agent-api.md` §23")
            .query("windowSurveyEnabled", boolean(), "Ignored.")
            .query("surveyApiId", id(), "The number of the survey.")
            .query("engSkillId", text(), "The number of the skill whose survey it is.")
            .answers(Document::rooted("survey", "Survey")),
        chat_api(GROUP.put("/{chat}/survey", "answerAgentSurvey", "Submit survey data"))
            .about("`docs/protocol/20-agent-api.md` §24")
            .takes(
                Document::rooted("survey", "SurveyAnswers")
                    .xml(r#"<survey id="41108"><question id="16148804"><answer>A-17</answer></question><question id="26386685"><answer>Yes</answer></question></survey>"#),
            ),
    ]
}
