//! Visitors and agents at play: `handover load` on a server of its own, and what its report says.

use crate::options::Options;
use crate::table::{Goal, Table, say};
use anyhow::{Context as _, ensure};
use serde_json::Value;
use std::process::{Command, Stdio};

/// 5,000 live chats on push, and 20,000 that are polled.
pub(crate) fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    for (name, transport) in [("Server-Sent Events", "sse"), ("WebSocket", "websocket")] {
        let report = played(options, &["--chats", "5000", "--lines-per-s", "50", "--transport", transport])?;
        let what = format!("line seen by the other side, 5,000 live chats, {name}");
        percentiles(table, &what, &report, "delivery", 20.0)?;
    }
    let polled = ["--chats", "20000", "--slots", "50", "--lines-per-s", "200", "--transport", "poll"];
    let report = played(options, &polled)?;
    percentiles(table, "poll, 20,000 live chats, each side every 2 s", &report, "poll", 50.0)
}

/// The report of a run. A run in which a promise was broken is no measurement.
fn played(options: &Options, words: &[&str]) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let mut command = Command::new(&options.binary);
    command.arg("load").args(words).arg("--duration").arg(format!("{}s", options.load_s));
    command.arg("--json").arg(&file).stdout(Stdio::null());
    say(&format!("{command:?}"));
    ensure!(command.status()?.success(), "a promise was broken; run it by itself to see which");
    Ok(serde_json::from_slice(&std::fs::read(&file)?)?)
}

fn percentiles(table: &mut Table, what: &str, report: &Value, kind: &str, p99_ms: f64) -> anyhow::Result<()> {
    for (name, goal) in [("p50", Goal::Told), ("p99", Goal::AtMost(p99_ms))] {
        let value = report["latency_ms"][kind][name].as_f64();
        table.alone(&format!("{what}, {name}"), value.context("not in the report")?, "ms", goal);
    }
    Ok(())
}
