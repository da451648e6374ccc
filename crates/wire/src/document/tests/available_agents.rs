//! The list of agents (`docs/protocol/20-agent-api.md` §5).

use std::iter::Copied;
use std::slice::Iter;

use super::sample::{BILLING, SALES, SESSION};
use super::*;
use crate::vocabulary::Availability;

const SKILLS: &[Named<'static>] = &[SALES, BILLING];

type Agent = AvailableAgent<'static, Copied<Iter<'static, Named<'static>>>>;

/// The first agent of the example, with these skills.
fn maya(skills: &'static [Named<'static>]) -> Agent {
    AvailableAgent {
        id: 311_098_910,
        chat_state: Availability::Online,
        voice_state: Availability::Offline,
        max_chats: -1,
        user_name: "maya@example.com",
        nickname: "Maya",
        email: "maya@example.com",
        privilege_group: "administrators",
        skills: skills.iter().copied(),
        chats: 1,
        group: AgentGroup { id: -1, name: "Main Group" },
        elapsed_time_in_state_ms: 908_445,
    }
}

fn ben() -> Agent {
    AvailableAgent {
        id: 311_098_912,
        chat_state: Availability::Offline,
        max_chats: 4,
        user_name: "ben",
        nickname: "Ben",
        email: "ben@example.com",
        privilege_group: "Agents",
        chats: 0,
        group: AgentGroup { id: 26_432_513, name: "Sales" },
        elapsed_time_in_state_ms: 0,
        ..maya(&SKILLS[..1])
    }
}

fn boss() -> Agent {
    AvailableAgent {
        id: 311_098_915,
        max_chats: 0,
        user_name: "boss",
        nickname: "Boss",
        email: "boss@example.com",
        privilege_group: "administrators",
        group: AgentGroup { id: -1, name: "Main Group" },
        skills: [].iter().copied(),
        ..ben()
    }
}

fn list<I>(agents: I) -> AvailableAgents<'static, I> {
    AvailableAgents { session: SESSION, agents, time_stamp_ms: 1_517_231_983_722 }
}

#[test]
fn agents_are_strings_and_their_skills_collapse() {
    check_json(
        &list([maya(SKILLS), ben(), boss()]),
        r#"{"availableAgents":{
            "agents":{"agent":[
            {"@id":"311098910","@chatState":"2","@voiceState":"1","@maxChats":"-1",
            "userName":"maya@example.com","nickname":"Maya","email":"maya@example.com","privilegeGroup":"administrators",
            "skills":{"skill":["25975313","26060413"]},
            "skillsInfo":{"skillInfo":[{"id":"25975313","name":"Sales"},{"id":"26060413","name":"Billing"}]},
            "chats":"1","agentGroupName":"Main Group","agentGroupId":"-1","elapsedTimeInState":"908445"},
            {"@id":"311098912","@chatState":"1","@voiceState":"1","@maxChats":"4",
            "userName":"ben","nickname":"Ben","email":"ben@example.com","privilegeGroup":"Agents",
            "skills":{"skill":"25975313"},"skillsInfo":{"skillInfo":{"id":"25975313","name":"Sales"}},
            "chats":"0","agentGroupName":"Sales","agentGroupId":"26432513","elapsedTimeInState":"0"},
            {"@id":"311098915","@chatState":"1","@voiceState":"1","@maxChats":"0",
            "userName":"boss","nickname":"Boss","email":"boss@example.com","privilegeGroup":"administrators",
            "skills":null,"skillsInfo":null,
            "chats":"0","agentGroupName":"Main Group","agentGroupId":"-1","elapsedTimeInState":"0"}
            ]},
            "link":{"@href":"{S}/availableAgents?timeStamp=1517231983722","@rel":"next"}
            }}"#,
    );
    check_xml(
        &list([maya(SKILLS), boss()]),
        r#"<availableAgents>
            <agents>
            <agent id="311098910" chatState="2" voiceState="1" maxChats="-1">
            <userName>maya@example.com</userName><nickname>Maya</nickname>
            <email>maya@example.com</email><privilegeGroup>administrators</privilegeGroup>
            <skills><skill>25975313</skill><skill>26060413</skill></skills>
            <skillsInfo><skillInfo><id>25975313</id><name>Sales</name></skillInfo><skillInfo><id>26060413</id><name>Billing</name></skillInfo></skillsInfo>
            <chats>1</chats>
            <agentGroupName>Main Group</agentGroupName><agentGroupId>-1</agentGroupId><elapsedTimeInState>908445</elapsedTimeInState>
            </agent>
            <agent id="311098915" chatState="1" voiceState="1" maxChats="0">
            <userName>boss</userName><nickname>Boss</nickname><email>boss@example.com</email><privilegeGroup>administrators</privilegeGroup>
            <skills/><skillsInfo/><chats>0</chats>
            <agentGroupName>Main Group</agentGroupName><agentGroupId>-1</agentGroupId><elapsedTimeInState>0</elapsedTimeInState>
            </agent>
            </agents>
            <link href="{S}/availableAgents?timeStamp=1517231983722" rel="next"/>
            </availableAgents>"#,
    );
}

#[test]
fn one_agent_is_an_array_and_none_is_null() {
    let json = String::from_utf8(render(&list([boss()]), Format::Json)).unwrap();
    assert!(json.starts_with(r#"{"availableAgents":{"agents":{"agent":[{"@id":"311098915""#), "{json}");
    check(
        &list([maya(SKILLS)].into_iter().take(0)),
        r#"{"availableAgents":{"agents":null,"link":{"@href":"{S}/availableAgents?timeStamp=1517231983722","@rel":"next"}}}"#,
        r#"<availableAgents><agents/><link href="{S}/availableAgents?timeStamp=1517231983722" rel="next"/></availableAgents>"#,
    );
}

#[test]
fn every_availability_has_its_number() {
    let numbers = [Availability::Offline, Availability::Online, Availability::Occupied, Availability::Away]
        .map(Availability::number);
    assert_eq!(numbers, [1, 2, 3, 4]);
}
