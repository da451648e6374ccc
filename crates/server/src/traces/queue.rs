//! Between those who do the work and the collector: a queue with a limit, which nobody waits at.

use super::TraceFigures;
use crate::limits;
use crate::stop::Stop;
use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span, SpanData, SpanExporter as _, SpanProcessor};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Takes spans that are over.
pub(super) struct Queue {
    spans: mpsc::Sender<SpanData>,
    closing: Arc<Stop>,
    figures: Arc<TraceFigures>,
}

impl Queue {
    /// A queue, and what sends from it until it is closed.
    pub(super) fn to(
        mut exporter: opentelemetry_otlp::SpanExporter,
        resource: &Resource,
        figures: Arc<TraceFigures>,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        opentelemetry_sdk::trace::SpanExporter::set_resource(&mut exporter, resource);
        let (spans, waiting) = mpsc::channel(limits::TRACE_QUEUE_SPANS);
        let closing = Arc::new(Stop::default());
        let sending =
            Sending { waiting, exporter, closing: Arc::clone(&closing), figures: Arc::clone(&figures) };
        (Self { spans, closing, figures }, sending.run())
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("figures", &self.figures).finish_non_exhaustive()
    }
}

impl SpanProcessor for Queue {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, span: SpanData) {
        if span.span_context.is_sampled() && self.spans.try_send(span).is_err() {
            TraceFigures::count(&self.figures.dropped, 1);
        }
    }

    /// Nobody waits at the queue.
    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    /// What waits is sent by the task, which is awaited elsewhere.
    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        self.closing.cancel();
        Ok(())
    }
}

/// The task that sends.
struct Sending {
    waiting: mpsc::Receiver<SpanData>,
    exporter: opentelemetry_otlp::SpanExporter,
    closing: Arc<Stop>,
    figures: Arc<TraceFigures>,
}

impl Sending {
    async fn run(mut self) {
        let mut reaches = true;
        loop {
            let mut batch = Vec::new();
            let is_over = tokio::select! {
                biased;
                taken = self.waiting.recv_many(&mut batch, limits::TRACE_BATCH_SPANS) => taken == 0,
                () = self.closing.cancelled() => true,
            };
            if !is_over {
                self.gather(batch.len()).await;
            }
            while batch.len() < limits::TRACE_BATCH_SPANS
                && let Ok(span) = self.waiting.try_recv()
            {
                batch.push(span);
            }
            if !batch.is_empty() {
                reaches = self.send(batch, reaches).await;
            }
            if is_over && self.waiting.is_empty() {
                return;
            }
            if is_over && !reaches {
                self.drop_what_waits();
                return;
            }
        }
    }

    /// Waits a moment for more, so that a span is not sent alone.
    async fn gather(&self, gathered: usize) {
        if gathered < limits::TRACE_BATCH_SPANS {
            tokio::select! {
                () = self.closing.cancelled() => {}
                () = tokio::time::sleep(limits::TRACE_PAUSE) => {}
            }
        }
    }

    /// Sends a batch. Says whether it has arrived; that it does not, or does again, is said once.
    async fn send(&self, batch: Vec<SpanData>, reached: bool) -> bool {
        let spans = batch.len();
        match self.exporter.export(batch).await {
            Ok(()) => {
                TraceFigures::count(&self.figures.sent, spans);
                if !reached {
                    tracing::info!("the collector takes traces again");
                }
                true
            }
            Err(error) => {
                TraceFigures::count(&self.figures.dropped, spans);
                if reached {
                    tracing::warn!(%error, "the collector does not take traces: they are dropped until it does");
                }
                false
            }
        }
    }

    fn drop_what_waits(&mut self) {
        while self.waiting.try_recv().is_ok() {
            TraceFigures::count(&self.figures.dropped, 1);
        }
    }
}
