//! Limits, at the limit and one past it.

use crate::common::{ANNA, BEN, Scene, agent};
use handover_desk::{
    AgentId, Command, ConfigFault, MaxChats, NameValue, NewLine, Refusal, Skill, SkillId, Span, TextType,
    Visibility, Writer, limits,
};

fn text<T: From<String>>(bytes: usize) -> T {
    "x".repeat(bytes).into()
}

#[test]
fn a_line_may_have_16_kib() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let (limit, too_long) = (limits::LINE_BYTES, |member| Err(Refusal::TooLong { member, limit: 16 * 1024 }));
    for writer in [Writer::Visitor, Writer::Agent(anna)] {
        assert!(scene.say(chat, writer, &text::<String>(limit)).is_ok());
        assert_eq!(scene.say(chat, writer, &text::<String>(limit + 1)), too_long("event.text"));
    }
    let rich = |bytes| NewLine {
        text: "x".into(),
        text_type: TextType::rich_content(text::<String>(bytes)),
        visibility: Visibility::Everyone,
    };
    let add = |line| Command::AddLine { chat, writer: Writer::Agent(anna), line };
    assert!(scene.ask(add(rich(limit))).is_ok());
    assert_eq!(scene.ask(add(rich(limit + 1))), too_long("event.json"));
}

#[test]
fn a_chat_may_have_10_000_events_and_the_desk_still_has_the_last_word() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    while scene.chat(chat).events.len() < limits::EVENTS_PER_CHAT {
        scene.say(chat, Writer::Visitor, "x").unwrap();
    }
    assert_eq!(scene.say(chat, Writer::Visitor, "x"), Err(Refusal::ChatFull { limit: 10_000 }));
    assert_eq!(scene.say(chat, Writer::Agent(anna), "x"), Err(Refusal::ChatFull { limit: 10_000 }));
    scene.end(chat, Writer::Agent(anna)).unwrap();
    assert_eq!(scene.events(chat, 10_000), ["5", "ended"]);
}

#[test]
fn a_request_is_checked_member_by_member() {
    type Change = fn(&mut handover_desk::ChatRequest, usize);
    let texts: [(&str, usize, Change); 6] = [
        ("request.visitorName", limits::NAME_BYTES, |r, n| r.visitor_name = Some(text(n))),
        ("request.preChatLines.line", limits::LINE_BYTES, |r, n| r.pre_chat_lines = vec![text(n)]),
        ("request.userAgent", limits::FIELD_BYTES, |r, n| r.details.user_agent = Some(text(n))),
        ("request.chatReferrer", limits::FIELD_BYTES, |r, n| r.details.referrer = Some(text(n))),
        ("request.language", limits::FIELD_BYTES, |r, n| r.details.language = Some(text(n))),
        ("request.customVariables.value", limits::FIELD_BYTES, |r, n| {
            r.details.custom_variables = vec![NameValue { name: "a".into(), value: text(n) }];
        }),
    ];
    let mut scene = Scene::new();
    for (member, limit, change) in texts {
        scene.asks_for(|request| change(request, limit));
        let request = scene.request(|request| change(request, limit + 1));
        let result = scene.ask(Command::StartChat(Box::new(request)));
        assert_eq!(result, Err(Refusal::TooLong { member, limit }));
    }
    let counts: [(&str, usize, Change); 2] = [
        ("request.preChatLines", limits::PRE_CHAT_LINES, |r, n| r.pre_chat_lines = vec!["a".into(); n]),
        ("request.customVariables", limits::CUSTOM_VARIABLES, |r, n| {
            r.details.custom_variables = vec![NameValue { name: "a".into(), value: "b".into() }; n];
        }),
    ];
    for (member, limit, change) in counts {
        scene.asks_for(|request| change(request, limit));
        let request = scene.request(|request| change(request, limit + 1));
        let result = scene.ask(Command::StartChat(Box::new(request)));
        assert_eq!(result, Err(Refusal::TooMany { member, limit }));
    }
}

#[test]
fn an_interaction_timeout_is_one_second_to_a_day() {
    let mut scene = Scene::new();
    for (seconds, fits) in [(0, false), (1, true), (86_400, true), (86_401, false)] {
        let request = scene.request(|request| request.timeout = Some(Span::seconds(seconds)));
        let result = scene.ask(Command::StartChat(Box::new(request)));
        let refusal = Refusal::OutOfRange { member: "request.interactionTimeout", min: 1, max: 86_400 };
        assert_eq!(result.is_ok(), fits);
        assert!(fits || result == Err(refusal));
    }
}

#[test]
fn a_skill_that_does_not_exist_is_refused() {
    let mut scene = Scene::new();
    let request = scene.request(|request| request.skill = Some(SkillId(99)));
    let result = scene.ask(Command::StartChat(Box::new(request)));
    assert_eq!(result, Err(Refusal::UnknownSkill { member: "request.skill" }));
}

#[test]
fn a_visitors_name_may_have_256_bytes() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    let limit = limits::NAME_BYTES;
    scene.done(Command::NameVisitor { chat, name: text(limit) });
    let result = scene.ask(Command::NameVisitor { chat, name: text(limit + 1) });
    assert_eq!(result, Err(Refusal::TooLong { member: "visitorName", limit }));
}

#[test]
fn the_words_of_a_transfer_are_a_line() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    let target = handover_desk::TransferTarget::Agent(BEN);
    let words = |bytes| Command::Transfer { chat, session: anna, target, text: Some(text(bytes)) };
    let limit = limits::LINE_BYTES;
    let refusal = Refusal::TooLong { member: "transfer.text", limit };
    assert_eq!(scene.ask(words(limit + 1)), Err(refusal));
    assert!(scene.ask(words(limit)).is_ok());
}

#[test]
fn an_account_may_have_10_000_agents_and_skills() {
    let mut scene = Scene::new();
    let agents = |count: u64| (1..=count).map(|id| agent(AgentId(id), MaxChats::Limited(1), &[])).collect();
    let skill = |id| {
        let name = if id == 1 { "sales".into() } else { format!("s{id}").into() };
        Skill { id: SkillId(id), name, offline_mail: None }
    };
    let profile = scene.desk.state().profile.clone();
    let mut config = handover_desk::AccountConfig {
        profile,
        skills: (1..=10_001).map(skill).collect(),
        agents: agents(1),
    };
    let ask = |scene: &mut Scene, config: &handover_desk::AccountConfig| {
        scene.ask(Command::Configure(Box::new(config.clone())))
    };
    assert_eq!(ask(&mut scene, &config), Err(Refusal::Config(ConfigFault::TooManySkills)));
    config.skills.pop();
    config.agents = agents(10_001);
    assert_eq!(ask(&mut scene, &config), Err(Refusal::Config(ConfigFault::TooManyAgents)));
    config.agents.pop();
    assert!(ask(&mut scene, &config).is_ok());
}

#[test]
fn a_device_has_a_name_of_1_to_100_characters() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let name = |name: String| Command::NameDevice { session: anna, device: anna, name: name.into() };
    let limit = limits::DEVICE_NAME_CHARS;
    assert_eq!(limit, 100);
    // A character of three bytes counts once.
    assert!(scene.ask(name("\u{20ac}".repeat(limit))).is_ok());
    let too_long = Refusal::TooManyCharacters { member: "name", limit };
    assert_eq!(scene.ask(name("\u{20ac}".repeat(limit + 1))), Err(too_long));
    assert!(scene.ask(name("x".into())).is_ok());
    for empty in ["", " \t"] {
        assert_eq!(scene.ask(name(empty.into())), Err(Refusal::Empty { member: "name" }));
    }
    assert_eq!(scene.desk.session(anna).unwrap().name.as_deref(), Some("x"));
}
