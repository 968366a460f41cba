//! Statistics on the start page: charts of a period, each with its numbers as a table. Each number leads to the list of its rows.

use maud::{Markup, html};

use super::figure::{Drawing, Figure, linked, shape};
use super::list_query::ListQuery;
use super::{cases, numbers, requests};
use crate::sql::OutcomeFilter;
use crate::statistics::{CaseEnding, DayCounts, Outcomes, PlatformCounts, ReasonCount, Statistics, ZONE};
use crate::text::{
    OfficeLine as O, OfficeSentence, StatisticsLine as S, StatisticsSentence, ending_lines, platform_name,
};
use crate::web::chart::{Bar, Ink};
use countersign_core::protocol::license::{Day, date_of};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ShownState;
use countersign_ledger::text::LedgerLine;

/// The outcomes as lists name them.
const ISSUED: &str = OutcomeFilter::Issued.name();
const REFUSED: &str = OutcomeFilter::Refused.name();
/// The periods that can be chosen, in days.
pub(super) const PERIODS: [u16; 3] = [7, 30, 90];
/// The period if none is chosen, in days.
pub(super) const USUAL_PERIOD: u16 = 30;
/// How many bars a chart has at most. Its table has all rows.
const MOST_BARS: usize = 8;

/// What the charts show: their language, query and product.
pub(super) struct ChartScope<'a> {
    pub(super) lang: Lang,
    pub(super) query: &'a ListQuery,
    pub(super) product: Option<&'a str>,
}

impl ChartScope<'_> {
    /// The address of a list of this product, with these parameters.
    pub(super) fn address(&self, path: &str, parameters: &[(&str, &str)]) -> String {
        let of_product = self.product.map(|product| ("product", product));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters.iter().copied().chain(of_product));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Like `address`, with the first and the last day of a list.
    fn address_of_days(&self, path: &str, days: [Day; 2], parameters: &[(&str, &str)]) -> String {
        let [from, until] = days.map(date_of);
        self.address(path, &[parameters, &[("from", &from), ("until", &until)]].concat())
    }
}

/// All charts.
pub(super) fn section(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let period = statistics.period;
    let [from, until] = [period.first(), period.last()].map(date_of);
    html! {
        section id="statistics" aria-labelledby="statistics-title" {
            h2 #statistics-title { (S::Title.say(lang)) }
            p.tabs { @for days in PERIODS {
                @let words = StatisticsSentence::LastDays { days: &days }.say(lang);
                @if days == period.days() { b aria-current="true" { (words) } }
                @else { a href={ (scope.query.address("/office", Some(("days", &days.to_string())))) "#statistics" } { (words) } }
            } }
            p.quiet { (StatisticsSentence::FromUntil { from: &from, until: &until, zone: &ZONE }.say(lang)) }
            div.charts {
                (days(scope, statistics))
                (reasons(scope, statistics))
                (platforms(scope, statistics))
                (endings(scope, statistics))
                (expiring(scope, statistics))
            }
        }
    }
}

fn days(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let requests = statistics.requests();
    let link = |days: [Day; 2], count: u64, outcome: &str| {
        linked(count, &scope.address_of_days(requests::PATH, days, &[("outcome", outcome)]))
    };
    let whole = [statistics.period.first(), statistics.period.last()];
    let key = html! { p {
        (shape("▲", "good", S::Issued.say(lang))) " " (link(whole, requests.issued, ISSUED)) " · "
        (shape("▼", "bad", S::Refused.say(lang))) " " (link(whole, requests.refused, REFUSED))
    } };
    let row = |one: &DayCounts| {
        let Outcomes { issued, refused } = one.requests;
        let of_day = [one.day; 2];
        vec![html! { (date_of(one.day)) }, link(of_day, issued, ISSUED), link(of_day, refused, REFUSED)]
    };
    let empty = requests.total() == 0;
    let busiest = statistics.days.iter().max_by_key(|one| (one.requests.total(), one.day));
    let description = busiest.map_or_else(String::new, |one| {
        StatisticsSentence::ShowsDays {
            issued: &requests.issued,
            refused: &requests.refused,
            day: &date_of(one.day),
            most: &one.requests.total(),
        }
        .say(lang)
    });
    Figure {
        name: "days",
        title: S::ByDay,
        drawing: if empty { Drawing::Nothing } else { Drawing::Days(&statistics.days, description) },
        key,
        note: None,
        head: &[S::Day.say(lang), S::Issued.say(lang), S::Refused.say(lang)],
        rows: if empty { Vec::new() } else { statistics.days.iter().rev().map(row).collect() },
    }
    .show(lang)
}

fn reasons(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let whole = [statistics.period.first(), statistics.period.last()];
    let all = &statistics.reasons;
    let bar = |one: &ReasonCount| one_count(one.reason.code(), Ink::Bad, one.requests);
    let row = |one: &ReasonCount| {
        let code = one.reason.code();
        let address = scope.address_of_days(requests::PATH, whole, &[("outcome", REFUSED), ("reason", code)]);
        let (what, _) = LedgerLine::of_reason(one.reason);
        vec![html! { code { (code) } " " span.quiet { (what.say(lang)) } }, linked(one.requests, &address)]
    };
    Figure {
        name: "reasons",
        title: S::ByReason,
        drawing: Drawing::Bars(all.iter().take(MOST_BARS).map(bar).collect()),
        key: key(lang, all.len(), S::NoRefusals),
        note: None,
        head: &[O::Reason.say(lang), S::Requests.say(lang)],
        rows: all.iter().map(row).collect(),
    }
    .show(lang)
}

fn platforms(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let whole = [statistics.period.first(), statistics.period.last()];
    let all = &statistics.platforms;
    let bar = |one: &PlatformCounts| {
        let Outcomes { issued, refused } = one.requests;
        let label = platform_name(lang, one.platform);
        let parts = vec![(Ink::Good, issued), (Ink::BadLine, refused)];
        let said = StatisticsSentence::IssuedAndRefused { issued: &issued, refused: &refused }.say(lang);
        (Bar { label, parts }, said)
    };
    let row = |one: &PlatformCounts| {
        let platform = one.platform.0.to_string();
        let link = |count: u64, outcome: &str| {
            let chosen = [("outcome", outcome), ("platform", platform.as_str())];
            linked(count, &scope.address_of_days(requests::PATH, whole, &chosen))
        };
        let Outcomes { issued, refused } = one.requests;
        vec![html! { (platform_name(lang, one.platform)) }, link(issued, ISSUED), link(refused, REFUSED)]
    };
    let colours = html! {
        @if !all.is_empty() { p { (shape("■", "good", S::Issued.say(lang))) " · " (shape("□", "bad", S::Refused.say(lang))) } }
        (key(lang, all.len(), S::NoRequests))
    };
    Figure {
        name: "platforms",
        title: S::ByPlatform,
        drawing: Drawing::Bars(all.iter().take(MOST_BARS).map(bar).collect()),
        key: colours,
        note: None,
        head: &[O::Platform.say(lang), S::Issued.say(lang), S::Refused.say(lang)],
        rows: all.iter().map(row).collect(),
    }
    .show(lang)
}

fn endings(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let whole = [statistics.period.first(), statistics.period.last()];
    let all = ending_lines(statistics.endings);
    let ink = |ending: Option<CaseEnding>| match ending {
        Some(CaseEnding::Alone) => Ink::Good,
        Some(CaseEnding::Helped) => Ink::Main,
        Some(CaseEnding::ByHand) => Ink::Quiet,
        None => Ink::Bad,
    };
    let bar = |(ending, words, count): &(Option<CaseEnding>, S, u64)| {
        one_count(words.say(lang), ink(*ending), *count)
    };
    let row = |(ending, words, count): &(Option<CaseEnding>, S, u64)| {
        let address = match ending {
            Some(ending) => {
                scope.address_of_days(cases::PATH, whole, &[("which", "closed"), ("ending", ending.name())])
            }
            None => scope.address_of_days(cases::PATH, whole, &[]),
        };
        vec![html! { (words.say(lang)) }, linked(*count, &address)]
    };
    let empty = statistics.endings.total() == 0;
    Figure {
        name: "endings",
        title: S::ByEnding,
        drawing: if empty { Drawing::Nothing } else { Drawing::Bars(all.iter().map(bar).collect()) },
        key: html! { @if empty { p.quiet { (S::NoCasesOpened.say(lang)) } } },
        note: Some(S::AloneMeans),
        head: &[O::Ending.say(lang), O::NavCases.say(lang)],
        rows: if empty { Vec::new() } else { all.iter().map(row).collect() },
    }
    .show(lang)
}

fn expiring(scope: &ChartScope<'_>, statistics: &Statistics) -> Markup {
    let lang = scope.lang;
    let counts = statistics.expiring;
    let empty = counts.is_empty();
    let within = counts.each().map(|(days, count)| {
        let words = OfficeSentence::ExpiringSoon { days: &days }.say(lang);
        (words, numbers::expiring_state(days), count, Ink::Main)
    });
    let expired = LedgerLine::of_state(ShownState::Expired).say(lang).to_owned();
    let expired = (expired, ShownState::Expired.name().to_owned(), counts.expired, Ink::Bad);
    let all: Vec<_> = within.chain([expired]).collect();
    let bar = |(words, _, count, ink): &(String, String, u64, Ink)| one_count(words, *ink, *count);
    let row = |(words, state, count, _): &(String, String, u64, Ink)| {
        let chosen = [("state", state.as_str()), ("sort", "expiry")];
        vec![html! { (words) }, linked(*count, &scope.address(numbers::PATH, &chosen))]
    };
    Figure {
        name: "expiring",
        title: S::Expiring,
        drawing: if empty { Drawing::Nothing } else { Drawing::Bars(all.iter().map(bar).collect()) },
        key: html! { @if empty { p.quiet { (S::NoneExpires.say(lang)) } } },
        note: None,
        head: &[O::State.say(lang), O::Numbers.say(lang)],
        rows: if empty { Vec::new() } else { all.iter().map(row).collect() },
    }
    .show(lang)
}

/// A bar of one count, and the count as text.
fn one_count(label: &str, ink: Ink, count: u64) -> (Bar, String) {
    (Bar { label: label.to_owned(), parts: vec![(ink, count)] }, count.to_string())
}

/// Says that there are no rows, or more rows than bars.
fn key(lang: Lang, rows: usize, none: S) -> Markup {
    html! {
        @if rows == 0 { p.quiet { (none.say(lang)) } }
        @if rows > MOST_BARS { p.quiet { (StatisticsSentence::ChartShows { count: &MOST_BARS, all: &rows }.say(lang)) } }
    }
}

#[cfg(test)]
mod tests;
