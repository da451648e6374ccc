//! Who an agent is, and what is known of a chat.

use super::{assert_refused, read};
use crate::common::people::Visitor;
use crate::common::{ACCOUNT, MAYA, OTHER_ACCOUNT, SALES, World, bodies, surveys};
use handover_desk::{CannedText, SkillId};
use serde_json::json;

fn hello() -> CannedText {
    CannedText {
        shortcut: "hi".into(),
        title: "Greeting".into(),
        text: "Hello".into(),
        skills: vec![SkillId(SALES)],
    }
}

#[tokio::test]
async fn an_agent_is_told_who_she_is_and_what_there_is_to_work_with() {
    let world = World::new().await;
    world.change(|profile| profile.canned = vec![hello()]).await;
    let maya = world.sign_in("maya@example.com").await;
    let me = read(&world, &maya, "me").await.expect(200).json();
    let skills = json!([{"id": 25_975_313, "name": "Sales"}, {"id": 26_060_413, "name": "Billing"}]);
    let expected = json!({"me": {
        "id": MAYA, "nickname": "Maya", "name": "Maya R", "role": "agent", "maxChats": -1, "skills": skills,
        "session": maya.session(),
        "account": {"id": ACCOUNT, "skills": skills, "offerMs": 20_000, "lineBytes": 16_384, "surveys": ["agent"]},
        "cannedTexts": [{"shortcut": "hi", "title": "Greeting", "text": "Hello", "skills": [SALES]}],
    }});
    assert_eq!(me, expected);
    let sue = world.sign_in_supervisor().await;
    let me = read(&world, &sue, "me").await.expect(200).json();
    assert_eq!((&me["me"]["role"], &me["me"]["maxChats"]), (&"supervisor".into(), &0.into()));
}

#[tokio::test]
async fn the_details_of_a_chat_have_the_answers_in_the_words_the_visitor_saw() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let survey = surveys::all().into_iter().find(|survey| survey.kind == handover_desk::SurveyKind::PreChat);
    let survey = survey.unwrap();
    let question = &survey.questions[0];
    let entry = match &question.form {
        handover_desk::QuestionForm::Choice { entries, .. } => entries[0].clone(),
        handover_desk::QuestionForm::Text { .. } => panic!("the first question is not a choice"),
    };
    let second = &survey.questions[1];
    let request = json!({"request": {
        "skill": "Sales", "visitorName": "Ann", "userAgent": "Mozilla/5.0", "chatReferrer": "https://shop.example/chairs",
        "survey": {"id": survey.id, "question": [
            {"id": question.id, "answer": *entry.value}, {"id": second.id, "answer": "A-17"},
        ]},
    }});
    let visitor = world.start_chat(&bodies::Both::new(request.to_string(), "")).await;
    world.accept(&maya, &visitor).await;
    let path = format!("chat/{}/details", visitor.key());
    let details = read(&world, &maya, &path).await.expect(200).json()["details"].clone();
    assert_eq!(details["visitor"]["name"], "Ann");
    assert_eq!(details["visitor"]["browser"], "Mozilla/5.0");
    assert_eq!(details["visitor"]["page"], "https://shop.example/chairs");
    assert_eq!(details["skill"], json!({"id": SALES, "name": "Sales"}));
    assert_eq!(details["why"], "only_one");
    assert_eq!(
        (&details["requestedAt"], &details["acceptedAt"]),
        (&1_517_231_983_976_i64.into(), &1_517_231_983_976_i64.into())
    );
    let shown = entry.display.as_deref().unwrap_or(&entry.value);
    assert_eq!(details["survey"][0], json!({"question": *question.label, "answer": shown}));
    assert_eq!(details["survey"][1], json!({"question": *second.label, "answer": "A-17"}));
}

#[tokio::test]
async fn nobody_reads_what_is_not_theirs() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    for path in ["details"] {
        let got = read(&world, &ben, &format!("chat/{}/{path}", visitor.key())).await;
        assert_refused(&got, 404, "Chat session not found");
    }
    let foreign = crate::common::people::Device { login: ben.login.clone(), path: maya.path.clone() };
    for path in ["me", "devices", "marks", "board", "audit"] {
        assert_refused(&read(&world, &foreign, path).await, 401, "Unauthorized account access");
    }
    let elsewhere = maya.path.replacen(ACCOUNT, OTHER_ACCOUNT, 1);
    let elsewhere = crate::common::people::Device { login: maya.login.clone(), path: elsewhere };
    assert_refused(&read(&world, &elsewhere, "me").await, 401, "Unauthorized account access");
    let guessed = Visitor { path: visitor.path.replacen("chat/H", "chat/H1", 1) };
    let got = read(&world, &maya, &format!("chat/{}/details", guessed.key())).await;
    assert_refused(&got, 404, "Chat session not found");
}

#[tokio::test]
async fn errors_are_json_whatever_is_asked_for() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let ask = crate::common::ask::Ask::get(format!("{}/chat/nothing/details", maya.pages()));
    let got = world.send(ask.bearer(&maya.login.bearer).accept("application/xml")).await.expect(404);
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert_eq!(got.json()["error"]["internalCode"], 12);
}
