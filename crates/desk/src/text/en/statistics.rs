//! Statistics.

use crate::text::{StatisticsLine as L, StatisticsSentence as S};

/// The English words.
pub fn statistics(line: L) -> &'static str {
    match line {
        // Help
        L::Command => "Count requests, cases and numbers over a period of days",
        L::OptDays => "How many days, today included; default: 30, at most 366",
        L::OptProduct => "Count only this product",
        // Waiting cases
        L::Now => "Open cases now",
        L::WaitsForDesk => "Waiting for the desk",
        L::WaitsForCustomer => "Waiting for the customer",
        // Charts and their tables
        L::Title => "Statistics",
        L::AsTable => "Numbers as a table",
        L::Day => "Day",
        L::Requests => "Requests",
        L::Issued => "Codes issued",
        L::Refused => "Refused",
        L::ByDay => "Requests by day",
        L::ByReason => "Reasons of refusals",
        L::ByPlatform => "Firmware and hypervisors",
        L::ByEnding => "Cases opened in this period",
        L::Expiring => "License numbers that expire",
        L::NoRequests => "No requests in this period.",
        L::NoRefusals => "Nothing was refused in this period.",
        L::NoCasesOpened => "No case was opened in this period.",
        L::NoneExpires => "None expires within 90 days, and none has expired.",
        L::Alone => "Solved alone",
        L::Helped => "Solved with an operator",
        L::ByHand => "Closed without a code",
        L::StillOpen => "Still open",
        L::AloneMeans => {
            "A case opens when a machine is refused, and is solved when the same machine gets a code. Solved alone: until then no operator sent one of its requests, wrote a note, changed the case, or acted on its license number. Help by telephone without a note counts as solved alone."
        }
        L::UnknownPlatform => "unknown",
        L::OtherHypervisor => "another hypervisor",
    }
}

/// The English sentences with values.
pub fn statistics_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::LastDays { days } => format!("{days} days"),
        S::FromUntil { from, until, zone } => format!("From {from} to {until}; days begin at 00:00 {zone}."),
        S::OfProduct { product } => format!("Product: {product}"),
        S::OldestSince { day } => format!("the oldest: {day} (UTC)"),
        S::ExpireWithin { days } => format!("Numbers that expire within {days} days"),
        S::ChartShows { count, all } => format!("The chart shows {count} of {all}; the table has all."),
        S::ShowsDays { issued, refused, day, most } => format!(
            "Above the line: codes issued, {issued} in total; below it: refusals, {refused} in total. Most requests in a day: {most}, on {day}."
        ),
        S::IssuedAndRefused { issued, refused } => format!("codes issued {issued}, refused {refused}"),
        S::NewerPlatform { byte } => format!("unknown ({byte})"),
    }
}
