//! The documents of `docs/protocol/20-agent-api.md` §1 to §10, §14, §15, §17 to §22.

use super::*;
use crate::href::Href;
use crate::vocabulary::{Availability, Typing};

use super::sample::{AGENT_CHAT, BILLING, KEY, MAYA, ONLINE, SALES, SESSION};

#[test]
fn a_created_agent_session_is_one_link_object() {
    check(
        &Location { created: Created::AgentSession, href: Href::to(SESSION) },
        r#"{"agentSessionLocation":{"link":{"@href":"https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276","@rel":"location"}}}"#,
        r#"<agentSessionLocation><link href="https://va.agentvep.example.net/api/account/12345678/agentSession/1027882276" rel="location"/></agentSessionLocation>"#,
    );
}

#[test]
fn an_accepted_chat_and_an_added_event_are_told_by_one_link_object() {
    check(
        &Location { created: Created::Chat, href: Href::item(SESSION, "/chat/", KEY) },
        r#"{"chatLocation":{"link":{"@href":"{C}","@rel":"location"}}}"#,
        r#"<chatLocation><link href="{C}" rel="location"/></chatLocation>"#,
    );
    check(
        &Location { created: Created::ChatEvent, href: Href::event(AGENT_CHAT, 5) },
        r#"{"chatEventLocation":{"link":{"@href":"{C}/events/5","@rel":"location"}}}"#,
        r#"<chatEventLocation><link href="{C}/events/5" rel="location"/></chatEventLocation>"#,
    );
}

#[test]
fn an_agent_session_lists_its_links_in_order() {
    check(
        &AgentSession { session: SESSION, contents: None },
        r#"{"agentSessionId":{"link":[
            {"@href":"{S}","@rel":"self"},
            {"@href":"{S}/availability","@rel":"availability"},
            {"@href":"{S}/incomingRequests","@rel":"incoming-requests"},
            {"@href":"{S}/info","@rel":"info"},
            {"@href":"{S}/availableAgents","@rel":"available-agents"},
            {"@href":"{S}/chat/availableSlots","@rel":"chat-available-slots"},
            {"@href":"{S}/chatSessions","@rel":"chat-sessions"}
            ]}}"#,
        r#"<agentSessionId>
            <link href="{S}" rel="self"/>
            <link href="{S}/availability" rel="availability"/>
            <link href="{S}/incomingRequests" rel="incoming-requests"/>
            <link href="{S}/info" rel="info"/>
            <link href="{S}/availableAgents" rel="available-agents"/>
            <link href="{S}/chat/availableSlots" rel="chat-available-slots"/>
            <link href="{S}/chatSessions" rel="chat-sessions"/>
            </agentSessionId>"#,
    );
}

#[test]
fn an_agent_session_embeds_information_and_requests_when_asked() {
    let incoming_requests = IncomingRequests { session: SESSION, ringing_count: 1 };
    let session =
        AgentSession { session: SESSION, contents: Some(SessionContents { info: MAYA, incoming_requests }) };
    let json = String::from_utf8(render(&session, Format::Json)).unwrap();
    let embedded = r#""@rel":"chat-sessions"}],
        "info":{"link":{"@href":"{S}/info","@rel":"self"},"agentName":"Maya","displayName":"Maya R","loginName":"maya@example.com",
        "id":"311098910","maxChats":"-1","availability":{"chat":"Online","voice":"Offline"},
        "skillsInfo":{"skillInfo":[{"id":"25975313","name":"Sales"},{"id":"26060413","name":"Billing"}]}},
        "incoming-requests":{"ringingCount":"1","link":{"@href":"{S}/incomingRequests","@rel":"accept-next-chat"}}
        }}"#;
    assert!(json.ends_with(&without_layout(&sample::in_full(embedded))), "{json}");
    let xml = String::from_utf8(render(&session, Format::Xml)).unwrap();
    let embedded = r#"<incoming-requests>
        <ringingCount>1</ringingCount>
        <link href="{S}/incomingRequests" rel="accept-next-chat"/>
        </incoming-requests>
        </agentSessionId>"#;
    assert!(xml.ends_with(&without_layout(&sample::in_full(embedded))), "{xml}");
}

#[test]
fn availability_is_strings() {
    check(
        &ONLINE,
        r#"{"availability":{"chat":"Online","voice":"Offline"}}"#,
        "<availability><chat>Online</chat><voice>Offline</voice></availability>",
    );
    check(
        &AgentAvailability { chat: Availability::Away, chat_reason_id: Some("7"), ..ONLINE },
        r#"{"availability":{"chat":"Away","voice":"Offline","chatReasonId":"7"}}"#,
        "<availability><chat>Away</chat><voice>Offline</voice><chatReasonId>7</chatReasonId></availability>",
    );
}

#[test]
fn agent_information_is_strings_with_one_link_object() {
    check(
        &MAYA,
        r#"{"info":{
            "link":{"@href":"{S}/info","@rel":"self"},
            "agentName":"Maya","displayName":"Maya R","loginName":"maya@example.com",
            "id":"311098910","maxChats":"-1",
            "availability":{"chat":"Online","voice":"Offline"},
            "skillsInfo":{"skillInfo":[{"id":"25975313","name":"Sales"},{"id":"26060413","name":"Billing"}]}
            }}"#,
        r#"<info>
            <link href="{S}/info" rel="self"/>
            <agentName>Maya</agentName><displayName>Maya R</displayName><loginName>maya@example.com</loginName>
            <id>311098910</id><maxChats>-1</maxChats>
            <availability><chat>Online</chat><voice>Offline</voice></availability>
            <skillsInfo><skillInfo><id>25975313</id><name>Sales</name></skillInfo>
            <skillInfo><id>26060413</id><name>Billing</name></skillInfo></skillsInfo>
            </info>"#,
    );
}

#[test]
fn one_skill_is_an_object_and_none_is_null() {
    let json = |skills| String::from_utf8(render(&AgentInfo { skills, ..MAYA }, Format::Json)).unwrap();
    assert!(json(&[SALES]).ends_with(r#""skillsInfo":{"skillInfo":{"id":"25975313","name":"Sales"}}}}"#));
    assert!(json(&[]).ends_with(r#""skillsInfo":null}}"#));
}

#[test]
fn incoming_requests_have_a_link_only_when_something_rings() {
    check(
        &IncomingRequests { session: SESSION, ringing_count: 0 },
        r#"{"incomingRequests":{"ringingCount":"0"}}"#,
        "<incomingRequests><ringingCount>0</ringingCount></incomingRequests>",
    );
    check(
        &IncomingRequests { session: SESSION, ringing_count: 1 },
        r#"{"incomingRequests":{"ringingCount":"1","link":{"@href":"{S}/incomingRequests","@rel":"accept-next-chat"}}}"#,
        r#"<incomingRequests><ringingCount>1</ringingCount><link href="{S}/incomingRequests" rel="accept-next-chat"/></incomingRequests>"#,
    );
}

#[test]
fn chat_sessions_are_an_array_of_native_values_with_a_link_object_each() {
    let other = "H5581920374465120933-0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5fK8428930";
    let first = ChatSession { key: KEY, start_time_ms: 1_517_231_983_976 };
    let chats = [first, ChatSession { key: other, start_time_ms: 1_517_232_011_402 }];
    check_json(
        &ChatSessions { session: SESSION, chats },
        r#"{"chatSessions":{"chatSession":[
            {"link":{"href":"{C}","rel":"chat-session"},
            "chatSessionKey":"{K}",
            "startTime":1517231983976},
            {"link":{"href":"{S}/chat/H5581920374465120933-0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5fK8428930","rel":"chat-session"},
            "chatSessionKey":"H5581920374465120933-0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5fK8428930",
            "startTime":1517232011402}
            ]}}"#,
    );
    check(
        &ChatSessions { session: SESSION, chats: [first] },
        r#"{"chatSessions":{"chatSession":[{"link":{"href":"{C}","rel":"chat-session"},"chatSessionKey":"{K}","startTime":1517231983976}]}}"#,
        r#"<chatSessions>
            <chatSession>
            <link href="{C}" rel="chat-session"/>
            <chatSessionKey>{K}</chatSessionKey>
            <startTime>1517231983976</startTime>
            </chatSession>
            </chatSessions>"#,
    );
    check(
        &ChatSessions { session: SESSION, chats: [] },
        r#"{"chatSessions":{"chatSession":[]}}"#,
        "<chatSessions/>",
    );
}

#[test]
fn names_and_typing_are_single_values() {
    check(&VisitorName("visitor"), r#"{"visitorName":"visitor"}"#, "<visitorName>visitor</visitorName>");
    check(
        &TypingStatus { who: WhoTypes::Visitor, typing: Typing::NotTyping },
        r#"{"visitorTyping":"not-typing"}"#,
        "<visitorTyping>not-typing</visitorTyping>",
    );
    check(
        &TypingStatus { who: WhoTypes::Agent, typing: Typing::Typing },
        r#"{"agentTyping":"typing"}"#,
        "<agentTyping>typing</agentTyping>",
    );
}

#[test]
fn transfer_targets_collapse_as_a_list_does() {
    let sales = TransferSkill { skill: SALES, online_agents: 1 };
    let billing = TransferSkill { skill: BILLING, online_agents: 2 };
    check(
        &TransferTargets { skills: [sales, billing] },
        r#"{"transfer":{"skill":[
            {"id":"25975313","name":"Sales","onlineAgents":"1"},
            {"id":"26060413","name":"Billing","onlineAgents":"2"}
            ]}}"#,
        "<transfer>
            <skill><id>25975313</id><name>Sales</name><onlineAgents>1</onlineAgents></skill>
            <skill><id>26060413</id><name>Billing</name><onlineAgents>2</onlineAgents></skill>
            </transfer>",
    );
    check_json(
        &TransferTargets { skills: [sales] },
        r#"{"transfer":{"skill":{"id":"25975313","name":"Sales","onlineAgents":"1"}}}"#,
    );
    check(&TransferTargets { skills: [] }, r#"{"transfer":null}"#, "<transfer/>");
}
