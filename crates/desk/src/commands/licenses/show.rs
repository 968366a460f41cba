//! `licenses list` and `licenses show`.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::context::LicenseContext;
use crate::commands::attempts::{attempt_line, attempt_to_json};
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::text_layout::{pad, wrap};
use crate::sql::ListedLicense;
use crate::text::{DeskLine as L, DeskSentence, case};
use countersign_core::machine::printable;
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::{date_of, day_of, moment_at};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Expiry, LicenseRecord};

pub(super) fn list(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let state = args.get_one::<String>("state").map(String::as_str);
    let listed = context.store.list_licenses(state).map_err(|error| context.store_failure(&error))?;
    if context.invocation.json {
        let all: Vec<Value> = listed.iter().map(listed_to_json).collect();
        return Ok(Output::done(format!("{}\n", json!({ "licenses": all }))));
    }
    if listed.is_empty() {
        return Ok(Output::done(format!("{}\n", L::ListEmpty.say(context.lang()))));
    }
    let lang = context.lang();
    let mut text = String::new();
    for one in &listed {
        let state = LedgerLine::of_state(&one.state).map_or(one.state.as_str(), |line| line.say(lang));
        let since = one.bound.map(date_of).unwrap_or_default();
        let license = expiry_text(one.license.expiry, lang);
        let number = pad(&one.number, context.mask.len() + 2);
        let edition = DeskSentence::ListEdition { edition: &one.license.edition.0 }.say(lang);
        let line = format!("{number}{}{}{}{license}", pad(state, 12), pad(&since, 12), pad(&edition, 14));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let total = DeskSentence::ListTotal { count: &listed.len() }.say(lang);
    Ok(Output::done(format!("{text}\n{total}\n")))
}

pub(super) fn show(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let number = context.number_argument(args)?;
    let record = context.load(&number)?;
    let failed = |error| context.store_failure(&error);
    let attempts = context.store.attempts(&number).map_err(failed)?;
    let audit = context.store.audit(&number).map_err(failed)?;
    let cases = context.store.cases(&number).map_err(failed)?;
    if context.invocation.json {
        let object = json!({
            "number": number.as_str(),
            "state": record.state.name(),
            "edition": record.license.edition.0,
            "scheme": record.state.binding().map(|binding| match binding.scheme {
                Scheme::Two => 2,
                Scheme::Three => 3,
            }),
            "values": record.state.binding().and_then(|binding| binding.values.clone()),
            "requests": attempts.iter().map(|one| attempt_to_json(&one.attempt)).collect::<Vec<_>>(),
            "audit": audit.iter().map(|one| json!({
                "at": one.at, "operator": one.operator, "act": one.action.kind.name(), "reason": one.action.reason,
            })).collect::<Vec<_>>(),
            "cases": cases.iter().map(|one| json!({
                "case": one.number.to_string(), "reason": one.reason.code(), "open": one.closed.is_none(),
            })).collect::<Vec<_>>(),
        });
        return Ok(Output::done(format!("{object}\n")));
    }
    let lang = context.lang();
    let mut text = facts(&record, context.invocation.now, lang);
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
        let act = LedgerLine::of_action(one.action.kind).say(lang);
        let (operator, reason) =
            (printable(one.operator.as_bytes()), printable(one.action.reason.as_bytes()));
        format!("{}  {operator}  {act}  {reason}", moment_at(one.at)).trim_end().to_owned()
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
        "number": one.number,
        "state": one.state,
        "edition": one.license.edition.0,
        "bound": one.bound.map(date_of),
    })
}

/// The facts about a number, one per line.
fn facts(record: &LicenseRecord, now: i64, lang: Lang) -> String {
    let mut text = format!("{}\n\n", record.number.as_str());
    let mut fact = |title: L, value: &str| {
        let _ = writeln!(text, "  {}{}", pad(title.say(lang), 18), wrap(value, 20, 20));
    };
    let state = record.state.name();
    fact(L::ShowState, LedgerLine::of_state(state).map_or(state, |line| line.say(lang)));
    fact(L::ShowEdition, &record.license.edition.0.to_string());
    fact(L::ShowExpiry, &expiry_text(record.license.expiry, lang));
    if let Some(binding) = record.state.binding() {
        let bound = format!("{}, {}", date_of(binding.bound), case::scheme(lang, binding.scheme));
        fact(L::ShowBound, &bound);
        if let Some(values) = &binding.values {
            let declared =
                if binding.declared { format!(" ({})", L::ShowDeclared.say(lang)) } else { String::new() };
            let values = values.each_ref().map(|value| printable(value.as_bytes())).join(" / ");
            fact(L::ShowMachine, &format!("{values}{declared}"));
        }
        fact(L::ShowMoves, &binding.moves_in_year(day_of(now)).to_string());
    }
    text
}
