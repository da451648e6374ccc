//! Configuration: only differences count, and what no longer fits is withdrawn at once.

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene, agent};
use handover_desk::{
    AccountConfig, AgentProfile, Answer, Command, ConfigChange, ConfigFault, MaxChats, Refusal, Skill,
    SkillId, Writer,
};

#[test]
fn the_same_configuration_again_changes_nothing() {
    let mut scene = Scene::new();
    let profile = agent(ANNA, MaxChats::Limited(1), &[SUPPORT, SALES, SALES]);
    assert_eq!(
        scene.configure(vec![profile.clone()]),
        Answer::Configured(vec![ConfigChange::AgentAdded(ANNA)])
    );
    assert_eq!(scene.profile(ANNA).skills, [SALES, SUPPORT]);
    assert_eq!(scene.configure(vec![profile]), Answer::Configured(vec![]));
}

#[test]
fn a_lowered_limit_withdraws_the_newest_offers_and_keeps_the_chats() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 3, &[]);
    let chat = scene.chatting(anna);
    let older = scene.asks();
    let newer = scene.asks();
    scene.configure(vec![agent(ANNA, MaxChats::Limited(2), &[])]);
    assert_eq!([older, newer].map(|chat| scene.rings_at(chat)), [Some(ANNA), None]);
    scene.configure(vec![agent(ANNA, MaxChats::Limited(0), &[])]);
    assert_eq!(scene.rings_at(older), None);
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
}

#[test]
fn a_raised_limit_brings_what_waits() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 0, &[]);
    let chat = scene.asks();
    scene.configure(vec![agent(ANNA, MaxChats::Limited(1), &[])]);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_skill_taken_away_withdraws_its_offers_and_one_given_brings_them() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    let other = scene.asks();
    scene.configure(vec![agent(ANNA, MaxChats::Limited(1), &[SUPPORT])]);
    assert_eq!([chat, other].map(|chat| scene.rings_at(chat)), [None, Some(ANNA)]);
    scene.configure(vec![agent(ANNA, MaxChats::Limited(2), &[SALES])]);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_disabled_agent_is_out_and_the_chats_go_on_elsewhere() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    scene.device(ANNA);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    let disabled = AgentProfile { enabled: false, ..scene.profile(ANNA) };
    scene.configure(vec![disabled]);
    assert_eq!(scene.availability(ANNA), None);
    assert!(scene.desk.state().logins.values().all(|login| login.agent == BEN));
    assert_eq!(scene.rings_at(chat), Some(BEN));
    assert_eq!(scene.say(chat, Writer::Agent(anna), "?"), Err(Refusal::SessionNotFound));
}

#[test]
fn a_configuration_that_contradicts_itself_changes_nothing() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let before = scene.desk.state().clone();
    let twin = AgentProfile { login: "anna".into(), ..agent(BEN, MaxChats::Limited(1), &[]) };
    let lost = agent(BEN, MaxChats::Limited(1), &[SkillId(9)]);
    let same_name = Skill { id: SkillId(9), name: "sales".into(), offline_mail: None };
    for (skills, agents, fault) in [
        (vec![], vec![twin], ConfigFault::LoginTaken("anna".into())),
        (vec![], vec![lost], ConfigFault::UnknownSkill { agent: BEN, skill: SkillId(9) }),
        (vec![same_name], vec![], ConfigFault::SkillNameTaken("sales".into())),
    ] {
        let profile = before.profile.clone();
        let config = Box::new(AccountConfig { profile, skills, agents });
        assert_eq!(scene.ask(Command::Configure(config)), Err(Refusal::Config(fault)));
        assert_eq!(*scene.desk.state(), before);
    }
}

#[test]
fn names_that_are_exchanged_are_found_under_their_new_owner() {
    let mut scene = Scene::new();
    let profile = scene.desk.state().profile.clone();
    let skill = |id: SkillId, name: &str| Skill { id, name: name.into(), offline_mail: None };
    let skills = vec![skill(SALES, "support"), skill(SUPPORT, "sales")];
    scene.done(Command::Configure(Box::new(AccountConfig { profile, skills, agents: vec![] })));
    assert_eq!(scene.desk.skill_by_name("sales").unwrap().id, SUPPORT);
    assert_eq!(scene.desk.skill_by_name("support").unwrap().id, SALES);
    scene.configure(vec![agent(ANNA, MaxChats::Limited(1), &[])]);
    let renamed = AgentProfile { login: "anne".into(), ..scene.profile(ANNA) };
    scene.configure(vec![renamed]);
    assert!(scene.desk.agent_by_login("anna").is_none());
    assert_eq!(scene.desk.agent_by_login("anne").unwrap().profile.id, ANNA);
}
