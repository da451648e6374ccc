//! Requests per second: polls beside the bare handler, lines beside polls, starts of chats beside lines.

use crate::connection::Connection;
use crate::load::{Compared, Load, Round, compare, median_of, quantile_ms};
use crate::options::Options;
use crate::process::Server;
use crate::shop::{Chat, Shop, start};
use crate::table::{Goal, Table};
use anyhow::Context as _;

/// Connections that polls are measured on.
const FEW: usize = 64;
/// Connections that everything is measured on.
const MANY: usize = 256;
/// Events of a chat that was accepted and in which nobody has written.
const EVENTS: usize = 4;

fn per_s(round: &Round) -> f64 {
    round.per_s
}

fn cpu_us(round: &Round) -> f64 {
    round.cpu_us
}

/// Polls with nothing new beside a bare handler that sends the same bytes.
pub(crate) async fn polls(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let shop = Shop::open(options).await?;
    let chats = shop.fill(MANY, MANY, 0).await?;
    let bare = Server::bare(&sample(&shop, &chats).await?)?;
    for connections in [FEW, MANY] {
        let polling = polls_of(&shop, &chats, connections);
        let yardstick = Load { server: &bare, requests: polling.requests.clone(), status: 200 };
        let compared = compare(options, &polling, &yardstick).await?;
        let what = format!("polls/s, {connections} connections, beside bare axum");
        rates(table, &what, &compared, Goal::AtLeast(0.85));
        latencies(table, &format!("poll, {connections} connections"), &compared.measured, Goal::Told);
    }
    Ok(())
}

/// Durable lines beside polls.
pub(crate) async fn lines(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let shop = Shop::open(options).await?;
    let chats = shop.fill(MANY, MANY, 0).await?;
    let compared = compare(options, &lines_of(&shop, &chats), &polls_of_all_behind(&shop, &chats)).await?;
    rates(table, "durable lines/s, 256 connections, beside polls", &compared, Goal::AtLeast(0.5));
    latencies(table, "durable line, 256 connections", &compared.measured, Goal::AtMost(20.0));
    Ok(())
}

/// Starts of chats beside durable lines.
pub(crate) async fn starts(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    let shop = Shop::open(options).await?;
    let chats = shop.fill(MANY, MANY, 0).await?;
    let starting = Load { server: &shop.server, requests: vec![start(); MANY], status: 201 };
    let compared = compare(options, &starting, &lines_of(&shop, &chats)).await?;
    rates(table, "chat starts/s, 256 connections, beside lines", &compared, Goal::AtLeast(0.5));
    latencies(table, "chat start, 256 connections", &compared.measured, Goal::Told);
    Ok(())
}

/// The body of one poll with nothing new.
async fn sample(shop: &Shop, chats: &[Chat]) -> anyhow::Result<Vec<u8>> {
    let mut connection = Connection::open(shop.server.address).await?;
    let chat = chats.first().context("no chats")?;
    connection.ask_for(&chat.poll(EVENTS), 200).await?;
    let body = connection.body().to_vec();
    anyhow::ensure!(!body.windows(7).any(|bytes| bytes == b"\"event\""), "there was something new");
    Ok(body)
}

/// Each connection polls a chat of its own, and there is nothing new.
fn polls_of<'s>(shop: &'s Shop, chats: &[Chat], connections: usize) -> Load<'s> {
    let requests = chats.iter().take(connections).map(|chat| chat.poll(EVENTS)).collect();
    Load { server: &shop.server, requests, status: 200 }
}

/// The same behind every line that a chat may ever hold, so that lines that come do not show.
fn polls_of_all_behind<'s>(shop: &'s Shop, chats: &[Chat]) -> Load<'s> {
    let requests = chats.iter().map(|chat| chat.poll(1_000_000)).collect();
    Load { server: &shop.server, requests, status: 200 }
}

/// Each connection writes in a chat of its own.
fn lines_of<'s>(shop: &'s Shop, chats: &[Chat]) -> Load<'s> {
    let requests = chats.iter().map(Chat::line).collect();
    Load { server: &shop.server, requests, status: 201 }
}

fn rates(table: &mut Table, what: &str, compared: &Compared, goal: Goal) {
    let median = |rounds: &[Round]| format!("{:.0}/s", median_of(rounds, per_s));
    let (measured, yardstick) = (median(&compared.measured), median(&compared.yardstick));
    table.compared(what, measured, yardstick, compared.ratio(per_s), goal);
    let median = |rounds: &[Round]| format!("{:.1} us", median_of(rounds, cpu_us));
    let (measured, yardstick) = (median(&compared.measured), median(&compared.yardstick));
    table.compared("  processor time of the server", measured, yardstick, compared.ratio(cpu_us), Goal::Told);
}

fn latencies(table: &mut Table, what: &str, rounds: &[Round], p99: Goal) {
    let p50_ms = median_of(rounds, |round| quantile_ms(round, 0.5));
    let p99_ms = median_of(rounds, |round| quantile_ms(round, 0.99));
    table.alone(&format!("  {what}, p50"), p50_ms, "ms", Goal::Told);
    table.alone(&format!("  {what}, p99"), p99_ms, "ms", p99);
}
