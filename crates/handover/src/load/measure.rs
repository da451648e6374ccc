//! What is measured: how long things took, as a whole and over time, and how often they happened.

use super::clock::{SECOND_US, count_f64, seconds};
use hdrhistogram::Histogram;

/// The longest time that is told from a longer one: ten minutes.
const LONGEST_US: u64 = 600 * SECOND_US;
/// Parts of a run for which percentiles are told.
const WINDOWS: u64 = 120;

/// What is timed, each from the moment that was meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Start,
    Offer,
    Accept,
    Line,
    Delivery,
    Poll,
    Late,
}

impl Kind {
    /// All of them, in the order of the report.
    pub(super) const ALL: [Self; 7] =
        [Self::Start, Self::Offer, Self::Accept, Self::Line, Self::Delivery, Self::Poll, Self::Late];

    /// The name in a JSON report.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Offer => "offer",
            Self::Accept => "accept",
            Self::Line => "line",
            Self::Delivery => "delivery",
            Self::Poll => "poll",
            Self::Late => "late",
        }
    }

    /// What it is, in words.
    pub(super) fn says(self) -> &'static str {
        match self {
            Self::Start => "chat requested",
            Self::Offer => "chat rings at an agent",
            Self::Accept => "chat accepted",
            Self::Line => "line acknowledged",
            Self::Delivery => "line seen by the other side",
            Self::Poll => "poll answered",
            Self::Late => "(the generator's own lateness)",
        }
    }
}

/// Times of each kind.
#[derive(Debug)]
struct Times([Histogram<u64>; 7]);

impl Times {
    fn new(digits: u8) -> anyhow::Result<Self> {
        let one = Histogram::new_with_bounds(1, LONGEST_US, digits)?;
        Ok(Self(std::array::from_fn(|_| one.clone())))
    }

    fn of(&self, kind: Kind) -> Option<&Histogram<u64>> {
        Kind::ALL.iter().zip(&self.0).find_map(|(known, times)| (*known == kind).then_some(times))
    }

    fn of_mut(&mut self, kind: Kind) -> Option<&mut Histogram<u64>> {
        Kind::ALL.iter().zip(&mut self.0).find_map(|(known, times)| (*known == kind).then_some(times))
    }
}

/// Percentiles of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Percentiles {
    pub(super) count: u64,
    pub(super) p50_ms: f64,
    pub(super) p90_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) p999_ms: f64,
    pub(super) max_ms: f64,
}

impl Percentiles {
    fn of(times: &Histogram<u64>) -> Self {
        let ms = |us: u64| seconds(us) * 1e3;
        let at = |quantile: f64| ms(times.value_at_quantile(quantile));
        Self {
            count: times.len(),
            p50_ms: at(0.5),
            p90_ms: at(0.9),
            p99_ms: at(0.99),
            p999_ms: at(0.999),
            max_ms: ms(times.max()),
        }
    }
}

/// What was seen of the machine and the run at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    pub(super) live: usize,
    pub(super) waiting: usize,
    pub(super) connections: usize,
    /// Resident memory of the own server.
    pub(super) server_mib: Option<f64>,
    /// Cores that the own server has used since the sample before.
    pub(super) server_cores: Option<f64>,
    /// Cores that the generator has used since the sample before.
    pub(super) own_cores: f64,
}

/// A part of the run.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// When it ended, from the beginning of the schedule.
    pub(super) until_us: u64,
    pub(super) length_us: u64,
    pub(super) percentiles: [Percentiles; 7],
    /// The last sample in it.
    pub(super) sample: Sample,
}

impl Window {
    pub(super) fn of(&self, kind: Kind) -> Percentiles {
        let pairs = Kind::ALL.iter().zip(&self.percentiles);
        pairs.into_iter().find_map(|(known, p)| (*known == kind).then_some(*p)).unwrap_or_default()
    }
}

/// All measurements of a run.
#[derive(Debug)]
pub(super) struct Measures {
    whole: Times,
    window: Times,
    /// Whether the ramp is over and the closing has not begun.
    counts: bool,
    counts_from_us: u64,
    /// How long it counted.
    pub(super) counted_us: u64,
    window_us: u64,
    window_began_us: u64,
    pub(super) windows: Vec<Window>,
    pub(super) sample: Sample,
    /// The most that were seen at once while it counted.
    pub(super) most_live: usize,
    pub(super) most_connections: usize,
    pub(super) most_mib: f64,
    live_sum: f64,
    samples: u32,
}

impl Measures {
    /// Measurements of a run of this length.
    pub(super) fn new(whole_us: u64) -> anyhow::Result<Self> {
        let window_s = whole_us.div_ceil(WINDOWS * SECOND_US).max(1);
        Ok(Self {
            whole: Times::new(3)?,
            window: Times::new(2)?,
            counts: false,
            counts_from_us: 0,
            counted_us: 0,
            window_us: window_s * SECOND_US,
            window_began_us: 0,
            windows: Vec::new(),
            sample: Sample::default(),
            most_live: 0,
            most_connections: 0,
            most_mib: 0.0,
            live_sum: 0.0,
            samples: 0,
        })
    }

    /// Says whether what is measured from here on counts for the whole.
    pub(super) fn count(&mut self, counts: bool, now_us: u64) {
        if self.counts {
            self.counted_us += now_us.saturating_sub(self.counts_from_us);
        }
        (self.counts, self.counts_from_us) = (counts, now_us);
    }

    /// Something was meant for one time and was done at another.
    pub(super) fn time(&mut self, kind: Kind, intended_us: u64, done_us: u64) {
        self.time_again(kind, intended_us, done_us, 0);
    }

    /// The same of what is repeated: who waits longer than the interval has missed the times between, and they count, too.
    pub(super) fn time_again(&mut self, kind: Kind, intended_us: u64, done_us: u64, interval_us: u64) {
        let us = done_us.saturating_sub(intended_us).clamp(1, LONGEST_US);
        let whole = if self.counts { self.whole.of_mut(kind) } else { None };
        for times in [whole, self.window.of_mut(kind)].into_iter().flatten() {
            // The value is within the bounds.
            let _ = times.record_correct(us, interval_us);
        }
    }

    /// A moment has been looked at. Ends a part of the run when it is time.
    pub(super) fn sampled(&mut self, sample: Sample, at_us: u64) {
        self.sample = sample;
        if self.counts {
            self.most_live = self.most_live.max(sample.live);
            self.most_connections = self.most_connections.max(sample.connections);
            self.most_mib = self.most_mib.max(sample.server_mib.unwrap_or(0.0));
            self.live_sum += count_f64(sample.live);
            self.samples += 1;
        }
        // Samples are taken a little late, and each ends a part of a second.
        if at_us + SECOND_US / 2 >= self.window_began_us + self.window_us {
            self.end_window(at_us);
        }
    }

    fn end_window(&mut self, at_us: u64) {
        let percentiles =
            std::array::from_fn(|at| self.window.0.get(at).map(Percentiles::of).unwrap_or_default());
        self.windows.push(Window {
            until_us: at_us,
            length_us: at_us.saturating_sub(self.window_began_us),
            percentiles,
            sample: self.sample,
        });
        self.window.0.iter_mut().for_each(Histogram::reset);
        self.window_began_us = at_us;
    }

    /// Percentiles of the whole run.
    pub(super) fn percentiles(&self, kind: Kind) -> Percentiles {
        self.whole.of(kind).map(Percentiles::of).unwrap_or_default()
    }

    /// Percentiles since the last part of the run ended.
    pub(super) fn latest(&self, kind: Kind) -> Percentiles {
        self.window.of(kind).map(Percentiles::of).unwrap_or_default()
    }

    /// The mean of live chats while it counted.
    pub(super) fn mean_live(&self) -> f64 {
        if self.samples == 0 { 0.0 } else { self.live_sum / f64::from(self.samples) }
    }
}

/// What happened how often, from the first chat to the last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) chats: u64,
    pub(super) accepted: u64,
    pub(super) ended: u64,
    pub(super) lines: u64,
    /// Lines that came behind the end of their chat, and were refused.
    pub(super) lines_behind_end: u64,
    pub(super) requests: u64,
    pub(super) moves: u64,
    pub(super) kills: u64,
    pub(super) server_stops: u64,
    /// Requests that were sent again because their connection was lost.
    pub(super) repeated: u64,
    /// Streams that were opened again where they had ended.
    pub(super) resumed: u64,
    /// Connections that were made.
    pub(super) connections: u64,
    /// Offers that were gone when they were to be accepted.
    pub(super) offers_gone: u64,
    /// Agents who were found not to be online and went online again.
    pub(super) away: u64,
}
