//! The documents of a chat: `docs/protocol/20-agent-api.md` §11, §13, §16, `docs/protocol/30-visitor-api.md`
//! §10 to §12, and the real answer of `docs/protocol/95-what-clients-depend-on.md` §3.

use jiff::tz::{Offset, TimeZone};

use super::sample::{AGENT_CHAT, INFO, OPENING, QUESTION, REPLY, SESSION, VISITOR_CHAT, system};
use super::*;
use crate::time::WireTime;
use crate::vocabulary::{ChatState, Source, TextType};

const OPENING_JSON: &str = r#""event":[
    {"@id":"0","@type":"state","time":"2018-01-29T08:19:43.963-05:00","state":"waiting"},
    {"@id":"1","@type":"line","time":"2018-01-29T08:19:43.976-05:00","textType":"plain","text":"Thank you for choosing to chat with us.",
    "by":"info","source":"system","systemMessageId":4,"subType":"REGULAR"},
    {"@id":"2","@type":"state","time":"2018-01-29T08:19:56.777-05:00","state":"chatting"},
    {"@id":"3","@type":"line","time":"2018-01-29T08:19:56.782-05:00","textType":"plain","text":"You are now chatting with Maya.",
    "by":"info","source":"system","systemMessageId":3,"subType":"REGULAR"}
    ]"#;

const VISITOR_INFO_XML: &str = r#"<info>
    <link href="{V}/info" rel="self"/>
    <link href="{V}/info/visitorName" rel="visitor-name"/>
    <link href="{V}/info/visitorTyping" rel="visitor-typing"/>
    <link href="{V}/info/agentTyping" rel="agent-typing"/>
    <state>chatting</state>
    <chatSessionKey>{K}</chatSessionKey>
    <skillName>Sales</skillName><skillId>25975313</skillId>
    <agentName>Maya</agentName><agentId>311098910</agentId>
    <startTime>2018-01-29T08:19:43.976-05:00</startTime><duration>0</duration>
    <lastUpdate>2018-01-29T08:20:54.560-05:00</lastUpdate><chatTimeout>40</chatTimeout>
    <visitorId>1215602164887992</visitorId>
    <agentTyping>not-typing</agentTyping><visitorTyping>not-typing</visitorTyping><visitorName>You</visitorName>
    <rtSessionId>4295007617</rtSessionId>
    <sharkVisitorId>rloXnVgEQ-iQuoOytvKNqA</sharkVisitorId><sharkSessionId>rN82d4rATN6EuiA4cJwaPg</sharkSessionId>
    <sharkContextId>2</sharkContextId>
    <engagementId>27469613</engagementId><campaignId>26948813</campaignId><language>en-US</language>
    </info>"#;

#[test]
fn a_visitors_chat_is_a2_with_eight_links_in_order() {
    let json = r#"{"chat":{
        "link":[
        {"@href":"{V}","@rel":"self"},
        {"@href":"{V}/events","@rel":"events"},
        {"@href":"{V}/info","@rel":"info"},
        {"@href":"{V}?from=4","@rel":"next"},
        {"@href":"{V}/transcriptRequest","@rel":"transcript-request"},
        {"@href":"{V}/transcriptWithSubjectRequest","@rel":"transcript-with-subject-request"},
        {"@href":"{V}/exitSurvey","@rel":"exit-survey"},
        {"@href":"{V}/customVariables","@rel":"custom-variables"}
        ],
        "events":{
        "link":[{"@href":"{V}/events","@rel":"self"},{"@href":"{V}/events?from=4","@rel":"next"}],
        {OPENING}
        },
        "info":{
        "link":[
        {"@href":"{V}/info","@rel":"self"},
        {"@href":"{V}/info/visitorName","@rel":"visitor-name"},
        {"@href":"{V}/info/visitorTyping","@rel":"visitor-typing"},
        {"@href":"{V}/info/agentTyping","@rel":"agent-typing"}
        ],
        "state":"chatting",
        "chatSessionKey":"{K}",
        "skillName":"Sales","skillId":25975313,"agentName":"Maya","agentId":311098910,
        "startTime":"2018-01-29T08:19:43.976-05:00","duration":0,"lastUpdate":"2018-01-29T08:20:54.560-05:00","chatTimeout":40,
        "visitorId":1215602164887992,"agentTyping":"not-typing","visitorTyping":"not-typing","visitorName":"You",
        "rtSessionId":4295007617,
        "sharkVisitorId":"rloXnVgEQ-iQuoOytvKNqA","sharkSessionId":"rN82d4rATN6EuiA4cJwaPg","sharkContextId":2,
        "engagementId":27469613,"campaignId":26948813,"language":"en-US"
        }
        }}"#;
    let xml = r#"<chat>
        <link href="{V}" rel="self"/>
        <link href="{V}/events" rel="events"/>
        <link href="{V}/info" rel="info"/>
        <link href="{V}?from=4" rel="next"/>
        <link href="{V}/transcriptRequest" rel="transcript-request"/>
        <link href="{V}/transcriptWithSubjectRequest" rel="transcript-with-subject-request"/>
        <link href="{V}/exitSurvey" rel="exit-survey"/>
        <link href="{V}/customVariables" rel="custom-variables"/>
        <events>
        <link href="{V}/events" rel="self"/>
        <link href="{V}/events?from=4" rel="next"/>
        <event id="0" type="state"><time>2018-01-29T08:19:43.963-05:00</time><state>waiting</state></event>
        <event id="1" type="line"><time>2018-01-29T08:19:43.976-05:00</time><textType>plain</textType><text>Thank you for choosing to chat with us.</text><by>info</by><source>system</source><systemMessageId>4</systemMessageId><subType>REGULAR</subType></event>
        <event id="2" type="state"><time>2018-01-29T08:19:56.777-05:00</time><state>chatting</state></event>
        <event id="3" type="line"><time>2018-01-29T08:19:56.782-05:00</time><textType>plain</textType><text>You are now chatting with Maya.</text><by>info</by><source>system</source><systemMessageId>3</systemMessageId><subType>REGULAR</subType></event>
        </events>
        {INFO}
        </chat>"#;
    let events = Events { chat: VISITOR_CHAT, next: 4, events: OPENING };
    check(
        &VisitorChat { events, info: INFO },
        &json.replace("{OPENING}", OPENING_JSON),
        &xml.replace("{INFO}", VISITOR_INFO_XML),
    );
}

#[test]
fn an_agents_chat_is_a2_with_nine_links_in_order_and_no_sequence_ids() {
    let json = r#"{"chat":{
        "link":[
        {"@href":"{C}","@rel":"self"},
        {"@href":"{C}/events","@rel":"events"},
        {"@href":"{C}/info","@rel":"info"},
        {"@href":"{C}?from=5","@rel":"next"},
        {"@href":"{C}/collaborationChannels","@rel":"collaboration-channels"},
        {"@href":"{S}/visits/visit/H6120334598172645310K8428929","@rel":"visit-id"},
        {"@href":"{C}/transfer","@rel":"transfer"},
        {"@href":"{C}/transferAccount","@rel":"transfer-account"},
        {"@href":"{C}/survey","@rel":"agent-survey"}
        ],
        "events":{
        "link":[
        {"@href":"{C}/events","@rel":"self"},
        {"@href":"{C}/events?from=5","@rel":"next"}
        ],
        "event":{"@id":"4","@type":"line","time":"2018-01-29T08:20:10.120-05:00","textType":"plain",
        "text":"Hi, where is my order?","by":"You","source":"visitor","subType":"REGULAR"}
        },
        "info":{"link":["#;
    let events = Events { chat: AGENT_CHAT, next: 5, events: [QUESTION] };
    let info = ChatInfo { chat: AGENT_CHAT, ..INFO };
    let written = render(&AgentChat { session: SESSION, events, info }, Format::Json);
    let written = String::from_utf8(written).unwrap();
    assert!(written.starts_with(&without_layout(&sample::in_full(json))), "{written}");
    let xml = render(&AgentChat { session: SESSION, events, info }, Format::Xml);
    let xml = String::from_utf8(xml).unwrap();
    let visit = r#"<link href="{S}/visits/visit/H6120334598172645310K8428929" rel="visit-id"/>"#;
    assert!(xml.contains(&sample::in_full(visit)), "{xml}");
    assert!(!xml.contains("sequenceId"), "{xml}");
}

#[test]
fn chat_information_on_its_own_is_b_with_late_ids_as_strings() {
    check(
        &INFO,
        r#"{"info":{
            "link":[
            {"href":"{V}/info","rel":"self"},
            {"href":"{V}/info/visitorName","rel":"visitor-name"},
            {"href":"{V}/info/visitorTyping","rel":"visitor-typing"},
            {"href":"{V}/info/agentTyping","rel":"agent-typing"}
            ],
            "state":"chatting",
            "chatSessionKey":"{K}",
            "skillName":"Sales","skillId":25975313,"agentName":"Maya","agentId":311098910,
            "startTime":"2018-01-29T08:19:43.976-05:00","duration":0,"lastUpdate":"2018-01-29T08:20:54.560-05:00","chatTimeout":40,
            "visitorId":1215602164887992,"agentTyping":"not-typing","visitorTyping":"not-typing","visitorName":"You",
            "rtSessionId":4295007617,
            "sharkVisitorId":"rloXnVgEQ-iQuoOytvKNqA","sharkSessionId":"rN82d4rATN6EuiA4cJwaPg","sharkContextId":"2",
            "engagementId":"27469613","campaignId":"26948813","language":"en-US"
            }}"#,
        VISITOR_INFO_XML,
    );
}

#[test]
fn what_a_waiting_chat_does_not_have_is_absent() {
    let info = ChatInfo {
        state: ChatState::Waiting,
        skill: None,
        agent: None,
        visitor_id: None,
        shark_visitor_id: None,
        shark_session_id: None,
        shark_context_id: None,
        engagement_id: None,
        campaign_id: None,
        language: None,
        ..INFO
    };
    let json = String::from_utf8(render(&info, Format::Json)).unwrap();
    let expected = r#""state":"waiting","chatSessionKey":"{K}","startTime":"2018-01-29T08:19:43.976-05:00","duration":0,"lastUpdate":"2018-01-29T08:20:54.560-05:00","chatTimeout":40,"agentTyping":"not-typing","visitorTyping":"not-typing","visitorName":"You","rtSessionId":4295007617}}"#;
    assert!(json.ends_with(&sample::in_full(expected)), "{json}");
}

#[test]
fn events_are_a1_with_sequence_ids_on_the_lines_of_people() {
    check(
        &Events { chat: AGENT_CHAT, next: 6, events: [OPENING[3], QUESTION, REPLY] },
        r#"{"events":{
            "link":[
            {"@href":"{C}/events","@rel":"self"},
            {"@href":"{C}/events?from=6","@rel":"next"}
            ],
            "event":[
            {"@id":"3","@type":"line","time":"2018-01-29T08:19:56.782-05:00","textType":"plain","text":"You are now chatting with Maya.",
            "by":"info","source":"system","systemMessageId":"3","subType":"REGULAR"},
            {"@id":"4","@type":"line","time":"2018-01-29T08:20:10.120-05:00","textType":"plain","text":"Hi, where is my order?",
            "by":"You","source":"visitor","subType":"REGULAR","sequenceId":"3"},
            {"@id":"5","@type":"line","time":"2018-01-29T08:20:31.655-05:00","textType":"html",
            "text":"<div dir=\"ltr\" style=\"direction: ltr; text-align: left;\">Let me check.</div>","by":"Maya","source":"agent","subType":"REGULAR","sequenceId":"4"}
            ]
            }}"#,
        r#"<events>
            <link href="{C}/events" rel="self"/>
            <link href="{C}/events?from=6" rel="next"/>
            <event id="3" type="line"><time>2018-01-29T08:19:56.782-05:00</time><textType>plain</textType><text>You are now chatting with Maya.</text><by>info</by><source>system</source><systemMessageId>3</systemMessageId><subType>REGULAR</subType></event>
            <event id="4" type="line"><time>2018-01-29T08:20:10.120-05:00</time><textType>plain</textType><text>Hi, where is my order?</text><by>You</by><source>visitor</source><subType>REGULAR</subType><sequenceId>3</sequenceId></event>
            <event id="5" type="line"><time>2018-01-29T08:20:31.655-05:00</time><textType>html</textType><text>&lt;div dir=&quot;ltr&quot; style=&quot;direction: ltr; text-align: left;&quot;&gt;Let me check.&lt;/div&gt;</text><by>Maya</by><source>agent</source><subType>REGULAR</subType><sequenceId>4</sequenceId></event>
            </events>"#,
    );
}

#[test]
fn nothing_new_is_the_same_document_without_event() {
    check(
        &Events { chat: VISITOR_CHAT, next: 6, events: [] },
        r#"{"events":{"link":[{"@href":"{V}/events","@rel":"self"},{"@href":"{V}/events?from=6","@rel":"next"}]}}"#,
        r#"<events><link href="{V}/events" rel="self"/><link href="{V}/events?from=6" rel="next"/></events>"#,
    );
}

#[test]
fn the_real_answer_of_2018_is_written_member_for_member() {
    let chat = "https://HOST/api/account/26004890/agentSession/91299832/chat/H174419254593392729-6caac5ba6f3e4f1f8b969e5afbc427f5K8389317";
    let summer = TimeZone::fixed(Offset::constant(-4));
    let line = Line {
        text: "hello",
        text_type: TextType::Plain,
        by: "You",
        source: Source::Visitor,
        system_message_id: None,
        private: false,
        json: None,
    };
    let time = WireTime::new(1_531_290_822_871, &summer);
    let events = [Event { id: 8, time, kind: EventKind::Line(line) }];
    check_json(
        &Events { chat, next: 9, events },
        r#"{"events":{"link":[{"@href":"https://HOST/api/account/26004890/agentSession/91299832/chat/H174419254593392729-6caac5ba6f3e4f1f8b969e5afbc427f5K8389317/events","@rel":"self"},{"@href":"https://HOST/api/account/26004890/agentSession/91299832/chat/H174419254593392729-6caac5ba6f3e4f1f8b969e5afbc427f5K8389317/events?from=9","@rel":"next"}],"event":{"@id":"8","@type":"line","time":"2018-07-11T02:33:42.871-04:00","textType":"plain","text":"hello","by":"You","source":"visitor","subType":"REGULAR","sequenceId":"7"}}}"#,
    );
}

#[test]
fn the_caller_filters_events_without_a_list() {
    let all = [system(0, 0, 4, "a"), QUESTION];
    let lines_of_people = all.iter().copied().filter(|event| event.id == QUESTION.id);
    let some = render(&Events { chat: VISITOR_CHAT, next: 5, events: lines_of_people }, Format::Json);
    let one = render(&Events { chat: VISITOR_CHAT, next: 5, events: [QUESTION] }, Format::Json);
    assert_eq!(some, one);
}

#[test]
fn a_private_line_with_structured_content_has_scalar_members_only() {
    let line = Line {
        text: "",
        text_type: TextType::RichContent,
        by: "Maya",
        source: Source::Agent,
        system_message_id: None,
        private: true,
        json: Some(r#"{"type":"vertical"}"#),
    };
    let time = sample::at(0);
    check(
        &SingleEvent(Event { id: 9, time, kind: EventKind::Line(line) }),
        r#"{"event":{"@id":"9","@type":"line","time":"2018-01-29T08:19:00.000-05:00","textType":"rich-content","text":"","by":"Maya","source":"agent","subType":"ONLY_TO_REP","json":"{\"type\":\"vertical\"}","sequenceId":"8"}}"#,
        r#"<event id="9" type="line"><time>2018-01-29T08:19:00.000-05:00</time><textType>rich-content</textType><text/><by>Maya</by><source>agent</source><subType>ONLY_TO_REP</subType><json>{&quot;type&quot;:&quot;vertical&quot;}</json><sequenceId>8</sequenceId></event>"#,
    );
}
