//! Lines over time, drawn as SVG. Colours are classes, so that the page chooses them for light and dark.

use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 22.0;
/// Lines across the plot, at most.
const STEPS: f64 = 5.0;

/// One line. A moment without a value leaves a gap.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) points: Vec<(f64, Option<f64>)>,
}

/// Lines with a common scale.
#[derive(Debug)]
pub(super) struct Plot {
    pub(super) title: &'static str,
    pub(super) series: Vec<Series>,
    /// Whether equal steps are equal factors.
    pub(super) logarithmic: bool,
    /// Seconds of the ramp, which is shaded.
    pub(super) ramp_s: f64,
}

/// What stands where.
struct Scale {
    seconds: f64,
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Scale {
    fn x(&self, seconds: f64) -> f64 {
        LEFT + seconds / self.seconds * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let at = |value: f64| if self.logarithmic { value.max(self.low).ln() } else { value };
        let share = (at(value) - at(self.low)) / (at(self.high) - at(self.low));
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    /// The values at which lines go across.
    fn marks(&self) -> Vec<f64> {
        let mut marks = Vec::new();
        let mut mark = self.low;
        let step = round_step((self.high - self.low) / STEPS);
        while mark <= self.high * 1.001 {
            marks.push(mark);
            mark = if self.logarithmic { mark * 10.0 } else { mark + step };
        }
        marks
    }
}

/// The next larger of 1, 2, 5, 10, 20, 50, …
fn round_step(least: f64) -> f64 {
    if least <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(least.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    factors.into_iter().map(|factor| factor * power).find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// A number with as many places as it needs.
fn short(value: f64) -> String {
    if value >= 10.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}").trim_end_matches('0').to_owned()
    }
}

impl Plot {
    fn values(&self) -> impl Iterator<Item = f64> {
        self.series.iter().flat_map(|series| series.points.iter().filter_map(|(_, value)| *value))
    }

    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.values().next().is_none()
    }

    fn scale(&self) -> Scale {
        let ends = self.series.iter().filter_map(|series| series.points.last());
        let seconds = ends.map(|(at, _)| *at).fold(1.0, f64::max);
        let most = self.values().fold(0.0, f64::max);
        let (low, high) = if self.logarithmic {
            let least = self.values().fold(f64::INFINITY, f64::min).clamp(0.01, 1e6);
            let low = 10_f64.powf(least.log10().floor());
            (low, 10_f64.powf(most.max(low * 1.01).log10().ceil()))
        } else {
            let step = round_step(most / STEPS);
            (0.0, (most / step).ceil().max(1.0) * step)
        };
        Scale { seconds, low, high, logarithmic: self.logarithmic }
    }

    /// The plot.
    pub(super) fn svg(&self) -> String {
        let mut svg = String::new();
        // Writing into memory does not fail.
        let _ = self.write(&mut svg);
        svg
    }

    fn write(&self, svg: &mut String) -> std::fmt::Result {
        let scale = self.scale();
        write!(svg, r#"<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}">"#, self.title)?;
        let (top, bottom, right) = (TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        let ramp = scale.x(self.ramp_s.min(scale.seconds)) - LEFT;
        let height = bottom - top;
        write!(svg, r#"<rect class="ramp" x="{LEFT}" y="{top}" width="{ramp:.1}" height="{height}"/>"#)?;
        for mark in scale.marks() {
            let y = scale.y(mark);
            write!(svg, r#"<path class="grid" d="M{LEFT} {y:.1}H{right}"/>"#)?;
            let (x, below, text) = (LEFT - 6.0, y + 4.0, short(mark));
            write!(svg, r#"<text x="{x}" y="{below:.1}" text-anchor="end">{text}</text>"#)?;
        }
        let step = round_step(scale.seconds / STEPS);
        let mut at = 0.0;
        while at <= scale.seconds {
            let (x, below) = (scale.x(at), HEIGHT - 6.0);
            write!(svg, r#"<text x="{x:.1}" y="{below}" text-anchor="middle">{} s</text>"#, short(at))?;
            at += step;
        }
        for (number, series) in self.series.iter().enumerate() {
            write!(svg, r#"<path class="line c{number}" d="{}"/>"#, path(series, &scale))?;
        }
        svg.push_str("</svg>");
        Ok(())
    }
}

fn path(series: &Series, scale: &Scale) -> String {
    let mut path = String::new();
    let mut pen = 'M';
    for (at, value) in &series.points {
        let Some(value) = value else {
            pen = 'M';
            continue;
        };
        // Writing into memory does not fail.
        let _ = write!(path, "{pen}{:.1} {:.1}", scale.x(*at), scale.y(*value));
        pen = 'L';
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(logarithmic: bool, values: &[Option<f64>]) -> String {
        let points = values.iter().enumerate();
        let points = points.map(|(at, value)| (f64::from(u32::try_from(at).unwrap()), *value)).collect();
        let series = vec![Series { name: "a", points }];
        Plot { title: "t", series, logarithmic, ramp_s: 1.0 }.svg()
    }

    #[test]
    fn a_moment_without_a_value_leaves_a_gap() {
        let svg = plot(false, &[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)]);
        let line = svg.split("class=\"line c0\"").nth(1).unwrap();
        assert_eq!((line.matches('M').count(), line.matches('L').count()), (2, 2), "{line}");
    }

    #[test]
    fn everything_stands_within_the_plot() {
        for logarithmic in [false, true] {
            for values in [&[Some(0.0)][..], &[Some(1e6), Some(0.001)], &[None], &[Some(7.0), Some(7.0)]] {
                let svg = plot(logarithmic, values);
                assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains(" -"), "{svg}");
            }
        }
    }

    #[test]
    fn steps_are_round() {
        for (least, step) in [(0.3, 0.5), (1.0, 1.0), (1.1, 2.0), (37.0, 50.0), (51.0, 100.0)] {
            assert!((round_step(least) - step).abs() < 1e-9, "{least}: {}", round_step(least));
        }
    }
}
