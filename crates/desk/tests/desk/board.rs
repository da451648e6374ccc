//! What a board shows: why a chat waits, who is there for it, the last hour in figures, why an agent has a chat.

use crate::common::{ANNA, BEN, CLEO, SALES, SUE, SUPPORT, Scene, agent, visitor_of};
use handover_desk::{
    AgentProfile, Availability, ChatKey, Command, Desk, DeskState, HourTally, MaxChats, Reason, SessionId,
    SkillAgents, SkillCounts, SkillId, Timestamp, TransferTarget, Watch, Why, WhyWaiting, Writer,
};

fn waits(scene: &Scene, chat: ChatKey) -> Option<WhyWaiting> {
    scene.desk.why_waiting(scene.chat(chat))
}

fn why(reason: Reason, agents: SkillCounts) -> WhyWaiting {
    WhyWaiting { reason, agents }
}

fn for_sales(scene: &mut Scene) -> ChatKey {
    scene.asks_for(|request| request.skill = Some(SALES))
}

#[test]
fn a_chat_waits_because_no_agent_has_its_skill() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SUPPORT]);
    let chat = for_sales(&mut scene);
    assert_eq!(waits(&scene, chat), Some(why(Reason::NoAgentHasSkill, SkillCounts::default())));
}

#[test]
fn a_disabled_agent_counts_nowhere() {
    let mut scene = Scene::new();
    let profile = agent(ANNA, MaxChats::Limited(1), &[SALES]);
    scene.configure(vec![AgentProfile { enabled: false, ..profile }]);
    let chat = for_sales(&mut scene);
    assert_eq!(waits(&scene, chat), Some(why(Reason::NoAgentHasSkill, SkillCounts::default())));
    assert_eq!(scene.desk.agents_of_skill(Some(SALES)), SkillAgents::default());
    assert_eq!(scene.desk.agents_of_skill(None), SkillAgents::default());
}

#[test]
fn a_chat_waits_because_nobody_who_has_its_skill_is_signed_in() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    scene.done(Command::EndSession(anna));
    scene.agent(BEN, 1, &[SUPPORT]);
    let chat = for_sales(&mut scene);
    let agents = SkillCounts { skilled: 1, offline: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::NobodySignedIn, agents)));
}

#[test]
fn a_chat_waits_because_all_who_are_signed_in_are_away_occupied_or_absent() {
    let mut scene = Scene::new();
    let (anna, ben) = (scene.agent(ANNA, 1, &[SALES]), scene.agent(BEN, 1, &[SALES]));
    scene.set(anna, Availability::Away);
    scene.set(ben, Availability::Occupied);
    scene.agent(CLEO, 1, &[SALES]);
    scene.configure(vec![agent(SUE, MaxChats::Limited(1), &[SALES])]);
    scene.pass(30, &[]);
    let chat = for_sales(&mut scene);
    let agents =
        SkillCounts { skilled: 4, offline: 1, away: 1, occupied: 1, absent: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::NobodyOnline, agents)));
    let there = SkillAgents { online: 0, occupied: 1, away: 1, absent: 1, offline: 1 };
    assert_eq!(scene.desk.agents_of_skill(Some(SALES)), there);
    assert_eq!(scene.desk.agents_of_skill(None), there);
    assert_eq!(scene.desk.agents_of_skill(Some(SUPPORT)), SkillAgents::default());
}

#[test]
fn a_chat_waits_because_all_who_are_online_are_full() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SALES]);
    let ringing = for_sales(&mut scene);
    let chat = for_sales(&mut scene);
    let agents = SkillCounts { skilled: 2, full: 2, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::AllFull, agents)));
    assert_eq!(waits(&scene, ringing), Some(why(Reason::Ringing, agents)));
    assert_eq!(scene.desk.agents_of_skill(Some(SALES)), SkillAgents { online: 2, ..SkillAgents::default() });
    assert_eq!(scene.accept(ben), ringing);
    assert_eq!(waits(&scene, ringing), None);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(waits(&scene, chat), None);
}

#[test]
fn a_chat_waits_because_who_could_take_it_has_just_transferred_it_away() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[SALES]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[SALES]);
    scene.chatting(ben);
    scene.hand_on(chat, anna, TransferTarget::Skill(SALES)).unwrap();
    let agents = SkillCounts { skilled: 2, full: 1, kept: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::Kept, agents)));
    // Who transferred it away and is full, or away, is in that place and in no other.
    let [next, last] = [0; 2].map(|_| scene.asks());
    assert_eq!([next, last].map(|chat| scene.rings_at(chat)), [Some(ANNA); 2]);
    let agents = SkillCounts { skilled: 2, full: 2, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::AllFull, agents)));
    scene.set(anna, Availability::Away);
    let agents = SkillCounts { skilled: 2, full: 1, away: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::AllFull, agents)));
}

#[test]
fn a_ringing_chat_says_so_whoever_else_is_there() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 2, &[SALES]);
    let chat = for_sales(&mut scene);
    let agents = SkillCounts { skilled: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::Ringing, agents)));
}

#[test]
fn any_agent_counts_for_a_chat_without_a_skill() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    scene.set(anna, Availability::Away);
    scene.agent(BEN, 0, &[]);
    let chat = scene.asks();
    let agents = SkillCounts { skilled: 2, away: 1, full: 1, ..SkillCounts::default() };
    assert_eq!(waits(&scene, chat), Some(why(Reason::AllFull, agents)));
}

#[test]
fn the_staff_explains_all_chats_as_each_is_explained_by_itself() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    scene.chatting(anna);
    let chats = [for_sales(&mut scene), scene.asks(), scene.asks_for(|r| r.skill = Some(SUPPORT))];
    let staff = scene.desk.staff();
    for chat in chats {
        assert_eq!(staff.why_waiting(scene.chat(chat)), waits(&scene, chat));
    }
    for skill in [None, Some(SALES), Some(SUPPORT), Some(SkillId(9))] {
        assert_eq!(staff.agents_of(skill), scene.desk.agents_of_skill(skill));
    }
}

/// Answered, abandoned and waited in the last hour.
fn figures(scene: &Scene, skill: Option<SkillId>) -> (u32, u32, u64) {
    let HourTally { answered, abandoned, wait_ms_sum } = scene.desk.tally(skill, scene.now);
    (answered.iter().sum(), abandoned.iter().sum(), wait_ms_sum)
}

/// A scene that begins with a minute, and Anna who takes chats of sales.
fn at_a_full_minute() -> (Scene, SessionId) {
    let mut scene = Scene::new();
    scene.now = Timestamp(1_700_000_040_000);
    let anna = scene.agent(ANNA, 9, &[SALES]);
    (scene, anna)
}

#[test]
fn a_chat_is_answered_when_it_is_accepted_for_the_first_time() {
    let (mut scene, anna) = at_a_full_minute();
    let chat = for_sales(&mut scene);
    scene.now.0 += 1_500;
    assert_eq!(figures(&scene, Some(SALES)), (0, 0, 0));
    assert_eq!(scene.accept(anna), chat);
    assert_eq!(figures(&scene, Some(SALES)), (1, 0, 1_500));
    assert_eq!(figures(&scene, None), (0, 0, 0));
    let ben = scene.agent(BEN, 1, &[SALES]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.accept(ben), chat);
    scene.done(Command::EndSession(ben));
    assert_eq!(scene.accept(anna), chat);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(figures(&scene, Some(SALES)), (1, 0, 1_500), "the first time only");
}

#[test]
fn a_take_over_from_the_queue_is_an_answer_and_one_from_an_agent_is_none() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let chat = scene.asks();
    scene.now.0 += 700;
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!(figures(&scene, None), (1, 0, 700));
    let cleo = scene.supervisor(CLEO, 1, &[]);
    scene.done(Command::TakeOver { session: cleo, chat });
    assert_eq!(figures(&scene, None), (1, 0, 700));
}

#[test]
fn a_chat_is_abandoned_when_it_ends_before_anybody_has_accepted_it() {
    let (mut scene, anna) = at_a_full_minute();
    let boss = scene.boss();
    let ringing = for_sales(&mut scene);
    scene.end(ringing, Writer::Visitor).unwrap();
    assert_eq!(figures(&scene, Some(SALES)), (0, 1, 0));
    scene.set(anna, Availability::Away);
    let waiting = for_sales(&mut scene);
    scene.done(Command::EndAnyChat { session: boss, chat: waiting });
    assert_eq!(figures(&scene, Some(SALES)), (0, 2, 0));
    scene.set(anna, Availability::Online);
    let answered = for_sales(&mut scene);
    assert_eq!(scene.accept(anna), answered);
    scene.agent(BEN, 0, &[SALES]);
    scene.done(Command::EndSession(anna));
    scene.end(answered, Writer::Visitor).unwrap();
    assert_eq!(figures(&scene, Some(SALES)), (1, 2, 0), "somebody had accepted it");
}

#[test]
fn the_figures_stand_by_minute_with_the_minute_of_now_last() {
    let (mut scene, _) = at_a_full_minute();
    let abandon = |scene: &mut Scene| {
        let chat = for_sales(scene);
        scene.end(chat, Writer::Visitor).unwrap();
    };
    scene.now.0 += 59_999;
    abandon(&mut scene);
    scene.now.0 += 1;
    abandon(&mut scene);
    abandon(&mut scene);
    let by_minute = |scene: &Scene, now| scene.desk.tally(Some(SALES), Timestamp(now)).abandoned;
    let now = scene.now.0;
    assert_eq!(by_minute(&scene, now)[57..], [0, 1, 2]);
    assert_eq!(by_minute(&scene, now + 59_999)[57..], [0, 1, 2]);
    assert_eq!(by_minute(&scene, now + 60_000)[57..], [1, 2, 0]);
    assert_eq!(by_minute(&scene, now + 58 * 60_000)[..3], [1, 2, 0]);
    assert_eq!(by_minute(&scene, now + 59 * 60_000)[..3], [2, 0, 0]);
    assert_eq!(by_minute(&scene, now + 60 * 60_000), [0; 60]);
}

#[test]
fn what_is_older_than_an_hour_is_forgotten() {
    let (mut scene, _) = at_a_full_minute();
    let boss = scene.boss();
    let size = |desk: &Desk| serde_json::to_string(&desk.state().hour).unwrap().matches("abandoned").count();
    for minute in 0..61 {
        let chat = for_sales(&mut scene);
        scene.done(Command::EndAnyChat { session: boss, chat });
        assert_eq!(size(&scene.desk), (minute + 1).min(60));
        assert_eq!(figures(&scene, Some(SALES)).1, u32::try_from(minute + 1).unwrap().min(60));
        scene.now.0 += 60_000;
    }
    scene.now.0 += 59 * 60_000;
    let chat = scene.asks();
    scene.done(Command::EndAnyChat { session: boss, chat });
    assert_eq!(size(&scene.desk), 1);
}

#[test]
fn the_agent_of_a_chat_is_the_one_the_offer_chose() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[]);
    let chat = scene.asks();
    assert_eq!(scene.chat(chat).why, None);
    assert_eq!(scene.accept(anna), chat);
    assert_eq!(scene.chat(chat).why, Some(Why::OnlyOne));
    let ben = scene.agent(BEN, 2, &[]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.chat(chat).why, None);
    assert_eq!(scene.accept(ben), chat);
    assert_eq!(scene.chat(chat).why, Some(Why::Transferred));
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.chat(chat).why, Some(Why::Transferred));
}

#[test]
fn a_chat_says_when_its_agent_took_it() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.chat(chat).accepted_at(), None);
    scene.now.0 += 5;
    let first = scene.now;
    assert_eq!(scene.accept(anna), chat);
    scene.say(chat, Writer::Visitor, "hi").unwrap();
    assert_eq!(scene.chat(chat).accepted_at(), Some(first));
    let ben = scene.agent(BEN, 1, &[]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.chat(chat).accepted_at(), None);
    scene.pass_ms(5, &[visitor_of(chat), Watch::Session(ben)]);
    assert_eq!(scene.accept(ben), chat);
    let second = scene.now;
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.chat(chat).accepted_at(), Some(second));
}

#[test]
fn a_desk_that_has_nothing_of_it_is_written_without_it() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SALES]);
    scene.asks();
    let text = serde_json::to_string(scene.desk.state()).unwrap();
    for member in ["next_audit", "audit", "hour", "canned", "role", "why\":null", "draft", "_read", "extras"]
    {
        assert!(!text.contains(member), "{member}: {text}");
    }
    assert_eq!(serde_json::from_str::<DeskState>(&text).unwrap(), *scene.desk.state());
}

#[test]
fn the_queue_of_a_skill_stands_in_service_order_without_what_rings() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SALES]);
    let ringing = for_sales(&mut scene);
    let [first, second] = [0; 2].map(|_| for_sales(&mut scene));
    let urgent = scene.asks_for(|request| (request.skill, request.priority) = (Some(SALES), 1));
    let plain = scene.asks();
    let queue = |skill| scene.desk.queue_of(skill).map(|chat| chat.key).collect::<Vec<_>>();
    assert_eq!(queue(Some(SALES)), [urgent, first, second]);
    assert_eq!((queue(None), scene.rings_at(ringing)), (vec![plain], Some(ANNA)));
}

#[test]
fn the_oldest_of_a_queue_is_found_behind_any_number_of_urgent_ones() {
    let mut scene = Scene::new();
    assert_eq!(scene.desk.oldest_of(Some(SALES)), None);
    let oldest = scene.now;
    for_sales(&mut scene);
    for priority in [1, 1, 3, 2, 3] {
        scene.pass_ms(1_000, &[]);
        scene.asks_for(|request| (request.skill, request.priority) = (Some(SALES), priority));
    }
    assert_eq!(scene.desk.oldest_of(Some(SALES)), Some(oldest));
    assert_eq!(scene.desk.oldest_of(None), None);
}
