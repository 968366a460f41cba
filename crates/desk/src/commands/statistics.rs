//! `statistics`: the counts of the start page, as tables or as JSON.

use std::fmt::Write as _;

use clap::{ArgMatches, Command, value_parser};

use super::argument_builder::ArgumentBuilder;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::text_layout::{pad, width, wrap};
use crate::json_objects::statistics_to_json;
use crate::statistics::{MAX_DAYS, OpenCaseCounts, Outcomes, Period, Statistics, ZONE};
use crate::text::{
    OfficeLine as O, OfficeSentence, StatisticsLine as L, StatisticsSentence as S, ending_lines,
    platform_name,
};
use countersign_core::protocol::license::date_of;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ShownState;
use countersign_ledger::text::LedgerLine;

/// The default number of days that are counted.
const USUAL_DAYS: &str = "30";

pub(super) fn command(t: ArgumentBuilder) -> Command {
    let days = value_parser!(u16).range(1..=i64::from(MAX_DAYS));
    t.command("statistics", L::Command).args([
        t.option("days", "N", L::OptDays).value_parser(days).default_value(USUAL_DAYS),
        t.option("product", "ID", L::OptProduct),
        t.json(),
    ])
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let store = invocation.open_store()?;
    let product = invocation.product(args);
    if product.is_some() {
        let profiles = invocation.read_profiles(&store)?;
        profiles.product(product.as_deref()).map_err(|fault| Failure::product(fault, lang))?;
    }
    let days = args.get_one::<u16>("days").copied().unwrap_or(1);
    let period = Period::until(invocation.now, days);
    let (statistics, open) = invocation.query(async {
        let statistics = store.statistics(period, product.as_deref()).await?;
        Ok((statistics, store.open_case_counts(product.as_deref(), &invocation.operator).await?))
    })?;
    Ok(Output::done(if invocation.json {
        format!("{}\n", statistics_to_json(&statistics, open))
    } else {
        to_text(lang, &statistics, open)
    }))
}

fn to_text(lang: Lang, statistics: &Statistics, open: OpenCaseCounts) -> String {
    let period = statistics.period;
    let [from, until] = [period.first(), period.last()].map(date_of);
    let mut text = S::FromUntil { from: &from, until: &until, zone: &ZONE }.say(lang) + "\n";
    if let Some(product) = &statistics.product {
        let _ = writeln!(text, "{}", S::OfProduct { product }.say(lang));
    }
    let count = |words: &str, count: u64| vec![words.to_owned(), count.to_string()];
    let outcomes =
        |words: String, one: Outcomes| vec![words, one.issued.to_string(), one.refused.to_string()];
    let say = |line: L| line.say(lang);
    let waits = vec![count(say(L::WaitsForDesk), open.desk), count(say(L::WaitsForCustomer), open.customer)];
    table(&mut text, &[say(L::Now), O::NavCases.say(lang)], &waits);
    let days = statistics.days.iter().filter(|one| one.requests.total() > 0);
    let days: Vec<_> = days.map(|one| outcomes(date_of(one.day), one.requests)).collect();
    let heads = |first| [first, say(L::Issued), say(L::Refused)];
    table(&mut text, &heads(say(L::ByDay)), &days);
    let reasons: Vec<_> =
        statistics.reasons.iter().map(|one| count(one.reason.code(), one.requests)).collect();
    table(&mut text, &[say(L::ByReason), say(L::Requests)], &reasons);
    let platforms = statistics.platforms.iter();
    let platforms: Vec<_> =
        platforms.map(|one| outcomes(platform_name(lang, one.platform), one.requests)).collect();
    table(&mut text, &heads(say(L::ByPlatform)), &platforms);
    let endings = ending_lines(statistics.endings);
    let endings: Vec<_> = endings.iter().map(|(_, words, cases)| count(say(*words), *cases)).collect();
    table(&mut text, &[say(L::ByEnding), O::NavCases.say(lang)], &endings);
    let _ = writeln!(text, "{}", wrap(say(L::AloneMeans), 0, 0));
    let within =
        |(days, numbers): (u16, u64)| count(&OfficeSentence::ExpiringSoon { days: &days }.say(lang), numbers);
    let expired = count(LedgerLine::of_state(ShownState::Expired).say(lang), statistics.expiring.expired);
    let expiring: Vec<_> = statistics.expiring.each().map(within).chain([expired]).collect();
    table(&mut text, &[say(L::Expiring), O::Numbers.say(lang)], &expiring);
    text
}

/// Adds a table after an empty line. The first column is left-aligned, the others are right-aligned. Without
/// rows the table has one row of dashes.
fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let none: Vec<String> = head.iter().map(|_| "-".to_owned()).collect();
    let head: Vec<String> = head.iter().map(|&one| one.to_owned()).collect();
    let rows = if rows.is_empty() { std::slice::from_ref(&none) } else { rows };
    let column = |at: usize| {
        [&head]
            .into_iter()
            .chain(rows)
            .filter_map(|row| row.get(at))
            .map(|cell| width(cell))
            .max()
            .unwrap_or(0)
    };
    text.push('\n');
    for row in [&head].into_iter().chain(rows) {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            if at == 0 {
                line = pad(cell, column(0));
            } else {
                let blanks = 2 + column(at).saturating_sub(width(cell));
                let _ = write!(line, "{}{cell}", " ".repeat(blanks));
            }
        }
        let _ = writeln!(text, "{line}");
    }
}
