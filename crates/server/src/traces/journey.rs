//! The steps of a write, one after the other.

use super::Traces;
use opentelemetry::trace::{Span as _, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{SdkTracer, Span};

/// Where a write comes from: what its steps and its readers hang on.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    context: Context,
    tracer: SdkTracer,
}

impl Origin {
    /// Begins a step of it.
    pub(super) fn step(&self, name: &'static str) -> Span {
        self.tracer.start_with_context(name, &self.context)
    }
}

/// A write on its way.
#[derive(Debug)]
pub(crate) struct Journey {
    origin: Origin,
    step: Span,
}

impl Journey {
    /// The journey of the write that the task at work makes, if it is traced.
    pub(crate) fn begin(traces: &Traces) -> Option<Box<Self>> {
        let tracing = traces.0.as_ref()?;
        let context = Context::current();
        if !context.span().span_context().is_sampled() {
            return None;
        }
        let origin = Origin { context, tracer: tracing.tracer.clone() };
        let step = origin.step("mailbox");
        Some(Box::new(Self { origin, step }))
    }

    /// One step is over and the next one begins. The last one is over when the journey is dropped.
    pub(crate) fn next(&mut self, name: &'static str) {
        self.step = self.origin.step(name);
    }

    /// Notes a number of the step.
    pub(crate) fn note(&mut self, name: &'static str, number: usize) {
        self.step.set_attribute(KeyValue::new(name, i64::try_from(number).unwrap_or(i64::MAX)));
    }

    /// Where it comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }
}
