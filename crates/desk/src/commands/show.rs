//! `licenses list` and `licenses show`: what operators look at.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::cases::{attempt_line, attempt_object};
use super::failure::Failure;
use super::licenses::Numbers;
use super::paper::{pad, wrap};
use super::{Output, day};
use crate::sql::Listed;
use crate::text::{DeskLine as L, case};
use countersign_core::machine::printable;
use countersign_core::protocol::Scheme;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Expiry, LicenseRecord};

impl Numbers<'_> {
    pub(super) fn list(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let state = with.get_one::<String>("state").map(String::as_str);
        let listed = self.store.list(state).map_err(|error| self.fault(&error))?;
        if self.call.json {
            let all: Vec<Value> = listed.iter().map(listed_object).collect();
            return Ok(Output::done(format!("{}\n", json!({ "licenses": all }))));
        }
        if listed.is_empty() {
            return Ok(Output::done(format!("{}\n", L::ListEmpty.say(self.lang()))));
        }
        let lang = self.lang();
        let mut text = String::new();
        for one in &listed {
            let state = LedgerLine::of_state(&one.state).map_or(one.state.as_str(), |line| line.say(lang));
            let since = one.bound.map(day::written).unwrap_or_default();
            let license = expiry(one.license.expiry, lang);
            let number = pad(&one.number, self.mask.len() + 2);
            let edition = L::ListEdition.fill(lang, &[("edition", &one.license.edition.0.to_string())]);
            let line = format!("{number}{}{}{}{license}", pad(state, 12), pad(&since, 12), pad(&edition, 14));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let total = L::ListTotal.fill(lang, &[("count", &listed.len().to_string())]);
        Ok(Output::done(format!("{text}\n{total}\n")))
    }

    pub(super) fn show(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let number = self.asked_number(with)?;
        let standing = self.standing(&number)?;
        let fault = |error| self.fault(&error);
        let attempts = self.store.attempts(&number).map_err(fault)?;
        let audit = self.store.audit(&number).map_err(fault)?;
        let cases = self.store.cases(&number).map_err(fault)?;
        if self.call.json {
            let object = json!({
                "number": number.as_str(),
                "state": standing.state.name(),
                "edition": standing.license.edition.0,
                "scheme": standing.state.binding().map(|binding| match binding.scheme {
                    Scheme::Two => 2,
                    Scheme::Three => 3,
                }),
                "values": standing.state.binding().and_then(|binding| binding.values.clone()),
                "requests": attempts.iter().map(|one| attempt_object(&one.attempt)).collect::<Vec<_>>(),
                "audit": audit.iter().map(|one| json!({
                    "at": one.at, "operator": one.operator, "act": one.action.kind.name(), "reason": one.action.reason,
                })).collect::<Vec<_>>(),
                "cases": cases.iter().map(|one| json!({
                    "case": one.number.to_string(), "reason": one.reason.code(), "open": one.closed.is_none(),
                })).collect::<Vec<_>>(),
            });
            return Ok(Output::done(format!("{object}\n")));
        }
        let lang = self.lang();
        let mut text = facts(&standing, self.call.now, lang);
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
            format!("{}  {operator}  {act}  {reason}", day::moment(one.at)).trim_end().to_owned()
        });
        section(L::ShowAudit, acts.collect());
        let cases = cases.iter().map(|one| {
            let state = if one.closed.is_some() { L::CaseClosed } else { L::CaseOpen };
            format!("{}  {}  {}", one.number, one.reason.code(), state.say(lang))
        });
        section(L::ShowCases, cases.collect());
        Ok(Output::done(text))
    }
}

fn expiry(expiry: Expiry, lang: Lang) -> String {
    match expiry {
        Expiry::Never => L::Never.say(lang).to_owned(),
        Expiry::On(last) => L::UntilDay.fill(lang, &[("day", &day::written(last))]),
        Expiry::After(days) => L::AfterDays.fill(lang, &[("days", &days.to_string())]),
    }
}

fn listed_object(one: &Listed) -> Value {
    json!({
        "number": one.number,
        "state": one.state,
        "edition": one.license.edition.0,
        "bound": one.bound.map(day::written),
    })
}

fn facts(standing: &LicenseRecord, now: i64, lang: Lang) -> String {
    let mut text = format!("{}\n\n", standing.number.as_str());
    let mut fact = |title: L, value: &str| {
        let _ = writeln!(text, "  {}{}", pad(title.say(lang), 18), wrap(value, 20, 20));
    };
    let state = standing.state.name();
    fact(L::ShowState, LedgerLine::of_state(state).map_or(state, |line| line.say(lang)));
    fact(L::ShowEdition, &standing.license.edition.0.to_string());
    fact(L::ShowExpiry, &expiry(standing.license.expiry, lang));
    if let Some(binding) = standing.state.binding() {
        let bound = format!("{}, {}", day::written(binding.bound), case::scheme(lang, binding.scheme));
        fact(L::ShowBound, &bound);
        if let Some(values) = &binding.values {
            let declared =
                if binding.declared { format!(" ({})", L::ShowDeclared.say(lang)) } else { String::new() };
            let values = values.each_ref().map(|value| printable(value.as_bytes())).join(" / ");
            fact(L::ShowMachine, &format!("{values}{declared}"));
        }
        fact(
            L::ShowMoves,
            &binding.moves_in_year(countersign_core::protocol::license::day_of(now)).to_string(),
        );
    }
    text
}
