//! Agents sign in and out.

use super::agent::{Agent, Device};
use super::lanes::Stage;
use crate::load::document;
use crate::load::http::{Answer, Request};
use crate::load::settings::Credentials;
use anyhow::{Context as _, bail};
use std::rc::Rc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Agents who sign in at a time: servers take few password checks at once.
const AT_A_TIME: usize = 16;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often a login is tried when the server is busy, and the pause before it is tried again.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_secs(1);

/// Sends a request and waits for the answer.
pub(super) async fn ask(stage: &Rc<Stage>, bytes: Vec<u8>) -> anyhow::Result<Answer> {
    let answer = stage.world.borrow_mut().send_and_wait(bytes);
    stage.pump();
    let answer = tokio::time::timeout(PATIENCE, answer).await;
    answer.context("there was no answer in time")?.context("the request was given up")
}

/// This answer, if it has one of the statuses.
fn expect(answer: Answer, statuses: &[u16], what: &str) -> anyhow::Result<Answer> {
    if statuses.contains(&answer.status) {
        return Ok(answer);
    }
    let body: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    bail!("{what}: {} {body}", answer.status)
}

/// Signs an agent in at a device and starts an agent session.
pub(super) async fn sign_in(
    stage: &Rc<Stage>,
    credentials: &Credentials,
    number: u32,
) -> anyhow::Result<Device> {
    let body = serde_json::json!({ "username": credentials.login, "password": credentials.password });
    let site = stage.world.borrow().site.clone();
    let mut tries = 0;
    let answer = loop {
        let answer = ask(stage, Request::login(&site, "/login").json(&body.to_string())).await?;
        tries += 1;
        if !matches!(answer.status, 429 | 503) || tries == TRIES {
            break expect(answer, &[200], "login")?;
        }
        tokio::time::sleep(PAUSE).await;
    };
    let (bearer, csrf) = document::login(&answer.body).context("login: no bearer and csrf")?;
    let cookie = answer.cookie.unwrap_or_default();
    let once = stage.world.borrow_mut().once();
    let request = Request::post(&site, &site.path("/agentSession")).bearer(&bearer).once(once);
    let answer = ask(stage, request.json(r#"{"loginData":""}"#)).await?;
    let answer = expect(answer, &[200, 201], "POST agentSession")?;
    let location = answer.location.context("POST agentSession: no Location")?;
    let path = site.path_of(&location).context("POST agentSession: a Location elsewhere")?;
    Ok(Device { number, path, bearer, csrf, cookie, in_flight: 0 })
}

/// Ends the login of a device, and its agent session with it.
pub(super) async fn sign_out(stage: &Rc<Stage>, device: &Device) -> anyhow::Result<()> {
    let site = stage.world.borrow().site.clone();
    let body = serde_json::json!({ "csrf": device.csrf });
    let request = Request::login(&site, "/logout").with("Cookie", &device.cookie);
    let answer = ask(stage, request.json(&body.to_string())).await?;
    if answer.status == 401 && stage.world.borrow().settings.disturbs() {
        // It was done before the connection was lost, and the answer with it.
        return Ok(());
    }
    expect(answer, &[200, 204], "logout").map(drop)
}

/// Signs in one of the agents, online, with what there is to know about it.
async fn engage(stage: Rc<Stage>, credentials: Credentials) -> anyhow::Result<Agent> {
    let device =
        sign_in(&stage, &credentials, 0).await.with_context(|| format!("agent {}", credentials.login))?;
    let get = |path: &str| Request::get(&stage.world.borrow().site, path, "").bearer(&device.bearer).bytes();
    let answer = ask(&stage, get(&format!("{}/info", device.path))).await?;
    let (limit, names) = document::agent_info(&answer.body).context("GET info cannot be read")?;
    let once = stage.world.borrow_mut().once();
    let path = format!("{}/availability", device.path);
    let request = Request::post(&stage.world.borrow().site, &path).bearer(&device.bearer);
    let request = request.with("X-HTTP-Method-Override", "PUT").once(once);
    let answer = ask(&stage, request.json(r#"{"availability":{"chat":"Online"}}"#)).await?;
    expect(answer, &[200], "PUT availability")?;
    let world = stage.world.borrow();
    let known = world.settings.skills.iter().enumerate();
    let skills = known.filter(|(_, skill)| names.contains(skill)).map(|(at, _)| at).collect();
    drop(world);
    Ok(Agent::new(credentials, limit, skills, device))
}

/// Signs all agents in.
pub(in crate::load) async fn sign_all_in(stage: &Rc<Stage>, all: Vec<Credentials>) -> anyhow::Result<()> {
    let mut coming = all.into_iter();
    let mut tasks = JoinSet::new();
    let mut agents = Vec::new();
    loop {
        while tasks.len() < AT_A_TIME
            && let Some(credentials) = coming.next()
        {
            tasks.spawn_local(engage(Rc::clone(stage), credentials));
        }
        match tasks.join_next().await {
            None => break,
            Some(agent) => agents.push(agent??),
        }
    }
    let mut world = stage.world.borrow_mut();
    for (at, name) in world.settings.skills.iter().enumerate() {
        if !agents.iter().any(|agent: &Agent| agent.skills.contains(&at)) {
            bail!("no agent has the skill {name}");
        }
    }
    world.agents = agents;
    Ok(())
}

/// Signs all agents out.
pub(in crate::load) async fn sign_all_out(stage: &Rc<Stage>) -> anyhow::Result<()> {
    let devices: Vec<Device> = {
        let world = stage.world.borrow();
        world.agents.iter().flat_map(|agent| agent.devices.clone()).collect()
    };
    for device in devices {
        sign_out(stage, &device).await?;
    }
    Ok(())
}
