//! A mail speaks the language of its reader.

use crate::world::{World, message, profile, wish};
use handover_desk::{AccountProfile, VisitorDetails};

async fn transcript_in(account: Option<&str>, chat: Option<&str>) -> (String, String) {
    let world = World::of(AccountProfile { language: account.map(Into::into), ..profile() }).await;
    let chat =
        world.chat(VisitorDetails { language: chat.map(Into::into), ..VisitorDetails::default() }).await;
    world.visitor_says(chat, "42").await;
    world.wish(chat, wish()).await;
    world.end(chat).await;
    let mail = &world.delivered().await[0];
    (mail.parsed().subject().unwrap().to_owned(), format!("{}{}", mail.text(), mail.html()))
}

#[tokio::test]
async fn a_transcript_is_in_the_language_of_the_chat_else_of_the_account_else_english() {
    let cases = [
        (None, Some("en-GB"), "Transcript of your chat", "] You: 42"),
        (None, Some("de-AT"), "Mitschrift Ihres Chats", "[29.01.2018 08:19:43] Sie: 42"),
        (Some("de"), Some("es-419"), "Transcripción de su chat", "[29/01/2018 08:19:43] Usted: 42"),
        (Some("de"), Some("fr"), "Transcription de votre chat", "] Vous: 42"),
        (None, Some("pt-BR"), "Transcrição da sua conversa", "] Você: 42"),
        (Some("fr-CA"), None, "Transcription de votre chat", "] Vous: 42"),
        (Some("fr-CA"), Some("tlh"), "Transcription de votre chat", "] Vous: 42"),
        (Some("tlh"), Some("x"), "Transcript of your chat", "] You: 42"),
    ];
    for (account, chat, subject, line) in cases {
        let (said, body) = transcript_in(account, chat).await;
        assert_eq!(said, subject, "{account:?} {chat:?}");
        assert!(body.contains(line) && body.contains(&format!("<title>{subject}</title>")), "{body}");
    }
}

#[tokio::test]
async fn an_offline_message_is_in_the_language_of_the_account_whose_people_read_it() {
    let world = World::of(AccountProfile { language: Some("de".into()), ..profile() }).await;
    let mut left = message("Bonjour", None);
    left.details.language = Some("fr".into());
    world.leave(left).await;
    let mail = &world.delivered().await[0];
    assert_eq!(mail.parsed().subject(), Some("Offline-Nachricht: Sales"));
    assert!(mail.html().contains(r#"<html lang="de">"#), "{}", mail.html());
}
