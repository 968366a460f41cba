//! `cases`: what operators do with support cases.

use std::fmt::Write as _;
use std::io::Read as _;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::failure::Failure;
use super::paper::{pad, wrap};
use super::{Call, Exit, Output, day};
use crate::desk_data::{open_profiles, open_store};
use crate::sql::{CaseListed, SqlStore, Which};
use crate::text::{AdminLine as A, DeskLine as L, case as say};
use countersign_core::machine::printable;
use countersign_core::profile::Profile;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{
    Attempt, AttemptOutcome, CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseOutcome, CaseRefusal,
    CaseStore as _, ClosedBy, Reason, StoreError, case,
};

/// The longest note that is read, in bytes.
const NOTE: u64 = 64 * 1024;

struct Cases<'a> {
    store: SqlStore,
    profile: Profile,
    call: &'a Call,
}

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let open = || {
        let profile = open_profiles(&call.data)?.newest().clone();
        Ok((open_store(&call.data)?, profile))
    };
    let (store, profile) = open().map_err(|error| Failure::open(error, call.lang))?;
    let cases = Cases { store, profile, call };
    match with.subcommand() {
        Some(("list", with)) => cases.list(with),
        Some(("show", with)) => cases.show(with),
        Some(("note", with)) => cases.note(with),
        Some(("close", with)) => cases.close(with),
        _ => Ok(Output { text: String::new(), exit: Exit::Usage }),
    }
}

impl Cases<'_> {
    fn list(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let which = match (with.get_flag("all"), with.get_flag("closed")) {
            (true, _) => Which::All,
            (_, true) => Which::Closed,
            _ => Which::Open,
        };
        let listed = self.store.case_list(which).map_err(|error| self.fault(&error))?;
        if self.call.json {
            let all: Vec<Value> = listed.iter().map(listed_object).collect();
            return Ok(Output::done(format!("{}\n", json!({ "cases": all }))));
        }
        let lang = self.call.lang;
        if listed.is_empty() {
            return Ok(Output::done(format!("{}\n", A::CaseNone.say(lang))));
        }
        let mut text = String::new();
        for one in &listed {
            let state = if one.case.closed.is_some() { L::CaseClosed } else { L::CaseOpen };
            let requests = A::CaseRequests.fill(lang, &[("count", &one.requests.to_string())]);
            let _ = writeln!(
                text,
                "{}  {}{}{}  {}  {requests}",
                one.case.number,
                pad(state.say(lang), 8),
                pad(one.case.reason.code(), 22),
                day::moment(one.last),
                pad(one.number.as_deref().unwrap_or("-"), self.profile.mask.len()),
            );
        }
        let total = L::ListTotal.fill(lang, &[("count", &listed.len().to_string())]);
        Ok(Output::done(format!("{text}\n{total}\n")))
    }

    fn show(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(with)?;
        let story = self.store.case_history(number).map_err(|error| self.fault(&error))?;
        let story = story.ok_or_else(|| self.refused(CaseRefusal::Unknown, number))?;
        let lang = self.call.lang;
        let summary = say::summary(lang, &story, &self.profile.name, &self.profile.policy);
        if self.call.json {
            return Ok(Output::done(format!("{}\n", object(&story, &summary))));
        }
        let whole = with.get_flag("summary");
        let state = if story.case.closed.is_some() { L::CaseClosed } else { L::CaseOpen };
        let mut text = if whole {
            format!("{}\n", summary.title)
        } else {
            format!("{}  {}  {}\n", story.case.number, story.case.reason.code(), state.say(lang))
        };
        // What was done and how it ended are the last two; the rest is for people who know nothing of it yet.
        let from = if whole { 0 } else { summary.sections.len().saturating_sub(2) };
        for (heading, lines) in summary.sections.iter().skip(from) {
            let _ = writeln!(text, "\n{heading}");
            for line in lines.iter().flat_map(|line| item(line)) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        let _ = writeln!(text, "\n{}", summary.foot);
        Ok(Output::done(text))
    }

    fn note(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(with)?;
        let typed: Vec<&str> =
            with.get_many::<String>("text").into_iter().flatten().map(String::as_str).collect();
        let typed = if typed == ["-"] {
            let mut text = String::new();
            std::io::stdin()
                .take(NOTE)
                .read_to_string(&mut text)
                .map_err(|error| Failure::file(std::path::Path::new("-"), &error, self.call.lang))?;
            text
        } else {
            typed.join(" ")
        };
        let text = case::clean_note(&typed).map_err(|refusal| self.refused(refusal, number))?;
        let note = CaseNote { at: self.call.now, operator: self.call.operator.clone(), text };
        self.done(self.store.add_note(number, &note), number, A::CaseNoted)
    }

    fn close(&self, with: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(with)?;
        let typed = with.get_one::<String>("reason").map_or("", String::as_str);
        let reason = case::clean_reason(typed).ok_or_else(|| self.refused(CaseRefusal::NoReason, number))?;
        let how = ClosedBy::Operator { operator: self.call.operator.clone(), reason };
        let closed = CaseClosure { at: self.call.now, by: how };
        self.done(self.store.close(number, &closed), number, A::CaseClosedNow)
    }

    fn done(
        &self,
        came: Result<Result<(), CaseRefusal>, StoreError>,
        case: CaseNumber,
        line: A,
    ) -> Result<Output, Failure> {
        came.map_err(|error| self.fault(&error))?.map_err(|refusal| self.refused(refusal, case))?;
        Ok(Output::done(line.fill(self.call.lang, &[("case", &case.to_string())]) + "\n"))
    }

    fn number(&self, with: &ArgMatches) -> Result<CaseNumber, Failure> {
        let typed = with.get_one::<String>("case").map_or("", String::as_str);
        typed.parse().map_err(|_| {
            let lines = A::of_case_refusal(CaseRefusal::Unknown);
            let with = [("case", &*printable(typed.as_bytes()))];
            Failure::refused(CaseRefusal::Unknown.code(), lines, &with, self.call.lang)
        })
    }

    fn refused(&self, refusal: CaseRefusal, case: CaseNumber) -> Failure {
        let with = [("case", &*case.to_string())];
        Failure::refused(refusal.code(), A::of_case_refusal(refusal), &with, self.call.lang)
    }

    fn fault(&self, error: &StoreError) -> Failure {
        Failure::store(error, self.call.lang)
    }
}

/// One item of a section, on a page of 80 columns: a note keeps its lines.
fn item(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mark = if at == 0 { "  - " } else { "    " };
        out.push(format!("{mark}{}", wrap(line, 4, 4)));
    }
    out
}

fn listed_object(one: &CaseListed) -> Value {
    json!({
        "case": one.case.number.to_string(),
        "reason": one.case.reason.code(),
        "open": one.case.closed.is_none(),
        "number": one.number,
        "requests": one.requests,
        "opened": one.case.opened,
        "last": one.last,
    })
}

fn object(story: &CaseHistory, summary: &say::Summary) -> Value {
    let (outcome, changed) = match story.outcome() {
        CaseOutcome::Open { .. } => ("open", Vec::new()),
        CaseOutcome::Solved { changed, .. } => {
            ("solved", changed.iter().map(|one| one.field.name()).collect())
        }
        CaseOutcome::ByOperator { .. } => ("closed", Vec::new()),
    };
    json!({
        "case": story.case.number.to_string(),
        "reason": story.case.reason.code(),
        "outcome": outcome,
        "changed": changed,
        "opened": story.case.opened,
        "closed": story.case.closed.as_ref().map(|closed| closed.at),
        "requests": story.attempts.iter().map(attempt_object).collect::<Vec<_>>(),
        "notes": story.notes.iter().map(|note| json!({
            "at": note.at, "operator": note.operator, "text": note.text,
        })).collect::<Vec<_>>(),
        "audit": story.actions.iter().map(|one| json!({
            "at": one.at, "operator": one.operator, "number": one.number.as_str(), "act": one.action.kind.name(),
            "reason": one.action.reason,
        })).collect::<Vec<_>>(),
        "summary": summary.plain(),
    })
}

/// One request as JSON, for cases and for numbers.
pub(super) fn attempt_object(one: &Attempt) -> Value {
    let (outcome, detail) = match one.outcome {
        AttemptOutcome::Issued(how) => ("issued", how.name()),
        AttemptOutcome::Refused(reason) => ("refused", Reason::code(reason)),
    };
    json!({
        "at": one.at,
        "name": one.name,
        "outcome": outcome,
        "detail": detail,
        "scheme": match one.scheme { countersign_core::protocol::Scheme::Two => 2, countersign_core::protocol::Scheme::Three => 3 },
        "verdicts": one.verdicts.map(countersign_core::review::Verdict::name).join(" "),
        "codes": one.findings().iter().filter_map(countersign_core::review::Finding::code).collect::<Vec<_>>(),
        "values": one.values,
        "operator": one.operator,
        "by_word": one.spoken,
    })
}

/// One request on one line, for the history of a number.
pub(super) fn attempt_line(one: &Attempt, case: Option<CaseNumber>, lang: Lang) -> String {
    use countersign_ledger::text::LedgerLine;
    let mut parts = vec![day::moment(one.at), one.name.clone()];
    match one.outcome {
        AttemptOutcome::Issued(how) => {
            parts.push(format!("{} ({})", L::Issued.say(lang), say::scheme(lang, one.scheme)));
            parts.push(LedgerLine::of_grant(how).say(lang).to_owned());
        }
        AttemptOutcome::Refused(reason) => {
            parts.push(format!("{} {}", L::Refused.say(lang), reason.code()));
            let codes: Vec<String> =
                one.findings().iter().filter_map(countersign_core::review::Finding::code).collect();
            parts.push(codes.join(" "));
        }
    }
    parts.extend(case.map(|case| case.to_string()));
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}
