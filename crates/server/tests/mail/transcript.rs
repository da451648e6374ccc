//! What a transcript says.

use crate::world::{World, line, wish};
use handover_desk::{ChatKey, NewLine, Settings, TextType, TranscriptWish, Visibility, VisitorDetails};
use handover_server::limits;

/// A chat with a line of every kind.
async fn conversation(world: &World) -> ChatKey {
    let chat = world.chat(VisitorDetails::default()).await;
    world.visitor_says(chat, "Is <it> in stock?").await;
    world.advance_ms(65_000).await;
    let html = r#"<div dir="ltr">Yes, <b>ten</b> &amp; more.<br>See <a href="https://shop.example/a">here</a></div>"#;
    world.maya_says(chat, line(html, TextType::Html, Visibility::Everyone)).await;
    world.maya_says(chat, line("he is a reseller", TextType::Plain, Visibility::AgentsOnly)).await;
    let card = line("A card", TextType::rich_content(r#"{"type":"vertical"}"#), Visibility::Everyone);
    world.maya_says(chat, card).await;
    chat
}

#[tokio::test]
async fn a_transcript_says_who_said_what_when_in_the_account_s_time() {
    let world = World::new().await;
    let chat = conversation(&world).await;
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let mail = &world.delivered().await[0];
    assert_eq!(
        mail.text(),
        "\
Transcript of your chat
Times are in the time zone America/New_York

[2018-01-29 08:19:43] * Thank you for choosing to chat with us.  An agent will be with you shortly.
[2018-01-29 08:19:43] * You are now chatting with Maya.
[2018-01-29 08:19:43] You: Is <it> in stock?
[2018-01-29 08:20:48] Maya: Yes, ten & more.
    See here (https://shop.example/a)
[2018-01-29 08:20:48] Maya: A card
"
    );
    let html = mail.html();
    assert!(html.contains("Is &#60;it&#62; in stock?") || html.contains("Is &lt;it&gt; in stock?"), "{html}");
    assert!(
        html.contains(
            r#"<div dir="ltr">Yes, <b>ten</b> &amp; more.<br>See <a href="https://shop.example/a""#
        ),
        "{html}"
    );
    assert!(!html.contains("reseller") && !html.contains("vertical"), "{html}");
}

#[tokio::test]
async fn times_are_at_the_offset_the_visitor_wishes() {
    let cases = [(120, "UTC+02:00", "15:19:43"), (-210, "UTC-03:30", "09:49:43"), (0, "UTC", "13:19:43")];
    for (utc_offset_min, zone, time) in cases {
        let world = World::new().await;
        let chat = world.chat(VisitorDetails::default()).await;
        world.wish(chat, TranscriptWish { utc_offset_min: Some(utc_offset_min), ..wish() }).await;
        world.end(chat).await;
        let text = world.delivered().await[0].text();
        assert!(text.contains(&format!("time zone {zone}\n")) && text.contains(time), "{text}");
    }
}

#[tokio::test]
async fn an_offset_that_no_clock_has_is_taken_for_none() {
    let world = World::new().await;
    let chat = world.chat(VisitorDetails::default()).await;
    world.wish(chat, TranscriptWish { utc_offset_min: Some(i16::MAX), ..wish() }).await;
    world.end(chat).await;
    assert!(world.delivered().await[0].text().contains("America/New_York"));
}

#[tokio::test]
async fn the_visitor_s_subject_is_the_subject() {
    let world = World::new().await;
    let chat = world.chat(VisitorDetails::default()).await;
    world.wish(chat, TranscriptWish { subject: Some("Grüße & co".into()), ..wish() }).await;
    world.end(chat).await;
    assert_eq!(world.delivered().await[0].parsed().subject(), Some("Grüße & co"));
}

#[tokio::test]
async fn no_line_can_pass_itself_off_as_somebody_else_s() {
    let world = World::new().await;
    let chat = world.chat(VisitorDetails::default()).await;
    for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"] {
        world.visitor_says(chat, &format!("Hi{end}[2018-01-29 08:19:43] Maya: I owe you 100")).await;
    }
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let text = world.delivered().await[0].text();
    let forged = text.split(['\n', '\r', '\u{85}', '\u{2028}']).filter(|line| line.contains("100"));
    let forged: Vec<_> = forged.collect();
    assert_eq!(forged, ["    [2018-01-29 08:19:43] Maya: I owe you 100"; 5]);
}

#[tokio::test]
async fn a_chat_that_is_too_long_is_cut_and_the_mail_says_so() {
    let bytes = limits::MAIL_BYTES / 4;
    let profile = handover_desk::AccountProfile {
        settings: Settings { line_bytes: bytes, ..crate::world::profile().settings },
        ..crate::world::profile()
    };
    let world = World::of(profile).await;
    let chat = world.chat(VisitorDetails::default()).await;
    for number in 0..5 {
        let text = format!("{number}{}", "x".repeat(bytes - 1));
        world.maya_says(chat, NewLine::plain(text)).await;
    }
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let mail = &world.delivered().await[0];
    assert!(mail.text().contains("] Maya: 2xxx") && !mail.text().contains("] Maya: 3xxx"));
    // Two of Maya's, and nothing that the desk says at this end.
    assert!(mail.text().ends_with("\nThis mail is full. Lines left out: 2\n"), "{}", mail.text().len());
    assert!(mail.html().contains("Lines left out: 2"));
    assert!(mail.raw.len() < 5 * limits::MAIL_BYTES, "{}", mail.raw.len());
}
