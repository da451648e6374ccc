//! Who could take a chat, and how soon: both sides get one answer.

use crate::bad_input::refused;
use crate::common::ask::APP_KEY;
use crate::common::people::Device;
use crate::common::{ACCOUNT, FORMATS, World, bodies};
use handover_wire::Element;

/// The value of a document that is one value.
async fn visitor_asks(world: &World, what: &str) -> String {
    let got = world.visitor_reads(format!("/api/account/{ACCOUNT}/chat/{what}")).await.expect(200);
    got.root().text().to_owned()
}

async fn agent_asks(world: &World, device: &Device, what: &str) -> String {
    let got = world.agent_reads(device, format!("{}/{what}", device.path)).await.expect(200);
    got.root().text().to_owned()
}

/// Nicknames in the list of agents, and the path of the `next` link.
async fn agents(world: &World, device: &Device, path: &str) -> (Vec<String>, String) {
    let root = world.agent_reads(device, path).await.expect(200).root();
    let agents = root.child("agents").into_iter().flat_map(Element::children);
    let names = agents.map(|agent| agent.get("nickname").unwrap().to_owned()).collect();
    let next = root.child("link").unwrap().get("href").unwrap().to_owned();
    (names, crate::common::ask::path_of(&next))
}

#[tokio::test]
async fn availability_slots_and_wait_agree_on_both_sides() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        for (what, told) in [("availability", "false"), ("availableSlots", "0"), ("estimatedWaitTime", "-1")]
        {
            assert_eq!(visitor_asks(&world, what).await, told);
        }
        let ben = world.sign_in("ben").await;
        for (what, told) in [
            ("availability?maxWaitTime=0", "true"),
            ("availability?skill=Nothing", "false"),
            ("availability?agent=ben", "true"),
            ("availability?agent=cleo", "false"),
            ("availability?serviceQueue=q&maxWaitTime=0", "false"),
            ("availableSlots", "2"),
            ("availableSlots?skill=Nothing", "0"),
            ("estimatedWaitTime", "0"),
        ] {
            assert_eq!(visitor_asks(&world, what).await, told, "{what}");
        }
        assert_eq!(agent_asks(&world, &ben, "chat/availableSlots").await, "2");
        for _ in 0..2 {
            let visitor = world.start_chat(&bodies::for_sales()).await;
            world.accept(&ben, &visitor).await;
        }
        for (what, told) in [
            ("availability", "true"),
            ("availability?maxWaitTime=0", "false"),
            ("availableSlots", "0"),
            ("estimatedWaitTime", "-2"),
        ] {
            assert_eq!(visitor_asks(&world, what).await, told, "{what}");
        }
        assert_eq!(agent_asks(&world, &ben, "chat/availableSlots").await, "0");
        world.sign_in("maya@example.com").await;
        assert_eq!(agent_asks(&world, &ben, "chat/availableSlots").await, "-1");
        let got = world
            .visitor_reads(format!("/api/account/{ACCOUNT}/chat/availability?skill=Sales&skill=Nothing"))
            .await
            .expect(200);
        let skills = got.root().child("AvailabilityForSkills").unwrap().clone();
        let answers: Vec<_> = skills.children().map(|skill| skill.get("isAvailable").unwrap()).collect();
        assert_eq!(answers, ["true", "false"]);
    }
}

#[tokio::test]
async fn the_list_of_agents_is_followed_by_those_who_have_changed() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let ben = world.sign_in("ben").await;
        let path = format!("{}/availableAgents", ben.path);
        let (all, _) = agents(&world, &ben, &path).await;
        assert_eq!(all, ["Maya", "Ben", "Cleo"], "not at work as well");
        for (query, names) in [
            ("chatState=Online", vec!["Ben"]),
            ("chatState=Offline&skill=Sales", vec!["Maya"]),
            ("skill=Nothing", vec![]),
            ("voiceState=Online", vec![]),
            ("chatReasonId=7", vec![]),
        ] {
            assert_eq!(agents(&world, &ben, &format!("{path}?{query}")).await.0, names, "{query}");
        }
        world.live_ms(1_000, &[&ben], &[]).await;
        let cleo = world.sign_in("cleo").await;
        let (_, next) = agents(&world, &ben, &path).await;
        world.live_ms(1_000, &[&ben, &cleo], &[]).await;
        world.set_availability(&ben, "Away").await;
        let (changed, next) = agents(&world, &cleo, &next.replace(&ben.path, &cleo.path)).await;
        assert_eq!(changed, ["Ben", "Cleo"], "Cleo came at the very time of the list");
        let (changed, _) = agents(&world, &cleo, &next).await;
        assert_eq!(changed, ["Ben"]);
    }
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let ben = world.sign_in("ben").await;
        for (what, name) in [
            ("availability?agent=ben&skill=Sales", "agent"),
            ("availability?maxWaitTime=86401", "maxWaitTime"),
            ("availability?serviceQueue=q", "serviceQueue"),
            ("availableSlots?maxWaitTime=x", "maxWaitTime"),
            ("estimatedWaitTime?agent=ben", "agent"),
        ] {
            let ask = world.get(format!("/api/account/{ACCOUNT}/chat/{what}")).app_key(APP_KEY);
            let got = refused(&world, what, ask, 400, 5).await;
            assert!(got.message().contains(name), "{what}: {}", got.message());
        }
        for (what, name) in [
            ("availableAgents?chatState=Busy", "chatState"),
            ("availableAgents?voiceState=x", "voiceState"),
            ("availableAgents?timeStamp=soon", "timeStamp"),
            ("chat/availableSlots?agent=ben&maxWaitTime=1", "agent"),
        ] {
            let ask = world.get(format!("{}/{what}", ben.path)).bearer(&ben.login.bearer);
            let got = refused(&world, what, ask, 400, 5).await;
            assert!(got.message().contains(name), "{what}: {}", got.message());
        }
    }
}
