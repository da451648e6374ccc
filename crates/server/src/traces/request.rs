//! The request that a trace begins with.

use super::{Traces, words};
use axum::response::Response;
use http::{HeaderMap, Method};
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{FutureExt as _, Link, SpanKind, Status, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;

impl Traces {
    /// Begins the trace of a request that writes, if it is one of those that are traced. A trusted proxy says by `traceparent`
    /// which trace it belongs to and whether that is traced; what anybody else says there is a link and decides nothing.
    pub(crate) fn request(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        is_trusted: bool,
    ) -> Option<Context> {
        let tracing = self.0.as_ref()?;
        let method = match *method {
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::DELETE => "DELETE",
            Method::PATCH => "PATCH",
            _ => return None,
        };
        let sent =
            TraceContextPropagator::new().extract_with_context(&Context::new(), &HeaderExtractor(headers));
        let route = words::of(path);
        let mut builder =
            tracing.tracer.span_builder(format!("{method} {route}")).with_kind(SpanKind::Server);
        builder = builder.with_attributes([
            KeyValue::new("http.request.method", method),
            KeyValue::new("http.route", route),
        ]);
        let named = sent.span().span_context().clone();
        let parent = if is_trusted { sent } else { Context::new() };
        if !is_trusted && named.is_valid() {
            builder = builder.with_links(vec![Link::new(named, Vec::new(), 0)]);
        }
        let span = builder.start_with_context(&tracing.tracer, &parent);
        let context = Context::new().with_span(span);
        let is_traced = context.span().span_context().is_sampled();
        is_traced.then_some(context)
    }
}

/// An answer, made within this trace.
pub(crate) async fn answered(context: Context, answer: impl Future<Output = Response>) -> Response {
    let response = answer.with_context(context.clone()).await;
    let status = response.status();
    context.span().set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        context.span().set_status(Status::error(""));
    }
    context.span().end();
    response
}
