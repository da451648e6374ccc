//! The `[traces]` table of the server's file, and `--traces`: the collector that traces go to.

use crate::build_info;
use anyhow::bail;
use handover_server::TraceOptions;
use http::Uri;
use serde::Deserialize;

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TraceTable {
    collector: String,
    #[serde(default = "all")]
    ratio: f64,
}

fn all() -> f64 {
    1.0
}

impl TraceTable {
    /// Everything, to this collector.
    pub(crate) fn to(collector: &str) -> Self {
        Self { collector: collector.to_owned(), ratio: all() }
    }

    /// What the table says.
    pub(crate) fn options(&self) -> anyhow::Result<TraceOptions> {
        let collector: Option<Uri> = self.collector.parse().ok();
        let is_plain = |uri: &Uri| uri.scheme_str() == Some("http") && uri.query().is_none();
        let Some(collector) = collector.filter(is_plain) else {
            bail!(
                "the collector of traces must be http://HOST:PORT, such as http://127.0.0.1:4318: one on this machine or in its \
                 network, which passes traces on"
            );
        };
        if !(0.0..=1.0).contains(&self.ratio) {
            bail!("traces.ratio must be from 0 (no request is traced) to 1 (every one is)");
        }
        Ok(TraceOptions { collector, ratio: self.ratio, version: build_info::SHORT })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_an_address_of_http_and_a_ratio_is_a_part() {
        let said = |collector: &str, ratio| {
            let table = TraceTable { collector: collector.to_owned(), ratio };
            table.options().err().map(|error| error.to_string()).unwrap_or_default()
        };
        for fine in ["http://127.0.0.1:4318", "http://collector:4318/", "http://[::1]:4318/otlp"] {
            assert_eq!(said(fine, 0.25), "");
        }
        for wrong in ["127.0.0.1:4318", "https://c:4318", "http://c/?a=b", "grpc://c", "", "http://"] {
            assert!(said(wrong, 1.0).starts_with("the collector of traces must be http://"), "{wrong}");
        }
        for wrong in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(said("http://127.0.0.1:4318", wrong).starts_with("traces.ratio must be"), "{wrong}");
        }
    }
}
