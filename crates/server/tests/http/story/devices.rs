//! Chats follow the agent from device to device, and go back to the queue or end when the agent leaves.

use crate::common::ask::Ask;
use crate::common::people::{Device, Visitor};
use crate::common::{FORMATS, World, bodies, seen};
use handover_desk::{Continuity, LastAgentLeft, Settings};

async fn two_chats(world: &World) -> (Device, [Visitor; 2]) {
    let (maya, first) = world.chatting().await;
    world.advance_ms(1_000).await;
    let second = world.start_chat(&bodies::for_sales()).await;
    world.accept(&maya, &second).await;
    (maya, [first, second])
}

#[tokio::test]
async fn a_second_device_carries_on_with_every_chat_and_the_first_stays_usable() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitors) = two_chats(&world).await;
        let before = world.visitor_sees(&visitors[0]).await;
        let phone = world.sign_in("maya@example.com").await;
        assert_ne!(phone.path, maya.path);
        let listed = world.chat_sessions(&phone).await;
        assert_eq!(listed, [phone.chat(&visitors[0]), phone.chat(&visitors[1])]);
        assert_eq!(world.visitor_sees(&visitors[0]).await, before, "the visitor saw nothing of it");
        let chat = world.agent_reads(&phone, &listed[0]).await.expect(200);
        assert_eq!(seen::events(&chat), before);
        world.agent_says(&phone, &visitors[0], &bodies::line("from the phone")).await;
        world.agent_says(&maya, &visitors[0], &bodies::line("from the desk")).await;
        let told = ["4 Maya: from the phone", "5 Maya: from the desk"];
        assert_eq!(world.visitor_sees(&visitors[0]).await[4..], told);
    }
}

#[tokio::test]
async fn ending_one_of_two_devices_changes_nothing_for_anyone() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitors) = two_chats(&world).await;
        let phone = world.sign_in("maya@example.com").await;
        world.logout(&maya.login).await.expect(200);
        world.agent_reads(&maya, &maya.path).await.expect(401);
        assert_eq!(world.chat_sessions(&phone).await.len(), 2);
        assert_eq!(world.visitor_sees(&visitors[0]).await.len(), 4);
        assert_eq!(world.availability(&phone).await, "Online");
    }
}

#[tokio::test]
async fn with_takeover_the_first_device_is_gone_and_the_chats_are_not() {
    for format in FORMATS {
        let settings = Settings { continuity: Continuity::Takeover, ..Settings::default() };
        let world = World::with(format, settings).await;
        let (maya, visitors) = two_chats(&world).await;
        world.set_availability(&maya, "Away").await;
        let phone = world.sign_in("maya@example.com").await;
        assert_eq!(world.chat_sessions(&phone).await.len(), 2);
        assert_eq!(world.availability(&phone).await, "Away", "it belongs to the agent");
        for path in [maya.path.clone(), format!("{}/incomingRequests", maya.path), maya.chat(&visitors[0])] {
            let got = world.agent_reads(&maya, path).await.expect(404);
            assert_eq!((got.internal_code(), got.message().as_str()), (12, "Agent session not found"));
        }
        assert_eq!(world.visitor_sees(&visitors[0]).await.len(), 4);
        world.logout(&maya.login).await.expect(200);
        assert_eq!(world.chat_sessions(&phone).await.len(), 2);
    }
}

#[tokio::test]
async fn an_offer_rings_on_every_device_and_is_accepted_once() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let phone = world.sign_in("maya@example.com").await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        assert_eq!((world.ringing(&maya).await, world.ringing(&phone).await), (1, 1));
        world.accept(&phone, &visitor).await;
        assert_eq!(world.ringing(&maya).await, 0);
        world.try_accept(&maya).await.expect(404);
    }
}

#[tokio::test]
async fn when_the_agent_logs_out_a_chat_goes_back_to_the_queue_and_rings_at_a_colleague() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let ben = world.sign_in("ben").await;
        world.logout(&maya.login).await.expect(200);
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 23", "5 waiting"]);
        assert_eq!(world.ringing(&ben).await, 1);
        world.accept(&ben, &visitor).await;
        assert_eq!(world.visitor_sees(&visitor).await[6..], ["6 chatting", "7 system 3"]);
        let again = world.sign_in("maya@example.com").await;
        assert_eq!(world.chat_sessions(&again).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn when_the_last_agent_leaves_a_chat_is_disconnected() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let end = Ask::post(&maya.path).with("X-HTTP-Method-Override", "DELETE").bearer(&maya.login.bearer);
        assert_eq!(world.send(end.clone()).await.expect(200).text(), "");
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 6", "5 ended"]);
        world.send(end).await.expect(404);
    }
}

#[tokio::test]
async fn with_the_setting_a_chat_waits_for_the_next_agent_instead() {
    let settings = Settings { last_agent_left: LastAgentLeft::Requeue, ..Settings::default() };
    let world = World::with(FORMATS[0], settings).await;
    let (maya, visitor) = world.chatting().await;
    world.logout(&maya.login).await.expect(200);
    assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 23", "5 waiting"]);
    let ben = world.sign_in("ben").await;
    assert_eq!(world.ringing(&ben).await, 1);
}

#[tokio::test]
async fn an_agent_without_the_skill_does_not_keep_a_chat_alive() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    world.sign_in("cleo").await;
    world.logout(&maya.login).await.expect(200);
    assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 system 6", "5 ended"]);
}

#[tokio::test]
async fn an_offer_that_is_missed_goes_to_the_next_agent_and_makes_the_first_away() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let ben = world.sign_in("ben").await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        assert_eq!((world.ringing(&maya).await, world.ringing(&ben).await), (1, 0));
        world.advance_ms(19_999).await;
        assert_eq!(world.availability(&maya).await, "Online");
        world.advance_ms(1).await;
        assert_eq!(world.availability(&maya).await, "Away");
        assert_eq!((world.ringing(&maya).await, world.ringing(&ben).await), (0, 1));
        assert_eq!(world.visitor_sees(&visitor).await, ["0 waiting", "1 system 4"], "no event");
        world.try_accept(&maya).await.expect(404);
        world.accept(&ben, &visitor).await;
    }
}

#[tokio::test]
async fn an_offer_in_its_last_second_is_not_counted_but_can_still_be_accepted() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let visitor = world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(18_999).await;
    assert_eq!(world.ringing(&maya).await, 1);
    world.advance_ms(1).await;
    assert_eq!(world.ringing(&maya).await, 0);
    world.advance_ms(999).await;
    world.accept(&maya, &visitor).await;
}

#[tokio::test]
async fn an_agent_who_goes_away_hands_the_ringing_chat_on_and_keeps_the_others() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let other = world.start_chat(&bodies::for_sales()).await;
        let ben = world.sign_in("ben").await;
        world.set_availability(&maya, "Away").await;
        assert_eq!((world.ringing(&maya).await, world.ringing(&ben).await), (0, 1));
        world.accept(&ben, &other).await;
        world.agent_says(&maya, &visitor, &bodies::line("still here")).await;
    }
}

#[tokio::test]
async fn of_two_devices_that_accept_at_the_same_moment_one_gets_the_chat() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let phone = world.sign_in("maya@example.com").await;
        let visitor = world.start_chat(&bodies::for_sales()).await;
        let (desk, pocket) = tokio::join!(world.try_accept(&maya), world.try_accept(&phone));
        assert_eq!((desk.status, pocket.status), (201, 404));
        assert_eq!(world.visitor_sees(&visitor).await.len(), 4);
    }
}

#[tokio::test]
async fn a_ninth_device_ends_the_one_that_was_silent_for_longest() {
    let world = World::new().await;
    let login = world.login("maya@example.com").await;
    let mut devices = Vec::new();
    for _ in 0..8 {
        devices.push(world.start_session(&login).await);
    }
    let silent = devices.remove(2);
    world.live_ms(60_000, &devices.iter().collect::<Vec<_>>(), &[]).await;
    devices.push(world.start_session(&login).await);
    world.agent_reads(&silent, &silent.path).await.expect(404);
    for device in devices {
        world.agent_reads(&device, &device.path).await.expect(200);
    }
}
