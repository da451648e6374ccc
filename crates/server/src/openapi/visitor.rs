//! The visitor API before there is a chat (`docs/protocol/30-visitor-api.md` §1-§9, §21).

use super::agent_session::{chat_api, slots};
use super::method::{Caller, Document, Group, Method};
use super::schema::{id, text};
use serde_json::json;

const GROUP: Group = Group::below("/api/account/{account}/chat", Caller::Visitor, "Before a chat");

/// The methods, in the order of the router.
pub(super) fn methods() -> Vec<Method> {
    let mut methods = vec![base()];
    methods.extend(who_is_there());
    methods.extend(surveys());
    methods.extend(start());
    methods
}

fn base() -> Method {
    let group = Group::below("/api/account/{account}", Caller::Anybody, "Before a chat");
    chat_api(group.get("", "readAccount", "Base resource"))
        .about("`docs/protocol/30-visitor-api.md` §1. XML when nothing else is asked for.")
        .answers(Document::rooted("account", "VisitorBase"))
}

fn who_is_there() -> [Method; 3] {
    let seconds = || json!({"type": "integer", "minimum": 0, "maximum": 86400});
    [
        chat_api(GROUP.get("/availability", "readVisitorAvailability", "Retrieve availability"))
            .about("`docs/protocol/30-visitor-api.md` §2. With several `skill`, one answer for each.")
            .query("skill", text(), "Only agents with the skill of this name.")
            .query("serviceQueue", text(), "Only together with `maxWaitTime`.")
            .query("maxWaitTime", seconds(), "The longest wait that is accepted, in seconds; 0: somebody is free.")
            .query("agent", text(), "The agent with this login name; not with other parameters.")
            .answers(
                Document::rooted("availability", "VisitorAvailability").json(r#"{"availability":true}"#).xml(
                    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<availability>true</availability>"#,
                ),
            ),
        slots(chat_api(GROUP.get("/availableSlots", "readVisitorSlots", "Retrieve available slots")))
            .about("`docs/protocol/30-visitor-api.md` §3"),
        chat_api(GROUP.get("/estimatedWaitTime", "readWaitTime", "Retrieve estimated wait time"))
            .about("`docs/protocol/30-visitor-api.md` §4. In seconds; -1: nobody is online; -2: too little is known.")
            .query("skill", text(), "Only agents with the skill of this name.")
            .query("serviceQueue", text(), "A queue.")
            .answers(
                Document::rooted("estimatedWaitTime", "EstimatedWaitTime").json(r#"{"estimatedWaitTime":0}"#).xml(
                    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<estimatedWaitTime>26</estimatedWaitTime>"#,
                ),
            ),
    ]
}

fn surveys() -> [Method; 3] {
    [
        survey(chat_api(GROUP.get("/preSurvey", "readPreSurvey", "Retrieve pre-chat survey")))
            .about("`docs/protocol/30-visitor-api.md` §6. The answers come with the chat request."),
        survey(chat_api(GROUP.get("/offlineSurvey", "readOfflineSurvey", "Retrieve offline survey")))
            .about("`docs/protocol/30-visitor-api.md` §7"),
        chat_api(GROUP.put("/offlineSurvey", "answerOfflineSurvey", "Post offline survey"))
            .about("`docs/protocol/30-visitor-api.md` §8")
            .takes(
                Document::rooted("survey", "OfflineSurveyAnswers")
                    .xml(r#"<survey id="40290"><question id="13387460"><answer>Please call me back.</answer></question></survey>"#),
            ),
    ]
}

/// The parameters and the answer of a survey that is asked for by its skill.
fn survey(method: Method) -> Method {
    method
        .query("skill", text(), "The survey of the skill of this name.")
        .query("surveyName", text(), "The survey of this name.")
        .query("surveyApiId", id(), "The number of the survey.")
        .query("visitorProfile", text(), "Ignored.")
        .answers(Document::rooted("survey", "Survey"))
}

fn start() -> [Method; 2] {
    let request = Document::rooted("request", "ChatRequest").json(
        r#"{"request":{"skill":"Sales","interactionTimeout":40,"userAgent":"Mozilla/5.0 (Macintosh; …) Chrome/56.0","LETagVisitorId":"rloXnVgEQ-iQuoOytvKNqA",
  "LETagSessionId":"rN82d4rATN6EuiA4cJwaPg","LETagContextId":"2","engagementId":27469613,"campaignId":26948813,"language":"en-US",
  "preChatLines":{"line":["Asked the bot about order A-17"]},
  "survey":{"id":40216,"question":[{"id":12786273,"answer":"Order"},{"id":16314710,"answer":"A-17"}]}}}"#,
    );
    let proof = Document::at_top("conversation", "Authentication").json(
        r#"{"authChatConnId":568046210,"ssoKey":"k12197","engagementId":567609310,"LETagContextId":"2","LETagSessionId":"90o5l5twRUGu1rN7bzwNMA","LETagVisitorId":"RiM2JlOTcwOGIxZmNiNTk4"}"#,
    );
    let known = Document::at_top("conversation", "Conversation").json(
        r#"{"participantId":"6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f","conversationId":"ff0ff4f4-29ec-4eff-82d0-4f047cdc01a0"}"#,
    );
    let account = Group::below("/api/account/{account}", Caller::Visitor, "Before a chat");
    [
        chat_api(GROUP.post("/request", "startChat", "Start a chat"))
            .about("`docs/protocol/30-visitor-api.md` §9. The chat waits; its address is in `Location`.")
            .takes(request)
            .creates_silently(),
        chat_api(account.post("/conversation", "authenticate", "Visitor authentication"))
            .about("`docs/protocol/30-visitor-api.md` §21")
            .takes(proof)
            .answers(known),
    ]
}
