//! `licenses show`: shows one license number with its history.

use std::fmt::Write as _;

use clap::ArgMatches;

use super::context::LicenseContext;
use crate::commands::attempts::attempt_line;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::text_layout::{pad, wrap};
use crate::json_objects::LicenseDetails;
use crate::presentation;
use crate::sql::{CustomerEntry, NonceCounts};
use crate::text::{DeskLine as L, DeskSentence, case, license_change};
use countersign_core::machine::printable;
use countersign_core::protocol::license::{Day, date_of, day_of, moment_at};
use countersign_core::text::{Lang, Line as _, comma};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Expiry, LicenseRecord};

/// The width of a label before its value, in columns.
const LABEL: usize = 18;

pub(super) fn show(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let license = context.license_argument(args)?;
    let record = context.load(&license)?;
    if context.invocation.json {
        return json(context, record);
    }
    let LicenseDetails { record, counts, attempts, audit, cases, customer } = context.details(record)?;
    let today = day_of(context.invocation.now);
    let lang = context.lang();
    let mut text = facts(&record, counts, &customer, today, lang);
    let mut section = |title: L, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{}", title.say(lang));
            for line in lines {
                let _ = writeln!(text, "  {}", wrap(&line, 2, 4));
            }
        }
    };
    let requests = attempts.iter().map(|one| attempt_line(&one.attempt, one.case, lang));
    section(L::ShowHistory, requests.collect());
    let acts = audit.iter().map(|one| {
        let act = LedgerLine::of_action(one.kind).say(lang);
        let seat = one.seat.map(|seat| DeskSentence::SeatNumber { seat: &seat }.say(lang));
        let (operator, reason) = (printable(one.operator.as_bytes()), printable(one.reason.as_bytes()));
        let mut parts = vec![
            moment_at(one.at),
            operator,
            act.to_owned(),
            seat.unwrap_or_default(),
            license_change(lang, &one.detail),
            reason,
        ];
        parts.retain(|part| !part.is_empty());
        parts.join("  ")
    });
    section(L::ShowAudit, acts.collect());
    let cases = cases.iter().map(|one| {
        let state = if one.closed.is_some() { L::CaseClosed } else { L::CaseOpen };
        format!("{}  {}  {}", one.number, one.reason.code(), state.say(lang))
    });
    section(L::ShowCases, cases.collect());
    Ok(Output::done(text))
}

/// Prints a number with its history as JSON.
pub(super) fn json(context: &LicenseContext<'_>, record: LicenseRecord) -> Result<Output, Failure> {
    let number = context.details(record)?.to_json(day_of(context.invocation.now));
    Ok(Output::done(format!("{number}\n")))
}

pub(super) fn expiry_text(expiry: Expiry, lang: Lang) -> String {
    match expiry {
        Expiry::Never => L::Never.say(lang).to_owned(),
        Expiry::On(last) => DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
        Expiry::After(days) => DeskSentence::AfterDays { days: &days }.say(lang),
    }
}

/// Returns the facts about a number, one per line.
fn facts(
    record: &LicenseRecord,
    counts: NonceCounts,
    customer: &CustomerEntry,
    today: Day,
    lang: Lang,
) -> String {
    let mut text = format!("{}\n\n", record.id);
    let mut fact = |title: L, value: &str| {
        let _ = writeln!(text, "  {}{}", pad(title.say(lang), LABEL), wrap(value, LABEL + 2, LABEL + 2));
    };
    let titles = [L::Organisation, L::Contact, L::Telephone, L::Mail, L::Ticket];
    for (title, value) in titles.into_iter().zip(customer.texts()) {
        if !value.is_empty() {
            fact(title, &printable(value.as_bytes()));
        }
    }
    fact(L::ShowState, LedgerLine::of_state(record.shown_state(today)).say(lang));
    fact(L::ShowEdition, &record.license.edition.0.to_string());
    fact(L::ShowExpiry, &expiry_text(record.license.expiry, lang));
    let (taken, seats) = (record.seats.len(), record.license.seats);
    fact(L::ShowSeats, &DeskSentence::SeatsTaken { taken: &taken, seats: &seats }.say(lang));
    let NonceCounts { answered, spent } = counts;
    fact(L::ShowRequests, &DeskSentence::RequestCounts { answered: &answered, spent: &spent }.say(lang));
    for (seat, binding) in &record.seats {
        if seats.get() > 1 {
            fact(L::ShowSeat, &seat.to_string());
        }
        fact(
            L::ShowBound,
            &[&date_of(binding.bound), comma(lang), case::scheme(lang, binding.scheme)].concat(),
        );
        let values = presentation::bound_values(lang, binding);
        fact(L::ShowMachine, &values.unwrap_or_else(|| L::ShowByWord.say(lang).to_owned()));
        fact(L::ShowMoves, &binding.changes_in_year(today).to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn every_label_ends_before_its_value() {
        for line in [
            L::ShowState,
            L::ShowEdition,
            L::ShowExpiry,
            L::ShowSeats,
            L::ShowSeat,
            L::ShowRequests,
            L::ShowBound,
            L::ShowMachine,
            L::ShowMoves,
        ] {
            for lang in [Lang::En, Lang::Zh] {
                let label = line.say(lang);
                assert!(label.width() < LABEL, "{label}");
            }
        }
    }
}
