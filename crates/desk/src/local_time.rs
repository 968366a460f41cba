//! Formats times for people in one time zone. This module never chooses the zone; the settings do.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::text::{MailLine, MailSentence};
use countersign_core::text::{Lang, Line as _};

/// The IANA names of the zone that Chinese readers call Beijing time.
const BEIJING: [&str; 5] = ["Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "PRC"];

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LocalTime(TimeZone);

impl LocalTime {
    /// Returns the zone with the given IANA name, such as `Asia/Shanghai`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// Returns the system's zone, or UTC if it has none.
    #[must_use]
    pub fn system() -> Self {
        Self(TimeZone::try_system().unwrap_or(TimeZone::UTC))
    }

    /// Returns a time, given in seconds since 1970-01-01 UTC, with day and minute.
    #[must_use]
    pub fn moment(&self, lang: Lang, at: i64) -> String {
        self.format(MailLine::MomentPattern.say(lang), at)
    }

    /// Returns a time span. If both times have the same day, the day is written once. If both are equal, only
    /// one is written.
    #[must_use]
    pub fn span(&self, lang: Lang, from: i64, to: i64) -> String {
        let first = self.moment(lang, from);
        let last = self.moment(lang, to);
        if first == last {
            return first;
        }
        let same_day = self.format("%F", from) == self.format("%F", to);
        let last = if same_day { self.format("%H:%M", to) } else { last };
        MailSentence::Span { from: &first, to: &last }.say(lang)
    }

    /// Returns the name of the zone, with its offsets from UTC at the given times.
    #[must_use]
    pub fn name(&self, lang: Lang, moments: impl IntoIterator<Item = i64>) -> String {
        let mut offsets: Vec<String> = Vec::new();
        for offset in moments.into_iter().map(|at| self.offset(at)) {
            if !offsets.contains(&offset) {
                offsets.push(offset);
            }
        }
        let offset = &offsets.join(" / ");
        match self.0.iana_name() {
            Some("UTC" | "Etc/UTC") => MailLine::ZoneUtc.say(lang).to_owned(),
            Some(name) if BEIJING.contains(&name) => MailSentence::ZoneBeijing { offset }.say(lang),
            Some(zone) => MailSentence::ZoneNamed { zone: &zone, offset }.say(lang),
            None => MailSentence::ZoneOffset { offset }.say(lang),
        }
    }

    fn format(&self, pattern: &str, at: i64) -> String {
        self.0.to_datetime(timestamp(at)).strftime(pattern).to_string()
    }

    /// Returns the offset from UTC: `UTC+8`, `UTC-3:30`.
    fn offset(&self, at: i64) -> String {
        let seconds = self.0.to_offset(timestamp(at)).seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let (hours, minutes) = (seconds.abs() / 3_600, seconds.abs() / 60 % 60);
        if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
    }
}

impl TryFrom<String> for LocalTime {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::named(&name).ok_or("an IANA time zone, such as Asia/Shanghai")
    }
}

/// Converts to a timestamp. A time out of range becomes the beginning of 1970.
fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The time 2026-11-23 02:10 UTC.
    const WINTER: i64 = 1_795_399_800;
    /// The time half a year before.
    const SUMMER: i64 = WINTER - 182 * 86_400;

    #[test]
    fn a_time_is_shown_in_the_zone_and_the_zone_is_named() {
        for (zone, moment, name) in [
            ("Asia/Shanghai", "23 November 2026, 10:10", "Beijing time (UTC+8)"),
            ("Europe/Berlin", "23 November 2026, 03:10", "local time in Europe/Berlin (UTC+1)"),
            ("America/St_Johns", "22 November 2026, 22:40", "local time in America/St_Johns (UTC-3:30)"),
            ("UTC", "23 November 2026, 02:10", "UTC"),
        ] {
            let zone = LocalTime::named(zone).unwrap();
            assert_eq!(
                (zone.moment(Lang::En, WINTER), zone.name(Lang::En, [WINTER])),
                (moment.into(), name.into())
            );
        }
        let beijing = LocalTime::named("Asia/Shanghai").unwrap();
        assert_eq!(beijing.moment(Lang::Zh, WINTER), "2026年11月23日 10:10");
        assert_eq!(LocalTime::named("Mars/Olympus"), None);
        assert_eq!(LocalTime::named(""), None);
    }

    #[test]
    fn both_offsets_are_named_if_the_offset_changes_in_between() {
        let berlin = LocalTime::named("Europe/Berlin").unwrap();
        let name = berlin.name(Lang::En, [SUMMER, WINTER, WINTER]);
        assert_eq!(name, "local time in Europe/Berlin (UTC+2 / UTC+1)");
    }

    #[test]
    fn a_span_within_a_day_names_the_day_once() {
        let utc = LocalTime::named("UTC").unwrap();
        for (to, span) in [
            (WINTER + 59, "23 November 2026, 02:10"),
            (WINTER + 240, "23 November 2026, 02:10 to 02:14"),
            (WINTER + 86_400, "23 November 2026, 02:10 to 24 November 2026, 02:10"),
        ] {
            assert_eq!(utc.span(Lang::En, WINTER, to), span);
        }
        assert_eq!(utc.moment(Lang::En, i64::MAX), "1 January 1970, 00:00");
    }
}
