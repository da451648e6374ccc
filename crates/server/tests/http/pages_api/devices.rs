//! The devices of an agent: seen, named, signed out.

use super::{assert_refused, delete, put, read};
use crate::common::World;
use crate::common::people::Device;
use crate::common::stream::Stream;
use handover_desk::limits;
use serde_json::{Value, json};

async fn devices(world: &World, device: &Device) -> Vec<Value> {
    read(world, device, "devices").await.expect(200).json()["devices"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_agent_sees_her_devices_oldest_first_and_which_one_this_is() {
    let world = World::new().await;
    let laptop = world.sign_in("maya@example.com").await;
    world.advance_ms(5_000).await;
    let phone = world.sign_in("maya@example.com").await;
    world.sign_in("ben").await;
    let _stream = Stream::of_device(&world, &laptop, "").await;
    put(&world, &laptop, &format!("devices/{}", laptop.session()), json!({"name": " Firefox on Linux "}))
        .await
        .expect(200);
    let start = 1_517_231_983_976_i64;
    let expected = json!([
        {"session": laptop.session(), "name": "Firefox on Linux", "current": false, "startedAt": start,
         "heardAt": start + 5_000, "connected": true},
        {"session": phone.session(), "current": true, "startedAt": start + 5_000, "heardAt": start + 5_000,
         "connected": false},
    ]);
    assert_eq!(Value::from(devices(&world, &phone).await), expected);
}

#[tokio::test]
async fn what_happens_to_a_device_is_told_on_the_others() {
    let world = World::new().await;
    let laptop = world.sign_in("maya@example.com").await;
    let mut stream = Stream::of_device(&world, &laptop, "&kinds=devices").await;
    let told = |message: &crate::common::stream::Message| {
        let all = message.data["devices"].as_array().unwrap().clone();
        assert!(all.iter().all(|device| device.get("heardAt").is_none()), "{all:?}");
        let words = |device: &Value| {
            format!("{} {}", device["name"].as_str().unwrap_or("?"), device["connected"].as_bool().unwrap())
        };
        all.iter().map(words).collect::<Vec<_>>()
    };
    assert_eq!(told(&stream.next().await.unwrap()), ["? true"]);
    let phone = world.sign_in("maya@example.com").await;
    assert_eq!(told(&stream.next().await.unwrap()), ["? true", "? false"]);
    put(&world, &phone, &format!("devices/{}", phone.session()), json!({"name": "Phone"})).await.expect(200);
    assert_eq!(told(&stream.next().await.unwrap()), ["? true", "Phone false"]);
    let other = Stream::of_device(&world, &phone, "&kinds=devices").await;
    assert_eq!(told(&stream.next().await.unwrap()), ["? true", "Phone true"]);
    drop(other);
    assert_eq!(told(&stream.next().await.unwrap()), ["? true", "Phone false"]);
    delete(&world, &laptop, &format!("devices/{}", phone.session())).await.expect(200);
    assert_eq!(told(&stream.next().await.unwrap()), ["? true"]);
}

#[tokio::test]
async fn a_device_that_is_signed_out_is_out_and_the_chats_stay_with_the_other() {
    let world = World::new().await;
    let (laptop, visitor) = world.chatting().await;
    let phone = world.sign_in("maya@example.com").await;
    let before = world.visitor_sees(&visitor).await;
    delete(&world, &phone, &format!("devices/{}", laptop.session())).await.expect(200);
    read(&world, &laptop, "me").await.expect(401);
    assert_eq!(world.chat_sessions(&phone).await, [phone.chat(&visitor)]);
    assert_eq!(world.visitor_sees(&visitor).await, before);
}

#[tokio::test]
async fn only_devices_of_ones_own_are_named_or_signed_out() {
    let world = World::new().await;
    let (maya, ben) = (world.sign_in("maya@example.com").await, world.sign_in("ben").await);
    let before = world.state();
    for device in [maya.session(), "1", "x", "99999999999999999999999"] {
        let path = format!("devices/{device}");
        assert_refused(
            &put(&world, &ben, &path, json!({"name": "Mine"})).await,
            404,
            "Agent session not found",
        );
        assert_refused(&delete(&world, &ben, &path).await, 404, "Agent session not found");
    }
    assert!(world.state() == before);
}

#[tokio::test]
async fn a_name_has_1_to_100_characters() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let path = format!("devices/{}", maya.session());
    let longest = "ä".repeat(limits::DEVICE_NAME_CHARS);
    put(&world, &maya, &path, json!({"name": longest})).await.expect(200);
    let before = world.state();
    for wrong in
        [json!({"name": format!("{longest}ä")}), json!({"name": "  "}), json!({}), json!({"name": {"a": 1}})]
    {
        assert_refused(&put(&world, &maya, &path, wrong).await, 400, "name");
    }
    assert!(world.state() == before);
}
