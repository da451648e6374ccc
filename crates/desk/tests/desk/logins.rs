//! Logins: their end is the end of the sessions that were started with them.

use crate::common::{ANNA, BEN, Scene, visitor_of};
use handover_desk::{AgentId, AgentProfile, Command, Digest, Refusal, limits};
use std::collections::BTreeMap;

#[test]
fn a_login_that_expires_ends_its_sessions_and_requeues_the_chats() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks_for(|request| request.agent = Some(ANNA));
    assert_eq!(scene.accept(anna), chat);
    scene.now.0 += 1000;
    let ben = scene.agent(BEN, 1, &[]);
    let everybody = scene.everybody();
    scene.pass(28_799 - 1, &everybody);
    assert!(scene.desk.session(anna).is_some());
    scene.pass(1, &everybody);
    assert!(scene.desk.session(anna).is_none());
    assert!(scene.desk.session(ben).is_some());
    assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
    assert_eq!(scene.rings_at(chat), Some(BEN));
}

#[test]
fn a_refresh_extends_a_login() {
    let mut scene = Scene::new();
    let login = {
        scene.agent(ANNA, 1, &[]);
        scene.login(ANNA)
    };
    scene.pass(28_000, &[]);
    scene.done(Command::ExtendLogin(login));
    scene.pass_ms(28_799_999, &[]);
    assert!(scene.desk.login(login).is_some());
    scene.pass_ms(1, &[]);
    assert_eq!(scene.ask(Command::ExtendLogin(login)), Err(Refusal::LoginNotFound));
}

#[test]
fn signing_out_on_the_old_device_leaves_the_other_alone() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(first);
    let second = scene.device(ANNA);
    let login = scene.desk.session(first).unwrap().login;
    scene.done(Command::EndLogin(login));
    assert!(scene.desk.session(first).is_none());
    assert_eq!(scene.listed(second), [chat.chat().0]);
    assert_eq!(scene.events(chat, 4), Vec::<String>::new());
}

#[test]
fn a_login_is_found_by_its_tokens_until_it_ends() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let id = scene.login(ANNA);
    let login = scene.desk.login(id).unwrap().clone();
    assert_eq!(scene.desk.login_by_bearer(&login.bearer), Some((id, &login)));
    assert_eq!(scene.desk.login_by_cookie(&login.cookie), Some((id, &login)));
    assert_eq!(scene.desk.login_by_bearer(&login.csrf), None);
    scene.done(Command::EndLogin(id));
    assert_eq!(scene.desk.login_by_bearer(&login.bearer), None);
    assert_eq!(scene.desk.login_by_cookie(&login.cookie), None);
    assert_eq!(
        scene.ask(Command::StartSession { login: id, heard: BTreeMap::new() }),
        Err(Refusal::LoginNotFound)
    );
}

#[test]
fn only_enabled_agents_sign_in() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let disabled = AgentProfile { enabled: false, ..scene.profile(ANNA) };
    scene.configure(vec![disabled]);
    for agent in [ANNA, AgentId(99)] {
        let digest = Digest([1; 32]);
        let command = Command::StartLogin { agent, bearer: digest, cookie: digest, csrf: digest, step: None };
        assert_eq!(scene.ask(command), Err(Refusal::AgentNotFound));
    }
}

#[test]
fn a_login_too_many_ends_the_one_that_expires_first() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let first = *scene.desk.state().logins.keys().next().unwrap();
    for _ in 1..limits::LOGINS_PER_AGENT {
        scene.now.0 += 1;
        scene.login(ANNA);
    }
    assert!(scene.desk.login(first).is_some());
    let chat = scene.asks();
    scene.pass(1, &[visitor_of(chat)]);
    scene.login(ANNA);
    assert_eq!(scene.desk.login(first), None);
    assert_eq!(scene.desk.state().logins.len(), limits::LOGINS_PER_AGENT);
    assert_eq!(scene.rings_at(chat), None, "its session has ended with it");
}
