//! Times as the wire writes them. The caller brings the instant and the zone: this module reads no clock.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::sink::Text;

/// An instant, to be written with the offset of the account's zone.
///
/// An instant that a year of four digits cannot tell is written with the year 0000 or 9999.
#[derive(Clone, Copy, Debug)]
pub struct WireTime<'a> {
    epoch_ms: i64,
    zone: &'a TimeZone,
}

impl<'a> WireTime<'a> {
    /// `epoch_ms` counts milliseconds from 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn new(epoch_ms: i64, zone: &'a TimeZone) -> Self {
        Self { epoch_ms, zone }
    }

    /// Milliseconds from 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn epoch_ms(self) -> i64 {
        self.epoch_ms
    }

    /// Appends the ISO form, `2018-01-29T08:19:43.976-05:00`, always with three digits of fraction
    /// (`docs/protocol/00-conventions.md` §7.1).
    pub fn write_iso(self, out: &mut Vec<u8>) {
        let (local, offset_s) = self.local();
        let mut form = *b"0000-00-00T00:00:00.000+00:00";
        digits(&mut form[0..4], i32::from(local.year()));
        digits(&mut form[5..7], i32::from(local.month()));
        digits(&mut form[8..10], i32::from(local.day()));
        digits(&mut form[11..13], i32::from(local.hour()));
        digits(&mut form[14..16], i32::from(local.minute()));
        digits(&mut form[17..19], i32::from(local.second()));
        digits(&mut form[20..23], i32::from(local.millisecond()));
        form[23] = if offset_s < 0 { b'-' } else { b'+' };
        let offset_minutes = offset_s.abs() / 60;
        digits(&mut form[24..26], offset_minutes / 60);
        digits(&mut form[27..29], offset_minutes % 60);
        out.extend_from_slice(&form);
    }

    /// The civil time in the zone, and the zone's offset from UTC in seconds.
    fn local(self) -> (DateTime, i32) {
        let nearest = if self.epoch_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let instant = Timestamp::from_millisecond(self.epoch_ms).unwrap_or(nearest);
        let offset = self.zone.to_offset(instant);
        (offset.to_datetime(instant), offset.seconds())
    }
}

/// Fills `field` with the decimal digits of `value`, padded with zeros; a negative value counts as 0.
fn digits(field: &mut [u8], value: i32) {
    let mut rest = value.max(0).unsigned_abs();
    for digit in field.iter_mut().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
}

/// The same instant in the form of the login service's errors, `Jan 29, 2018 8:19:43 AM`
/// (`docs/protocol/10-domain-login.md` §3.4).
#[derive(Clone, Copy, Debug)]
pub struct UsTime<'a>(
    /// The instant and the zone it is told in.
    pub WireTime<'a>,
);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Text for UsTime<'_> {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        let (local, _) = self.0.local();
        let month = usize::from(local.month().unsigned_abs()).saturating_sub(1) % MONTHS.len();
        let (hour, half) = match local.hour() {
            0 => (12, "AM"),
            hour @ 1..=11 => (hour, "AM"),
            12 => (12, "PM"),
            hour => (hour - 12, "PM"),
        };
        write(&format!(
            "{} {}, {} {hour}:{:02}:{:02} {half}",
            MONTHS[month],
            local.day(),
            local.year(),
            local.minute(),
            local.second()
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(epoch_ms: i64, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let mut out = Vec::new();
        WireTime::new(epoch_ms, &zone).write_iso(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn us(epoch_ms: i64, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let mut out = String::new();
        UsTime(WireTime::new(epoch_ms, &zone)).write_pieces(&mut |piece| out.push_str(piece));
        out
    }

    #[test]
    fn a_time_carries_the_offset_of_the_accounts_zone_in_winter_and_in_summer() {
        assert_eq!(iso(1_517_231_983_976, "America/New_York"), "2018-01-29T08:19:43.976-05:00");
        assert_eq!(iso(1_531_290_822_871, "America/New_York"), "2018-07-11T02:33:42.871-04:00");
        assert_eq!(iso(1_440_946_806_000, "Europe/Athens"), "2015-08-30T18:00:06.000+03:00");
        assert_eq!(iso(0, "Asia/Kolkata"), "1970-01-01T05:30:00.000+05:30");
    }

    #[test]
    fn a_time_has_three_digits_of_fraction_even_when_they_are_zero() {
        assert_eq!(iso(1_000, "UTC"), "1970-01-01T00:00:01.000+00:00");
        assert_eq!(iso(-1, "UTC"), "1969-12-31T23:59:59.999+00:00");
    }

    #[test]
    fn an_instant_out_of_range_still_has_a_year_of_four_digits() {
        assert!(iso(i64::MAX, "UTC").starts_with("9999-12-30T22:00:00"));
        assert!(iso(i64::MIN, "UTC").starts_with("0000-"));
    }

    #[test]
    fn a_login_error_has_its_time_in_the_us_form() {
        assert_eq!(us(1_517_231_983_976, "America/New_York"), "Jan 29, 2018 8:19:43 AM");
        assert_eq!(us(1_474_575_015_000, "America/New_York"), "Sep 22, 2016 4:10:15 PM");
        assert_eq!(us(0, "UTC"), "Jan 1, 1970 12:00:00 AM");
        assert_eq!(us(43_200_000, "UTC"), "Jan 1, 1970 12:00:00 PM");
    }
}
