//! `cases`: the commands for support cases.

use std::fmt::{Display, Write as _};

use clap::ArgMatches;
use serde_json::{Value, json};

use super::case_mail;
use super::downloads::link_to_json;
use super::failure::Failure;
use super::invocation::Invocation;
use super::licenses::changed;
use super::output::Output;
use super::permissions;
use super::text_layout::{pad, wrap};
use crate::access::Permission;
use crate::case_mail::MailFacts;
use crate::case_summary;
use crate::json_objects::case_to_json;
use crate::limited_read;
use crate::list_export::ExportRow as _;
use crate::operators::{OperatorName, OperatorStore as _};
use crate::profiles::Profiles;
use crate::sql::{CaseFilter, CaseStateFilter, CaseStep, SqlStore, TimeOrder};
use crate::text::{
    AdminLine as A, AdminSentence, DeskLine as L, DeskSentence, StaffLine, StaffSentence, case_refusal, event,
};
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;
use countersign_ledger::{CaseNote, CaseNumber, CaseRefusal, CaseStore as _, NoteAudience, case};

/// The maximum number of bytes of a note from standard input; the rest is ignored.
const MAX_NOTE_BYTES: u64 = 64 * 1024;

/// The number of cases that are read at once.
const PAGE: usize = 500;

/// The data that the commands share: the opened ledger and the published profiles.
struct CaseCommands<'a> {
    store: SqlStore,
    profiles: Profiles,
    invocation: &'a Invocation,
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let store = invocation.open_store()?;
    let profiles = invocation.read_profiles(&store)?;
    let cases = CaseCommands { store, profiles, invocation };
    match args.subcommand() {
        Some(("list", args)) => cases.list(args),
        Some(("show", args)) => cases.show(args),
        Some(("mail", args)) => cases.mail(args),
        Some(("note", args)) => cases.note(args),
        Some(("close", args)) => cases.close(args),
        Some(("reopen", args)) => cases.reopen(args),
        Some(("assign", args)) => cases.assign(args),
        Some(("wait", args)) => cases.step(args, CaseStep::Wait),
        Some(("go-on", args)) => cases.step(args, CaseStep::GoOn),
        Some(("customer", args)) => cases.customer(args),
        _ => Ok(Output::usage()),
    }
}

impl CaseCommands<'_> {
    fn list(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let state = match (args.get_flag("all"), args.get_flag("closed")) {
            (true, _) => CaseStateFilter::All,
            (_, true) => CaseStateFilter::Closed,
            _ => CaseStateFilter::Open,
        };
        if self.invocation.json {
            permissions::require(&self.store, self.invocation, Permission::ExportLists)?;
            self.invocation.record(&self.store, "list-exported", "cases")?;
        }
        let filter = CaseFilter { state, ..CaseFilter::default() };
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.list_cases(&filter, TimeOrder::Newest, after.as_ref(), PAGE);
            let page = self.invocation.query(page)?;
            listed.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if self.invocation.json {
            let all: Vec<Value> = listed.iter().map(|one| one.to_json()).collect();
            return Ok(Output::done(format!("{}\n", json!({ "cases": all }))));
        }
        let lang = self.invocation.lang;
        if listed.is_empty() {
            return Ok(Output::done(format!("{}\n", A::CaseNone.say(lang))));
        }
        let mut text = String::new();
        for one in &listed {
            let state = match (one.case.closed.is_some(), one.waits) {
                (true, _) => L::CaseClosed,
                (_, true) => L::CaseWaits,
                _ => L::CaseOpen,
            };
            let known = [one.assignee.as_deref().unwrap_or_default(), &one.customer, &one.ticket];
            let known = known.into_iter().filter(|text| !text.is_empty());
            let known: String = known.map(|text| format!("  {}", printable(text.as_bytes()))).collect();
            let requests = AdminSentence::CaseRequests { count: &one.requests }.say(lang);
            let _ = writeln!(
                text,
                "{}  {}{}{}  {}  {requests}{known}",
                one.case.number,
                pad(state.say(lang), 10),
                pad(one.case.reason.code(), 22),
                moment_at(one.last),
                pad(
                    one.license.as_ref().map_or("-", |license| license.as_str()),
                    self.profiles.newest().mask.len()
                ),
            );
        }
        let total = DeskSentence::ListTotal { count: &listed.len() }.say(lang);
        Ok(Output::done(format!("{text}\n{total}\n")))
    }

    fn show(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(args)?;
        let history = self.invocation.query(self.store.case_history(number))?;
        let history = history.ok_or_else(|| self.refused(CaseRefusal::Unknown, &number))?;
        let lang = self.invocation.lang;
        let steps = self.invocation.query(self.store.case_steps(number))?;
        let summary = case_summary::summarise(lang, &history, &steps, &self.profiles);
        if self.invocation.json {
            let (links, _) = self.invocation.query(self.store.links_of_case(number, 0))?;
            let link = |link| link_to_json(link, &self.profiles, self.invocation.now);
            let mut object = case_to_json(&history, &steps, &summary, lang);
            object["links"] = links.iter().map(link).collect();
            return Ok(Output::done(format!("{object}\n")));
        }
        let whole_summary = args.get_flag("summary");
        let state = if history.case.closed.is_some() { L::CaseClosed } else { L::CaseOpen };
        let mut text = if whole_summary {
            format!("{}\n", summary.title)
        } else {
            format!("{}  {}  {}\n", history.case.number, history.case.reason.code(), state.say(lang))
        };
        // Without `--summary` only the last two sections are shown: actions and result.
        let skipped = if whole_summary { 0 } else { summary.sections.len().saturating_sub(2) };
        for (heading, lines) in summary.sections.iter().skip(skipped) {
            let _ = writeln!(text, "\n{heading}");
            for line in lines.iter().flat_map(|line| list_item(line)) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        let _ = writeln!(text, "\n{}", summary.foot);
        Ok(Output::done(text))
    }

    fn mail(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(args)?;
        let history = self.invocation.query(self.store.case_history(number))?;
        let history = history.ok_or_else(|| self.refused(CaseRefusal::Unknown, &number))?;
        let customer = self.invocation.query(self.store.case_customer(number))?.unwrap_or_default();
        let waits =
            self.invocation.query(self.store.case_work(number))?.is_some_and(|work| work.waiting.is_some());
        let others =
            self.invocation.query(self.store.numbers_of_others(number, &customer.customer.organisation))?;
        let (history, customer, others) = (&history, &customer, &others);
        let facts = MailFacts { history, customer, others, profiles: &self.profiles, waits };
        Ok(case_mail::output(args, self.invocation, &facts))
    }

    fn note(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(args)?;
        let typed: Vec<&str> =
            args.get_many::<String>("text").into_iter().flatten().map(String::as_str).collect();
        let typed = if typed == ["-"] {
            limited_read::read_to_string(std::io::stdin(), MAX_NOTE_BYTES)
                .map_err(|error| Failure::file(std::path::Path::new("-"), &error, self.invocation.lang))?
        } else {
            typed.join(" ")
        };
        let text = case::clean_note(&typed).map_err(|refusal| self.refused(refusal, &number))?;
        let audience =
            if args.get_flag("for-customer") { NoteAudience::Customer } else { NoteAudience::Internal };
        let (at, operator) = (self.invocation.now, self.invocation.operator.clone());
        let note = CaseNote { at, operator, text, audience };
        self.report(self.invocation.query(self.store.add_note(number, &note))?, number, |case| {
            AdminSentence::CaseNoted { case }
        })
    }

    fn close(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let step = CaseStep::Close(Some(self.reason(args)?));
        self.change(args, step, |case| AdminSentence::CaseClosedNow { case })
    }

    fn reopen(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let step = CaseStep::Reopen(self.reason(args)?);
        self.step(args, step)
    }

    fn assign(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let Some(typed) = args.get_one::<String>("operator") else {
            return self.step(args, CaseStep::Assign(None));
        };
        let operators = self.invocation.query(self.store.operators())?;
        let name = OperatorName::parse(typed).ok();
        let known = operators.into_iter().find(|one| Some(&one.name) == name.as_ref());
        let known = known.ok_or_else(|| {
            let name = printable(typed.as_bytes());
            let lang = self.invocation.lang;
            let what = AdminSentence::OperatorUnknown { name: &name }.say(lang);
            Failure::refused("OPERATOR-UNKNOWN", what, A::OperatorUnknownDo.say(lang))
        })?;
        if !known.role.may(Permission::WorkOnCases) {
            let lang = self.invocation.lang;
            let what = StaffSentence::CannotWork { name: &known.name }.say(lang);
            return Err(Failure::refused("ASSIGNEE-ROLE", what, StaffLine::CannotWorkDo.say(lang)));
        }
        self.step(args, CaseStep::Assign(Some(known.name.as_str().to_owned())))
    }

    fn customer(&self, args: &ArgMatches) -> Result<Output, Failure> {
        let number = self.number(args)?;
        let before = self.invocation.query(self.store.case_customer(number))?;
        let before = before.ok_or_else(|| self.refused(CaseRefusal::Unknown, &number))?;
        self.step(args, CaseStep::Customer(changed(&before, args, self.invocation.lang)?))
    }

    /// Changes a case and reports the change by the words of its event.
    fn step(&self, args: &ArgMatches, step: CaseStep) -> Result<Output, Failure> {
        let lang = self.invocation.lang;
        let act = event(lang, step.event()).unwrap_or_default();
        let number = self.apply(args, step)?;
        Ok(Output::done(AdminSentence::CaseStepDone { case: &number, act: &act }.say(lang) + "\n"))
    }

    fn change(
        &self,
        args: &ArgMatches,
        step: CaseStep,
        done: impl Fn(&dyn Display) -> AdminSentence<'_>,
    ) -> Result<Output, Failure> {
        let number = self.apply(args, step)?;
        self.report(Ok(()), number, done)
    }

    /// Changes the case of the arguments. Returns its number.
    fn apply(&self, args: &ArgMatches, step: CaseStep) -> Result<CaseNumber, Failure> {
        let number = self.number(args)?;
        let (by, at) = (&self.invocation.operator, self.invocation.now);
        let changed = self.invocation.query(self.store.change_case(number, None, step, by, at))?;
        changed.map_err(|refusal| self.refused(refusal, &number))?;
        Ok(number)
    }

    fn reason(&self, args: &ArgMatches) -> Result<String, Failure> {
        let typed = args.get_one::<String>("reason").map_or("", String::as_str);
        let case = args.get_one::<String>("case").map_or("", String::as_str);
        case::clean_reason(typed).map_err(|refusal| self.refused(refusal, &case))
    }

    /// Reports the change of a case, or why it was refused.
    fn report(
        &self,
        result: Result<(), CaseRefusal>,
        case: CaseNumber,
        done: impl Fn(&dyn Display) -> AdminSentence<'_>,
    ) -> Result<Output, Failure> {
        result.map_err(|refusal| self.refused(refusal, &case))?;
        Ok(Output::done(done(&case).say(self.invocation.lang) + "\n"))
    }

    fn number(&self, args: &ArgMatches) -> Result<CaseNumber, Failure> {
        let typed = args.get_one::<String>("case").map_or("", String::as_str);
        typed.parse().map_err(|_| self.refused(CaseRefusal::Unknown, &printable(typed.as_bytes())))
    }

    fn refused(&self, refusal: CaseRefusal, case: &dyn Display) -> Failure {
        let (what, next) = case_refusal(self.invocation.lang, refusal, case);
        Failure::refused(refusal.code(), what, next)
    }
}

/// Formats an item of a section. A note of several lines keeps its line breaks.
fn list_item(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mark = if at == 0 { "  - " } else { "    " };
        out.push(format!("{mark}{}", wrap(line, 4, 4)));
    }
    out
}
