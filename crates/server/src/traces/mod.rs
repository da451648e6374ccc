//! Traces for OpenTelemetry: from a request that writes, through the desk and the journal, to each reader whom its events reach
//! and to the mark that they were read.
//!
//! Off unless an operator names a collector. Then so many of the requests are traced as the operator says, and nothing waits
//! for the collector: spans go through a queue with a limit, and what finds no room is counted and dropped. In spans stand the
//! words of the protocol, account ids, numbers of events and statuses; never keys, names or words of people.

mod collector;
mod journey;
mod queue;
mod reach;
mod request;
mod words;

pub(crate) use journey::{Journey, Origin};
pub(crate) use reach::{Reach, Reading};
pub(crate) use request::answered;

use collector::Collector;
use http::Uri;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};
use parking_lot::Mutex;
use queue::Queue;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::task::JoinHandle;

/// Where traces go, and how many.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceOptions {
    /// The collector, which takes OTLP over HTTP in Protobuf: `http://127.0.0.1:4318`. `/v1/traces` is put behind it.
    pub collector: Uri,
    /// How much of the requests is traced, from 0 to 1.
    pub ratio: f64,
    /// What the server says of its version.
    pub version: &'static str,
}

/// Traces, or none.
#[derive(Clone, Debug, Default)]
pub struct Traces(Option<Arc<Tracing>>);

#[derive(Debug)]
struct Tracing {
    tracer: SdkTracer,
    provider: SdkTracerProvider,
    figures: Arc<TraceFigures>,
    sending: Mutex<Option<JoinHandle<()>>>,
}

/// What has become of spans since the process was started.
#[derive(Debug, Default)]
pub(crate) struct TraceFigures {
    sent: AtomicU64,
    dropped: AtomicU64,
}

impl TraceFigures {
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn count(counter: &AtomicU64, spans: usize) {
        counter.fetch_add(u64::try_from(spans).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Traces {
    /// Traces that go to a collector from here on. To be called where tasks can be started.
    pub fn to(options: &TraceOptions) -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::default())
            .with_endpoint(format!("{}/v1/traces", options.collector.to_string().trim_end_matches('/')))
            .with_timeout(crate::limits::COLLECTOR_TIMEOUT)
            .build()?;
        let resource = Resource::builder()
            .with_service_name("handover")
            .with_attribute(opentelemetry::KeyValue::new("service.version", options.version))
            .build();
        let figures = Arc::default();
        let (queue, sending) = Queue::to(exporter, &resource, Arc::clone(&figures));
        let provider = SdkTracerProvider::builder()
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(options.ratio))))
            .with_resource(resource)
            .with_span_processor(queue)
            .build();
        let tracer = provider.tracer("handover");
        let sending = Mutex::new(Some(tokio::spawn(sending)));
        Ok(Self(Some(Arc::new(Tracing { tracer, provider, figures, sending }))))
    }

    /// What has become of spans, if there are any.
    pub(crate) fn figures(&self) -> Option<&TraceFigures> {
        Some(&*self.0.as_ref()?.figures)
    }

    /// Sends what waits, for as long as the collector is allowed to take, and no more after that.
    pub(crate) async fn close(&self) {
        let Some(tracing) = &self.0 else { return };
        if let Err(error) = tracing.provider.shutdown() {
            tracing::warn!(%error, "the traces could not be closed");
        }
        let sending = tracing.sending.lock().take();
        if let Some(sending) = sending
            && let Err(error) = sending.await
        {
            tracing::error!(%error, "the task that sends traces has failed");
        }
    }
}
