//! The report as one HTML page, which needs nothing beside itself.

use super::Report;
use super::plot::{Plot, Series};
use crate::load::clock::{as_f64, count_f64, seconds};
use crate::load::measure::{Kind, Percentiles, Sample};
use askama::Template;

/// The page.
#[derive(Template)]
#[template(path = "load.html")]
struct Page<'r> {
    report: &'r Report,
    throughput: Vec<(&'static str, String)>,
    plots: Vec<Drawn>,
}

/// A plot that is drawn.
struct Drawn {
    title: &'static str,
    names: Vec<&'static str>,
    svg: String,
}

impl Page<'_> {
    /// A row of the table of latencies.
    fn row(p: &Percentiles) -> [String; 6] {
        if p.count == 0 {
            return std::array::from_fn(|_| "-".to_owned());
        }
        let ms = |value: f64| format!("{value:.2}");
        [p.count.to_string(), ms(p.p50_ms), ms(p.p90_ms), ms(p.p99_ms), ms(p.p999_ms), ms(p.max_ms)]
    }
}

impl Report {
    /// The report as a page.
    pub(in crate::load) fn html(&self) -> Result<String, askama::Error> {
        let drawn = self.plots().into_iter().filter(|plot| !plot.is_empty()).map(|plot| Drawn {
            title: plot.title,
            names: plot.series.iter().map(|series| series.name).collect(),
            svg: plot.svg(),
        });
        Page { report: self, throughput: self.throughput(), plots: drawn.collect() }.render()
    }

    fn plots(&self) -> Vec<Plot> {
        let plot = |title, logarithmic, series: Vec<Series>| {
            let drawn = series.into_iter().filter(|s| s.points.iter().any(|(_, value)| value.is_some()));
            Plot { title, series: drawn.collect(), logarithmic, ramp_s: self.ramp_s }
        };
        let kinds = [Kind::Poll, Kind::Line, Kind::Delivery, Kind::Offer, Kind::Accept];
        let p99 = kinds.map(|kind| self.latency(kind, |p| p.p99_ms)).into();
        let p50 = kinds.map(|kind| self.latency(kind, |p| p.p50_ms)).into();
        let mib = self.sampled("server, MiB", |sample| sample.server_mib);
        vec![
            plot("p99, ms", true, p99),
            plot("p50, ms", true, p50),
            plot("polls in a second", false, vec![self.rate("polls", Kind::Poll)]),
            plot(
                "lines and chats in a second",
                false,
                vec![
                    self.rate("lines acknowledged", Kind::Line),
                    self.rate("lines seen", Kind::Delivery),
                    self.rate("chats accepted", Kind::Accept),
                ],
            ),
            plot(
                "chats and connections",
                false,
                vec![
                    self.sampled("live chats", |sample| Some(count_f64(sample.live))),
                    self.sampled("waiting chats", |sample| Some(count_f64(sample.waiting))),
                    self.sampled("connections", |sample| Some(count_f64(sample.connections))),
                ],
            ),
            plot("memory of the server, MiB", false, vec![mib]),
            plot(
                "cores in use",
                false,
                vec![
                    self.sampled("server", |sample| sample.server_cores),
                    self.sampled("generator", |sample| Some(sample.own_cores)),
                ],
            ),
        ]
    }

    fn latency(&self, kind: Kind, of: fn(&Percentiles) -> f64) -> Series {
        let points = self.windows.iter().map(|window| {
            let p = window.of(kind);
            (seconds(window.until_us), (p.count > 0).then(|| of(&p)))
        });
        Series { name: kind.says(), points: points.collect() }
    }

    fn rate(&self, name: &'static str, kind: Kind) -> Series {
        let any = self.windows.iter().any(|window| window.of(kind).count > 0);
        let points = self.windows.iter().map(|window| {
            let per_s = as_f64(window.of(kind).count) / seconds(window.length_us.max(1));
            (seconds(window.until_us), any.then_some(per_s))
        });
        Series { name, points: points.collect() }
    }

    fn sampled(&self, name: &'static str, of: fn(&Sample) -> Option<f64>) -> Series {
        let points = self.windows.iter().map(|window| (seconds(window.until_us), of(&window.sample)));
        Series { name, points: points.collect() }
    }
}
