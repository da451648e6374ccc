//! What must not be in a mail: what is for agents only, markup of visitors, headers of visitors.

use crate::world::{World, line, message, wish};
use handover_desk::{Command, NameValue, NewLine, TextType, TranscriptWish, Visibility, VisitorDetails};
use proptest::prelude::*;

/// A line: by whom, of which type, for whom.
#[derive(Clone, Debug)]
struct Said {
    by_agent: bool,
    private: bool,
    text_type: TextType,
    filler: String,
}

fn said() -> impl Strategy<Value = Said> {
    let text_type = prop_oneof![
        Just(TextType::Plain),
        Just(TextType::Html),
        Just(TextType::rich_content(r#"{"type":"SECRET"}"#)),
    ];
    (any::<bool>(), any::<bool>(), text_type, "[a-zäöü ]{0,20}")
        .prop_map(|(by_agent, private, text_type, filler)| Said { by_agent, private, text_type, filler })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn nothing_private_is_in_a_transcript_and_nothing_else_is_missing(conversation in prop::collection::vec(said(), 0..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(&conversation));
    }
}

async fn check(conversation: &[Said]) {
    let world = World::new().await;
    let chat = world.chat(VisitorDetails::default()).await;
    let (mut public, mut private) = (Vec::new(), vec!["SECRET".to_owned()]);
    for (number, said) in conversation.iter().enumerate() {
        let is_private = said.by_agent && said.private;
        let mark = format!("{}{number}X", if is_private { "SECRET" } else { "OPEN" });
        let text = format!("{} {mark}", said.filler);
        if said.by_agent {
            let visibility = if is_private { Visibility::AgentsOnly } else { Visibility::Everyone };
            world.maya_says(chat, line(&text, said.text_type.clone(), visibility)).await;
        } else {
            world.visitor_says(chat, &text).await;
        }
        if is_private { &mut private } else { &mut public }.push(mark);
    }
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let mail = &world.delivered().await[0];
    for part in [mail.text(), mail.html()] {
        assert!(private.iter().all(|mark| !part.contains(mark)), "{part}");
        assert!(public.iter().all(|mark| part.contains(mark)), "{part}");
    }
}

#[tokio::test]
async fn markup_of_visitors_is_shown_and_markup_of_agents_is_harmless() {
    let world = World::new().await;
    let chat = world.chat(VisitorDetails::default()).await;
    let name = Command::NameVisitor { chat, name: "<img src=x onerror=n()>".into() };
    world.done(name).await;
    world.visitor_says(chat, "<script>v()</script>").await;
    // The surfaces clean what agents write; a mail does not rest on that.
    let dirty = r#"<script>a()</script><img src="//evil.example/x"><b onclick="a()">bold</b><a href="javascript:a()">y</a>"#;
    world.maya_says(chat, line(dirty, TextType::Html, Visibility::Everyone)).await;
    world.maya_says(chat, NewLine::plain("<i>plain</i>")).await;
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let mail = &world.delivered().await[0];
    let html = mail.html();
    for runs in ["<script", "<img", "onclick", "javascript:", "<i>"] {
        assert!(!html.contains(runs), "{runs}: {html}");
    }
    assert!(html.contains("<b>bold</b>"), "{html}");
    let text = mail.text();
    assert!(text.contains("<script>v()</script>") && text.contains("<i>plain</i>"), "{text}");
    assert!(text.contains("Maya: boldy\n"), "{text}");
}

#[tokio::test]
async fn markup_in_an_offline_message_is_shown() {
    let world = World::new().await;
    let mut message = message("<script>v()</script>", None);
    message.details.referrer = Some("https://shop.example/<b>".into());
    message.details.custom_variables = vec![NameValue { name: "<i>n".into(), value: "<u>v".into() }];
    world.leave(message).await;
    let html = world.delivered().await[0].html();
    for markup in ["<script", "<b>", "<i>", "<u>"] {
        assert!(!html.contains(markup), "{markup}: {html}");
    }
}

#[tokio::test]
async fn a_subject_cannot_carry_headers_or_recipients() {
    for end in ["\r\n", "\n", "\r", "\r\n\r\n", "\u{0}\u{85}"] {
        let world = World::new().await;
        let chat = world.chat(VisitorDetails::default()).await;
        let subject = format!("Hi{end}Bcc: all@example.com{end}Content-Type: text/html{end}<script>");
        world.wish(chat, TranscriptWish { subject: Some(subject.into()), ..wish() }).await;
        world.end(chat).await;
        let mail = &world.delivered().await[0];
        assert_eq!(mail.to, ["nora@example.com"]);
        assert!(mail.header("Bcc").is_empty() && mail.header("Content-Type").len() == 1, "{}", mail.raw);
        assert_eq!(
            mail.parsed().subject(),
            Some("HiBcc: all@example.comContent-Type: text/html<script>"),
            "{}",
            mail.raw
        );
    }
}
