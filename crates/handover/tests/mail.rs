//! Mail with the real binary and a real SMTP server on loopback: it arrives, once, also when the process is killed between
//! the answer to the visitor and the sending; and `handover outbox` tells what has not arrived.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod mail_support;
#[path = "../../server/tests/mail/smtp.rs"]
pub mod smtp;

use common::http::{Connection, Request};
use common::process::{Running, run};
use common::{ACCOUNT, APP_KEY, Place, chat_request, serve};
use mail_support::{MailPlace, queue_mails};
use smtp::{Does, SmtpServer, Stage};
use std::path::Path;

/// What `handover outbox` prints, without its heading, cell by cell.
fn outbox(data: &Path) -> Vec<Vec<String>> {
    let printed = run([Path::new("outbox"), "--data".as_ref(), data]);
    assert!(printed.status.success(), "{}", printed.stderr);
    let mut lines = printed.stdout.lines().map(|line| line.split('\t').map(str::to_owned).collect());
    let heading: Vec<String> = lines.next().unwrap();
    assert_eq!(heading[..3], ["account", "mail", "kind"]);
    lines.collect()
}

#[test]
fn a_transcript_and_an_offline_message_arrive_once_also_when_the_server_is_killed_before_they_are_sent() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let smtp = runtime.block_on(SmtpServer::start());
    let place = MailPlace::new(&smtp, "");
    runtime.block_on(queue_mails(&place.data()));
    let waiting = outbox(&place.data());
    let kinds: Vec<_> =
        waiting.iter().map(|mail| [mail[2].as_str(), mail[3].as_str(), mail[5].as_str()]).collect();
    let untried = [["transcript", "example.com", "0"], ["offline message", "shop.example", "0"]];
    assert_eq!(kinds, untried);

    smtp.instead(Stage::End, Does::Hangs);
    let server = Running::start(place.serve());
    runtime.block_on(smtp.has_been_unusual(2));
    // The process is there and has the folder; the outbox can be read all the same.
    assert_eq!(outbox(&place.data()), waiting);
    server.kill();
    assert_eq!(outbox(&place.data()), waiting);

    smtp.behave();
    let mut server = Running::start(place.serve());
    let mails = runtime.block_on(smtp.takes(2));
    server.logs("a mail was sent");
    server.logs("a mail was sent");
    assert_eq!(outbox(&place.data()), Vec::<Vec<String>>::new());
    server.kill();
    let server = Running::start(place.serve());
    drop(server);
    assert_eq!(smtp.taken().len(), 2);
    let mut texts: Vec<_> = mails.iter().map(|mail| (mail.to[0].as_str(), mail.text())).collect();
    texts.sort();
    let [(visitor, transcript), (shop, message)] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!((*visitor, *shop), ("nora@example.com", "sales@shop.example"));
    assert!(transcript.contains("You: Is it in stock?"), "{transcript}");
    assert!(message.contains("Do you ship to Peru?"), "{message}");
}

#[test]
fn what_a_visitor_was_answered_is_mailed_once_also_when_the_server_is_killed_after_the_answer() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let smtp = runtime.block_on(SmtpServer::start());
    smtp.instead(Stage::Greeting, Does::Hangs);
    let place = MailPlace::new(&smtp, "");
    let server = Running::start(place.serve_with_account());
    let mut visitor = Connection::to(server.address);
    let chat = visitor.ask(&chat_request()).expect(201).location();
    let put = |path: &str, body: &str| {
        let request = Request::post(format!("{path}?v=1&NC=true")).json(body).app_key(APP_KEY);
        request.with("X-HTTP-Method-Override", "PUT")
    };
    let wish = put(&format!("{chat}/transcriptRequest"), r#"{"email":"nora@example.com"}"#);
    visitor.ask(&wish).expect(200);
    let end = r#"{"event":{"@type":"state","state":"ended"}}"#;
    let end = Request::post(format!("{chat}/events?v=1&NC=true")).json(end).app_key(APP_KEY);
    visitor.ask(&end).expect(201);
    let survey = r#"{"survey":{"id":40217,"skill":"Returns","question":[{"id":1,"answer":"My shoes"}]}}"#;
    visitor.ask(&put(&format!("/api/account/{ACCOUNT}/chat/offlineSurvey"), survey)).expect(200);
    server.kill();
    assert_eq!((outbox(&place.data()).len(), smtp.offered().len()), (2, 0));

    smtp.behave();
    let mut server = Running::start(place.serve());
    let mails = runtime.block_on(smtp.takes(2));
    server.logs("a mail was sent");
    server.logs("a mail was sent");
    server.kill();
    drop(Running::start(place.serve()));
    let mut to: Vec<_> = smtp.offered().iter().map(|mail| mail.to.clone()).collect();
    to.sort();
    assert_eq!(to, [["nora@example.com"], ["sales@shop.example"]]);
    assert!(mails.iter().any(|mail| mail.text().contains("My shoes")));
}

#[test]
fn a_mail_that_cannot_be_delivered_is_logged_and_listed_without_the_person() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let smtp = runtime.block_on(SmtpServer::start());
    let place = MailPlace::new(&smtp, "");
    runtime.block_on(queue_mails(&place.data()));
    smtp.instead(Stage::Rcpt, Does::Says("550 5.1.1 <nora@example.com> is unknown"));
    let mut server = Running::start(place.serve());
    server.logs("a mail was given up");
    server.logs("a mail was given up");
    let given_up = outbox(&place.data());
    assert!(
        given_up.iter().all(|mail| mail[6].starts_with("given up ") && mail[7].contains("550")),
        "{given_up:?}"
    );
    let said = server.kill().stderr + &format!("{given_up:?}");
    assert!(!said.contains("nora") && !said.contains("sales@") && !said.contains("Peru"), "{said}");
}

#[test]
fn without_a_mail_server_the_start_tells_how_many_mails_wait() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let place = Place::with("");
    runtime.block_on(queue_mails(&place.data()));
    let mut server = Running::start(serve(&place.data(), None));
    server.logs("no mail server is configured");
    let logged = server.kill().stderr;
    assert!(logged.contains("mails=2"), "{logged}");
}

#[test]
fn a_mistake_in_the_table_of_the_mail_server_is_said_and_no_server_starts() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let smtp = runtime.block_on(SmtpServer::start());
    for (more, said) in
        [("user = \"chat\"\n", "HANDOVER_SMTP_PASSWORD"), ("password = \"hunter2\"\n", "smtp.password:")]
    {
        let place = MailPlace::new(&smtp, more);
        let refused = run(place.serve());
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains(said) && !refused.stderr.contains("hunter2"), "{}", refused.stderr);
        assert!(!place.data().exists());
    }
}

#[test]
fn an_outbox_that_is_not_there_is_not_made() {
    let place = Place::with("");
    let refused = run(["outbox".into(), "--data".into(), place.data()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stderr.contains("there is no data folder at"), "{}", refused.stderr);
    assert!(!place.data().exists());
}
