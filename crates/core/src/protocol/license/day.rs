//! Days of licenses, and dates for people. All are UTC.

use time::{Date, Duration, Month};

/// A day, in days since 2020-01-01.
pub type Day = u16;

/// 2020-01-01, in days since 1970-01-01.
const EPOCH: i64 = 18_262;

/// The day of a time in seconds since 1970-01-01; day 0 for a time before 2020.
#[must_use]
pub fn day_of(now: i64) -> Day {
    let days = now.div_euclid(86_400).saturating_sub(EPOCH);
    Day::try_from(days.max(0)).unwrap_or(Day::MAX)
}

/// The date of a day as `YYYY-MM-DD`.
#[must_use]
pub fn date_of(day: Day) -> String {
    date(i64::from(day) + EPOCH)
}

/// The day of a date as `YYYY-MM-DD`; `None` for other text, and for days before 2020.
#[must_use]
pub fn day_of_date(date: &str) -> Option<Day> {
    let mut parts = date.split('-');
    let year = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    let first = Date::from_calendar_date(1970, Month::January, 1).ok()?;
    Day::try_from((date - first).whole_days() - EPOCH).ok().filter(|_| parts.next().is_none())
}

/// The date of a time in seconds since 1970-01-01 as `YYYY-MM-DD`; empty for a year over 9999.
#[must_use]
pub fn date_at(now: i64) -> String {
    date(now.div_euclid(86_400))
}

/// Date and minute of a time in seconds since 1970-01-01 as `YYYY-MM-DD HH:MM`.
#[must_use]
pub fn moment_at(now: i64) -> String {
    let minutes = now.rem_euclid(86_400) / 60;
    format!("{} {:02}:{:02}", date_at(now), minutes / 60, minutes % 60)
}

fn date(since_1970: i64) -> String {
    Date::from_calendar_date(1970, Month::January, 1)
        .ok()
        .and_then(|first| first.checked_add(Duration::seconds(since_1970.checked_mul(86_400)?)))
        .map_or_else(String::new, |date| {
            format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_date_and_minute() {
        assert_eq!(moment_at(1_577_836_800 + 86_399), "2020-01-01 23:59");
        assert_eq!(moment_at(1_577_836_800 + 3_600 + 61), "2020-01-01 01:01");
        assert_eq!(moment_at(-1), "1969-12-31 23:59");
    }

    #[test]
    fn days_and_dates_convert() {
        assert_eq!((day_of(0), day_of(1_577_836_799), day_of(1_577_836_800)), (0, 0, 0));
        assert_eq!(day_of(1_577_836_800 + 86_400), 1);
        assert_eq!(
            (date_of(0), date_of(366), date_of(Day::MAX)),
            ("2020-01-01".into(), "2021-01-01".into(), "2199-06-06".into())
        );
        assert_eq!(
            (date_at(0), date_at(i64::MAX), date_at(i64::MIN)),
            ("1970-01-01".into(), String::new(), String::new())
        );
        for day in [0, 366, 2_517, Day::MAX] {
            assert_eq!(day_of_date(&date_of(day)), Some(day));
        }
        for text in
            ["", "2026", "2026-13-01", "2026-02-30", "2019-12-31", "2026-01-01-1", "x-01-01", "9999-01-01"]
        {
            assert_eq!(day_of_date(text), None, "{text}");
        }
    }
}
