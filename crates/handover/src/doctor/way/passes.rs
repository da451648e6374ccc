//! What passes on the way to the server: headers, the largest body, and each transport. A transport is tried with steps: the
//! doctor makes one by a request of its own, and the transport must tell it. So what is held back is found by what does not
//! come, however quick the way is.

use super::believed::Believed;
use super::door::{Door, Socket, within};
use super::{PATIENCE, open};
use crate::doctor::Check;
use anyhow::{Context as _, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use handover_server::limits::BODY_BYTES;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message as Frame;

/// Headers of clients that are not everyday ones.
const HEADERS: [(&str, &str); 5] = [
    ("Authorization", "Bearer handover-doctor"),
    ("Idempotency-Key", "handover-doctor-0123456789"),
    ("If-None-Match", "W/\"0123456789abcdef\""),
    ("Last-Event-ID", "17"),
    ("Prefer", "wait=0"),
];
/// Time between two looks whether a request has come to the server.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Seconds that a long-poll may be held back; it is answered before.
const HELD_BACK_S: u32 = 30;
const STEP: &str = r#"{"last":false}"#;
const LAST_STEP: &str = r#"{"last":true}"#;
/// What an event begins with.
const EVENT: &str = "event: probe\ndata: ";

/// Whether headers come as they are sent.
pub(super) async fn headers(data: &Path, door: &Door) -> Check {
    const NAME: &str = "headers";
    let asked = async {
        let token = open(data).await?;
        let got = door.get(&token, &HEADERS).await?;
        Believed::of(&got).with_context(|| format!("a request with them is answered {}", got.status.as_u16()))
    };
    let believed = match asked.await {
        Ok(believed) => believed,
        Err(error) => return Check::failure(NAME, format!("do not pass: {error:#}")),
    };
    let lost =
        HEADERS.iter().filter(|(name, value)| believed.header(&name.to_ascii_lowercase()) != Some(value));
    let lost: Vec<_> = lost.map(|(name, _)| *name).collect();
    if lost.is_empty() {
        return Check::ok(NAME, "pass as they are sent");
    }
    let says =
        format!("{} does not pass as it is sent: let the proxy leave headers as they are", lost.join(", "));
    // Without it nobody can sign in.
    if lost.contains(&"Authorization") { Check::failure(NAME, says) } else { Check::warning(NAME, says) }
}

/// Whether a body passes that is as large as the server takes it.
pub(super) async fn bodies(data: &Path, door: &Door) -> Check {
    const NAME: &str = "large bodies";
    let kib = BODY_BYTES >> 10;
    let asked = async {
        let token = open(data).await?;
        let got =
            door.step(&token, STEP.to_owned() + &" ".repeat(BODY_BYTES.saturating_sub(STEP.len()))).await?;
        let bytes =
            serde_json::from_slice(&got.body).ok().and_then(|made: Value| made["step"]["bytes"].as_u64());
        ensure!(bytes == u64::try_from(BODY_BYTES).ok(), "it is answered {}", got.status.as_u16());
        Ok(())
    };
    match asked.await {
        Ok(()) => Check::ok(NAME, format!("pass up to the {kib} KiB that the server takes")),
        Err(error) => Check::warning(
            NAME,
            format!("one of {kib} KiB does not pass: {error:#} (nginx: client_max_body_size {kib}k or more)"),
        ),
    }
}

/// Whether a request passes that waits for its answer.
pub(super) async fn long_poll(data: &Path, door: &Door) -> anyhow::Result<&'static str> {
    let token = open(data).await?;
    let answer = door.wait(&token, "?from=1", HELD_BACK_S);
    tokio::pin!(answer);
    let come = within(async {
        while Believed::of(&door.get(&token, &[]).await?).is_none_or(|believed| believed.listening == 0) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        anyhow::Ok(())
    });
    tokio::select! {
        biased;
        early = &mut answer => bail!("a request that waits is answered {} too early", early?.status.as_u16()),
        come = come => come.context("a request that waits does not come to the server")?,
    }
    door.step(&token, STEP.to_owned()).await?;
    let got = within(answer).await.context("the answer to a request that waited does not come")?;
    let step = Believed::of(&got).map(|believed| believed.step);
    ensure!(step == Some(1), "a request that waited is answered {}", got.status.as_u16());
    Ok("passes: a request that waits is answered once there is something (Prefer: wait)")
}

/// Whether Server-Sent Events pass as they are sent.
pub(super) async fn events(data: &Path, door: &Door) -> anyhow::Result<&'static str> {
    const HELD_BACK: &str = "held back until the stream ends: let the proxy pass on what comes at once (nginx: proxy_http_version 1.1; proxy_buffering off;)";
    let token = open(data).await?;
    let (mut told, mut stream) = (String::new(), None);
    let begun = door.events(&token);
    tokio::pin!(begun);
    let first = async {
        let stream = stream.insert(body(begun.as_mut().await?)?);
        tell(stream, &mut told, 1).await
    };
    // A proxy may hold back the events, or even the head of the answer.
    let held_back = match tokio::time::timeout(PATIENCE, first).await {
        Ok(first) => first.map(|()| false)?,
        Err(_) => true,
    };
    door.step(&token, if held_back { LAST_STEP } else { STEP }.to_owned()).await?;
    let second = within(async {
        let mut stream = match stream {
            Some(stream) => stream,
            None => body(begun.await?)?,
        };
        tell(&mut stream, &mut told, 2).await
    });
    match (held_back, second.await) {
        (false, Ok(())) => Ok("pass as they are sent"),
        (false, Err(error)) => Err(error.context("only the first event comes")),
        (true, Ok(())) => bail!(HELD_BACK),
        (true, Err(error)) => Err(error.context("no event comes, not even when the stream ends")),
    }
}

/// The stream, if it is one.
fn body(answer: http::Response<Incoming>) -> anyhow::Result<Incoming> {
    let status = answer.status();
    ensure!(status.is_success(), "a stream of events is answered {}", status.as_u16());
    Ok(answer.into_body())
}

/// Reads on until so many events were told.
async fn tell(stream: &mut Incoming, told: &mut String, count: usize) -> anyhow::Result<()> {
    while told
        .split_inclusive("\n\n")
        .filter(|event| event.starts_with(EVENT) && event.ends_with("\n\n"))
        .count()
        < count
    {
        let frame = stream.frame().await.context("the stream has ended")??;
        if let Ok(bytes) = frame.into_data() {
            told.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    Ok(())
}

/// Whether a WebSocket passes, in both directions.
pub(super) async fn websocket(data: &Path, door: &Door) -> anyhow::Result<&'static str> {
    let token = open(data).await?;
    let mut socket = match door.websocket(&token).await.context("a WebSocket gets no answer")? {
        Ok(socket) => socket,
        Err(status) => bail!(
            "a WebSocket is answered {} instead of 101: let the proxy pass upgrades on (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; docs/push.md has all of it)",
            status.as_u16()
        ),
    };
    within(heard(&mut socket, "probe")).await.context("a WebSocket is opened, and tells nothing")?;
    door.step(&token, STEP.to_owned()).await?;
    within(heard(&mut socket, "probe")).await.context("a WebSocket tells the first step only")?;
    within(socket.send(Frame::text(r#"{"type":"ping"}"#))).await?;
    within(heard(&mut socket, "pong")).await.context("a WebSocket tells, and takes nothing from clients")?;
    Ok("passes, in both directions")
}

/// Reads on until a message of this type.
async fn heard(socket: &mut Socket, kind: &str) -> anyhow::Result<()> {
    loop {
        let frame = socket.next().await.context("it is closed")??;
        let Frame::Text(text) = frame else { continue };
        let message: Value = serde_json::from_str(&text).context("it tells what is no JSON")?;
        if message["type"] == kind {
            return Ok(());
        }
    }
}
