//! The report as JSON.

use super::Report;
use crate::load::clock::seconds;
use crate::load::measure::{Kind, Percentiles, Window};
use serde_json::{Map, Value, json};

impl Report {
    /// The report as JSON.
    pub(in crate::load) fn json(&self) -> Value {
        let machine = &self.machine;
        let counts = &self.counts;
        let parameters = self.parameters.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
        let latencies = self.percentiles.iter().map(|(kind, p)| (kind.name().to_owned(), percentiles(p)));
        let faults = self.faults.iter().map(|fault| {
            json!({
                "rule": fault.name, "promise": fault.says, "count": fault.count, "examples": fault.examples,
            })
        });
        json!({
            "command": self.command,
            "version": self.version,
            "target": self.url,
            "machine": {
                "cores": machine.cores, "processor": machine.processor, "kernel": machine.kernel,
                "memory_mib": machine.memory_mib.round(),
            },
            "parameters": parameters.collect::<Map<_, _>>(),
            "ramp_s": self.ramp_s,
            "measured_s": self.measured_s,
            "agents": self.agents,
            "live_chats": { "mean": self.mean_live, "most": self.most_live },
            "most_connections": self.most_connections,
            "server_most_mib": self.most_mib,
            "counts": {
                "chats": counts.chats, "accepted": counts.accepted, "ended": counts.ended,
                "lines": counts.lines, "lines_behind_end": counts.lines_behind_end,
                "requests": counts.requests, "repeated": counts.repeated, "resumed": counts.resumed,
                "connections": counts.connections, "offers_gone": counts.offers_gone, "away": counts.away,
                "moves": counts.moves, "kills": counts.kills, "server_stops": counts.server_stops,
            },
            "latency_ms": latencies.collect::<Map<_, _>>(),
            "over_time": self.windows.iter().map(window).collect::<Vec<_>>(),
            "history": self.history.map(|checked| json!({
                "chats": checked.chats, "writes": checked.writes, "reads": checked.reads,
                "unread": checked.unread, "stops": checked.stops,
            })),
            "faults": faults.collect::<Vec<_>>(),
            "fault_count": self.faults.iter().map(|fault| fault.count).sum::<u64>(),
        })
    }
}

/// Milliseconds to the hundredth.
fn ms(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn percentiles(p: &Percentiles) -> Value {
    if p.count == 0 {
        return json!({ "count": 0 });
    }
    json!({
        "count": p.count, "p50": ms(p.p50_ms), "p90": ms(p.p90_ms), "p99": ms(p.p99_ms),
        "p99.9": ms(p.p999_ms), "max": ms(p.max_ms),
    })
}

fn window(window: &Window) -> Value {
    let sample = window.sample;
    let latencies = Kind::ALL.into_iter().map(|kind| (kind.name().to_owned(), percentiles(&window.of(kind))));
    json!({
        "until_s": seconds(window.until_us),
        "length_s": seconds(window.length_us),
        "live": sample.live, "waiting": sample.waiting, "connections": sample.connections,
        "server_mib": sample.server_mib, "server_cores": sample.server_cores,
        "generator_cores": sample.own_cores,
        "latency_ms": latencies.collect::<Map<_, _>>(),
    })
}
