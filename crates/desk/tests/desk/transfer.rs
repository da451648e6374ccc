//! Transfers (`docs/protocol/40-state-machines.md` §4.4).

use crate::common::{ANNA, BEN, CLEO, SALES, SUPPORT, Scene, visitor_of};
use handover_desk::{
    AgentId, Availability, Command, EndReason, LastAgentLeft, Phase, Refusal, SkillId, TransferFault,
    TransferTarget, Watch, Why, Writer,
};

fn refused(fault: TransferFault) -> Result<handover_desk::Answer, Refusal> {
    Err(Refusal::Transfer(fault))
}

#[test]
fn a_transfer_to_a_skill_writes_line_15_the_hidden_words_and_waiting() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SUPPORT]);
    scene.hand_on(chat, anna, TransferTarget::Skill(SUPPORT)).unwrap();
    assert_eq!(scene.events(chat, 4), ["15", "Anna: wants a refund (hidden)", "waiting"]);
    assert_eq!(scene.chat(chat).skill, Some(SUPPORT));
    assert_eq!(scene.accept(ben), chat);
    assert_eq!(scene.events(chat, 7), ["chatting", "3"]);
}

#[test]
fn a_transfer_to_an_agent_writes_line_13_and_rings_there_even_without_skill_or_slot() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SUPPORT]);
    scene.chatting(ben);
    scene.set(ben, Availability::Occupied);
    let command = Command::Transfer { chat, session: anna, target: TransferTarget::Agent(BEN), text: None };
    scene.done(command);
    assert_eq!(scene.events(chat, 4), ["13", "waiting"]);
    assert_eq!(scene.offered(chat), Some((BEN, Why::Transferred)));
    assert_eq!(scene.accept(ben), chat);
    assert_eq!(scene.desk.agent(BEN).unwrap().chats.len(), 2);
}

#[test]
fn the_senders_slot_is_free_at_once() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let waiting = scene.asks();
    let ben = scene.agent(BEN, 1, &[]);
    assert_eq!(scene.accept(ben), waiting);
    let next = scene.asks();
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.rings_at(next), Some(ANNA));
}

#[test]
fn the_sender_reads_until_somebody_accepts_and_never_writes() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert!(scene.chat(chat).is_readable_by(ANNA));
    assert!(!scene.chat(chat).is_readable_by(BEN));
    assert_eq!(scene.say(chat, Writer::Agent(anna), "wait"), Err(Refusal::NotInChat));
    assert_eq!(scene.accept(ben), chat);
    assert!(!scene.chat(chat).is_readable_by(ANNA));
    assert_eq!(scene.say(chat, Writer::Agent(anna), "wait"), Err(Refusal::ChatNotFound));
}

#[test]
fn the_sender_of_a_transfer_to_a_skill_is_not_asked_to_take_it_back_for_60_s() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SALES]);
    let bens = scene.chatting(ben);
    scene.hand_on(chat, anna, TransferTarget::Skill(SALES)).unwrap();
    let calling = [Watch::Session(anna), Watch::Session(ben), visitor_of(chat), visitor_of(bens)];
    scene.pass_ms(59_999, &calling);
    assert_eq!(scene.rings_at(chat), None);
    scene.pass_ms(1, &calling);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_personal_transfer_that_is_missed_falls_to_the_queue_of_its_skill() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(scene.accept(anna), chat);
    scene.agent(BEN, 1, &[]);
    scene.agent(CLEO, 1, &[SALES]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    scene.set(anna, Availability::Away);
    scene.pass_busily(20);
    assert_eq!(scene.availability(BEN), Some(Availability::Away));
    assert_eq!(scene.rings_at(chat), Some(CLEO));
    assert_eq!(scene.events(chat, 7), Vec::<String>::new());
}

#[test]
fn a_personal_transfer_that_comes_to_nothing_ends_when_nobody_is_left() {
    for (setting, events) in
        [(LastAgentLeft::Disconnect, vec!["6", "ended"]), (LastAgentLeft::Requeue, vec![])]
    {
        let mut scene = Scene::with(|settings| settings.last_agent_left = setting);
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.chatting(anna);
        let ben = scene.agent(BEN, 1, &[]);
        scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
        scene.set(anna, Availability::Away);
        scene.set(ben, Availability::Away);
        assert_eq!(scene.events(chat, 7), events);
        let nobody = matches!(scene.chat(chat).phase, Phase::Ended { reason: EndReason::NobodyLeft, .. });
        assert_eq!(nobody, setting == LastAgentLeft::Disconnect);
    }
}

#[test]
fn an_agent_who_becomes_occupied_keeps_what_was_transferred_in_person() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 2, &[]);
    let other = scene.asks_for(|request| request.agent = Some(BEN));
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    scene.set(ben, Availability::Occupied);
    assert_eq!(scene.rings_at(chat), Some(BEN));
    assert_eq!(scene.rings_at(other), Some(ANNA));
}

#[test]
fn a_transfer_that_cannot_be_done_is_refused_and_changes_nothing() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SUPPORT]);
    scene.set(ben, Availability::Away);
    let before = scene.desk.state().clone();
    for (target, fault) in [
        (TransferTarget::Agent(AgentId(99)), TransferFault::UnknownAgent),
        (TransferTarget::Agent(ANNA), TransferFault::ToOneself),
        (TransferTarget::Agent(BEN), TransferFault::AgentUnavailable),
        (TransferTarget::Skill(SkillId(99)), TransferFault::UnknownSkill),
        (TransferTarget::Skill(SALES), TransferFault::NobodyOnline),
        (TransferTarget::Skill(SUPPORT), TransferFault::NobodyOnline),
    ] {
        assert_eq!(scene.hand_on(chat, anna, target), refused(fault));
        assert_eq!(*scene.desk.state(), before);
    }
    assert_eq!(scene.hand_on(chat, ben, TransferTarget::Agent(ANNA)), Err(Refusal::ChatNotFound));
}

#[test]
fn a_transfer_to_an_agent_who_is_not_heard_from_is_refused() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    scene.pass(30, &[Watch::Session(anna), visitor_of(chat)]);
    let fault = TransferFault::AgentUnavailable;
    assert_eq!(scene.hand_on(chat, anna, TransferTarget::Agent(BEN)), refused(fault));
}
