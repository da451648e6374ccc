//! The figures of this process, as Prometheus collects them: desks, engine, HTTP, process.
//!
//! What is counted is counted where it happens, in atomics or under a lock that is held anyway; everything else is looked
//! up when somebody asks. Nothing here decides anything, and no label holds what people said or sent.

mod classic;
mod desks;
mod engine;
mod histogram;
mod http;
mod process;
mod sheet;
mod stopwatch;

pub use self::engine::EngineFigures;
pub(crate) use self::histogram::{Histogram, RING_MS, WAIT_MS};
pub(crate) use self::http::{Asked, HttpFigures};
pub(crate) use self::stopwatch::Stopwatch;

use self::sheet::{Kind, Sheet, number};
use crate::http::{Readiness, Surfaces};
use crate::traces::Traces;
use handover_desk::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, text};
use prometheus_client::registry::Registry;
use std::fmt;

/// What a page of figures is made from.
struct Sources {
    started_at: Timestamp,
    commit: &'static str,
    /// Nothing while the desks are read back.
    surfaces: Option<Surfaces>,
}

/// The forms that a page may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `OpenMetrics` 1.0.
    Open,
    /// The text form of Prometheus before it, 0.0.4.
    Classic,
}

/// The page of figures. Without surfaces it says what there is to say of the process alone.
pub(crate) fn page(
    started_at: Timestamp,
    commit: &'static str,
    surfaces: Option<Surfaces>,
    form: Form,
) -> Result<String, fmt::Error> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Sources { started_at, commit, surfaces }));
    let mut page = String::new();
    text::encode(&mut page, &registry)?;
    match form {
        Form::Open => Ok(page),
        Form::Classic => classic::from(&page),
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources").field("started_at", &self.started_at).finish_non_exhaustive()
    }
}

impl Collector for Sources {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut sheet = Sheet(encoder);
        let started_at_ms = u64::try_from(self.started_at.0).unwrap_or_default();
        process::write(&mut sheet, number(started_at_ms) / 1_000.0, self.commit)?;
        let ready = self.surfaces.as_ref().is_some_and(|surfaces| Readiness::of(surfaces.app()).ready);
        let help = "1 if /readyz says that the server is ready";
        sheet.one("handover_ready", help, Kind::Gauge, Some(f64::from(u8::from(ready))))?;
        let Some(surfaces) = &self.surfaces else { return Ok(()) };
        let app = surfaces.app();
        desks::write(&mut sheet, &desks::gather(&app.engine))?;
        write_engine(&mut sheet, app.engine.figures())?;
        write_traces(&mut sheet, app.engine.traces())?;
        write_http(&mut sheet, surfaces)
    }
}

fn write_engine(sheet: &mut Sheet<'_>, figures: &EngineFigures) -> fmt::Result {
    let histograms = [
        (
            "handover_append_seconds",
            "How long the journal took to make facts durable",
            &figures.append_micros,
        ),
        ("handover_append_facts", "How many facts became durable at once", &figures.append_facts),
        (
            "handover_publish_lag_seconds",
            "From the decision of the oldest fact of an append until all of it could be seen",
            &figures.publish_lag_micros,
        ),
        (
            "handover_snapshot_seconds",
            "How long it took to make and store a snapshot",
            &figures.snapshot_micros,
        ),
    ];
    for (name, help, histogram) in histograms {
        sheet.family(name, help, Kind::Histogram)?.put_observed(&[], &histogram.observed())?;
    }
    let failures = Some(number(figures.append_failures()));
    sheet.one("handover_append_failures", "Appends that the journal refused", Kind::Counter, failures)?;
    let bytes = Some(number(figures.snapshot_bytes()));
    sheet.one("handover_snapshot_bytes", "Bytes of the latest snapshot, of any account", Kind::Gauge, bytes)
}

/// Nothing where nothing is traced.
fn write_traces(sheet: &mut Sheet<'_>, traces: &Traces) -> fmt::Result {
    let Some(figures) = traces.figures() else { return Ok(()) };
    let help = "Spans of traces that the collector has taken";
    sheet.one("handover_trace_spans_sent", help, Kind::Counter, Some(number(figures.sent())))?;
    let help =
        "Spans of traces that were dropped: the collector did not take them, or not as fast as they came";
    sheet.one("handover_trace_spans_dropped", help, Kind::Counter, Some(number(figures.dropped())))
}

fn write_http(sheet: &mut Sheet<'_>, surfaces: &Surfaces) -> fmt::Result {
    let figures = surfaces.figures();
    let help = "Answers, by kind of request (wait: a long-poll) and class of status";
    let mut family = sheet.family("handover_http_requests", help, Kind::Counter)?;
    for (kind, status, requests) in figures.requests() {
        family.put(&[("kind", kind), ("status", status)], number(requests))?;
    }
    let help = "From the head of a request until its answer was there; of a stream, until it began";
    let mut family = sheet.family("handover_http_request_seconds", help, Kind::Histogram)?;
    for (kind, times) in figures.times() {
        family.put_observed(&[("kind", kind)], &times)?;
    }
    let (opened, open, turned_away) = figures.connections();
    let opened = Some(number(opened));
    sheet.one("handover_connections_opened", "Connections that were let in", Kind::Counter, opened)?;
    let open = Some(number(open));
    let help = "Connections that are open; WebSockets are among the streams";
    sheet.one("handover_connections", help, Kind::Gauge, open)?;
    let help = "Connections that were one too many for their address";
    sheet.one("handover_connections_turned_away", help, Kind::Counter, Some(number(turned_away)))?;
    let help = "Streams and long-polls that are open";
    let mut family = sheet.family("handover_streams", help, Kind::Gauge)?;
    for (kind, open) in surfaces.app().streams.open() {
        family.put(&[("kind", kind)], number(u64::from(open)))?;
    }
    Ok(())
}
