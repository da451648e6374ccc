//! Many live chats at once: what they take in memory, and how long a start with them lasts.

use crate::clock::now;
use crate::connection::Connection;
use crate::load::median;
use crate::options::Options;
use crate::process::Server;
use crate::shop::{Chat, Shop};
use crate::table::{Goal, Table, say};
use anyhow::Context as _;

/// Connections that fill the server.
const CONNECTIONS: usize = 256;
/// Lines of people in each chat.
const LINES: usize = 20;
/// Starts of which the median counts.
const STARTS: usize = 3;

/// Memory and start with many live chats.
pub(crate) async fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let shop = Shop::open(options).await?;
    let idle_kib = shop.server.settled_kib().await?;
    table.alone("idle process", idle_kib / 1024.0, "MiB", Goal::AtMost(40.0));

    let begun = now();
    let chats = shop.fill(CONNECTIONS, options.chats, LINES).await?;
    anyhow::ensure!(chats.len() == options.chats, "{} chats were accepted", chats.len());
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("{} chats of {LINES} lines were written in {seconds:.1} s", chats.len()));
    let kib = per_chat_kib(&shop, idle_kib, &chats).await?;
    table.alone("memory per live chat of 20 lines", kib, "KiB", Goal::AtMost(6.0));

    let what = format!("start with {} live chats", chats.len());
    let (shop, seconds) = restart(options, shop, Server::kill, &chats).await?;
    table.alone(&format!("{what}, after SIGKILL"), seconds, "s", Goal::AtMost(1.0));
    shop.rename(CONNECTIONS, &chats, options.facts).await?;
    let (shop, seconds) = restart(options, shop, Server::kill, &chats).await?;
    table.alone(
        &format!("{what}, after {} more facts and SIGKILL", options.facts),
        seconds,
        "s",
        Goal::AtMost(1.0),
    );
    let (mut shop, _) = restart(options, shop, Server::stop, &chats).await?;
    let mut all = Vec::new();
    for _ in 0..STARTS {
        let (again, seconds) = restart(options, shop, Server::stop, &chats).await?;
        all.push(seconds);
        shop = again;
    }
    table.alone(&format!("{what}, after a clean stop"), median(all), "s", Goal::AtMost(1.0));
    let kib = per_chat_kib(&shop, idle_kib, &chats).await?;
    table.alone("memory per live chat, after that start", kib, "KiB", Goal::AtMost(6.0));
    Ok(())
}

async fn per_chat_kib(shop: &Shop, idle_kib: f64, chats: &[Chat]) -> anyhow::Result<f64> {
    let chats = u32::try_from(chats.len())?;
    Ok((shop.server.settled_kib().await? - idle_kib) / f64::from(chats))
}

/// Ends the server and starts it again. Gives the seconds from the start of the process to the first 200.
async fn restart(
    options: &Options,
    shop: Shop,
    end: fn(Server) -> anyhow::Result<()>,
    chats: &[Chat],
) -> anyhow::Result<(Shop, f64)> {
    let shop = shop.restart(options, end)?;
    let mut connection = Connection::open(shop.server.address).await?;
    let chat = chats.last().context("no chats")?;
    connection.ask_for(&chat.poll(0), 200).await?;
    let seconds = shop.server.started.elapsed().as_secs_f64();
    Ok((shop, seconds))
}
