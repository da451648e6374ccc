//! Visitors who have proved who they are (protocol file 30 §21).

use crate::common::Scene;
use handover_desk::{Answer, Command, Desk, Guid, Refusal, Timestamp};

fn guid(bits: u128) -> Guid {
    Guid::random(bits)
}

fn nora() -> Guid {
    guid(1)
}

fn proof() -> Guid {
    guid(2)
}

fn proves(scene: &mut Scene, participant: Guid) {
    let claims = "{\"sub\":\"k12197\"}".into();
    let answer = scene.done(Command::Authenticate { participant, conversation: proof(), claims });
    assert_eq!(answer, Answer::Authenticated { participant, conversation: proof() });
}

fn asks_as(scene: &mut Scene, participant: Guid) -> Result<Answer, Refusal> {
    let request = scene.request(|request| request.details.participant = Some(participant));
    scene.ask(Command::StartChat(Box::new(request)))
}

#[test]
fn a_chat_is_asked_for_by_a_visitor_who_has_proved_an_identity() {
    let mut scene = Scene::new();
    assert_eq!(asks_as(&mut scene, nora()), Err(Refusal::ParticipantUnknown));
    proves(&mut scene, nora());
    let known = scene.desk.participant(nora(), scene.now).unwrap();
    assert_eq!((known.conversation, &*known.claims), (proof(), "{\"sub\":\"k12197\"}"));
    let Ok(Answer::ChatStarted(chat)) = asks_as(&mut scene, nora()) else { panic!("refused") };
    assert_eq!(scene.chat(chat).details.participant, Some(nora()));
    assert_eq!(asks_as(&mut scene, proof()), Err(Refusal::ParticipantUnknown));
}

#[test]
fn an_identity_is_remembered_for_a_day() {
    let mut scene = Scene::new();
    proves(&mut scene, nora());
    scene.now = Timestamp(scene.now.0 + 86_400_000 - 1);
    assert!(asks_as(&mut scene, nora()).is_ok());
    scene.now = Timestamp(scene.now.0 + 1);
    assert_eq!(asks_as(&mut scene, nora()), Err(Refusal::ParticipantUnknown));
    assert_eq!(scene.desk.participant(nora(), scene.now), None);
    proves(&mut scene, guid(3));
    assert_eq!(scene.desk.state().participants.keys().copied().collect::<Vec<_>>(), [guid(3)]);
}

#[test]
fn an_identity_that_is_proved_again_is_remembered_for_longer() {
    let mut scene = Scene::new();
    proves(&mut scene, nora());
    scene.now = Timestamp(scene.now.0 + 80_000_000);
    proves(&mut scene, nora());
    scene.now = Timestamp(scene.now.0 + 80_000_000);
    proves(&mut scene, guid(3));
    scene.desk = Desk::from_state(scene.desk.state().clone());
    assert!(asks_as(&mut scene, nora()).is_ok());
}
