//! The summary of a case, and the few words that lists of cases need.

use countersign_core::lines;

use std::fmt::Write as _;

use countersign_core::machine::Origin;
use countersign_core::protocol::license::moment_at;
use countersign_core::protocol::{Platform, Scheme};
use countersign_core::remedy::RemedyKind;
use countersign_core::review::{Finding, Policy, Verdict};
use countersign_core::text::platform::platform;
use countersign_core::text::{FieldLine, Lang, Line as _, remedy, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{
    Attempt, AttemptOutcome, CaseHistory, CaseOutcome, ChangedField, Difference, SeenFinding,
};

lines! {
    /// What a case's summary says, and how its end is called.
    pub enum CaseLine in case {
        /// `{case}` and `{product}`.
        Title,
        Problem, Scope, Analysis, Actions, Result,
        /// `{at}`, `{number}`, `{code}`.
        ProblemRefused,
        /// `{at}`, `{code}`.
        ProblemRefusedUnknown,
        ScopeMachine, ScopeByWord, ScopePlatform, ScopeNumbers, ScopeRequests, ScopeUntouched,
        /// `{code}`, `{field}`, `{value}`, `{why}`.
        Wrong,
        WrongEmpty, Differs,
        ActRefused, ActRefusedFields, ActIssued, ActShown, ActOperator, ActNote, ByWordMark, ByOperator,
        SchemeTwo, SchemeThree,
        ResultOpen, ResultNext, ResultStopgap, ResultSolved, ResultChanged, ResultChangedByWord, ResultBoard,
        ResultNothing, ResultDeclared, ResultByHand,
        Empty, Utc,
    }
}

/// The summary of a case: plain text to mail, in sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The case and the product.
    pub title: String,
    /// Problem, scope, analysis, actions, result: each with its heading.
    pub sections: Vec<(&'static str, Vec<String>)>,
    /// What holds for all of it.
    pub foot: &'static str,
}

impl Summary {
    /// All of it, a paragraph a line.
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

/// Writes the summary of a case. `policy` decides which remedies were shown.
#[must_use]
pub fn summary(lang: Lang, story: &CaseHistory, product: &str, policy: &Policy) -> Summary {
    let case = story.case.number.to_string();
    Summary {
        title: CaseLine::Title.fill(lang, &[("case", &case), ("product", product)]),
        sections: vec![
            (CaseLine::Problem.say(lang), problem(lang, story)),
            (CaseLine::Scope.say(lang), scope(lang, story)),
            (CaseLine::Analysis.say(lang), analysis(lang, story)),
            (CaseLine::Actions.say(lang), actions(lang, story, policy)),
            (CaseLine::Result.say(lang), result(lang, story)),
        ],
        foot: CaseLine::Utc.say(lang),
    }
}

/// The binding a scheme is, in words.
#[must_use]
pub fn scheme(lang: Lang, scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Two => CaseLine::SchemeTwo.say(lang),
        Scheme::Three => CaseLine::SchemeThree.say(lang),
    }
}

/// The three values of a machine on one line; `None` for a request by word.
#[must_use]
pub fn machine(lang: Lang, attempt: &Attempt) -> Option<String> {
    let values = attempt.values.as_ref()?;
    Some(
        values
            .each_ref()
            .map(|value| shown(lang, &countersign_core::machine::printable(value.as_bytes())))
            .join(" / "),
    )
}

fn shown(lang: Lang, value: &str) -> String {
    if value.is_empty() { CaseLine::Empty.say(lang).to_owned() } else { value.to_owned() }
}

fn problem(lang: Lang, story: &CaseHistory) -> Vec<String> {
    let (at, code) = (moment_at(story.case.opened), story.case.reason.code());
    let number = story.refused().find_map(|attempt| attempt.number.as_ref());
    let first = match number {
        Some(number) => {
            CaseLine::ProblemRefused.fill(lang, &[("at", &at), ("number", number.as_str()), ("code", code)])
        }
        None => CaseLine::ProblemRefusedUnknown.fill(lang, &[("at", &at), ("code", code)]),
    };
    let (what, _) = LedgerLine::of_reason(story.case.reason);
    vec![first, what.say(lang).to_owned()]
}

fn scope(lang: Lang, story: &CaseHistory) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(attempt) = story.attempts.first() {
        lines.push(match machine(lang, attempt) {
            Some(values) => CaseLine::ScopeMachine.fill(lang, &[("values", &values)]),
            None => CaseLine::ScopeByWord.say(lang).to_owned(),
        });
        if let Some(name) = platform(Platform(attempt.platform)) {
            lines.push(CaseLine::ScopePlatform.fill(lang, &[("name", name)]));
        }
    }
    let mut numbers: Vec<&str> = Vec::new();
    for number in story.attempts.iter().filter_map(|attempt| attempt.number.as_ref()) {
        if !numbers.contains(&number.as_str()) {
            numbers.push(number.as_str());
        }
    }
    if numbers.len() > 1 {
        lines.push(CaseLine::ScopeNumbers.fill(lang, &[("numbers", &numbers.join(comma(lang)))]));
    }
    if let (Some(first), Some(last)) = (story.attempts.first(), story.attempts.last()) {
        let count = story.attempts.len().to_string();
        let with = [("count", &*count), ("first", &*moment_at(first.at)), ("last", &*moment_at(last.at))];
        lines.push(CaseLine::ScopeRequests.fill(lang, &with));
    }
    lines.push(CaseLine::ScopeUntouched.say(lang).to_owned());
    lines
}

fn analysis(lang: Lang, story: &CaseHistory) -> Vec<String> {
    let mut lines: Vec<String> = story.findings().iter().map(|seen| wrong(lang, seen)).collect();
    let differs = story.differs();
    if !differs.is_empty() {
        lines.push(CaseLine::Differs.fill(lang, &[("fields", &ledger::differences(lang, &differs))]));
    }
    for note in story.attempts.iter().flat_map(|attempt| &attempt.notes) {
        let note = ledger::note(lang, *note);
        if !lines.contains(&note) {
            lines.push(note);
        }
    }
    if lines.is_empty() {
        let (what, _) = LedgerLine::of_reason(story.case.reason);
        lines.push(what.say(lang).to_owned());
    }
    lines
}

fn wrong(lang: Lang, seen: &SeenFinding) -> String {
    let Finding { field, shown, .. } = &seen.finding;
    let code = seen.finding.code().unwrap_or_default();
    let field = FieldLine::from(*field).say(lang);
    let with =
        [("code", &*code), ("field", field), ("value", shown), ("why", review::why(lang, &seen.finding))];
    if shown.is_empty() { CaseLine::WrongEmpty.fill(lang, &with) } else { CaseLine::Wrong.fill(lang, &with) }
}

/// What was done, in the order of time.
fn actions(lang: Lang, story: &CaseHistory, policy: &Policy) -> Vec<String> {
    let mut lines: Vec<(i64, String)> =
        story.attempts.iter().map(|attempt| (attempt.at, tried(lang, attempt, policy))).collect();
    for act in &story.actions {
        let done = LedgerLine::of_action(act.action.kind).say(lang);
        let reason = countersign_core::machine::printable(act.action.reason.as_bytes());
        let with = [
            ("operator", &*act.operator),
            ("number", act.number.as_str()),
            ("act", done),
            ("reason", &*reason),
        ];
        lines.push((act.at, CaseLine::ActOperator.fill(lang, &with)));
    }
    for note in &story.notes {
        let with = [("operator", &*note.operator), ("text", &*note.text)];
        lines.push((note.at, CaseLine::ActNote.fill(lang, &with)));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(at, line)| format!("{}  {line}", moment_at(at))).collect()
}

/// One request and what came of it.
fn tried(lang: Lang, attempt: &Attempt, policy: &Policy) -> String {
    let mut line = match attempt.outcome {
        AttemptOutcome::Issued(how) => {
            let with = [
                ("name", &*attempt.name),
                ("scheme", scheme(lang, attempt.scheme)),
                ("how", LedgerLine::of_grant(how).say(lang)),
            ];
            CaseLine::ActIssued.fill(lang, &with)
        }
        AttemptOutcome::Refused(reason) => {
            let bad: Vec<Finding> =
                attempt.findings().into_iter().filter(|finding| finding.verdict != Verdict::Ok).collect();
            let codes: Vec<String> = bad.iter().filter_map(Finding::code).collect();
            let with =
                [("name", &*attempt.name), ("code", reason.code()), ("codes", &*codes.join(comma(lang)))];
            let head = if codes.is_empty() { CaseLine::ActRefused } else { CaseLine::ActRefusedFields };
            let mut kinds: Vec<RemedyKind> = Vec::new();
            for kind in bad.iter().flat_map(|one| attempt.remedies(one, policy)).map(|remedy| remedy.kind) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            let shown: Vec<&str> = kinds.into_iter().map(|kind| remedy::title(lang, kind)).collect();
            let shown = match shown.as_slice() {
                [] => String::new(),
                some => CaseLine::ActShown.fill(lang, &[("remedies", &some.join(semicolon(lang)))]),
            };
            join(lang, &head.fill(lang, &with), &shown)
        }
    };
    if attempt.spoken {
        line = join(lang, &line, CaseLine::ByWordMark.say(lang));
    }
    match &attempt.operator {
        Some(name) => join(lang, &line, &CaseLine::ByOperator.fill(lang, &[("operator", name)])),
        None => line,
    }
}

fn result(lang: Lang, story: &CaseHistory) -> Vec<String> {
    let closed = story.case.closed.as_ref().map(|closed| moment_at(closed.at)).unwrap_or_default();
    let mut lines = Vec::new();
    let stopgap = |lines: &mut Vec<String>, attempt: Option<&Attempt>| {
        if attempt.is_some_and(|attempt| attempt.scheme == Scheme::Two) {
            lines.push(CaseLine::ResultStopgap.say(lang).to_owned());
        }
    };
    match story.outcome() {
        CaseOutcome::Open { stopgap: attempt } => {
            lines.push(CaseLine::ResultOpen.say(lang).to_owned());
            stopgap(&mut lines, attempt);
            let last = story.refused().last().and_then(Attempt::reason).unwrap_or(story.case.reason);
            let (_, next) = LedgerLine::of_reason(last);
            lines.push(CaseLine::ResultNext.fill(lang, &[("text", next.say(lang))]));
        }
        CaseOutcome::ByOperator { operator, reason, stopgap: attempt } => {
            let with = [("at", &*closed), ("operator", operator), ("reason", reason)];
            lines.push(CaseLine::ResultByHand.fill(lang, &with));
            stopgap(&mut lines, attempt);
        }
        CaseOutcome::Solved { by, changed, board } => {
            if let Some(by) = by {
                let number = by.number.as_ref().map_or("", |number| number.as_str());
                let with = [
                    ("at", &*closed),
                    ("number", number),
                    ("name", &by.name),
                    ("scheme", scheme(lang, by.scheme)),
                ];
                lines.push(CaseLine::ResultSolved.fill(lang, &with));
            }
            lines.extend(changed.iter().map(|one| change(lang, one)));
            if board {
                let board = ledger::differences(lang, &[Difference::Board]);
                lines.push(CaseLine::ResultBoard.fill(lang, &[("board", &board)]));
            }
            if changed.is_empty() && !board {
                lines.push(CaseLine::ResultNothing.say(lang).to_owned());
            }
            let declared =
                |asked: countersign_ledger::IncomingRequest| asked.head().origins.contains(&Origin::Declared);
            if by.and_then(Attempt::incoming_request).is_some_and(declared) {
                lines.push(CaseLine::ResultDeclared.say(lang).to_owned());
            }
            stopgap(&mut lines, by);
        }
    }
    lines
}

fn change(lang: Lang, one: &ChangedField) -> String {
    let field = FieldLine::from(one.field).say(lang);
    let code = countersign_core::review::finding_code(one.field, one.verdict);
    let (before, after) = (shown(lang, &one.before), shown(lang, &one.after));
    let with = [("field", field), ("before", &*before), ("after", &*after), ("code", &*code)];
    let line = if one.before.is_empty() && one.after.is_empty() {
        CaseLine::ResultChangedByWord
    } else {
        CaseLine::ResultChanged
    };
    line.fill(lang, &with)
}

fn join(lang: Lang, one: &str, two: &str) -> String {
    let gap = if lang == Lang::En { " " } else { "" };
    if two.is_empty() { one.to_owned() } else { format!("{one}{gap}{two}") }
}

const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    }
}

const fn semicolon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "; ",
        Lang::Zh => "；",
    }
}
