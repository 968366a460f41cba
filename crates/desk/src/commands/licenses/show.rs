//! `licenses list` and `licenses show`.

use std::fmt::Write as _;
use std::io::Write;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::context::LicenseContext;
use crate::commands::attempts::{attempt_line, attempt_to_json};
use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::output::{self, Output};
use crate::commands::text_layout::{pad, wrap};
use crate::presentation;
use crate::sql::{ListedLicense, NonceCounts};
use crate::text::{DeskLine as L, DeskSentence, case, license_change};
use countersign_core::machine::printable;
use countersign_core::protocol::license::{Day, date_of, day_of, moment_at};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Binding, Expiry, LicenseRecord, ShownState};

/// The columns of a label before its value.
const LABEL: usize = 18;

/// Prints the list as it is read, however long it is.
pub(super) fn list(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let state = args.get_one::<String>("state").and_then(|name| ShownState::from_name(name));
    let mut list = LicenseList {
        out: std::io::BufWriter::new(std::io::stdout().lock()),
        json: context.invocation.json,
        lang: context.lang(),
        count: 0,
    };
    let printed = print_licenses(context, state, &mut list)?;
    // A closed pipe is no fault: the reader has enough.
    Ok(Output { text: String::new(), exit: if printed { Exit::Done } else { Exit::Fault } })
}

fn print_licenses(
    context: &LicenseContext<'_>,
    state: Option<ShownState>,
    list: &mut LicenseList<impl Write>,
) -> Result<bool, Failure> {
    let today = day_of(context.invocation.now);
    let mut done = list.begin();
    for product in context.listed_products() {
        let mut after = String::new();
        loop {
            let page = context.wait(context.store.list_licenses(&product.product, &after, PAGE, today))?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.number);
            for one in page.iter().filter(|one| state.is_none_or(|state| one.state == state)) {
                done = done.and_then(|()| list.line(one, product.mask.len()));
            }
            if done.is_err() {
                return Ok(output::is_written(done));
            }
        }
    }
    Ok(output::is_written(done.and_then(|()| list.end())))
}

/// How many numbers are read at once.
const PAGE: usize = 1_000;

/// A list of license numbers as text, or as one JSON object.
struct LicenseList<W> {
    out: W,
    json: bool,
    lang: Lang,
    count: usize,
}

impl<W: Write> LicenseList<W> {
    fn begin(&mut self) -> std::io::Result<()> {
        if self.json { write!(self.out, "{{\"licenses\":[") } else { Ok(()) }
    }

    fn line(&mut self, one: &ListedLicense, digits: usize) -> std::io::Result<()> {
        self.count += 1;
        if self.json {
            let comma = if self.count == 1 { "" } else { "," };
            return write!(self.out, "{comma}{}", listed_to_json(one));
        }
        let state = LedgerLine::of_state(one.state).say(self.lang);
        let since = one.bound.map(date_of).unwrap_or_default();
        let license = expiry_text(one.license.expiry, self.lang);
        let number = pad(&one.number, digits + 2);
        let edition = DeskSentence::ListEdition { edition: &one.license.edition.0 }.say(self.lang);
        let line = format!("{number}{}{}{}{license}", pad(state, 12), pad(&since, 12), pad(&edition, 14));
        writeln!(self.out, "{}", line.trim_end())
    }

    fn end(&mut self) -> std::io::Result<()> {
        if self.json {
            writeln!(self.out, "]}}")?;
        } else if self.count == 0 {
            writeln!(self.out, "{}", L::ListEmpty.say(self.lang))?;
        } else {
            writeln!(self.out, "\n{}", DeskSentence::ListTotal { count: &self.count }.say(self.lang))?;
        }
        self.out.flush()
    }
}

pub(super) fn show(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let license = context.license_argument(args)?;
    let record = context.load(&license)?;
    let attempts = context.wait(context.store.attempts(&license))?;
    let audit = context.wait(context.store.audit(&license))?;
    let cases = context.wait(context.store.cases(&license))?;
    let counts = context.wait(context.store.nonce_counts(&license))?;
    let today = day_of(context.invocation.now);
    if context.invocation.json {
        let object = json!({
            "product": license.product,
            "number": license.as_str(),
            "state": record.shown_state(today).name(),
            "edition": record.license.edition.0,
            "expiry": record.license.expiry.to_text(),
            "expires": record.last_day(today).map(date_of),
            "seats": record.license.seats.get(),
            "scheme": record.seats.values().next().map(|one| one.scheme.byte()),
            "values": record.seats.values().next().and_then(|one| one.values.clone()),
            "bindings": record.seats.iter().map(|(seat, one)| binding_to_json(*seat, one, today)).collect::<Vec<_>>(),
            "nonces": { "answered": counts.answered, "spent": counts.spent },
            "requests": attempts.iter().map(|one| attempt_to_json(&one.attempt)).collect::<Vec<_>>(),
            "audit": audit.iter().map(|one| json!({
                "at": one.at, "operator": one.operator, "act": one.kind.name(), "seat": one.seat, "detail": one.detail,
                "reason": one.reason,
            })).collect::<Vec<_>>(),
            "cases": cases.iter().map(|one| json!({
                "case": one.number.to_string(), "reason": one.reason.code(), "open": one.closed.is_none(),
            })).collect::<Vec<_>>(),
        });
        return Ok(Output::done(format!("{object}\n")));
    }
    let lang = context.lang();
    let mut text = facts(&record, counts, today, lang);
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

fn expiry_text(expiry: Expiry, lang: Lang) -> String {
    match expiry {
        Expiry::Never => L::Never.say(lang).to_owned(),
        Expiry::On(last) => DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
        Expiry::After(days) => DeskSentence::AfterDays { days: &days }.say(lang),
    }
}

fn listed_to_json(one: &ListedLicense) -> Value {
    json!({
        "product": one.product,
        "number": one.number,
        "state": one.state.name(),
        "edition": one.license.edition.0,
        "expiry": one.license.expiry.to_text(),
        "seats": one.license.seats.get(),
        "taken": one.taken,
        "bound": one.bound.map(date_of),
    })
}

fn binding_to_json(seat: u16, binding: &Binding, today: Day) -> Value {
    json!({
        "seat": seat,
        "bound": date_of(binding.bound),
        "scheme": binding.scheme.byte(),
        "values": binding.values,
        "fields": presentation::origins_to_json(binding.origins),
        "marker2": presentation::marker_to_json(binding.marker2),
        "by_word": binding.is_by_word(),
        "answered": binding.answered,
        "changes": binding.changes_in_year(today),
    })
}

/// The facts about a number, one per line.
fn facts(record: &LicenseRecord, counts: NonceCounts, today: Day, lang: Lang) -> String {
    let mut text = format!("{}\n\n", record.id);
    let mut fact = |title: L, value: &str| {
        let _ = writeln!(text, "  {}{}", pad(title.say(lang), LABEL), wrap(value, LABEL + 2, LABEL + 2));
    };
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
        fact(L::ShowBound, &format!("{}, {}", date_of(binding.bound), case::scheme(lang, binding.scheme)));
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
