//! The supervisor's board: what it tells, and when.

use super::read;
use crate::common::ask::Ask;
use crate::common::people::Device;
use crate::common::stream::Stream;
use crate::common::{BEN, MAYA, SALES, SUE, World, bodies};
use serde_json::{Value, json};

async fn board(world: &World, sue: &Device) -> Value {
    read(world, sue, "board").await.expect(200).json()["board"].clone()
}

fn skill<'b>(board: &'b Value, name: &str) -> &'b Value {
    let skills = board["skills"].as_array().unwrap();
    skills.iter().find(|skill| skill["name"] == name).unwrap_or_else(|| panic!("no {name}: {board}"))
}

async fn stream(world: &World, sue: &Device) -> Stream {
    let ask = Ask::get(format!("{}/board", sue.pages())).bearer(&sue.login.bearer);
    Stream::open(world, ask).await
}

#[tokio::test]
async fn the_board_tells_of_skills_agents_and_chats() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    let (_, visitor) = world.chatting().await;
    let board = board(&world, &sue).await;
    let sales = skill(&board, "Sales");
    assert_eq!(
        (&sales["id"], &sales["waiting"], &sales["chats"], &sales["slots"]),
        (&SALES.into(), &0.into(), &1.into(), &(-1).into())
    );
    assert_eq!(sales["agents"], json!({"online": 1, "occupied": 0, "away": 0, "absent": 0, "offline": 1}));
    assert_eq!(
        (&sales["answered"], &sales["abandoned"], &sales["meanWaitMs"]),
        (&1.into(), &0.into(), &0.into())
    );
    let minutes = sales["answeredByMinute"].as_array().unwrap();
    assert_eq!((minutes.len(), &minutes[59], &minutes[58]), (60, &1.into(), &0.into()));
    let names: Vec<_> =
        board["agents"].as_array().unwrap().iter().map(|agent| agent["nickname"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ben", "Cleo", "Maya", "Sue"]);
    let start = 1_517_231_983_976_i64;
    let maya = json!({"id": MAYA, "nickname": "Maya", "state": "Online", "since": start, "present": true, "chats": 1,
        "ringing": 0, "maxChats": -1, "devices": 1, "secondFactor": false, "skills": [25_975_313, 26_060_413]});
    assert_eq!(board["agents"][2], maya);
    let chat = json!({"chat": visitor.key(), "skill": SALES, "agent": MAYA, "requestedAt": start, "acceptedAt": start, "why": "only_one"});
    assert_eq!((&board["chats"], &board["chatsTotal"]), (&json!([chat]), &1.into()));
    assert_eq!((&board["waiting"], &board["waitingTotal"]), (&json!([]), &0.into()));
}

#[tokio::test]
async fn a_waiting_chat_says_why_it_is_still_waiting() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    let reason = |board: Value| board["waiting"][0]["reason"].as_str().unwrap().to_owned();
    world.start_chat(&bodies::for_sales()).await;
    assert_eq!(reason(board(&world, &sue).await), "nobody_signed_in");
    let ben = world.sign_in("ben").await;
    let ringing = board(&world, &sue).await;
    assert_eq!(
        ringing["waiting"][0]["ringing"],
        json!({"agent": BEN, "until": 1_517_232_003_976_i64, "why": "only_one"})
    );
    assert_eq!(reason(ringing), "ringing");
    world.set_availability(&ben, "Away").await;
    assert_eq!(reason(board(&world, &sue).await), "nobody_online");
    world.set_availability(&ben, "Online").await;
    world.try_accept(&ben).await.expect(201);
    let [_, third] =
        [world.start_chat(&bodies::for_sales()).await, world.start_chat(&bodies::for_sales()).await];
    world.try_accept(&ben).await.expect(201);
    let full = board(&world, &sue).await;
    assert_eq!((&full["waiting"][0]["chat"], &full["waitingTotal"]), (&third.key().into(), &1.into()));
    let agents =
        json!({"skilled": 2, "offline": 1, "away": 0, "occupied": 0, "absent": 0, "full": 1, "kept": 0});
    assert_eq!(full["waiting"][0]["agents"], agents);
    assert_eq!(reason(full), "all_full");
}

#[tokio::test]
async fn chats_that_need_no_skill_stand_last_and_only_when_there_are_any() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    assert_eq!(board(&world, &sue).await["skills"].as_array().unwrap().len(), 2);
    world.start_chat(&bodies::request(&[])).await;
    let board = board(&world, &sue).await;
    let skills = board["skills"].as_array().unwrap();
    assert_eq!((skills.len(), skills[2].get("name"), &skills[2]["waiting"]), (3, None, &1.into()));
}

#[tokio::test]
async fn an_abandoned_chat_is_counted_for_an_hour() {
    let world = World::new().await;
    let visitor = world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(10_000).await;
    world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
    let sue = world.sign_in_supervisor().await;
    let sales = board(&world, &sue).await;
    assert_eq!(
        (&skill(&sales, "Sales")["abandoned"], &skill(&sales, "Sales")["answered"]),
        (&1.into(), &0.into())
    );
    world.advance_ms(60 * 60_000).await;
    let sue = world.sign_in("sue").await;
    assert_eq!(skill(&board(&world, &sue).await, "Sales")["abandoned"], 0);
}

#[tokio::test]
async fn the_stream_tells_the_whole_board_when_it_differs_at_most_once_a_second() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    let mut stream = stream(&world, &sue).await;
    let first = stream.next().await.unwrap();
    assert_eq!((first.kind.as_str(), &first.data["board"]), ("board", &board(&world, &sue).await));
    world.start_chat(&bodies::for_sales()).await;
    world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(999).await;
    world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(1).await;
    let second = stream.next().await.unwrap();
    assert_eq!(second.data["board"]["waitingTotal"], 3, "two changes within the second, told once");
    assert_eq!(second.data["board"]["now"], 1_517_231_984_976_i64);
}

#[tokio::test]
async fn the_stream_ends_with_the_session() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    let mut stream = stream(&world, &sue).await;
    stream.next().await.unwrap();
    world.logout(&sue.login).await.expect(200);
    let last = stream.next().await.unwrap();
    assert_eq!((last.kind.as_str(), &last.data["reason"]), ("close", &"gone".into()));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn the_board_is_for_supervisors_only() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let chat = format!("board/chat/{}", visitor.key());
    let before = world.state();
    for path in ["board", "audit", &format!("{chat}/events"), &format!("{chat}/details")] {
        super::assert_refused(&read(&world, &maya, path).await, 403, "Only a supervisor may do this");
    }
    for act in ["whisper", "takeOver", "end"] {
        let got = super::post(&world, &maya, &format!("{chat}/{act}"), json!({"text": "Hi"})).await;
        super::assert_refused(&got, 403, "Only a supervisor may do this");
    }
    let got = super::post(&world, &maya, &format!("board/agent/{SUE}/signOut"), json!({})).await;
    super::assert_refused(&got, 403, "Only a supervisor may do this");
    assert!(world.state() == before);
}

#[tokio::test]
async fn the_tag_of_the_board_leaves_out_what_moves_with_every_call() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    for path in ["board", "devices"] {
        let tag = read(&world, &sue, path).await.expect(200).header("etag").unwrap().to_owned();
        world.advance_ms(1_000).await;
        let ask = Ask::get(format!("{}/{path}", sue.pages())).bearer(&sue.login.bearer);
        world.send(ask.clone().with("If-None-Match", &tag)).await.expect(304);
        world.sign_in("sue").await;
        world.send(ask.with("If-None-Match", &tag)).await.expect(200);
    }
}
