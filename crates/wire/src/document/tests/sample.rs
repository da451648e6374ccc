//! The people, chats and addresses of the protocol's examples.

use jiff::tz::{Offset, TimeZone};

use crate::document::{AgentAvailability, AgentInfo, ChatInfo, Event, EventKind, Line, Named};
use crate::time::WireTime;
use crate::vocabulary::{Availability, ChatState, Source, TextType, Typing};

pub(super) const SESSION: &str =
    "https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276";
pub(super) const KEY: &str = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
pub(super) const AGENT_CHAT: &str = "https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276/chat/H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
pub(super) const BASE: &str = "https://va.convep.example.net/api/account/12345678";
pub(super) const VISITOR_CHAT: &str = "https://va.convep.example.net/api/account/12345678/chat/H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";

/// Puts the addresses in for the placeholders of `docs/protocol/20-agent-api.md` §0 and
/// `docs/protocol/30-visitor-api.md` §0.
pub(super) fn in_full(example: &str) -> String {
    let mut example = example.to_owned();
    for (placeholder, value) in
        [("{S}", SESSION), ("{C}", AGENT_CHAT), ("{B}", BASE), ("{V}", VISITOR_CHAT), ("{K}", KEY)]
    {
        example = example.replace(placeholder, value);
    }
    example
}

pub(super) const NEW_YORK: TimeZone = TimeZone::fixed(Offset::constant(-5));

/// So many milliseconds after 2018-01-29 08:19 in New York.
pub(super) const fn at(ms: i64) -> WireTime<'static> {
    static ZONE: TimeZone = NEW_YORK;
    WireTime::new(1_517_231_940_000 + ms, &ZONE)
}

pub(super) const SALES: Named<'_> = Named { id: 25_975_313, name: "Sales" };
pub(super) const BILLING: Named<'_> = Named { id: 26_060_413, name: "Billing" };

pub(super) const ONLINE: AgentAvailability<'_> =
    AgentAvailability { chat: Availability::Online, voice: Availability::Offline, chat_reason_id: None };

pub(super) const MAYA: AgentInfo<'_> = AgentInfo {
    session: SESSION,
    agent_name: "Maya",
    display_name: "Maya R",
    login_name: "maya@example.com",
    id: 311_098_910,
    max_chats: -1,
    availability: ONLINE,
    skills: &[SALES, BILLING],
};

const fn line(
    id: u64,
    ms: i64,
    (text_type, text): (TextType, &'static str),
    (by, source): (&'static str, Source),
) -> Event<'static> {
    let line = Line { text, text_type, by, source, system_message_id: None, private: false, json: None };
    Event { id, time: at(ms), kind: EventKind::Line(line) }
}

pub(super) const fn system(id: u64, ms: i64, message: u16, text: &'static str) -> Event<'static> {
    let line = Line {
        text,
        text_type: TextType::Plain,
        by: "info",
        source: Source::System,
        system_message_id: Some(message),
        private: false,
        json: None,
    };
    Event { id, time: at(ms), kind: EventKind::Line(line) }
}

/// The first events of a chat, as `docs/protocol/95-what-clients-depend-on.md` §4 orders them.
pub(super) const OPENING: [Event<'_>; 4] = [
    Event { id: 0, time: at(43_963), kind: EventKind::State(ChatState::Waiting) },
    system(1, 43_976, 4, "Thank you for choosing to chat with us."),
    Event { id: 2, time: at(56_777), kind: EventKind::State(ChatState::Chatting) },
    system(3, 56_782, 3, "You are now chatting with Maya."),
];

pub(super) const QUESTION: Event<'_> =
    line(4, 70_120, (TextType::Plain, "Hi, where is my order?"), ("You", Source::Visitor));

pub(super) const REPLY: Event<'_> = line(
    5,
    91_655,
    (TextType::Html, "<div dir=\"ltr\" style=\"direction: ltr; text-align: left;\">Let me check.</div>"),
    ("Maya", Source::Agent),
);

/// The information of the visitor's sample; the agent's differs in address, name and origin.
pub(super) const INFO: ChatInfo<'_> = ChatInfo {
    chat: VISITOR_CHAT,
    state: ChatState::Chatting,
    chat_session_key: KEY,
    skill: Some(SALES),
    agent: Some(Named { id: 311_098_910, name: "Maya" }),
    start_time: at(43_976),
    duration_s: 0,
    last_update: at(114_560),
    chat_timeout_s: 40,
    visitor_id: Some(1_215_602_164_887_992),
    agent_typing: Typing::NotTyping,
    visitor_typing: Typing::NotTyping,
    visitor_name: "You",
    rt_session_id: 4_295_007_617,
    participant_id: None,
    shark_visitor_id: Some("rloXnVgEQ-iQuoOytvKNqA"),
    shark_session_id: Some("rN82d4rATN6EuiA4cJwaPg"),
    shark_context_id: Some("2"),
    engagement_id: Some("27469613"),
    campaign_id: Some("26948813"),
    language: Some("en-US"),
};
