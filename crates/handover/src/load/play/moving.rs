//! An agent moves to another device: signs in there, finds every chat, goes on, and leaves the first device.

use super::lanes::Stage;
use super::signing_in::{ask, sign_in, sign_out};
use crate::load::check::Rule;
use crate::load::document;
use crate::load::http::Request;
use anyhow::Context as _;
use rand::RngExt as _;
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

/// How often a device that is being left is looked at: what was sent from it must be answered first.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Some agent moves.
pub(in crate::load) async fn move_one(stage: Rc<Stage>) {
    let Some(agent) = choose(&stage) else { return };
    let moved = go(&stage, agent).await;
    let mut world = stage.world.borrow_mut();
    match moved {
        Ok(()) => world.counts.moves += 1,
        Err(error) => world.findings.note(Rule::Status, || format!("a move: {error:#}")),
    }
    if let Some(agent) = world.agents.get_mut(agent) {
        agent.is_moving = false;
    }
}

/// An agent who does not move already.
fn choose(stage: &Rc<Stage>) -> Option<usize> {
    let mut world = stage.world.borrow_mut();
    let count = world.agents.len();
    if world.is_closing() || count == 0 {
        return None;
    }
    let agent = world.chances.random_range(0..count);
    let chosen = world.agents.get_mut(agent).filter(|agent| !agent.is_moving)?;
    chosen.is_moving = true;
    Some(agent)
}

async fn go(stage: &Rc<Stage>, agent: usize) -> anyhow::Result<()> {
    let (credentials, left) = {
        let world = stage.world.borrow();
        let mover = world.agents.get(agent).context("no agent")?;
        (mover.credentials.clone(), mover.device().context("no device")?.number)
    };
    let device = sign_in(stage, &credentials, left.wrapping_add(1)).await?;
    let before = chats_of(stage, agent);
    let request = {
        let world = stage.world.borrow();
        Request::get(&world.site, &format!("{}/chatSessions", device.path), "").bearer(&device.bearer)
    };
    let answer = ask(stage, request.bytes()).await?;
    let listed = document::chat_sessions(&answer.body).filter(|_| answer.status == 200);
    let listed = listed.with_context(|| format!("GET chatSessions: {}", answer.status))?;
    check(stage, agent, &before, &listed);
    if let Some(mover) = stage.world.borrow_mut().agents.get_mut(agent) {
        mover.devices.push(device);
    }
    stage.reopen_stream(agent);
    let left = loop {
        {
            let mut world = stage.world.borrow_mut();
            let mover = world.agents.get_mut(agent).context("no agent")?;
            let at = mover.devices.iter().position(|device| device.number == left && device.in_flight == 0);
            if let Some(at) = at {
                break mover.devices.remove(at);
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    sign_out(stage, &left).await
}

/// The chats of an agent whose end was not sent.
fn chats_of(stage: &Rc<Stage>, agent: usize) -> Vec<String> {
    let world = stage.world.borrow();
    let chats = world.chats.iter().map(|(_, chat)| chat);
    chats.filter(|chat| chat.agent == Some(agent) && chat.is_live()).map(|chat| chat.key.clone()).collect()
}

/// Every chat that was there when the list was asked for, and is still, must be on it; what is on it must be the agent's.
pub(super) fn check(stage: &Rc<Stage>, agent: usize, before: &[String], listed: &[String]) {
    let after: HashSet<String> = chats_of(stage, agent).into_iter().collect();
    let mut world = stage.world.borrow_mut();
    let world = &mut *world;
    let login = world.agents.get(agent).map_or("", |agent| &agent.credentials.login);
    for key in before.iter().filter(|key| after.contains(*key) && !listed.contains(key)) {
        world.findings.note(Rule::ChatSessions, || format!("{login} does not find chat {key}"));
    }
    let accepting = world.agents.get(agent).is_some_and(|agent| agent.accepting > 0);
    for key in listed {
        // A chat that is not known was read to its end meanwhile, and is forgotten here.
        let known = world.by_key.get(key).and_then(|chat| world.chats.get(*chat));
        let Some(chat) = known.filter(|chat| chat.agent != Some(agent)) else { continue };
        if chat.agent.is_some() || !accepting {
            let theirs = chat.agent.and_then(|other| world.agents.get(other));
            let whose = theirs.map_or("nobody", |other| &other.credentials.login);
            let what = format!("{login} finds {}, end {:?}, which is of {whose}", chat.name(), chat.end);
            world.findings.note(Rule::ChatSessions, || what);
        }
    }
    let twice = listed.len() - listed.iter().collect::<HashSet<_>>().len();
    if twice > 0 {
        world.findings.note(Rule::ChatSessions, || format!("{login} finds {twice} chats twice"));
    }
}
