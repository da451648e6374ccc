//! Handing chats on.

use crate::common::bodies::Both;
use crate::common::{BEN, BILLING, CLEO, FORMATS, MAYA, SALES, World, bodies};

#[tokio::test]
async fn a_chat_that_is_transferred_to_a_skill_rings_at_somebody_who_has_it() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let cleo = world.sign_in("cleo").await;
        let path = format!("{}/transfer", maya.chat(&visitor));
        let body = bodies::transfer("skill", BILLING, "Wants a refund");
        let got = world.agent_posts(&maya, &path, &body).await.expect(200);
        assert_eq!(got.text(), "");
        assert_eq!(world.ringing(&cleo).await, 1);
        assert_eq!(world.chat_sessions(&maya).await, Vec::<String>::new());
        let told = ["4 system 15", "5 Maya privately: Wants a refund", "6 waiting"];
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], told, "readable until it is accepted");
        let events = format!("{}/events", maya.chat(&visitor));
        let line = world.agent_posts(&maya, events, &bodies::line("x")).await.expect(400);
        assert_eq!(line.internal_code(), 5);
        world.accept(&cleo, &visitor).await;
        let all =
            ["4 system 15", "5 Maya privately: Wants a refund", "6 waiting", "7 chatting", "8 system 3"];
        assert_eq!(world.agent_sees(&cleo, &visitor).await[4..], all);
        let hers = ["4 system 15", "6 waiting", "7 chatting", "8 system 3"];
        assert_eq!(world.visitor_sees(&visitor).await[4..], hers);
        let gone = world.agent_reads(&maya, maya.chat(&visitor)).await.expect(404);
        assert_eq!((gone.internal_code(), gone.message().as_str()), (12, "Chat session not found"));
    }
}

#[tokio::test]
async fn a_chat_that_is_transferred_to_an_occupied_agent_in_person_rings_there() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let ben = world.sign_in("ben").await;
        world.set_availability(&ben, "Occupied").await;
        let path = format!("{}/transfer", maya.chat(&visitor));
        world.agent_posts(&maya, &path, &bodies::transfer("agent", BEN, "")).await.expect(200);
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 13", "5 waiting"]);
        world.accept(&ben, &visitor).await;
        assert_eq!(world.visitor_sees(&visitor).await[6..], ["6 chatting", "7 system 3"]);
    }
}

#[tokio::test]
async fn a_transfer_that_cannot_be_done_is_refused_and_the_chat_stays() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/transfer", maya.chat(&visitor));
        let cleo = world.sign_in("cleo").await;
        world.set_availability(&cleo, "Away").await;
        let refused = [("skill", BILLING), ("skill", 1), ("agent", BEN), ("agent", CLEO), ("agent", MAYA)];
        for (kind, id) in refused.into_iter().chain([("skill", SALES), ("agent", 1)]) {
            let before = world.state();
            let got = world.agent_posts(&maya, &path, &bodies::transfer(kind, id, "x")).await.expect(400);
            assert_eq!(got.format(), format);
            let root = got.root();
            assert_eq!(root.name(), "transfer");
            assert!(!root.get("errormsg").unwrap().is_empty(), "{kind} {id}");
            assert_eq!(world.state(), before);
        }
        let neither = Both::new(r#"{"transfer":{"text":"x"}}"#, "<transfer><text>x</text></transfer>");
        assert_eq!(world.agent_posts(&maya, &path, &neither).await.expect(400).internal_code(), 5);
        world.agent_says(&maya, &visitor, &bodies::line("still here")).await;
    }
}

#[tokio::test]
async fn the_text_of_a_transfer_may_stand_outside() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    world.sign_in("ben").await;
    let body = Both::new(format!(r#"{{"transfer":{{"agent":{{"id":"{BEN}"}}}},"text":"verified"}}"#), "");
    let path = format!("{}/transfer", maya.chat(&visitor));
    world.agent_posts(&maya, path, &body).await.expect(200);
    assert_eq!(world.agent_sees(&maya, &visitor).await[5], "5 Maya privately: verified");
}

#[tokio::test]
async fn a_personal_transfer_that_is_missed_falls_to_the_queue_of_the_skill() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let ben = world.sign_in("ben").await;
        let path = format!("{}/transfer", maya.chat(&visitor));
        world.agent_posts(&maya, &path, &bodies::transfer("agent", BEN, "")).await.expect(200);
        world.advance_ms(20_000).await;
        assert_eq!(world.availability(&ben).await, "Away");
        assert_eq!(world.ringing(&maya).await, 1);
        world.accept(&maya, &visitor).await;
        assert_eq!(
            world.visitor_sees(&visitor).await[4..],
            ["4 system 13", "5 waiting", "6 chatting", "7 system 3"]
        );
    }
}
