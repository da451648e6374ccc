//! Several chats in one answer (`docs/protocol/20-agent-api.md` §12), and the agent session with its chats (§2).

use super::sample::{AGENT_CHAT, INFO, KEY, MAYA, OPENING, QUESTION, SALES, SESSION};
use super::*;
use crate::sink::A1Late;

const CHAT: AgentChat<'_, [Event<'_>; 2]> = AgentChat {
    session: SESSION,
    events: Events { chat: AGENT_CHAT, next: 5, events: [OPENING[3], QUESTION] },
    info: ChatInfo {
        chat: AGENT_CHAT,
        skill: None,
        visitor_name: "visitor",
        shark_visitor_id: None,
        shark_session_id: None,
        shark_context_id: None,
        engagement_id: None,
        campaign_id: None,
        language: None,
        ..INFO
    },
};

#[test]
fn several_chats_are_b_with_eight_links_and_message_ids_as_strings() {
    let json = r#"{"chats":{"chat":[
        {"link":[
        {"href":"{C}","rel":"self"},
        {"href":"{C}/events","rel":"events"},
        {"href":"{C}/info","rel":"info"},
        {"href":"{C}?from=5","rel":"next"},
        {"href":"{S}/visits/visit/H6120334598172645310K8428929","rel":"visit-id"},
        {"href":"{C}/transfer","rel":"transfer"},
        {"href":"{C}/transferAccount","rel":"transfer-account"},
        {"href":"{C}/survey","rel":"agent-survey"}
        ],
        "events":{
        "link":[{"href":"{C}/events","rel":"self"},{"href":"{C}/events?from=5","rel":"next"}],
        "event":[
        {"id":3,"type":"line","time":"2018-01-29T08:19:56.782-05:00","textType":"plain","text":"You are now chatting with Maya.",
        "by":"info","source":"system","systemMessageId":"3","subType":"REGULAR"},
        {"id":4,"type":"line","time":"2018-01-29T08:20:10.120-05:00","textType":"plain","text":"Hi, where is my order?",
        "by":"You","source":"visitor","subType":"REGULAR"}
        ]},
        "info":{
        "link":[{"href":"{C}/info","rel":"self"},{"href":"{C}/info/visitorName","rel":"visitor-name"},
        {"href":"{C}/info/visitorTyping","rel":"visitor-typing"},{"href":"{C}/info/agentTyping","rel":"agent-typing"}],
        "state":"chatting","chatSessionKey":"{K}",
        "agentName":"Maya","agentId":311098910,
        "startTime":"2018-01-29T08:19:43.976-05:00","duration":0,"lastUpdate":"2018-01-29T08:20:54.560-05:00",
        "chatTimeout":40,"visitorId":1215602164887992,
        "agentTyping":"not-typing","visitorTyping":"not-typing","visitorName":"visitor","rtSessionId":4295007617}
        }
        ]}}"#;
    let xml = r#"<chats><chat>
        <link href="{C}" rel="self"/>
        <link href="{C}/events" rel="events"/>
        <link href="{C}/info" rel="info"/>
        <link href="{C}?from=5" rel="next"/>
        <link href="{S}/visits/visit/H6120334598172645310K8428929" rel="visit-id"/>
        <link href="{C}/transfer" rel="transfer"/>
        <link href="{C}/transferAccount" rel="transfer-account"/>
        <link href="{C}/survey" rel="agent-survey"/>
        <events>
        <link href="{C}/events" rel="self"/>
        <link href="{C}/events?from=5" rel="next"/>
        <event id="3" type="line"><time>2018-01-29T08:19:56.782-05:00</time><textType>plain</textType><text>You are now chatting with Maya.</text><by>info</by><source>system</source><systemMessageId>3</systemMessageId><subType>REGULAR</subType></event>
        <event id="4" type="line"><time>2018-01-29T08:20:10.120-05:00</time><textType>plain</textType><text>Hi, where is my order?</text><by>You</by><source>visitor</source><subType>REGULAR</subType></event>
        </events>
        <info>
        <link href="{C}/info" rel="self"/>
        <link href="{C}/info/visitorName" rel="visitor-name"/>
        <link href="{C}/info/visitorTyping" rel="visitor-typing"/>
        <link href="{C}/info/agentTyping" rel="agent-typing"/>
        <state>chatting</state>
        <chatSessionKey>{K}</chatSessionKey>
        <agentName>Maya</agentName><agentId>311098910</agentId>
        <startTime>2018-01-29T08:19:43.976-05:00</startTime><duration>0</duration>
        <lastUpdate>2018-01-29T08:20:54.560-05:00</lastUpdate><chatTimeout>40</chatTimeout>
        <visitorId>1215602164887992</visitorId>
        <agentTyping>not-typing</agentTyping><visitorTyping>not-typing</visitorTyping><visitorName>visitor</visitorName>
        <rtSessionId>4295007617</rtSessionId>
        </info>
        </chat></chats>"#;
    check(&Chats { chats: [CHAT] }, json, xml);
}

#[test]
fn no_chats_and_no_events_are_empty_arrays() {
    check(&Chats { chats: [CHAT; 0] }, r#"{"chats":{"chat":[]}}"#, "<chats/>");
    let silent = Chats {
        chats: [CHAT, CHAT].map(|chat| AgentChat {
            session: chat.session,
            events: Events { chat: AGENT_CHAT, next: 5, events: [] },
            info: chat.info,
        }),
    };
    let json = String::from_utf8(render(&silent, Format::Json)).unwrap();
    assert_eq!(json.matches(r#""event":[]"#).count(), 2, "{json}");
}

#[test]
fn an_agent_session_embeds_its_chats_when_asked() {
    let chat = ChatSession { key: KEY, start_time_ms: 1_517_231_983_976 };
    let bare = AgentSession { session: SESSION, contents: None };
    let tail = |document: &AgentSessionWithChats<'_, Vec<ChatSession<'_>>>, format, expected: &str| {
        let written = String::from_utf8(render(document, format)).unwrap();
        assert!(written.ends_with(&without_layout(&sample::in_full(expected))), "{written}");
    };
    let none = AgentSessionWithChats { session: bare, chats: vec![] };
    tail(&none, Format::Json, r#""@rel":"chat-sessions"}],"chatSessions":null}}"#);
    tail(&none, Format::Xml, r#"rel="chat-sessions"/><chatSessions/></agentSessionId>"#);
    let one = AgentSessionWithChats { session: bare, chats: vec![chat] };
    tail(
        &one,
        Format::Json,
        r#""chatSessions":{"chatSession":{"link":{"@href":"{C}","@rel":"chat-session"},
            "chatSessionKey":"{K}","startTime":"1517231983976"}}}}"#,
    );
    tail(
        &one,
        Format::Xml,
        r#"<chatSessions><chatSession><link href="{C}" rel="chat-session"/>
            <chatSessionKey>{K}</chatSessionKey><startTime>1517231983976</startTime></chatSession></chatSessions></agentSessionId>"#,
    );
    let incoming_requests = IncomingRequests { session: SESSION, ringing_count: 0 };
    let info = AgentInfo { skills: &[SALES], ..MAYA };
    let contents = Some(SessionContents { info, incoming_requests });
    let full = AgentSessionWithChats { session: AgentSession { session: SESSION, contents }, chats: vec![] };
    tail(&full, Format::Json, r#""incoming-requests":{"ringingCount":"0"},"chatSessions":null}}"#);
}

#[test]
fn a_switch_writes_message_ids_of_events_as_numbers() {
    let events = Events { chat: AGENT_CHAT, next: 4, events: [OPENING[3]] };
    let expected = r#"{"@id":"3","@type":"line","time":"2018-01-29T08:19:56.782-05:00","textType":"plain","text":"You are now chatting with Maya.",
        "by":"info","source":"system","systemMessageId":3,"subType":"REGULAR"}"#;
    let links =
        r#""link":[{"@href":"{C}/events","@rel":"self"},{"@href":"{C}/events?from=4","@rel":"next"}]"#;
    let switched = InDialect::<A1Late, _>::new(&events);
    check_json(&switched, &format!(r#"{{"events":{{{links},"event":{expected}}}}}"#));
    assert_eq!(render(&switched, Format::Xml), render(&events, Format::Xml));
    check_json(&InDialect::<A1Late, _>::new(&SingleEvent(OPENING[3])), &format!(r#"{{"event":{expected}}}"#));
}
