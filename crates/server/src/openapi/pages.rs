//! The API of the pages (`docs/handover-api.md`): of an agent, of a supervisor, of a visitor.

use super::method::{Caller, Document, Group, Method};
use super::schema::{natural, text};

const AGENT: Group =
    Group::below("/api/handover/v1/account/{account}/agentSession/{session}", Caller::Console, "Agent");
const SUPERVISOR: Group =
    Group::below("/api/handover/v1/account/{account}/agentSession/{session}", Caller::Board, "Supervisor");
const VISITOR: Group = Group::below("/api/handover/v1/account/{account}/chat", Caller::Widget, "Visitor");

/// The methods of an agent, in the order of the router.
pub(super) fn agent() -> Vec<Method> {
    let mut methods = vec![
        AGENT
            .get("/me", "readMe", "Who the agent is, and what may be done")
            .about("`docs/handover-api.md`, of an agent")
            .answers(answer("me", "Me").json(ME)),
    ];
    methods.extend(devices());
    methods.extend(marks());
    methods
}

fn devices() -> [Method; 3] {
    [
        AGENT
            .get("/devices", "readDevices", "The agent's devices")
            .about("`docs/handover-api.md`, of an agent. Oldest first. `connected`: a stream of it is open.")
            .answers(answer("devices", "Devices").json(
                r#"{"devices":[{"session":"1000000001","name":"Firefox on Linux","current":true,"startedAt":1764111600000,"heardAt":1764111655000,"connected":true}]}"#,
            )),
        AGENT
            .put("/devices/{device}", "nameDevice", "Name a device")
            .about("`docs/handover-api.md`, of an agent. One of the agent's own.")
            .takes(request("DeviceNameRequest").json(r#"{"name":"Firefox on Linux"}"#)),
        AGENT
            .delete("/devices/{device}", "signDeviceOut", "Sign a device out")
            .about("`docs/handover-api.md`, of an agent. One of the agent's own: its login ends, and with it every session of that login."),
    ]
}

fn marks() -> [Method; 4] {
    [
        AGENT
            .get("/marks", "readMarks", "Drafts and read marks of the agent's chats")
            .about("`docs/handover-api.md`, of an agent. `agentRead` and `visitorRead`: the id of the last event that side has read.")
            .answers(answer("marks", "ListOfMarks").json(
                r#"{"marks":[{"chat":"H…K…","agentRead":12,"visitorRead":11,"draft":{"text":"Let me","private":false,"at":1764111655000}}]}"#,
            )),
        AGENT
            .put("/chat/{chat}/draft", "keepDraft", "Keep what was typed and not sent")
            .about("`docs/handover-api.md`, of an agent. One for each chat, for all devices; the last one wins. Empty text: nothing.")
            .takes(request("DraftRequest").json(r#"{"text":"Let me","private":false}"#)),
        AGENT
            .put("/chat/{chat}/read", "markRead", "Say how far the agent has read")
            .about("`docs/handover-api.md`, of an agent. It never goes back.")
            .takes(request("ReadRequest").json(r#"{"event":12}"#)),
        AGENT
            .get("/chat/{chat}/details", "readDetails", "The visitor, the answers, how the chat came here")
            .about("`docs/handover-api.md`, of an agent. `why` says why this agent was chosen.")
            .answers(answer("details", "Details").json(DETAILS)),
    ]
}

/// The methods of a supervisor, in the order of the router.
pub(super) fn supervisor() -> Vec<Method> {
    let mut methods = looking().to_vec();
    methods.extend(doing());
    methods.push(
        SUPERVISOR
            .get("/audit", "readAudit", "What supervisors did")
            .about("`docs/handover-api.md`, of a supervisor. Oldest first, 200 at a time; `next` is where to go on. The last 10,000 entries are kept.")
            .query("from", natural(), "The number of the first entry wanted; 0 when missing.")
            .answers(answer("audit", "Audit").json(
                r#"{"audit":{"entries":[{"no":17,"at":1764111655000,"agent":{"id":311098900,"nickname":"Sue"},"act":"take_over","chat":"H…K…","subject":{"id":311098910,"nickname":"Maya"}}],"next":18}}"#,
            )),
    );
    methods
}

fn looking() -> [Method; 3] {
    [
        SUPERVISOR
            .get("/board", "readBoard", "The board: queue, agents, chats in conversation")
            .about("`docs/handover-api.md`, of a supervisor. With `Accept: text/event-stream` a stream of messages of type `board`: the whole document, at the beginning and when it differs, at most once a second.")
            .streams_whole()
            .answers(answer("board", "Board").json(BOARD)),
        SUPERVISOR
            .get("/board/chat/{chat}/events", "watchChat", "The events of any chat")
            .about("`docs/handover-api.md`, of a supervisor. Any chat of the account, as its agent sees it. With `Accept: text/event-stream` a stream as of `docs/push.md`. Watching has an entry in the audit log.")
            .common("from")
            .streams()
            .answers(answer("events", "Events")),
        SUPERVISOR
            .get("/board/chat/{chat}/details", "readAnyDetails", "The visitor, the answers, how the chat came there")
            .about("`docs/handover-api.md`, of a supervisor. As of an agent, of any chat of the account. It counts as watching.")
            .answers(answer("details", "Details").json(DETAILS)),
    ]
}

fn doing() -> [Method; 4] {
    [
        SUPERVISOR
            .post("/board/chat/{chat}/whisper", "whisper", "Say something to the agent of a chat only")
            .about("`docs/handover-api.md`, of a supervisor. A private line in the chat; only while somebody has it.")
            .takes(request("WhisperRequest").json(r#"{"text":"Offer a refund."}"#))
            .with_status(201),
        SUPERVISOR
            .post("/board/chat/{chat}/takeOver", "takeOver", "Take a chat over")
            .about("`docs/handover-api.md`, of a supervisor. From the queue, from an offer, or from its agent; slots regardless."),
        SUPERVISOR
            .post("/board/chat/{chat}/end", "endAnyChat", "End a chat")
            .about("`docs/handover-api.md`, of a supervisor"),
        SUPERVISOR
            .post("/board/agent/{agent}/signOut", "signAgentOut", "End every login of an agent")
            .about("`docs/handover-api.md`, of a supervisor. The chats go back to the queue or end, as always when an agent leaves."),
    ]
}

/// The methods of a visitor, in the order of the router.
pub(super) fn visitor() -> Vec<Method> {
    vec![
        VISITOR
            .get("/status", "readStatus", "What a button needs to know")
            .about("`docs/handover-api.md`, of a visitor. `estimatedWait` in seconds; -1: nobody is online; -2: unknown.")
            .query("skill", text(), "The name of a skill; may be missing.")
            .answers(answer("status", "Status").json(
                r#"{"status":{"online":true,"available":true,"estimatedWait":0,"preSurvey":true,"offlineForm":true,"exitSurvey":true,"earlyLines":true}}"#,
            )),
        VISITOR
            .put("/{chat}/read", "markReadByVisitor", "Say how far the visitor has read")
            .about("`docs/handover-api.md`, of a visitor. It never goes back.")
            .takes(request("ReadRequest").json(r#"{"event":12}"#)),
    ]
}

const fn answer(root: &'static str, schema: &'static str) -> Document {
    Document::rooted(root, schema).json_only()
}

/// Bodies of this API have their members at the top.
const fn request(schema: &'static str) -> Document {
    Document::at_top("", schema).json_only()
}

/// Who the agent is.
const ME: &str = r#"{"me":{"id":311098910,"nickname":"Maya","name":"Maya R","role":"agent","maxChats":3,
  "skills":[{"id":25975313,"name":"Sales"}],
  "session":"1000000001",
  "account":{"id":"12345678","skills":[{"id":25975313,"name":"Sales"}],"offerMs":20000,"lineBytes":16384,"surveys":["agent"]},
  "cannedTexts":[{"shortcut":"hi","title":"Greeting","text":"Hello, I am Maya. How can I help?","skills":[]}]}}"#;

/// What is known of a chat.
const DETAILS: &str = r#"{"details":{"chat":"H…K…","visitor":{"id":"8429112","name":"Ann","language":"en-US","page":"https://shop.example/chairs","browser":"Mozilla/5.0 …","address":"198.51.100.7"},
  "survey":[{"question":"What is it about?","answer":"Order"}],
  "variables":[{"name":"cart","value":"12.50"}],
  "skill":{"id":25975313,"name":"Sales"},"requestedAt":1764111600000,"acceptedAt":1764111612000,"why":"lowest_load",
  "exitSurvey":[{"question":"Were you helped?","answer":"yes"}]}}"#;

/// The board.
const BOARD: &str = r#"{"board":{"now":1764111655000,
  "skills":[{"id":25975313,"name":"Sales","waiting":2,"oldestAt":1764111600000,"estimatedWait":45,"slots":0,"chats":4,
    "agents":{"online":2,"occupied":0,"away":1,"absent":0,"offline":3},
    "answered":12,"abandoned":1,"meanWaitMs":8200,
    "answeredByMinute":[0,1,0],"abandonedByMinute":[0,0,1]}],
  "agents":[{"id":311098910,"nickname":"Maya","state":"Online","since":1764111600000,"present":true,"chats":2,"ringing":1,"maxChats":3,"devices":2,"secondFactor":true,"skills":[25975313]}],
  "waiting":[{"chat":"H…K…","visitorName":"Ann","skill":25975313,"requestedAt":1764111600000,
    "reason":"all_full","agents":{"skilled":4,"offline":1,"away":1,"occupied":0,"absent":0,"full":2,"kept":0},
    "ringing":{"agent":311098910,"until":1764111660000,"why":"lowest_load"}}],
  "waitingTotal":2,
  "chats":[{"chat":"H…K…","visitorName":"Bob","skill":25975313,"agent":311098910,"requestedAt":1764111500000,"acceptedAt":1764111512000,"why":"only_one"}],
  "chatsTotal":4}}"#;
