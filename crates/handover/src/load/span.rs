//! A length of time as it is written on the command line.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// The longest that can be asked for.
const LONGEST_S: f64 = 30.0 * 86_400.0;

/// A length of time: `500ms`, `2s`, `10m`, `1h`; a number alone is seconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Span(Duration);

impl Span {
    /// So many seconds.
    pub(crate) fn seconds(seconds: f64) -> Self {
        Self(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
    }

    /// The same as a duration.
    pub(crate) fn duration(self) -> Duration {
        self.0
    }

    /// The same in microseconds.
    pub(crate) fn us(self) -> u64 {
        super::clock::micros(self.0)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let units = [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0), ("", 1.0)];
        let read = |(unit, factor): (&str, f64)| {
            let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
            Some(number * factor)
        };
        let seconds = units.into_iter().find_map(read);
        let seconds = seconds.filter(|seconds| (0.0..=LONGEST_S).contains(seconds));
        seconds.map(Self::seconds).ok_or_else(|| "a time is written 500ms, 2s, 10m or 1h".to_owned())
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.as_millis();
        for (unit, length) in [("h", 3_600_000), ("m", 60_000), ("s", 1000)] {
            if ms >= length && ms.is_multiple_of(length) {
                return write!(f, "{}{unit}", ms / length);
            }
        }
        write!(f, "{ms}ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_its_unit_and_shown_in_the_largest_that_fits() {
        let cases =
            [("500ms", "500ms"), ("2s", "2s"), ("90", "90s"), ("1.5m", "90s"), ("120s", "2m"), ("1h", "1h")];
        for (text, shown) in cases {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "s", "-1", "2 weeks", "inf", "NaN", "31d", "721h"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        assert!("720h".parse::<Span>().is_ok());
    }
}
