//! Parses dates as people write them, and reads the current time. All times are UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use time::{Date, Month};

use countersign_core::protocol::license::Day;

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
}
