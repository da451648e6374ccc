//! Second factors: which code is taken, and who may take a factor away (`docs/handover-api.md`, the second factor).

use crate::common::{ANNA, BEN, SUE, Scene};
use handover_desk::{
    Act, AgentId, AgentProfile, Answer, AuditNo, Command, Digest, FactorPolicy, FactorSecret, Refusal, Role,
    SessionId, TimeStep,
};

fn set(agent: AgentId, step: u64) -> Command {
    Command::SetFactor { agent, secret: FactorSecret("SECRET".into()), step: TimeStep(step) }
}

fn login(agent: AgentId, step: Option<u64>) -> Command {
    let digest = Digest([9; 32]);
    Command::StartLogin { agent, bearer: digest, cookie: digest, csrf: digest, step: step.map(TimeStep) }
}

#[test]
fn a_step_is_taken_once_and_those_before_it_are_gone() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    scene.done(set(ANNA, 10));
    assert_eq!(scene.ask(login(ANNA, None)), Err(Refusal::CodeNeeded));
    for used in [9, 10] {
        assert_eq!(scene.ask(login(ANNA, Some(used))), Err(Refusal::CodeUsed), "{used}");
    }
    assert!(matches!(scene.done(login(ANNA, Some(12))), Answer::LoginStarted(_)));
    for used in [11, 12] {
        assert_eq!(scene.ask(login(ANNA, Some(used))), Err(Refusal::CodeUsed), "{used}");
    }
    scene.done(login(ANNA, Some(13)));
}

#[test]
fn a_factor_that_is_there_is_not_replaced_and_goes_for_a_code_that_was_not_used() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let drop = |step| Command::DropFactor { agent: ANNA, step: TimeStep(step) };
    assert_eq!(scene.ask(drop(1)), Err(Refusal::NoFactor));
    scene.done(set(ANNA, 10));
    assert_eq!(scene.ask(set(ANNA, 11)), Err(Refusal::FactorSet));
    assert_eq!(scene.ask(drop(10)), Err(Refusal::CodeUsed));
    scene.done(drop(11));
    scene.done(login(ANNA, None));
    assert_eq!(scene.ask(Command::RemoveFactor(ANNA)), Err(Refusal::NoFactor));
    assert_eq!(scene.ask(Command::RemoveFactor(AgentId(99))), Err(Refusal::UnknownAgent { member: "agent" }));
}

#[test]
fn only_an_admin_takes_anothers_away_or_lets_a_login_go() {
    let mut scene = Scene::new();
    let (anna, boss) = (scene.agent(ANNA, 1, &[]), scene.boss());
    scene.done(set(ANNA, 10));
    let deeds = |session: SessionId| {
        [
            Command::RemoveFactorOf { session, agent: ANNA },
            Command::NoteUnlock { session, agent: Some(BEN) },
            Command::NoteUnlock { session, agent: None },
        ]
    };
    let before = scene.desk.state().clone();
    for command in deeds(anna).into_iter().chain(deeds(boss)) {
        assert_eq!(scene.ask(command.clone()), Err(Refusal::NotAdmin), "{command:?}");
    }
    assert_eq!(*scene.desk.state(), before);
    scene.agent(BEN, 1, &[]);
    promote(&mut scene, SUE, Role::Admin);
    let nobody = Command::NoteUnlock { session: boss, agent: Some(AgentId(99)) };
    assert_eq!(scene.ask(nobody), Err(Refusal::UnknownAgent { member: "agent" }));
    for command in deeds(boss) {
        scene.done(command);
    }
    let log: Vec<_> = scene.desk.audit(AuditNo(1)).map(|entry| (entry.act, entry.subject)).collect();
    assert_eq!(log, [(Act::RemoveFactor, Some(ANNA)), (Act::Unlock, Some(BEN)), (Act::Unlock, None)]);
    assert!(scene.desk.agent(ANNA).unwrap().factor.is_none());
}

#[test]
fn who_has_to_have_one_is_a_setting() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    scene.boss();
    for (policy, demanded) in [
        (FactorPolicy::Optional, [false, false]),
        (FactorPolicy::Supervisors, [false, true]),
        (FactorPolicy::Everybody, [true, true]),
    ] {
        scene.account(|profile| profile.settings.second_factor = policy).unwrap();
        assert_eq!([ANNA, SUE].map(|agent| scene.desk.needs_factor(agent)), demanded, "{policy:?}");
        assert_eq!([ANNA, SUE].map(|agent| scene.desk.lacks_factor(agent)), demanded, "{policy:?}");
    }
    scene.done(set(SUE, 1));
    assert_eq!([ANNA, SUE].map(|agent| scene.desk.lacks_factor(agent)), [true, false]);
}

fn promote(scene: &mut Scene, agent: AgentId, role: Role) {
    let profile = scene.profile(agent);
    scene.configure(vec![AgentProfile { role, ..profile }]);
}
