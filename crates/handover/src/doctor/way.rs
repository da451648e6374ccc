//! The way that clients take to the server: name, connection, certificate, the proxies between, and which transports pass
//! through them. What is asked is the server itself, by a probe that it opens for whoever owns the data folder.

mod believed;
mod door;
mod passes;

use super::{Check, Verdict};
use crate::control::{Answer, Question, ask};
use anyhow::bail;
use believed::Believed;
use door::{Door, Got};
use std::path::Path;
use std::time::Duration;

/// Time that an answer may take. What has not come by then does not come.
const PATIENCE: Duration = Duration::from_secs(5);
/// The header that carries the token of a probe.
const TOKEN: &str = "Handover-Probe";
/// Where a probe is asked.
const PATH: &str = "/api/handover/v1/probe";

/// Everything about the way to a server. When the server is not reached there is nothing more to say.
pub(super) async fn look(data: &Path, url: &str, ca: Option<&Path>) -> Vec<Check> {
    const NAME: &str = "url";
    match reach(data, url, ca).await {
        Err(error) => vec![Check::failure(NAME, format!("{error:#}"))],
        Ok((door, believed)) => {
            let mut checks = vec![Check::ok(NAME, reached(&door, &believed))];
            checks.push(believed.links(door.origin()));
            checks.push(believed.client());
            checks.extend(forged(data, &door, &believed).await);
            checks.push(passes::headers(data, &door).await);
            checks.push(passes::bodies(data, &door).await);
            checks.extend(transports(data, &door).await);
            checks
        }
    }
}

async fn reach(data: &Path, url: &str, ca: Option<&Path>) -> anyhow::Result<(Door, Believed)> {
    let token = open(data).await?;
    let door = Door::find(url, ca).await?;
    let got = door.get(&token, &[believed::HOP]).await?;
    let believed = Believed::of(&got).map_or_else(|| Err(no_probe(&got, &door)), Ok)?;
    Ok((door, believed))
}

/// Opens a probe at the server that runs on the data folder; gives its token.
async fn open(data: &Path) -> anyhow::Result<String> {
    let Ok(answer) = ask(data, &Question::Probe).await else {
        bail!("no server runs on {}: start it, and look again", data.display())
    };
    let Answer::Probe(token) = answer else {
        bail!("the server that runs is of another release: start it again with this one, and look again")
    };
    Ok(token)
}

fn reached(door: &Door, believed: &Believed) -> String {
    let how = if door.is_tls() { ", with a certificate that fits" } else { "" };
    let way = if believed.is_behind_proxy() {
        format!("through a proxy at {}, which asks in {}", believed.peer, believed.version)
    } else {
        "with no proxy between".to_owned()
    };
    format!("{} leads to the server that runs on the data folder{how}, {way}", door.origin())
}

/// Why the answer is not that of the probe.
fn no_probe(got: &Got, door: &Door) -> anyhow::Error {
    let (url, status) = (door.origin(), got.status.as_u16());
    let why = if got.status.is_redirection() {
        let to = got.header("location").unwrap_or("another address");
        format!("leads on to {to:?}: name that address with --url, without a path")
    } else if matches!(status, 502..=504) {
        "is a proxy that does not reach the server: it must pass requests on to the address that the server listens on (nginx: proxy_pass)".to_owned()
    } else if status == 401 || status == 403 {
        "is a proxy that lets nobody through unasked: clients cannot answer it".to_owned()
    } else {
        format!(
            "is not the server that runs on the data folder: another server answers, or a proxy changes answers or does not pass on {PATH} or the header {TOKEN}"
        )
    };
    anyhow::anyhow!("{url} {why} (it answers {status})")
}

/// Whether a client can make up who and where it is. Only a proxy that is believed could help it to.
async fn forged(data: &Path, door: &Door, believed: &Believed) -> Option<Check> {
    const NAME: &str = "forged headers";
    if !believed.is_behind_proxy() || !believed.peer_is_trusted {
        return None;
    }
    let asked = async {
        let token = open(data).await?;
        door.get(&token, &believed::FORGED).await
    };
    let second = asked.await.ok().and_then(|got| Believed::of(&got));
    Some(second.map_or_else(
        || {
            Check::warning(
                NAME,
                "a request with X-Forwarded-Host and X-Forwarded-For of its own gets no answer",
            )
        },
        |second| believed.forged(NAME, &second),
    ))
}

/// Which transports pass. Clients step down from one to the next, so that one is enough, if not as good.
async fn transports(data: &Path, door: &Door) -> Vec<Check> {
    let (long_poll, events, websocket) = tokio::join!(
        Box::pin(passes::long_poll(data, door)),
        Box::pin(passes::events(data, door)),
        Box::pin(passes::websocket(data, door))
    );
    let ways = [("long-poll", long_poll), ("events", events), ("websocket", websocket)];
    let verdict =
        if ways.iter().any(|(_, passed)| passed.is_ok()) { Verdict::Warning } else { Verdict::Failure };
    let check = |(name, passed): (&'static str, anyhow::Result<&str>)| match passed {
        Ok(says) => Check::ok(name, says),
        Err(error) => Check { name, verdict, says: format!("{error:#}") },
    };
    ways.into_iter().map(check).collect()
}
