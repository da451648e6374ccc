//! A chat as its visitor has it (`docs/protocol/30-visitor-api.md` §10-§20).

use super::agent_session::chat_api;
use super::method::{Caller, Document, Group, Method};
use super::schema::{id, text};

const GROUP: Group = Group::below("/api/account/{account}/chat/{chat}", Caller::Visitor, "Chat");

/// The methods, in the order of the router.
pub(super) fn methods() -> Vec<Method> {
    let mut methods = read_and_write();
    methods.extend(info());
    methods.extend(typing());
    methods.extend(afterwards());
    methods
}

fn read_and_write() -> Vec<Method> {
    let location = Document::rooted("chatEventLocation", "Location")
        .json(r#"{"chatEventLocation":{"link":{"@href":"{V}/events/4","@rel":"location"}}}"#);
    vec![
        chat_api(GROUP.get("", "readChat", "Retrieve chat resources"))
            .about("`docs/protocol/30-visitor-api.md` §10. The order of the links is part of the contract.")
            .common("from")
            .waits()
            .answers(Document::rooted("chat", "VisitorChat")),
        chat_api(GROUP.get("/info", "readChatInfo", "Retrieve chat information"))
            .about("`docs/protocol/30-visitor-api.md` §11")
            .answers(Document::rooted("info", "ChatInfo")),
        chat_api(GROUP.get("/events", "readEvents", "Retrieve chat events"))
            .about("`docs/protocol/30-visitor-api.md` §12. Every call keeps the chat alive. With `Accept: text/event-stream` or as a WebSocket a stream (`docs/push.md`).")
            .common("from")
            .waits()
            .streams()
            .answers(Document::rooted("events", "Events")),
        chat_api(GROUP.post("/events", "addEvent", "Add lines, or end the chat"))
            .about("`docs/protocol/30-visitor-api.md` §13. To end the chat: an event of type `state` with the state `ended`.")
            .takes(
                Document::rooted("event", "VisitorEventRequest")
                    .json(r#"{"event":{"@type":"line","text":"hi"}}"#)
                    .xml(r#"<event type="line"><text>hi</text></event>"#),
            )
            .creates(location),
        chat_api(GROUP.get("/events/{event}", "readEvent", "Retrieve one event"))
            .about("`docs/protocol/30-visitor-api.md` §13")
            .answers(Document::rooted("event", "Event")),
    ]
}

fn info() -> [Method; 2] {
    [
        chat_api(GROUP.get("/info/visitorName", "readVisitorName", "Retrieve visitor's name"))
            .about("`docs/protocol/30-visitor-api.md` §14")
            .answers(
                Document::rooted("visitorName", "VisitorName")
                    .json(r#"{"visitorName":"You"}"#)
                    .xml("<visitorName>you</visitorName>"),
            ),
        chat_api(GROUP.put("/info/visitorName", "setVisitorName", "Set visitor's name"))
            .about("`docs/protocol/30-visitor-api.md` §14")
            .takes(
                Document::rooted("visitorName", "VisitorNameRequest")
                    .json(r#"{"visitorName":"Nora"}"#)
                    .xml("<visitorName>Nora</visitorName>"),
            )
            .answers(Document::rooted("visitorName", "VisitorName")),
    ]
}

fn typing() -> [Method; 3] {
    let is_typing = |schema| Document::rooted("visitorTyping", schema);
    [
        chat_api(GROUP.get("/info/visitorTyping", "readVisitorTyping", "Retrieve visitor's typing status"))
            .about("`docs/protocol/30-visitor-api.md` §15")
            .answers(
                is_typing("VisitorTyping")
                    .json(r#"{"visitorTyping":"not-typing"}"#)
                    .xml("<visitorTyping>not-typing</visitorTyping>"),
            ),
        chat_api(GROUP.put("/info/visitorTyping", "setVisitorTyping", "Set visitor's typing status"))
            .about("`docs/protocol/30-visitor-api.md` §15")
            .takes(is_typing("VisitorTypingRequest"))
            .answers(is_typing("VisitorTyping")),
        chat_api(GROUP.get("/info/agentTyping", "readAgentTyping", "Retrieve agent's typing status"))
            .about("`docs/protocol/30-visitor-api.md` §16")
            .answers(
                Document::rooted("agentTyping", "AgentTyping")
                    .json(r#"{"agentTyping":"not-typing"}"#)
                    .xml("<agentTyping>typing</agentTyping>"),
            ),
    ]
}

fn afterwards() -> [Method; 5] {
    [
        chat_api(GROUP.get("/exitSurvey", "readExitSurvey", "Retrieve exit survey structure"))
            .about("`docs/protocol/30-visitor-api.md` §17")
            .query("surveyName", text(), "The survey of this name.")
            .query("surveyApiId", id(), "The number of the survey.")
            .answers(Document::rooted("survey", "Survey")),
        chat_api(GROUP.put("/exitSurvey", "answerExitSurvey", "Submit exit survey"))
            .about("`docs/protocol/30-visitor-api.md` §18")
            .takes(
                Document::rooted("survey", "SurveyAnswers")
                    .xml(r#"<survey id="40292"><question id="25245945"><answer>17.50</answer></question><question id="12817515"><answer>Blue</answer><answer>Red</answer></question></survey>"#),
            ),
        chat_api(GROUP.put("/transcriptRequest", "requestTranscript", "Send a transcript"))
            .about("`docs/protocol/30-visitor-api.md` §19. Sent when the chat has ended.")
            .takes(
                Document::at_top("transcriptRequest", "TranscriptRequest")
                    .json(r#"{"email":"nora@example.com"}"#),
            ),
        chat_api(GROUP.put("/transcriptWithSubjectRequest", "requestTranscriptWithSubject", "Send a transcript with a subject"))
            .about("`docs/protocol/30-visitor-api.md` §19")
            .takes(Document::at_top("transcriptWithSubjectRequest", "TranscriptWithSubjectRequest")),
        chat_api(GROUP.put("/customVariables", "setCustomVariables", "Set custom variables"))
            .about("`docs/protocol/30-visitor-api.md` §20. The last value of a name counts.")
            .takes(
                Document::rooted("customVariables", "CustomVariables")
                    .json(r#"{"customVariables":{"customVariable":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}}"#)
                    .xml("<customVariables><customVariable><name>a</name><value>1</value></customVariable><customVariable><name>b</name><value>2</value></customVariable></customVariables>"),
            ),
    ]
}
