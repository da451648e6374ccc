//! What the desk says, in which language, and with whose names (protocol file 40 §5; file 60 §2.3).

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene};
use handover_desk::{
    AutomaticText, ChatKey, LastAgentLeft, SessionId, SystemMessage, TransferTarget, Writer,
};

/// A chat for sales in which every line there is has been said, but for 6 and the pre-chat lines.
fn everything_said(scene: &mut Scene) -> ChatKey {
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    let anna = scene.agent(ANNA, 1, &[SALES, SUPPORT]);
    let ben = scene.agent(BEN, 2, &[SALES, SUPPORT]);
    scene.accept(anna);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    scene.accept(ben);
    scene.hand_on(chat, ben, TransferTarget::Skill(SUPPORT)).unwrap();
    scene.accept(anna);
    scene.done(handover_desk::Command::EndSession(anna));
    scene.accept(ben);
    scene.end(chat, Writer::Agent(ben)).unwrap();
    chat
}

fn own(message: SystemMessage, language: &str, text: Option<&str>) -> AutomaticText {
    AutomaticText { message, language: language.into(), text: text.map(Into::into) }
}

#[test]
fn every_line_has_a_text_of_its_own_accord() {
    let mut scene = Scene::new();
    let chat = everything_said(&mut scene);
    let joined = |name: &str| format!("You are now chatting with {name}.");
    assert_eq!(
        scene.said(chat, 4),
        ["Thank you for choosing to chat with us.  An agent will be with you shortly."]
    );
    assert_eq!(scene.said(chat, 2), ["All of our agents are busy. Please stand by."]);
    assert_eq!(scene.said(chat, 3), ["Anna", "Ben", "Anna", "Ben"].map(joined));
    assert_eq!(scene.said(chat, 13), ["Please wait while I transfer the chat to 'Ben'."]);
    assert_eq!(scene.said(chat, 15), ["Please wait while I transfer the chat to 'support'."]);
    assert_eq!(
        scene.said(chat, 23),
        ["Your chat was returned to the queue. Another agent will be with you shortly."]
    );
    assert_eq!(scene.said(chat, 5), ["Ben has ended the chat."]);
    let broken_off = scene.asks();
    scene.pass(41, &[]);
    assert_eq!(scene.said(broken_off, 6), ["The chat was unexpectedly disconnected."]);
}

#[test]
fn every_line_may_have_a_text_of_the_account_with_the_names_it_speaks_of() {
    let messages = [
        SystemMessage::Busy,
        SystemMessage::Accepted,
        SystemMessage::Routing,
        SystemMessage::AgentEnded,
        SystemMessage::Disconnected,
        SystemMessage::ToAgent,
        SystemMessage::ToSkill,
        SystemMessage::Requeued,
    ];
    let mut scene = Scene::with(|settings| settings.last_agent_left = LastAgentLeft::Requeue);
    let text = Some("{agent name}|{targetName}|{skillName}");
    scene.account(|account| account.texts = messages.map(|of| own(of, "en", text)).into()).unwrap();
    let chat = everything_said(&mut scene);
    assert_eq!(scene.said(chat, 4), ["||sales"]);
    assert_eq!(scene.said(chat, 2), ["||sales"]);
    assert_eq!(scene.said(chat, 3), ["Anna||sales", "Ben||sales", "Anna||support", "Ben||support"]);
    assert_eq!(scene.said(chat, 13), ["Anna|Ben|"]);
    assert_eq!(scene.said(chat, 15), ["Ben||support"]);
    assert_eq!(scene.said(chat, 23), ["Anna||support"]);
    assert_eq!(scene.said(chat, 5), ["Ben||support"]);
    let broken_off = scene.asks();
    scene.pass(41, &[]);
    assert_eq!(scene.said(broken_off, 6), ["||"]);
}

fn greeting(scene: &mut Scene, language: Option<&str>) -> Vec<String> {
    let chat = scene.asks_for(|request| request.details.language = language.map(Into::into));
    scene.said(chat, 4)
}

#[test]
fn a_text_is_of_the_very_language_of_its_primary_one_of_the_account_s_or_the_first() {
    let mut scene = Scene::new();
    let text = |language: &str| own(SystemMessage::Routing, language, Some(language));
    let texts = ["fr-FR", "pt-PT", "pt-BR", "de"].map(text);
    scene.account(|account| account.texts = texts.into()).unwrap();
    for (language, expected) in [
        (Some("pt-BR"), "pt-BR"),
        (Some("PT-br"), "pt-BR"),
        (Some("pt"), "pt-PT"),
        (Some("pt_AO"), "pt-PT"),
        (Some("de-AT"), "de"),
        (Some("d"), "fr-FR"),
        (Some("en"), "fr-FR"),
        (Some(""), "fr-FR"),
        (None, "fr-FR"),
    ] {
        assert_eq!(greeting(&mut scene, language), [expected], "{language:?}");
    }
    scene.account(|account| account.language = Some("de-CH".into())).unwrap();
    for (language, expected) in [(Some("pt-BR"), "pt-BR"), (Some("en"), "de"), (None, "de")] {
        assert_eq!(greeting(&mut scene, language), [expected], "{language:?}");
    }
    scene.account(|account| account.language = Some("it".into())).unwrap();
    assert_eq!(greeting(&mut scene, Some("en")), ["fr-FR"]);
}

#[test]
fn a_line_the_account_leaves_out_in_a_language_is_not_said_in_it() {
    let mut scene = Scene::new();
    let texts = [own(SystemMessage::Routing, "de", None), own(SystemMessage::Routing, "en", Some("Hi"))];
    scene.account(|account| account.texts = texts.into()).unwrap();
    let chat = scene.asks_for(|request| request.details.language = Some("de-DE".into()));
    assert_eq!(scene.events(chat, 0), ["waiting", "2"]);
    assert_eq!(greeting(&mut scene, Some("en-US")), ["Hi"]);
}

fn joins_with(text: &str, nickname: &str) -> String {
    let mut scene = Scene::new();
    let texts = vec![own(SystemMessage::Accepted, "en", Some(text))];
    scene.account(|account| account.texts = texts).unwrap();
    let anna: SessionId = scene.agent(ANNA, 1, &[SALES]);
    let mut profile = scene.profile(ANNA);
    profile.nickname = nickname.into();
    scene.configure(vec![profile]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    scene.accept(anna);
    scene.said(chat, 3).concat()
}

#[test]
fn a_text_may_name_agent_target_and_skill_by_several_macros() {
    let all = "{agent name}{agentName}$!{operator.nickname}$!{agentName}";
    assert_eq!(joins_with(all, "Zoë"), "ZoëZoëZoëZoë");
    assert_eq!(joins_with("{skill name}, {skillName}, $!{skillName}", "Zoë"), "sales, sales, sales");
    assert_eq!(joins_with("<{target name}{targetName}>", "Zoë"), "<>");
}

#[test]
fn a_name_that_looks_like_a_macro_is_not_filled_in() {
    assert_eq!(joins_with("{agent name}!", "{skillName}"), "{skillName}!");
    assert_eq!(joins_with("{agent name}skillName}", "{"), "{skillName}");
    assert_eq!(joins_with("{agent name}!", "$!{x}"), "$!{x}!");
}

#[test]
fn an_unknown_placeholder_stays_and_an_unknown_macro_vanishes() {
    for (text, said) in [
        ("a {x} b", "a {x} b"),
        ("a $!{x} b", "a  b"),
        ("{}$!{}", "{}"),
        ("{Agent Name}", "{Agent Name}"),
        ("{nome do agente}", "{nome do agente}"),
        ("$ { $! é $5 }", "$ { $! é $5 }"),
        ("$!{agentName", "$!{agentName"),
        ("{ {agentName} }", "{ Anna }"),
        ("${agentName}", "$Anna"),
        ("", ""),
    ] {
        assert_eq!(joins_with(text, "Anna"), said, "{text}");
    }
}
