//! Writing figures: a family has a name, a word of help and a kind, and then its values by label.

use super::histogram::Observed;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use std::fmt;

/// Names and values. A value is a word of ours or of the configuration, never one of people outside: each makes one more
/// line on every page of figures to come.
pub(super) type Labels<'l> = &'l [(&'static str, &'l str)];

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It goes up and down.
    Gauge,
    /// It only grows, from the start of the process on. `_total` is put behind its name.
    Counter,
    /// Values in buckets.
    Histogram,
}

/// A page of figures.
pub(super) struct Sheet<'e>(pub(super) DescriptorEncoder<'e>);

/// The figures of one name.
pub(super) struct Family<'s> {
    kind: Kind,
    encoder: MetricEncoder<'s>,
}

impl Sheet<'_> {
    /// Begins a family.
    pub(super) fn family<'s>(
        &'s mut self,
        name: &'s str,
        help: &str,
        kind: Kind,
    ) -> Result<Family<'s>, fmt::Error> {
        let metric_type = match kind {
            Kind::Gauge => MetricType::Gauge,
            Kind::Counter => MetricType::Counter,
            Kind::Histogram => MetricType::Histogram,
        };
        Ok(Family { kind, encoder: self.0.encode_descriptor(name, help, None, metric_type)? })
    }

    /// A family of one figure, if it is known.
    pub(super) fn one(&mut self, name: &str, help: &str, kind: Kind, value: Option<f64>) -> fmt::Result {
        match value {
            Some(value) => self.family(name, help, kind)?.put(&[], value),
            None => Ok(()),
        }
    }
}

impl Family<'_> {
    /// Writes a figure.
    pub(super) fn put(&mut self, labels: Labels<'_>, value: f64) -> fmt::Result {
        if labels.is_empty() {
            return put(&mut self.encoder, self.kind, value);
        }
        put(&mut self.encoder.encode_family(&labels)?, self.kind, value)
    }

    /// Writes a histogram.
    pub(super) fn put_observed(&mut self, labels: Labels<'_>, observed: &Observed) -> fmt::Result {
        if labels.is_empty() {
            return put_observed(&mut self.encoder, observed);
        }
        put_observed(&mut self.encoder.encode_family(&labels)?, observed)
    }
}

fn put(encoder: &mut MetricEncoder<'_>, kind: Kind, value: f64) -> fmt::Result {
    match kind {
        Kind::Gauge | Kind::Histogram => encoder.encode_gauge(&value),
        Kind::Counter => encoder.encode_counter::<NoLabelSet, f64, f64>(&value, None),
    }
}

fn put_observed(encoder: &mut MetricEncoder<'_>, observed: &Observed) -> fmt::Result {
    let per_unit = number(observed.scale.per_unit);
    let bounds = observed.scale.bounds.iter().map(|bound| number(*bound) / per_unit).chain([f64::INFINITY]);
    let buckets: Vec<(f64, u64)> = bounds.zip(observed.buckets.iter().copied()).collect();
    let count = observed.buckets.iter().sum();
    encoder.encode_histogram::<NoLabelSet>(number(observed.sum) / per_unit, count, &buckets, None)
}

/// A whole number as figures are written.
#[expect(
    clippy::cast_precision_loss,
    reason = "what is counted stays far below 2^52, or need not be exact there"
)]
pub(super) fn number(value: u64) -> f64 {
    value as f64
}

/// The same of a length.
pub(super) fn count(value: usize) -> f64 {
    number(u64::try_from(value).unwrap_or(u64::MAX))
}

/// The same of a number that may be below 0.
pub(super) fn signed(value: i64) -> f64 {
    let size = number(value.unsigned_abs());
    if value < 0 { -size } else { size }
}
