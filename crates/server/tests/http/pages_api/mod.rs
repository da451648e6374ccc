//! The API of the pages (`docs/handover-api.md`) through its public door.

mod admin;
mod agent;
mod board;
mod devices;
mod marks;
mod supervisor;
mod visitor;

use crate::common::World;
use crate::common::ask::{Ask, Got};
use crate::common::people::{Device, Visitor};
use serde_json::{Value, json};

/// What an agent reads in this API: `me`, `devices`, …
async fn read(world: &World, device: &Device, path: &str) -> Got {
    world.send(Ask::get(format!("{}/{path}", device.pages())).bearer(&device.login.bearer)).await
}

/// What a PUT of an agent is answered.
async fn put(world: &World, device: &Device, path: &str, body: Value) -> Got {
    let ask = Ask::put(format!("{}/{path}", device.pages())).json(body.to_string());
    world.send(ask.bearer(&device.login.bearer)).await
}

/// What a POST of an agent is answered.
async fn post(world: &World, device: &Device, path: &str, body: Value) -> Got {
    let ask = Ask::post(format!("{}/{path}", device.pages())).json(body.to_string());
    world.send(ask.bearer(&device.login.bearer)).await
}

/// What a DELETE of an agent is answered.
async fn delete(world: &World, device: &Device, path: &str) -> Got {
    let ask = Ask::post(format!("{}/{path}", device.pages())).with("X-HTTP-Method-Override", "DELETE");
    world.send(ask.bearer(&device.login.bearer)).await
}

/// An act of a supervisor on a chat.
async fn act(world: &World, sue: &Device, visitor: &Visitor, act: &str) -> Got {
    post(world, sue, &format!("board/chat/{}/{act}", visitor.key()), json!({})).await
}

/// A refusal that names the member.
#[track_caller]
fn assert_refused(got: &Got, status: u16, words: &str) {
    assert_eq!(got.status, status, "{}", got.text());
    assert!(got.message().contains(words), "{}", got.text());
}
