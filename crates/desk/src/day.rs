//! Days of licenses and seconds of the clock, as people write them (UTC).

use time::{Date, Month};

use countersign_core::protocol::license::{Day, date_of, moment_at};

/// The day that licenses count from.
const FIRST: Date = time::macros::date!(2020 - 01 - 01);

/// The earliest day there is: what is before it is past like it.
pub(crate) const LONG_PAST: Day = 1;

/// `YYYY-MM-DD`.
pub(crate) fn written(day: Day) -> String {
    date_of(day)
}

/// The day of `YYYY-MM-DD`. Before 2020-01-02 there is none (day 0 stands for "never" in a code): such a day is long
/// past, and given as [`LONG_PAST`].
pub(crate) fn parse(text: &str) -> Result<Day, &'static str> {
    let fault = "YYYY-MM-DD";
    let mut parts = text.trim().splitn(3, '-');
    let mut part = || parts.next().filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (Some(year), Some(month), Some(day)) = (part(), part(), part()) else { return Err(fault) };
    let month: u8 = month.parse().map_err(|_| fault)?;
    let date = Date::from_calendar_date(
        year.parse().map_err(|_| fault)?,
        Month::try_from(month).map_err(|_| fault)?,
        day.parse().map_err(|_| fault)?,
    )
    .map_err(|_| fault)?;
    match (date - FIRST).whole_days() {
        ..=0 => Ok(LONG_PAST),
        days => Day::try_from(days).map_err(|_| fault),
    }
}

/// `YYYY-MM-DD HH:MM`.
pub(crate) fn moment(at: i64) -> String {
    moment_at(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        for (text, day) in [("2020-01-02", 1), ("2024-02-29", 1520), ("2026-11-22", 2517)] {
            assert_eq!(parse(text), Ok(day));
            assert_eq!(written(day), text);
        }
        for text in ["2020-01-01", "2019-12-31", "1970-01-01", "0001-01-01"] {
            assert_eq!(parse(text), Ok(LONG_PAST), "{text}");
        }
        for text in ["", "2023-02-29", "2026-13-01", "2026-1", "+2026-01-01", "9999-01-01"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(moment(1_795_361_511), "2026-11-22 15:31");
    }
}
