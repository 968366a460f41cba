//! An expiry as programs write it: its format, and its value today.

use super::problem::Problem;
use super::rule::{Checked, Rule};
use crate::dates::MAX_DAYS;
use crate::dates::parse_day;
use countersign_core::protocol::license::Day;
use countersign_ledger::Expiry;

/// Checks that a member has the format of an expiry.
pub(super) fn member(name: &'static str, text: &str) -> Checked {
    (name, is_expiry(text), Rule::Expiry)
}

/// Whether a text has the format of an expiry.
fn is_expiry(text: &str) -> bool {
    let digits = |part: &str, count: std::ops::RangeInclusive<usize>| {
        count.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_date = || {
        let parts: Vec<&str> = text.split('-').collect();
        matches!(parts.as_slice(), [year, month, day]
            if digits(year, 4..=4) && digits(month, 2..=2) && digits(day, 2..=2))
    };
    let is_days = || text.strip_suffix('d').is_some_and(|days| digits(days, 1..=5) && !days.starts_with('0'));
    text == "never" || is_days() || is_date()
}

/// Returns the expiry of a text in that format. Refuses an expiry in the past, and one of more than a hundred years.
///
/// # Errors
/// [`Problem::Value`].
pub(super) fn expiry(text: &str, today: Day) -> Result<Expiry, Problem> {
    let broken = |rule: Rule| Problem::Value(rule.broken("expiry"));
    if text == "never" {
        return Ok(Expiry::Never);
    }
    if let Some(days) = text.strip_suffix('d') {
        let days = days.parse().ok().filter(|days| (1..=MAX_DAYS).contains(days));
        return days.map(Expiry::After).ok_or_else(|| broken(Rule::ExpiryDays));
    }
    let day = parse_day(text).map_err(|_| broken(Rule::Day))?;
    if day < today { Err(broken(Rule::NotPast)) } else { Ok(Expiry::On(day)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_and_value_of_an_expiry_are_checked() {
        let today = 2517;
        for (text, wanted) in [
            ("never", Expiry::Never),
            ("90d", Expiry::After(90)),
            ("36500d", Expiry::After(36_500)),
            ("2026-11-22", Expiry::On(2517)),
        ] {
            assert!(is_expiry(text));
            assert_eq!(expiry(text, today), Ok(wanted), "{text}");
        }
        for (text, rule) in [
            ("36501d", Rule::ExpiryDays),
            ("99999d", Rule::ExpiryDays),
            ("2026-11-21", Rule::NotPast),
            ("2027-02-30", Rule::Day),
            ("9999-12-31", Rule::Day),
        ] {
            assert!(is_expiry(text));
            assert_eq!(expiry(text, today), Err(Problem::Value(rule.broken("expiry"))), "{text}");
        }
        for text in ["", "Never", "0d", "090d", "d", "+90d", "90", "2027-1-1", "2027-01-01 ", "1-1-1-1"] {
            assert!(!is_expiry(text), "{text}");
        }
    }
}
