//! Parses dates as people write them, and reads the current time. All times are UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{Date, Month};

use crate::text::AdminLine;
use countersign_core::protocol::license::Day;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::Expiry;

/// Day 0 of license dates.
const DAY_ZERO: Date = time::macros::date!(2020 - 01 - 01);

/// The earliest day that a license can name. It replaces all earlier days, because all of them are over.
const EARLIEST: Day = 1;

/// The number of seconds in a day.
pub(crate) const DAY_SECONDS: i64 = 86_400;

/// Returns the first second of a license day, in seconds since 1970-01-01 UTC.
pub(crate) fn start_of(day: Day) -> i64 {
    DAY_ZERO.midnight().assume_utc().unix_timestamp() + i64::from(day) * DAY_SECONDS
}

/// Returns the current time, in seconds since 1970-01-01 UTC.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The maximum number of days from first use, a hundred years. A spreadsheet that shows a date as a number
/// shows a greater one, counted from 1900.
pub(crate) const MAX_DAYS: u16 = 36_500;

/// The words for "never".
const NEVER: [&str; 3] = ["never", "永久", "永久有效"];

/// Why a text is no expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiryFault {
    /// Neither a day, nor a number of days, nor "never".
    Malformed,
    /// The day is over.
    Past,
    /// More than 36,500 days: a spreadsheet's number of a day.
    DayNumber,
}

impl ExpiryFault {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "EXPIRY-MALFORMED",
            Self::Past => "EXPIRY-PAST",
            Self::DayNumber => "EXPIRY-DAY-NUMBER",
        }
    }

    /// Returns what is wrong, and how an expiry is written.
    #[must_use]
    pub fn message(self, lang: Lang) -> &'static str {
        let line = match self {
            Self::Malformed => AdminLine::ImportExpiry,
            Self::Past => AdminLine::ImportPast,
            Self::DayNumber => AdminLine::ImportDayNumber,
        };
        line.say(lang)
    }
}

/// Parses an expiry as people write it: a day like [`parse_written_day`], a number of days from first use
/// (`365`, `365d`, `365天`), or a word of [`NEVER`].
///
/// # Errors
/// [`ExpiryFault`]
pub(crate) fn parse_expiry(text: &str, today: Day) -> Result<Expiry, ExpiryFault> {
    let text = text.trim();
    if NEVER.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(Expiry::Never);
    }
    if text.contains(['-', '/', '.', '年']) {
        return match parse_written_day(text) {
            Err(_) => Err(ExpiryFault::Malformed),
            Ok(day) if day < today => Err(ExpiryFault::Past),
            Ok(day) => Ok(Expiry::On(day)),
        };
    }
    // The desk's export has a `d` after the number of days.
    let days = text.trim_end_matches(['d', 'D', '天']).trim();
    match days.parse::<u32>() {
        Err(_) | Ok(0) => Err(ExpiryFault::Malformed),
        Ok(days) => match u16::try_from(days).ok().filter(|days| *days <= MAX_DAYS) {
            Some(days) => Ok(Expiry::After(days)),
            None => Err(ExpiryFault::DayNumber),
        },
    }
}

/// Parses a day as spreadsheets write it, the year first: `2027-12-31`, `2027/12/31`, `2027.1.5`, `2027年12月31日`.
///
/// # Errors
/// The same as for [`parse_day`].
pub(crate) fn parse_written_day(text: &str) -> Result<Day, &'static str> {
    // A spreadsheet may write midnight after the day.
    let day =
        text.trim().split_once(' ').filter(|(_, time)| time.trim().chars().all(|c| matches!(c, '0' | ':')));
    let plain: String = day
        .map_or(text, |(day, _)| day)
        .trim()
        .trim_end_matches('日')
        .chars()
        .map(|c| if matches!(c, '/' | '.' | '年' | '月') { '-' } else { c })
        .collect();
    parse_day(&plain)
}

/// Parses `YYYY-MM-DD` to a license day. In a code day 0 means "never", so 2020-01-01 and every earlier day
/// give [`EARLIEST`].
///
/// # Errors
/// The expected format, if the text is no date or is too far in the future.
pub(crate) fn parse_day(text: &str) -> Result<Day, &'static str> {
    let expected = "YYYY-MM-DD";
    let mut parts = text.trim().splitn(3, '-');
    let mut part = || parts.next().filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (Some(year), Some(month), Some(day)) = (part(), part(), part()) else { return Err(expected) };
    let month: u8 = month.parse().map_err(|_| expected)?;
    let date = Date::from_calendar_date(
        year.parse().map_err(|_| expected)?,
        Month::try_from(month).map_err(|_| expected)?,
        day.parse().map_err(|_| expected)?,
    )
    .map_err(|_| expected)?;
    match (date - DAY_ZERO).whole_days() {
        ..=0 => Ok(EARLIEST),
        days => Day::try_from(days).map_err(|_| expected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExpiryFault::{DayNumber, Malformed, Past};
    use countersign_core::protocol::license::{date_of, moment_at};

    #[test]
    fn a_date_parses_to_the_day_that_prints_it() {
        for (text, day) in [("2020-01-02", 1), ("2024-02-29", 1520), ("2026-11-22", 2517)] {
            assert_eq!(parse_day(text), Ok(day));
            assert_eq!(date_of(day), text);
        }
        for text in ["2020-01-01", "2019-12-31", "1970-01-01", "0001-01-01"] {
            assert_eq!(parse_day(text), Ok(EARLIEST), "{text}");
        }
        for text in ["", "2023-02-29", "2026-13-01", "2026-1", "+2026-01-01", "9999-01-01"] {
            assert!(parse_day(text).is_err(), "{text}");
        }
        assert_eq!(moment_at(1_795_361_511), "2026-11-22 15:31");
    }

    #[test]
    fn an_expiry_is_a_day_a_number_of_days_or_never() {
        let day = Expiry::On(2517);
        for (text, expected) in [
            ("never", Ok(Expiry::Never)),
            (" NEVER ", Ok(Expiry::Never)),
            ("永久", Ok(Expiry::Never)),
            ("永久有效", Ok(Expiry::Never)),
            ("2026-11-22", Ok(day)),
            ("2026/11/22", Ok(day)),
            ("2026.11.22", Ok(day)),
            ("2026年11月22日", Ok(day)),
            ("2026-11-21", Err(Past)),
            ("365", Ok(Expiry::After(365))),
            ("365d", Ok(Expiry::After(365))),
            ("365 天", Ok(Expiry::After(365))),
            ("36500", Ok(Expiry::After(MAX_DAYS))),
            ("36501", Err(DayNumber)),
            ("99999", Err(DayNumber)),
            ("0", Err(Malformed)),
            ("", Err(Malformed)),
            ("-1", Err(Malformed)),
            ("31/12/2028", Err(Malformed)),
            ("soon", Err(Malformed)),
        ] {
            assert_eq!(parse_expiry(text, 2517), expected, "{text}");
        }
    }
}
