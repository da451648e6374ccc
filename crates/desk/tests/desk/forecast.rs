//! The forecast: one opinion for the button, the slots and the start of a chat, whatever has happened before; what is
//! told of agents who have changed; and what the desk learns about waiting.

use crate::common::{ANNA, BEN, CLEO, SALES, SUPPORT, Scene, agent};
use handover_desk::{
    AgentId, Answer, Author, Availability, Command, Desk, EventKind, MaxChats, NobodyOnline, Phase, Refusal,
    SessionId, SkillId, Slots, SystemMessage, Timestamp, TransferTarget, Wait, Whom, Writer, limits,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;

const AGENTS: [AgentId; 3] = [ANNA, BEN, CLEO];
const SKILLS: [&[SkillId]; 4] = [&[], &[SALES], &[SUPPORT], &[SALES, SUPPORT]];
const NEEDS: [Option<SkillId>; 3] = [None, Some(SALES), Some(SUPPORT)];

/// Three numbers that say what happens.
type Act = (u8, u8, u8);

fn pick<T: Copy>(among: &[T], number: u8) -> Option<T> {
    among.get(usize::from(number) % among.len().max(1)).copied()
}

fn happens(scene: &mut Scene, (what, one, two): Act) {
    let sessions: Vec<SessionId> = scene.desk.state().sessions.keys().copied().collect();
    let chats: Vec<_> = scene.desk.state().chats.values().map(|chat| chat.key).collect();
    let who = AGENTS[usize::from(one) % 3];
    let session = pick(&sessions, one);
    let command = match what % 10 {
        0 => {
            let max = if two % 5 == 4 { MaxChats::Unlimited } else { MaxChats::Limited(u32::from(two % 5)) };
            scene.configure(vec![agent(who, max, SKILLS[usize::from(two / 5) % 4])]);
            None
        }
        1 => {
            if scene.desk.agent(who).is_some() {
                scene.device(who);
            }
            None
        }
        2 => session.filter(|_| two % 3 == 0).map(Command::EndSession),
        3 => session.map(|session| {
            let all =
                [Availability::Online, Availability::Online, Availability::Away, Availability::Occupied];
            let availability = all[usize::from(two) % 4];
            Command::SetAvailability { session, availability, reason_id: (two > 100).then(|| "7".into()) }
        }),
        4 | 5 => {
            let visitors: Vec<_> = scene.desk.state().previous_agents.keys().copied().collect();
            scene.asks_for(|request| {
                request.skill = NEEDS[usize::from(one) % 3];
                request.agent = (two % 4 == 0).then(|| AGENTS[usize::from(two / 4) % 3]);
                request.visitor = pick(&visitors, two).filter(|_| two % 4 == 1);
                request.priority = i32::from(two % 3) - 1;
            });
            None
        }
        6 => session.map(Command::Accept),
        7 => pick(&chats, two).map(|chat| {
            let writer = session.filter(|_| one % 2 == 0).map_or(Writer::Visitor, Writer::Agent);
            Command::EndChat { chat, writer }
        }),
        8 => session.zip(pick(&chats, two)).map(|(session, chat)| {
            let agent = TransferTarget::Agent(AGENTS[usize::from(two) % 3]);
            let skill = TransferTarget::Skill(if two % 4 < 2 { SALES } else { SUPPORT });
            Command::Transfer { chat, session, target: if two % 2 == 0 { agent } else { skill }, text: None }
        }),
        _ => {
            let everybody = if one % 4 == 0 { Vec::new() } else { scene.everybody() };
            scene.pass_ms(i64::from(two) * 300, &everybody);
            None
        }
    };
    // Whether it is refused is of no interest here.
    command.map(|command| scene.ask(command).is_ok());
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    proptest::collection::vec(any::<Act>(), 1..70)
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 100, rng_seed: RngSeed::Fixed(30), ..ProptestConfig::default() }
}

/// Asks for one more chat: the agent at whom it rings, and whether the visitor is told that everybody is busy.
fn one_more(scene: &mut Scene, skill: Option<SkillId>, wanted: Option<AgentId>) -> (Option<AgentId>, bool) {
    let chat = scene.asks_for(|request| {
        request.skill = skill;
        request.agent = wanted;
    });
    let is_busy = |kind: &EventKind| match kind {
        EventKind::Line(line) => matches!(line.author, Author::System(SystemMessage::Busy)),
        EventKind::Waiting | EventKind::Chatting | EventKind::Ended => false,
    };
    let busy = scene.chat(chat).events.iter().any(|event| is_busy(&event.kind));
    (scene.rings_at(chat), busy)
}

fn check_skill(scene: &Scene, skill: Option<SkillId>) {
    let forecast = scene.desk.forecast(skill.map_or(Whom::Anyone, Whom::Skill));
    let agents = scene.desk.state().agents.values();
    let online = agents
        .filter(|agent| agent.takes_new() && skill.is_none_or(|skill| agent.profile.skills.contains(&skill)));
    assert_eq!(forecast.online, u64::try_from(online.count()).unwrap());
    let waiting = scene.desk.unoffered().filter(|(needs, _)| *needs == skill).count();
    assert_eq!(forecast.waiting, u64::try_from(waiting).unwrap());
    assert_eq!(forecast.wait == Wait::NobodyOnline, forecast.online == 0);
    assert_eq!(forecast.is_available(None), forecast.online > 0);
    assert_eq!(forecast.is_available(Some(0)), forecast.wait == Wait::Now);
    assert_eq!(forecast.slots != Slots::Limited(0), forecast.wait == Wait::Now);
    let mut copy = scene.copy();
    let slots = if let Slots::Limited(slots) = forecast.slots { slots } else { 20 };
    for taken in 0..=slots {
        let rings = forecast.slots == Slots::Unlimited || taken < slots;
        let (at, busy) = one_more(&mut copy, skill, None);
        assert_eq!((at.is_some(), busy), (rings, !rings), "{skill:?}, chat {taken} of {forecast:?}");
    }
}

fn check_agent(scene: &Scene, id: AgentId) {
    let forecast = scene.desk.forecast(Whom::Agent(id));
    let (at, _) = one_more(&mut scene.copy(), None, Some(id));
    assert_eq!(at == Some(id), forecast.wait == Wait::Now);
    assert_eq!(forecast.slots != Slots::Limited(0), forecast.wait == Wait::Now);
    assert_eq!(forecast.is_available(Some(0)), forecast.wait == Wait::Now);
    assert_eq!(
        forecast.is_available(None),
        scene.desk.agent(id).is_some_and(handover_desk::Agent::takes_new)
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_button_the_slots_the_wait_and_the_start_of_a_chat_never_contradict_each_other(acts in acts()) {
        let mut scene = Scene::new();
        for act in acts {
            happens(&mut scene, act);
            for skill in NEEDS {
                check_skill(&scene, skill);
            }
            for id in AGENTS {
                check_agent(&scene, id);
            }
        }
        let replayed = scene.facts.iter().fold(Desk::default(), |mut desk, fact| { desk.apply(fact); desk });
        let restored = Desk::from_state(scene.desk.state().clone());
        for whom in NEEDS.map(|skill| skill.map_or(Whom::Anyone, Whom::Skill)) {
            assert_eq!(replayed.forecast(whom), scene.desk.forecast(whom));
            assert_eq!(restored.forecast(whom), scene.desk.forecast(whom));
        }
        let bytes = |desk: &Desk| serde_json::to_string(desk.state()).unwrap();
        assert_eq!(bytes(&replayed), bytes(&scene.desk));
    }

    #[test]
    fn who_polls_for_changed_agents_misses_nothing(acts in acts(), pauses in proptest::collection::vec(0..4_usize, 70)) {
        let mut scene = Scene::new();
        let (mut seen, mut since) = (BTreeMap::new(), Timestamp::MIN);
        for (act, pause) in acts.into_iter().zip(pauses) {
            happens(&mut scene, act);
            if pause == 0 {
                seen.extend(scene.desk.agents_changed_since(since).map(|agent| (agent.profile.id, shown(agent))));
                since = scene.desk.state().clock;
                let all = scene.desk.state().agents.iter();
                let all: BTreeMap<_, _> = all.map(|(id, agent)| (*id, shown(agent))).collect();
                assert_eq!(seen, all);
            }
        }
    }
}

/// What a list of agents shows of one.
fn shown(agent: &handover_desk::Agent) -> impl PartialEq + std::fmt::Debug + use<> {
    let on = agent.on_duty().map(|on| (on.availability, on.reason_id.clone(), on.since));
    (agent.profile.clone(), on, agent.chats.len())
}

#[test]
fn only_agents_who_have_changed_are_told() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    scene.agent(BEN, 1, &[SUPPORT]);
    let changed = |scene: &Scene, since| -> Vec<AgentId> {
        scene.desk.agents_changed_since(since).map(|agent| agent.profile.id).collect()
    };
    scene.pass_busily(60);
    scene.asks_for(|request| request.skill = Some(SALES));
    let since = scene.desk.state().clock;
    assert_eq!(changed(&scene, since), [], "an offer is not shown");
    scene.accept(anna);
    assert_eq!(changed(&scene, since), [ANNA]);
    scene.pass_busily(5);
    let sales = handover_desk::Skill { id: SUPPORT, name: "help".into(), offline_mail: None };
    let profile = scene.desk.state().profile.clone();
    let config = handover_desk::AccountConfig { profile, skills: vec![sales], agents: vec![] };
    let later = scene.desk.state().clock;
    scene.done(Command::Configure(Box::new(config)));
    assert!(changed(&scene, later).contains(&BEN), "the name of a skill is shown");
}

#[test]
fn who_refuses_while_nobody_is_online_refuses_what_the_forecast_says() {
    let mut scene = Scene::with(|settings| settings.nobody_online = NobodyOnline::Refuse);
    for taken in [None, Some(0), Some(1)] {
        if let Some(max) = taken {
            scene.agent(ANNA, max, &[]);
        }
        let online = scene.desk.forecast(Whom::Anyone).online;
        let request = scene.request(|_| {});
        let result = scene.ask(Command::StartChat(Box::new(request)));
        assert_eq!(result == Err(Refusal::NobodyOnline), online == 0);
        assert_eq!(online == 0, taken.is_none());
    }
}

#[test]
fn unknown_skills_and_agents_have_nobody_online() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SALES]);
    for whom in [Whom::Skill(SkillId(99)), Whom::Agent(AgentId(99)), Whom::Skill(SUPPORT)] {
        let forecast = scene.desk.forecast(whom);
        assert_eq!((forecast.wait, forecast.slots), (Wait::NobodyOnline, Slots::Limited(0)));
        assert!(!forecast.is_available(None));
    }
}

#[test]
fn the_numbers_of_the_wire() {
    let mut scene = Scene::new();
    let wait = |scene: &Scene| scene.desk.forecast(Whom::Skill(SALES)).wait.number();
    let slots = |scene: &Scene| scene.desk.forecast(Whom::Skill(SALES)).slots.number();
    assert_eq!((wait(&scene), slots(&scene)), (-1, 0));
    scene.agent(ANNA, 2, &[SALES]);
    assert_eq!((wait(&scene), slots(&scene)), (0, 2));
    scene.configure(vec![agent(ANNA, MaxChats::Limited(0), &[SALES])]);
    assert_eq!((wait(&scene), slots(&scene)), (-2, 0));
    scene.configure(vec![agent(ANNA, MaxChats::Unlimited, &[SALES])]);
    assert_eq!((wait(&scene), slots(&scene)), (0, -1));
}

/// Anna serves one chat of sales a minute, all the time, while this many wait.
fn steady(scene: &mut Scene, anna: SessionId, chats: u32) {
    for _ in 0..chats {
        scene.pass_busily(60);
        let chat = scene.desk.agent(ANNA).unwrap().chats.first().copied();
        let key = scene.desk.chat(chat.unwrap()).unwrap().key;
        scene.end(key, Writer::Agent(anna)).unwrap();
        scene.accept(anna);
        scene.asks_for(|request| request.skill = Some(SALES));
    }
}

#[test]
fn the_wait_is_known_after_ten_chats_and_grows_with_the_queue() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    for _ in 0..3 {
        scene.asks_for(|request| request.skill = Some(SALES));
    }
    scene.accept(anna);
    let wait = |scene: &Scene| scene.desk.forecast(Whom::Skill(SALES)).wait.number();
    steady(&mut scene, anna, limits::CHATS_BEFORE_ESTIMATE - 1);
    assert_eq!(wait(&scene), -2);
    assert!(!scene.desk.forecast(Whom::Skill(SALES)).is_available(Some(86_400)));
    steady(&mut scene, anna, 1);
    // Two wait, so the next is the third to be served.
    assert_eq!(wait(&scene), 180);
    let forecast = scene.desk.forecast(Whom::Skill(SALES));
    assert_eq!([179, 180].map(|max| forecast.is_available(Some(max))), [false, true]);
    scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(wait(&scene), 240);
    scene.configure(vec![agent(BEN, MaxChats::Limited(1), &[SALES])]);
    scene.device(BEN);
    // One of the three rings at Ben, and two places serve the rest.
    assert_eq!(wait(&scene), 90);
    assert_eq!(scene.desk.forecast(Whom::Anyone).wait, Wait::Unknown, "learnt skill by skill");
}

#[test]
fn an_estimate_is_kept_with_the_chat_and_its_error_is_recorded_when_the_chat_is_accepted() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    for _ in 0..3 {
        scene.asks_for(|request| request.skill = Some(SALES));
    }
    scene.accept(anna);
    steady(&mut scene, anna, limits::CHATS_BEFORE_ESTIMATE);
    assert_eq!(scene.desk.estimate_error(Some(SALES)).chats, 0, "nobody was told anything so far");
    let last = scene.asks_for(|request| request.skill = Some(SALES));
    let estimates: Vec<_> =
        scene.desk.state().chats.values().filter_map(|chat| chat.waiting()?.estimate_s).collect();
    assert_eq!(estimates.iter().map(|estimate| estimate.get()).collect::<Vec<_>>(), [120, 180]);
    steady(&mut scene, anna, 2);
    scene.pass_busily(40);
    let chat = scene.desk.agent(ANNA).unwrap().chats.first().copied().unwrap();
    let key = scene.desk.chat(chat).unwrap().key;
    scene.end(key, Writer::Agent(anna)).unwrap();
    scene.accept(anna);
    assert!(matches!(scene.chat(last).phase, Phase::Assigned));
    let error = scene.desk.estimate_error(Some(SALES));
    assert_eq!(
        (error.chats, error.absolute_ms, error.signed_ms),
        (2, 20_000, 20_000),
        "the one before waited as told"
    );
    assert_eq!(scene.desk.estimate_error(None).chats, 0);
    let answer = scene.end(last, Writer::Visitor);
    assert!(matches!(answer, Ok(Answer::EventAdded { .. })));
}
