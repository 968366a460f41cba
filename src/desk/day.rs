//! Days of licenses and seconds of the clock, as people write them (UTC).

use time::{Date, Month};

use crate::protocol::license::{Day, date_of, moment_at};

/// The day that licenses count from.
const FIRST: Date = time::macros::date!(2020 - 01 - 01);

/// `YYYY-MM-DD`.
pub(crate) fn written(day: Day) -> String {
    date_of(day)
}

/// The day of `YYYY-MM-DD`, from 2020-01-02 on (day 0 stands for "never" in a code).
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
    match Day::try_from((date - FIRST).whole_days()) {
        Ok(day) if day > 0 => Ok(day),
        _ => Err(fault),
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
        for text in [
            "",
            "2020-01-01",
            "2019-12-31",
            "2023-02-29",
            "2026-13-01",
            "2026-1",
            "+2026-01-01",
            "9999-01-01",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(moment(1_795_361_511), "2026-11-22 15:31");
    }
}
