//! What happens because somebody is silent: visitors, agents, devices, and chats that are over.

use crate::common::{ACCOUNT, FORMATS, World, bodies};
use handover_archive::Archive;
use handover_desk::AccountId;

#[tokio::test]
async fn a_visitor_who_is_silent_for_40_seconds_is_disconnected_however_much_the_agent_polls() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.live_ms(39_999, &[&maya], &[]).await;
        assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
        world.advance_ms(1).await;
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], ["4 system 6", "5 ended"]);
    }
}

#[tokio::test]
async fn a_visitor_who_polls_any_resource_of_the_chat_stays() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for below in ["", "/events", "/info", "/info/visitorName", "/info/visitorTyping", "/info/agentTyping"] {
        world.live_ms(39_000, &[&maya], &[]).await;
        world.visitor_reads(format!("{}{below}", visitor.path)).await.expect(200);
    }
    assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
}

#[tokio::test]
async fn the_request_may_name_another_silence() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let request = bodies::request(&[("interactionTimeout", "120")]);
        let visitor = world.start_chat(&request).await;
        world.accept(&maya, &visitor).await;
        world.live_ms(119_999, &[&maya], &[]).await;
        assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
        world.advance_ms(1).await;
        assert_eq!(world.agent_sees(&maya, &visitor).await[4..], ["4 system 6", "5 ended"]);
    }
}

#[tokio::test]
async fn an_agent_not_heard_from_for_30_seconds_gets_no_offers_until_the_next_poll() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        world.advance_ms(30_000).await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        assert_eq!(world.visitor_sees(&visitor).await, ["0 waiting", "1 system 4", "2 system 2"]);
        assert_eq!(world.ringing(&maya).await, 1, "the first poll makes the agent present and matches");
        assert_eq!(world.availability(&maya).await, "Online");
        world.accept(&maya, &visitor).await;
    }
}

#[tokio::test]
async fn an_offer_to_an_agent_who_falls_silent_goes_on_to_the_next() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let ben = world.sign_in("ben").await;
        world.advance_ms(25_000).await;
        assert_eq!(world.ringing(&ben).await, 0);
        let visitor = world.start_chat(&bodies::for_sales()).await;
        assert_eq!(world.ringing(&ben).await, 0, "it rings at the other one");
        world.advance_ms(5_000).await;
        assert_eq!(world.ringing(&ben).await, 1);
        assert_eq!(world.ringing(&maya).await, 0);
        assert_eq!(world.availability(&maya).await, "Online", "silence is not a missed offer");
        world.accept(&ben, &visitor).await;
    }
}

#[tokio::test]
async fn chats_stay_with_an_absent_agent() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    world.sign_in("ben").await;
    world.live_ms(60_000, &[], &[&visitor]).await;
    world.agent_says(&maya, &visitor, &bodies::line("sorry, the train")).await;
    assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 Maya: sorry, the train"]);
}

#[tokio::test]
async fn after_400_seconds_of_silence_a_session_ends_and_its_chats_go_back_to_the_queue() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let ben = world.sign_in("ben").await;
        world.live_ms(399_999, &[&ben], &[&visitor]).await;
        assert_eq!(world.visitor_sees(&visitor).await.len(), 4);
        world.advance_ms(1).await;
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 23", "5 waiting"]);
        assert_eq!(world.ringing(&ben).await, 1);
        let got = world.agent_reads(&maya, &maya.path).await.expect(404);
        assert_eq!((got.internal_code(), got.message().as_str()), (12, "Agent session not found"));
    }
}

#[tokio::test]
async fn a_login_is_over_after_8_hours_without_a_refresh() {
    let world = World::new().await;
    let kept = world.login("maya@example.com").await;
    let lost = world.login("ben").await;
    world.advance_ms(8 * 3_600_000 - 1).await;
    world.send(kept.asks("refresh")).await.expect(200);
    world.advance_ms(1).await;
    world.start_session(&kept).await;
    world.send(lost.asks("refresh")).await.expect(401);
    let path = format!("/api/account/{ACCOUNT}/agentSession");
    let ask = world.post(path, &bodies::availability("Online")).bearer(&lost.bearer);
    assert!(world.send(ask).await.expect(401).text().starts_with("oauth_problem=token_rejected"));
}

#[tokio::test]
async fn an_ended_chat_is_kept_for_5_minutes_after_the_last_call_and_then_only_in_the_archive() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.agent_says(&maya, &visitor, &bodies::private("verified")).await;
        world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
        assert_eq!(world.chat_sessions(&maya).await, Vec::<String>::new());
        world.live_ms(299_999, &[&maya], &[]).await;
        assert_eq!(world.visitor_sees(&visitor).await.last().unwrap(), "5 ended");
        world.live_ms(299_999, &[&maya], &[]).await;
        assert_eq!(world.agent_sees(&maya, &visitor).await.last().unwrap(), "5 ended");
        world.live_ms(300_000, &[&maya], &[]).await;
        world.until_archived(&visitor).await;
        let paths = [visitor.path.clone(), format!("{}/events", visitor.path)];
        for path in paths {
            let got = world.visitor_reads(path).await.expect(404);
            assert_eq!((got.internal_code(), got.message().as_str()), (12, "Chat session not found"));
        }
        assert_eq!(world.agent_reads(&maya, maya.chat(&visitor)).await.expect(404).internal_code(), 12);
        let entry = world.archive.get(&AccountId::new(ACCOUNT), visitor.key()).await.unwrap().unwrap();
        assert!(String::from_utf8(entry.body).unwrap().contains("verified"), "the whole chat is there");
    }
}

#[tokio::test]
async fn a_chat_stays_readable_while_the_archive_does_not_take_it() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
    world.archive.set_full(true);
    world.live_ms(300_000, &[&maya], &[]).await;
    assert_eq!(world.visitor_sees(&visitor).await.last().unwrap(), "4 ended");
    world.archive.set_full(false);
    world.advance_ms(1_000).await;
    world.until_archived(&visitor).await;
    world.visitor_reads(&visitor.path).await.expect(404);
}
