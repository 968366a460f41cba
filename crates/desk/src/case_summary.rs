//! The summary of a case: problem, scope, analysis, actions and result, for sending by mail.

use std::fmt::{Display, Write as _};

use crate::presentation::origin_mark;
use crate::profiles::Profiles;
use crate::sql::{NOTE_ADDED, OfficeEvent};
use crate::text::case::scheme;
use crate::text::{CaseLine, CaseSentence, StaffLine, event};
use countersign_core::machine::{Origin, printable};
use countersign_core::protocol::license::moment_at;
use countersign_core::protocol::{Platform, Scheme};
use countersign_core::reader::printable_whole;
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::platform::platform;
use countersign_core::text::{FieldLine, Lang, Line as _, listed, remedy, review, semicolon};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{
    Attempt, AttemptOutcome, CaseHistory, CaseNote, CaseOutcome, ChangedField, Difference, Obstacle, Reason,
    SeenFinding,
};

/// From more license numbers than this, the summary doesn't list them.
const MAX_NUMBERS: usize = 20;

/// The summary of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The title: case and product.
    pub title: String,
    /// Problem, scope, analysis, actions and result, each with its heading.
    pub sections: Vec<(&'static str, Vec<String>)>,
    /// The ways that the last refusal showed; empty if the case is closed.
    pub ways: Vec<PlannedWay>,
    /// A note for the whole summary.
    pub foot: &'static str,
}

impl Summary {
    /// Returns the summary as plain text, one line per paragraph.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for (heading, lines) in &self.sections {
            let _ = write!(out, "\n{heading}\n");
            for line in lines {
                let _ = writeln!(out, "- {}", line.replace('\n', "\n  "));
            }
        }
        let _ = write!(out, "\n{}\n", self.foot);
        out
    }
}

/// Creates the summary of a case. `steps` are the operators' events on it. The desk's profiles decide which
/// ways are shown.
#[must_use]
pub fn summarise(lang: Lang, history: &CaseHistory, steps: &[OfficeEvent], profiles: &Profiles) -> Summary {
    let case = history.case.number.to_string();
    let product = &profiles.newest_for(history.product()).name;
    let ways = match history.last_refusal().filter(|_| history.case.closed.is_none()) {
        // No way of the machine helps a revoked number.
        None | Some((_, Obstacle::Stands(Reason::NumberRevoked))) => Vec::new(),
        Some((attempt, _)) => attempt.ways(&profiles.policy(attempt.profile)),
    };
    Summary {
        title: CaseSentence::Title { case: &case, product }.say(lang),
        sections: vec![
            (CaseLine::Problem.say(lang), problem(lang, history)),
            (CaseLine::Scope.say(lang), scope(lang, history)),
            (CaseLine::Analysis.say(lang), analysis(lang, history)),
            (CaseLine::Actions.say(lang), actions(lang, history, steps, profiles)),
            (CaseLine::Result.say(lang), result(lang, history, &ways)),
        ],
        ways,
        foot: CaseLine::Utc.say(lang),
    }
}

/// Returns the three values of a machine on one line, with marks for values that aren't the firmware's own;
/// `None` for a spoken request.
fn machine(lang: Lang, attempt: &Attempt) -> Option<String> {
    let value = |(value, origin): (&String, Origin)| {
        value_text(lang, &printable(value.as_bytes())) + &origin_mark(lang, origin)
    };
    let values = attempt.values.as_ref()?;
    Some(values.iter().zip(attempt.origins).map(value).collect::<Vec<_>>().join(" / "))
}

fn value_text(lang: Lang, value: &str) -> String {
    if value.is_empty() { CaseLine::Empty.say(lang).to_owned() } else { value.to_owned() }
}

fn problem(lang: Lang, history: &CaseHistory) -> Vec<String> {
    let (at, code) = (moment_at(history.case.opened), history.case.reason.code());
    let number = history.refused().find_map(|attempt| attempt.license.as_ref());
    let first = match number {
        Some(number) => CaseSentence::ProblemRefused { at: &at, number, code: &code }.say(lang),
        None => CaseSentence::ProblemRefusedUnknown { at: &at, code: &code }.say(lang),
    };
    let (what, _) = LedgerLine::of_reason(history.case.reason);
    vec![first, what.say(lang).to_owned()]
}

fn scope(lang: Lang, history: &CaseHistory) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(attempt) = history.attempts.first() {
        lines.push(match machine(lang, attempt) {
            Some(values) => CaseSentence::ScopeMachine { values: &values }.say(lang),
            None => CaseLine::ScopeByWord.say(lang).to_owned(),
        });
        if let Some(name) = platform(lang, Platform(attempt.platform)) {
            lines.push(CaseSentence::ScopePlatform { name: &name }.say(lang));
        }
    }
    let (machines, unsolved) = (history.case.machines, history.case.unsolved);
    if machines > 1 {
        lines.push(CaseSentence::ScopeMachines { machines: &machines, unsolved: &unsolved }.say(lang));
    }
    let mut numbers: Vec<&str> = Vec::new();
    for number in history.attempts.iter().filter_map(|attempt| attempt.license.as_ref()) {
        if !numbers.contains(&number.as_str()) {
            numbers.push(number.as_str());
        }
    }
    if (2..=MAX_NUMBERS).contains(&numbers.len()) {
        lines.push(CaseSentence::ScopeNumbers { numbers: &listed(lang, &numbers) }.say(lang));
    }
    if let (Some(first), Some(last)) = (history.attempts.first(), history.attempts.last()) {
        let (first, last) = (moment_at(first.at), moment_at(last.at));
        let count = &(history.attempts.len() as u64 + history.left_out);
        lines.push(CaseSentence::ScopeRequests { count, first: &first, last: &last }.say(lang));
    }
    if history.left_out > 0 {
        lines.push(CaseSentence::ScopeLeftOut { count: &history.left_out }.say(lang));
    }
    lines.push(CaseLine::ScopeUntouched.say(lang).to_owned());
    lines
}

fn analysis(lang: Lang, history: &CaseHistory) -> Vec<String> {
    let mut lines: Vec<String> = history.findings().iter().map(|seen| finding_text(lang, seen)).collect();
    let differs = history.differs();
    if !differs.is_empty() {
        lines.push(CaseSentence::Differs { fields: &ledger::differences(lang, &differs) }.say(lang));
        if history.refused().filter(|one| !one.differs.is_empty()).all(|one| one.spoken) {
            lines.push(StaffLine::KnownNotByWord.say(lang).to_owned());
        }
    }
    for note in history.attempts.iter().flat_map(|attempt| &attempt.notes) {
        let note = ledger::note(lang, *note);
        if !lines.contains(&note) {
            lines.push(note);
        }
    }
    if lines.is_empty() {
        let (what, _) = LedgerLine::of_reason(history.case.reason);
        lines.push(what.say(lang).to_owned());
    }
    lines.extend(since(lang, history));
    lines
}

/// Returns what operators did about the reason of the last refusal: the act that removed it, or the state of
/// the number that came in its place.
fn since(lang: Lang, history: &CaseHistory) -> Option<String> {
    let (attempt, obstacle) = history.last_refusal()?;
    match obstacle {
        Obstacle::Removed(action) => {
            let act = LedgerLine::of_action(action.kind).say(lang);
            Some(CaseSentence::Removed { number: &action.license, act: &act }.say(lang))
        }
        Obstacle::Stands(reason) if attempt.reason() != Some(reason) => {
            Some(LedgerLine::of_reason(reason).0.say(lang).to_owned())
        }
        Obstacle::Stands(_) => None,
    }
}

fn finding_text(lang: Lang, seen: &SeenFinding) -> String {
    let Finding { field, shown, .. } = &seen.finding;
    let code = seen.finding.code().unwrap_or_default();
    let field = FieldLine::from(*field).say(lang);
    let why = review::why(lang, &seen.finding);
    if shown.is_empty() {
        CaseSentence::WrongEmpty { code: &code, field: &field, why: &why }.say(lang)
    } else {
        CaseSentence::Wrong { code: &code, field: &field, value: shown, why: &why }.say(lang)
    }
}

/// Returns requests, acts, notes and steps of the case, ordered by time. The ledger has no order of requests, acts
/// and steps within a second: acts that are the reason of a refusal come first, then refusals, other acts, the codes
/// that they allow, and what was done with the case.
fn actions(lang: Lang, history: &CaseHistory, steps: &[OfficeEvent], profiles: &Profiles) -> Vec<String> {
    let mut lines: Vec<((i64, u8, usize), String)> = Vec::new();
    for attempt in &history.attempts {
        let rank = if attempt.reason().is_some() { 1 } else { 3 };
        lines.push(((attempt.at, rank, 0), attempt_text(lang, attempt, profiles)));
    }
    for act in &history.actions {
        let done = LedgerLine::of_action(act.kind).say(lang);
        let reason = printable(act.reason.as_bytes());
        let sentence = CaseSentence::ActOperator {
            operator: &act.operator,
            number: &act.license,
            act: &done,
            reason: &reason,
        };
        let rank = if history.caused_refusal(act) { 0 } else { 2 };
        lines.push(((act.at, rank, 0), sentence.say(lang)));
    }
    for (place, note) in places(&history.notes, steps).into_iter().zip(&history.notes) {
        let sentence = CaseSentence::ActNote { operator: &note.operator, text: &note.text };
        lines.push(((note.at, 4, place), sentence.say(lang)));
    }
    for (place, step) in steps.iter().enumerate().filter(|(_, step)| step.event != NOTE_ADDED) {
        let (act, detail) = match step.event.as_str() {
            "case-assigned" if step.subject == step.operator => (StaffLine::CaseTaken.say(lang), ""),
            "case-assigned" if step.subject.is_empty() => (StaffLine::CaseUnassigned.say(lang), ""),
            name => (event(lang, name).unwrap_or(name), step.subject.as_str()),
        };
        let (operator, detail) = (printable(step.operator.as_bytes()), printable_whole(detail));
        let sentence = CaseSentence::ActStep { operator: &operator, act: &act, detail: &detail };
        lines.push(((step.at, 4, place), sentence.say(lang)));
    }
    lines.sort_by_key(|(order, _)| *order);
    lines.into_iter().map(|((at, ..), line)| format!("{}  {line}", moment_at(at))).collect()
}

/// Returns the place of each note among the steps: that of its event, or the end if the log has no event of it.
fn places(notes: &[CaseNote], steps: &[OfficeEvent]) -> Vec<usize> {
    let events: Vec<_> = steps.iter().enumerate().filter(|(_, step)| step.event == NOTE_ADDED).collect();
    let mut events = events.into_iter().peekable();
    let place = |note: &CaseNote| {
        while events.next_if(|(_, event)| event.at < note.at).is_some() {}
        let of_note = events.next_if(|(_, event)| event.at == note.at && event.operator == note.operator);
        of_note.map_or(steps.len(), |(place, _)| place)
    };
    notes.iter().map(place).collect()
}

/// Returns a request and its outcome.
fn attempt_text(lang: Lang, attempt: &Attempt, profiles: &Profiles) -> String {
    let mut line = match attempt.outcome {
        AttemptOutcome::Issued(how) => {
            let (scheme, how) = (scheme(lang, attempt.scheme), LedgerLine::of_grant(how).say(lang));
            CaseSentence::ActIssued { name: &attempt.name, scheme: &scheme, how: &how }.say(lang)
        }
        AttemptOutcome::Refused(reason) => {
            let bad: Vec<Finding> =
                attempt.findings().into_iter().filter(|finding| finding.verdict != Verdict::Ok).collect();
            let codes: Vec<String> = bad.iter().filter_map(Finding::code).collect();
            let (name, code) = (&attempt.name, &reason.code());
            let head = if codes.is_empty() {
                CaseSentence::ActRefused { name, code }.say(lang)
            } else {
                CaseSentence::ActRefusedFields { name, code, codes: &listed(lang, &codes) }.say(lang)
            };
            let ways = attempt.ways(&profiles.policy(attempt.profile));
            let shown: Vec<&str> = ways.iter().map(|way| remedy::way_title(lang, way)).collect();
            let shown = match shown.as_slice() {
                [] => String::new(),
                some => CaseSentence::ActShown { ways: &some.join(semicolon(lang)) }.say(lang),
            };
            join(lang, &head, &shown)
        }
    };
    if attempt.spoken {
        line = join(lang, &line, CaseLine::ByWordMark.say(lang));
    }
    match &attempt.operator {
        Some(name) => join(lang, &line, &CaseSentence::ByOperator { operator: &name }.say(lang)),
        None => line,
    }
}

fn result(lang: Lang, history: &CaseHistory, ways: &[PlannedWay]) -> Vec<String> {
    let closed = history.case.closed.as_ref().map(|closed| moment_at(closed.at)).unwrap_or_default();
    let mut lines = Vec::new();
    let stopgap = |lines: &mut Vec<String>, attempt: Option<&Attempt>| {
        if attempt.is_some_and(|attempt| attempt.scheme == Scheme::Two) {
            lines.push(CaseLine::ResultStopgap.say(lang).to_owned());
        }
    };
    let issued = |at: &dyn Display, by: &Attempt| {
        let number = by.license.as_ref().map_or("", |number| number.as_str());
        let (scheme, name) = (&scheme(lang, by.scheme), &by.name);
        CaseSentence::ResultSolved { at, number: &number, scheme, name }.say(lang)
    };
    let issued_before = |lines: &mut Vec<String>, attempt: Option<&Attempt>| {
        lines.extend(attempt.map(|by| issued(&moment_at(by.at), by)));
        stopgap(lines, attempt);
    };
    match history.outcome() {
        CaseOutcome::Open { stopgap: attempt } => {
            lines.push(CaseLine::ResultOpen.say(lang).to_owned());
            issued_before(&mut lines, attempt);
            let next = match history.last_refusal().map(|(_, obstacle)| obstacle) {
                Some(Obstacle::Removed(_)) => CaseLine::AskAgain.say(lang),
                Some(Obstacle::Stands(reason)) => LedgerLine::of_reason(reason).1.say(lang),
                None => LedgerLine::of_reason(history.case.reason).1.say(lang),
            };
            lines.push(CaseSentence::ResultNext { text: &next }.say(lang));
            lines.extend((1..).zip(ways).map(|(at, way)| way_text(lang, at, way)));
        }
        CaseOutcome::AllSolved => {
            let machines = &history.case.machines;
            lines.push(CaseSentence::ResultAllSolved { at: &closed, machines }.say(lang));
        }
        CaseOutcome::ByOperator { operator, reason, stopgap: attempt } => {
            let by_hand = CaseSentence::ResultByHand { operator: &operator, at: &closed, reason: &reason };
            lines.push(by_hand.say(lang));
            issued_before(&mut lines, attempt);
        }
        CaseOutcome::Solved { by, changed, board } => {
            lines.extend(by.map(|by| issued(&closed, by)));
            lines.extend(changed.iter().map(|one| change_text(lang, one)));
            if board {
                let board = ledger::differences(lang, &[Difference::Board]);
                lines.push(CaseSentence::ResultBoard { board: &board }.say(lang));
            }
            // A reason of the number has nothing to do with the machine's values.
            let of_number = matches!(
                history.case.reason,
                Reason::NumberSuspended | Reason::NumberRevoked | Reason::NumberExpired
            );
            if changed.is_empty() && !board && !of_number {
                lines.push(CaseLine::ResultNothing.say(lang).to_owned());
            }
            lines.extend(by.into_iter().flat_map(|by| origin_lines(lang, by.origins)));
            stopgap(&mut lines, by);
        }
    }
    lines
}

/// Returns a way with its number, what it needs, and its values.
fn way_text(lang: Lang, at: usize, way: &PlannedWay) -> String {
    let (title, needs) = (remedy::way_title(lang, way), remedy::way_needs(lang, way));
    let mut text = CaseSentence::ResultWay { at: &at, title: &title, needs: &needs }.say(lang);
    for value in remedy::way_values(lang, &way.values) {
        let _ = write!(text, "\n{value}");
    }
    text
}

/// Returns notes on values that aren't the firmware's own.
fn origin_lines(lang: Lang, origins: [Origin; 3]) -> impl Iterator<Item = String> {
    let any = |is: fn(&Origin) -> bool| origins.iter().any(is);
    [
        (any(|origin| matches!(origin, Origin::Recovered(_))), CaseLine::ResultRecovered),
        (any(|origin| *origin == Origin::Assigned), CaseLine::ResultAssigned),
        (any(|origin| *origin == Origin::Declared), CaseLine::ResultDeclared),
    ]
    .into_iter()
    .filter(|(is_so, _)| *is_so)
    .map(move |(_, line)| line.say(lang).to_owned())
}

fn change_text(lang: Lang, one: &ChangedField) -> String {
    let field = FieldLine::from(one.field).say(lang);
    if one.before.is_empty() && one.after.is_empty() {
        let code = countersign_core::review::finding_code(one.field, one.verdict);
        CaseSentence::ResultChangedByWord { field: &field, code: &code }.say(lang)
    } else {
        let (before, after) = (value_text(lang, &one.before), value_text(lang, &one.after));
        CaseSentence::ResultChanged { field: &field, before: &before, after: &after }.say(lang)
    }
}

fn join(lang: Lang, one: &str, two: &str) -> String {
    let gap = if lang == Lang::En { " " } else { "" };
    if two.is_empty() { one.to_owned() } else { format!("{one}{gap}{two}") }
}

#[cfg(test)]
mod tests;
