//! An agent session and what belongs to all of it (`docs/protocol/20-agent-api.md` §1-§10, §25, §26).

use super::method::{Caller, Document, Group, Method};
use super::schema::{boolean, natural, text, word, words};
use serde_json::json;

const GROUP: Group = Group::below("/api/account/{account}/agentSession", Caller::Agent, "Agent session");

/// The methods, in the order of the router.
pub(super) fn methods() -> Vec<Method> {
    let mut methods = session().to_vec();
    methods.extend(availability());
    methods.extend(who_is_there());
    methods.extend(incoming_requests());
    methods
}

fn session() -> [Method; 3] {
    let location = Document::rooted("agentSessionLocation", "Location").json(
        r#"{"agentSessionLocation":{"link":{"@href":"https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276","@rel":"location"}}}"#,
    );
    let data = Document::rooted("loginData", "LoginData").json(r#"{"loginData":""}"#);
    [
        chat_api(GROUP.post("", "startAgentSession", "Start agent session"))
            .about("`docs/protocol/20-agent-api.md` §1. A further session is a further device of the same agent.")
            .may_take(data)
            .creates(location),
        chat_api(GROUP.get("/{session}", "readAgentSession", "Retrieve the agent session"))
            .about("`docs/protocol/20-agent-api.md` §2.1. With `Accept: text/event-stream` or as a WebSocket a stream of all that happens to the agent (`docs/push.md`).")
            .streams()
            .query("from", text(), "Of a stream: the position that was told last.")
            .query("chat", text(), "Of a stream: the key of a chat that it is restricted to; may be repeated.")
            .query("data", boolean(), "Whether agent information and incoming requests are embedded.")
            .query("cs", word("1"), "Embeds the chats of the agent.")
            .answers(Document::rooted("agentSessionId", "AgentSession")),
        chat_api(GROUP.delete("/{session}", "endAgentSession", "Log out from the agent session"))
            .about("`docs/protocol/20-agent-api.md` §2.2. With the last one the agent leaves: each chat goes back to the queue or ends."),
    ]
}

fn availability() -> [Method; 2] {
    [
        chat_api(GROUP.get("/{session}/availability", "readAvailability", "Retrieve current availability"))
            .about("`docs/protocol/20-agent-api.md` §3")
            .answers(
                Document::rooted("availability", "AgentAvailability")
                    .json(r#"{"availability":{"chat":"Online","voice":"Offline"}}"#)
                    .xml("<availability><chat>Online</chat><voice>Offline</voice></availability>"),
            ),
        chat_api(GROUP.put("/{session}/availability", "setAvailability", "Set agent availability"))
            .about("`docs/protocol/20-agent-api.md` §4")
            .takes(
                Document::rooted("availability", "AvailabilityRequest")
                    .json(r#"{"availability":{"chat":"Online"}}"#)
                    .xml("<availability><chat>Online</chat></availability>"),
            )
            .answers(Document::rooted("availability", "AgentAvailability")),
    ]
}

fn who_is_there() -> [Method; 3] {
    let states = || words(&["Online", "Offline", "Occupied", "Away"]);
    [
        chat_api(GROUP.get("/{session}/availableAgents", "readAvailableAgents", "Retrieve available agents"))
            .about("`docs/protocol/20-agent-api.md` §5")
            .query("skill", text(), "Only agents with the skill of this name.")
            .query("chatState", states(), "Only agents with this availability.")
            .query("chatReasonId", text(), "Only agents with this reason.")
            .query("voiceState", states(), "Only agents with this availability for calls.")
            .query("timeStamp", natural(), "Only agents that have changed since, in milliseconds since 1970.")
            .answers(Document::rooted("availableAgents", "AvailableAgents")),
        slots(chat_api(GROUP.get(
            "/{session}/chat/availableSlots",
            "readAvailableSlots",
            "Retrieve available slots",
        )))
        .about("`docs/protocol/20-agent-api.md` §6"),
        chat_api(GROUP.get("/{session}/info", "readAgentInfo", "Retrieve agent information"))
            .about("`docs/protocol/20-agent-api.md` §7")
            .answers(Document::rooted("info", "AgentInfo")),
    ]
}

fn incoming_requests() -> [Method; 3] {
    let accepted = Document::rooted("chatLocation", "Location")
        .xml(r#"<chatLocation><link href="{C}" rel="location"/></chatLocation>"#);
    [
        chat_api(GROUP.get("/{session}/incomingRequests", "readIncomingRequests", "Determine incoming chat requests"))
            .about("`docs/protocol/20-agent-api.md` §8")
            .waits()
            .answers(
                Document::rooted("incomingRequests", "IncomingRequests")
                    .json(r#"{"incomingRequests":{"ringingCount":"1","link":{"@href":"{S}/incomingRequests","@rel":"accept-next-chat"}}}"#)
                    .xml("<incomingRequests><ringingCount>0</ringingCount></incomingRequests>"),
            ),
        chat_api(GROUP.post("/{session}/incomingRequests", "acceptChat", "Accept a chat"))
            .about("`docs/protocol/20-agent-api.md` §9. Accepts what has rung for longest; 404 when nothing rings.")
            .may_take(Document::rooted("chat", "Accept").json(r#"{"chat":"start"}"#))
            .creates(accepted),
        chat_api(GROUP.get("/{session}/chatSessions", "readChatSessions", "Retrieve chat sessions"))
            .about("`docs/protocol/20-agent-api.md` §10. The chats of the agent, to carry on with on this device.")
            .waits()
            .answers(Document::rooted("chatSessions", "ChatSessions").xml(
                "<chatSessions>
  <chatSession>
    <link href=\"https://va.agentvep.example.net/api/account/12345678/agentSession/1027882290/chat/H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929\" rel=\"chat-session\"/>
    <chatSessionKey>H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929</chatSessionKey>
    <startTime>1517231983976</startTime>
  </chatSession>
</chatSessions>",
            )),
    ]
}

/// What the router has behind the chats.
pub(super) fn visitors() -> [Method; 4] {
    [
        chat_api(GROUP.get("/{session}/participantExtendedInfo/{participant}", "readParticipant", "Retrieve participant info"))
            .about("`docs/protocol/20-agent-api.md` §25. Of a visitor who has authenticated, and has a chat with the agent.")
            .answers(Document::at_top("participantExtendedInfo", "ParticipantExtendedInfo")),
        chat_api(GROUP.get("/{session}/visits/visit/{visit}", "readVisit", "Retrieve the visit of a chat"))
            .about("`docs/protocol/20-agent-api.md` §26")
            .answers(Document::rooted("visit", "Visit")),
        chat_api(GROUP.get("/{session}/visits/visit/{visit}/info", "readVisitInfo", "Retrieve what is known of a visit"))
            .about("`docs/protocol/20-agent-api.md` §26")
            .answers(Document::rooted("info", "VisitInfo")),
        chat_api(GROUP.get("/{session}/visits/visit/{visit}/customVariables", "readVisitVariables", "Retrieve the custom variables of a visit"))
            .about("`docs/protocol/20-agent-api.md` §26")
            .answers(Document::rooted("customVariables", "VisitCustomVariables")),
    ]
}

/// The parameters that every method of the chat APIs takes.
pub(super) fn chat_api(method: Method) -> Method {
    method.common("v").common("NC")
}

/// The answer and the parameters of available slots, the same on both sides.
pub(super) fn slots(method: Method) -> Method {
    method
        .query("skill", text(), "Only agents with the skill of this name.")
        .query("maxWaitTime", json!({"type": "integer", "minimum": 0, "maximum": 86400}), "In seconds.")
        .query("agent", text(), "The agent with this login name; not with other parameters.")
        .answers(Document::rooted("availableSlots", "AvailableSlots").json(r#"{"availableSlots":1}"#))
}
