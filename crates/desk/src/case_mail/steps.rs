//! What was done, with times: requests, acts of operators, notes for the customer. Repeated requests with the
//! same result are one step.

use super::Writer;
use super::facts::plain;
use crate::text::{MailLine as L, MailSentence as S, license_change};
use countersign_core::protocol::Scheme;
use countersign_core::text::{Line as _, semicolon};
use countersign_ledger::{
    ActionKind, Attempt, AttemptOutcome, AuditEntry, CaseHistory, CaseNote, CaseOutcome, GrantKind,
    NoteAudience,
};

/// The maximum number of steps that are listed for a case of several machines.
const MAX_STEPS: usize = 20;

/// One event of a case.
enum Event<'a> {
    Requests(Vec<&'a Attempt>),
    Act(&'a AuditEntry),
    Note(&'a CaseNote),
}

impl Event<'_> {
    fn at(&self) -> i64 {
        match self {
            Self::Requests(attempts) => attempts.first().map_or(0, |attempt| attempt.at),
            Self::Act(act) => act.at,
            Self::Note(note) => note.at,
        }
    }

    /// Returns the order of events in the same second: an act comes after the refusals, unless it is the reason
    /// of one. A move is recorded together with the code that it allows, and comes before it.
    fn rank(&self, history: &CaseHistory) -> u8 {
        match self {
            Self::Act(act) if history.caused_refusal(act) => 0,
            Self::Requests(attempts) if attempts.iter().all(|one| one.reason().is_some()) => 1,
            Self::Act(_) => 2,
            Self::Requests(_) => 3,
            Self::Note(_) => 4,
        }
    }
}

impl Writer<'_> {
    /// Returns the steps, oldest first.
    pub(super) fn steps(&self) -> Vec<String> {
        let history = self.facts.history;
        let requests = history.attempts.iter().map(|attempt| Event::Requests(vec![attempt]));
        let notes = history.notes.iter().filter(|note| note.audience == NoteAudience::Customer);
        let mut events: Vec<Event<'_>> = requests.collect();
        events.extend(history.actions.iter().map(Event::Act));
        events.extend(notes.map(Event::Note));
        events.sort_by_key(|event| (event.at(), event.rank(history)));
        let events = merged(events);
        // In a case of many machines, further steps add no information.
        let most = if history.case.machines > 1 { MAX_STEPS } else { events.len() };
        let mut steps: Vec<String> = events.iter().take(most).map(|event| self.step(event)).collect();
        let left_out = events.len().saturating_sub(most) as u64 + history.left_out;
        if left_out > 0 {
            steps.push(S::StepsLeftOut { count: &left_out }.say(self.lang));
        }
        steps
    }

    fn step(&self, event: &Event<'_>) -> String {
        let (until, what) = match event {
            Event::Requests(attempts) => {
                let last = attempts.last().map_or(0, |attempt| attempt.at);
                let refused = attempts.first().is_some_and(|attempt| attempt.reason().is_some());
                // A repeated code is not a step of its own, so the time is that of the first.
                (if refused { last } else { event.at() }, self.requests(attempts))
            }
            Event::Act(act) => (act.at, self.act(act)),
            Event::Note(note) => (note.at, self.note(note)),
        };
        let when = self.zone.span(self.lang, event.at(), until);
        S::Step { when: &when, what: &what }.say(self.lang)
    }

    fn requests(&self, attempts: &[&Attempt]) -> String {
        let Some(first) = attempts.first() else { return String::new() };
        let number = &self.facts.number_of(first).unwrap_or_default();
        let mut sentences = match first.outcome {
            AttemptOutcome::Refused(_) => {
                let (count, cause) = (&attempts.len(), &self.cause(first));
                let refused = if attempts.len() > 1 {
                    S::StepRefusedOften { count, number, cause }
                } else {
                    S::StepRefused { number, cause }
                };
                vec![refused.say(self.lang)]
            }
            AttemptOutcome::Issued(how) => self.issued(first, how, number),
        };
        let ways = first.ways(&self.facts.profiles.policy(first.profile));
        // In an open case they are listed as its next steps.
        if !ways.is_empty() && self.facts.history.case.closed.is_some() {
            let titles: Vec<String> = ways.iter().map(|way| in_sentence(self.way_title(way))).collect();
            let titles = titles.join(semicolon(self.lang));
            sentences.push(S::StepShown { ways: &titles }.say(self.lang));
        }
        if first.spoken {
            sentences.push(L::StepByWord.say(self.lang).to_owned());
        }
        self.paragraph(&sentences)
    }

    fn issued(&self, attempt: &Attempt, how: GrantKind, number: &String) -> Vec<String> {
        let case = &self.facts.history.case;
        let is_same = |one: &&Attempt| one.at <= attempt.at && one.request == attempt.request;
        let answered_again =
            attempt.operator.is_some() && self.facts.history.refused().any(|one| is_same(&one));
        let step = match attempt.scheme {
            Scheme::Two => S::StepOlder { number },
            Scheme::Three if answered_again => S::StepAnswered { number },
            Scheme::Three => S::StepFull { number },
        };
        let mut sentences = vec![step.say(self.lang)];
        if how == GrantKind::MovedUp {
            sentences.push(L::StepMovedUp.say(self.lang).to_owned());
        }
        if !case.is_solved_by(attempt.scheme) {
            sentences.push(L::StepStopgap.say(self.lang).to_owned());
        }
        if let CaseOutcome::Solved { by: Some(by), .. } = self.facts.history.outcome()
            && std::ptr::eq(by, attempt)
        {
            sentences.extend(self.changes(by));
        }
        sentences
    }

    /// Returns what an operator did. The reason that the operator gave is only for the desk.
    fn act(&self, act: &AuditEntry) -> String {
        let number = &self.facts.number(&act.license);
        let change = &license_change(self.lang, &act.detail);
        let sentence = match act.kind {
            ActionKind::Release | ActionKind::ReleaseByReceipt => S::ActRelease { number },
            ActionKind::Move if self.is_with_code(act) => S::ActMove { number },
            ActionKind::Move => S::ActMoveLater { number },
            ActionKind::Suspend => S::ActSuspend { number },
            ActionKind::Resume => S::ActResume { number },
            ActionKind::Revoke => S::ActRevoke { number },
            ActionKind::Renew => S::ActRenew { number, change },
            ActionKind::Edit => S::ActEdit { number, change },
            ActionKind::Verify => return L::ActVerify.say(self.lang).to_owned(),
        };
        sentence.say(self.lang)
    }

    /// Whether a move gave the seat to a machine of this case: it is recorded together with the code.
    fn is_with_code(&self, act: &AuditEntry) -> bool {
        self.facts.history.attempts.iter().any(|attempt| {
            let issued = matches!(attempt.outcome, AttemptOutcome::Issued(_));
            issued
                && attempt.at == act.at
                && attempt.license.as_ref() == Some(&act.license)
                && attempt.operator.as_ref() == Some(&act.operator)
        })
    }

    fn note(&self, note: &CaseNote) -> String {
        let text: Vec<String> = note.text.lines().map(plain).collect();
        S::StepNote { text: &text.join("\n") }.say(self.lang)
    }
}

/// Changes a title for use in a sentence: the first letter becomes lower case, unless the title begins with
/// an abbreviation.
fn in_sentence(title: &str) -> String {
    match title.split_at_checked(1) {
        Some((first, rest)) if rest.starts_with(|c: char| c.is_ascii_lowercase()) => {
            format!("{}{rest}", first.to_lowercase())
        }
        _ => title.to_owned(),
    }
}

/// Merges consecutive requests with the same result into one event.
fn merged(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut merged: Vec<Event<'_>> = Vec::new();
    for event in events {
        if let (Some(Event::Requests(before)), Event::Requests(now)) = (merged.last_mut(), &event)
            && let (Some(one), Some(other)) = (before.last(), now.first())
            && same_result(one, other)
        {
            before.extend(now);
            continue;
        }
        merged.push(event);
    }
    merged
}

/// Whether a request had the same result as the one before it.
fn same_result(one: &Attempt, other: &Attempt) -> bool {
    let same_outcome = match (one.outcome, other.outcome) {
        (AttemptOutcome::Refused(one), AttemptOutcome::Refused(other)) => one == other,
        (AttemptOutcome::Issued(_), AttemptOutcome::Issued(how)) => {
            matches!(how, GrantKind::SameRequest | GrantKind::SameDevice)
        }
        _ => false,
    };
    same_outcome
        && (one.scheme, one.spoken, &one.license) == (other.scheme, other.spoken, &other.license)
        && (&one.values, one.verdicts, one.origins) == (&other.values, other.verdicts, other.origins)
        && one.differs == other.differs
}
