//! Visitors who prove who they are (`docs/protocol/30-visitor-api.md` §21, `docs/protocol/20-agent-api.md` §25).

use crate::common::ask::Ask;
use crate::common::identity::{self, CONNECTOR, NOW_S};
use crate::common::{ACCOUNT, FORMATS, World, bodies, seen};
use serde_json::json;

#[tokio::test]
async fn only_the_agent_of_an_authenticated_visitors_chat_is_told_who_it_is() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, ben) = (world.sign_in("maya@example.com").await, world.sign_in("ben").await);
        let ids = identity::prove(&world).await;
        let members = [
            ("skill", "Sales"),
            ("participantId", ids.participant.as_str()),
            ("conversationId", &ids.conversation),
        ];
        let visitor = world.start_chat(&bodies::request(&members)).await;
        let told = |device: &crate::common::people::Device| {
            format!("{}/participantExtendedInfo/{}", device.path, ids.participant)
        };
        assert_eq!(world.agent_reads(&maya, told(&maya)).await.expect(404).internal_code(), 12);
        let taker = if world.ringing(&maya).await == 1 { &maya } else { &ben };
        let other = if taker.path == maya.path { &ben } else { &maya };
        world.accept(taker, &visitor).await;
        let got = world.agent_reads(taker, told(taker)).await.expect(200);
        assert!(got.text().contains("-400.99") && got.text().contains("57ac-072a"), "{}", got.text());
        assert_eq!(world.agent_reads(other, told(other)).await.expect(404).internal_code(), 12);
        let info = world.agent_reads(taker, format!("{}/info", taker.chat(&visitor))).await.expect(200);
        assert_eq!(seen::info(&info, "participantId"), ids.participant);
    }
}

#[tokio::test]
async fn a_token_that_is_not_the_providers_is_refused_and_nothing_is_remembered() {
    let world = World::new().await;
    let before = world.state();
    let with = |change: fn(&mut serde_json::Value)| {
        let mut claims = identity::claims();
        change(&mut claims);
        identity::token(&claims)
    };
    let good = identity::token(&identity::claims());
    let forged = format!("{}x", good.strip_suffix(|_: char| true).unwrap());
    for (connector, token) in [
        (CONNECTOR, "k12197".to_owned()),
        (CONNECTOR, forged),
        (1, good),
        (CONNECTOR, with(|claims| claims["exp"] = json!(NOW_S - 3600))),
        (CONNECTOR, with(|claims| claims["nbf"] = json!(NOW_S + 3600))),
        (CONNECTOR, with(|claims| claims["iss"] = json!("https://else.example"))),
        (CONNECTOR, with(|claims| claims["sub"] = json!(""))),
    ] {
        let got = world.send(identity::request(connector, &token)).await.expect(401);
        assert_eq!((got.internal_code(), got.message()), (10, "Invalid User".to_owned()));
    }
    assert_eq!(world.state(), before);
}

#[tokio::test]
async fn a_chat_request_with_ids_that_do_not_belong_together_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (one, other) = (identity::prove(&world).await, identity::prove(&world).await);
        let path = format!("/api/account/{ACCOUNT}/chat/request");
        for members in [
            vec![("participantId", one.participant.as_str())],
            vec![
                ("participantId", one.participant.as_str()),
                ("conversationId", other.conversation.as_str()),
            ],
            vec![("participantId", "x"), ("conversationId", one.conversation.as_str())],
        ] {
            let got = world.visitor_posts(&path, &bodies::request(&members)).await.expect(401);
            assert_eq!(got.internal_code(), 10);
        }
    }
}

#[tokio::test]
async fn a_proof_without_a_member_names_it() {
    let world = World::new().await;
    let path = format!("/api/account/{ACCOUNT}/conversation.json");
    let ask = Ask::post(path).json(r#"{"authChatConnId":1}"#).app_key(crate::common::ask::APP_KEY);
    let got = world.send(ask).await.expect(400);
    assert_eq!(got.message(), "ssoKey is missing");
}
