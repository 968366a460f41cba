//! The problem, scope and analysis of a case, in sentences.

use super::{Block, Writer};
use crate::text::{MailLine as L, MailSentence as S};
use countersign_core::machine::{Field, Hypervisor, Origin, printable};
use countersign_core::protocol::Platform;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::remedy::field_in_sentence;
use countersign_core::text::{Lang, Line as _, comma, join_list, listed, platform, review};
use countersign_ledger::{Attempt, Difference, Note, Obstacle, Reason};

/// From more license numbers than this, the mail doesn't list them.
const MAX_NUMBERS: usize = 20;

impl Writer<'_> {
    /// Returns what happened first, and why.
    pub(super) fn problem(&self) -> String {
        let first = self.facts.history.refused().next();
        let at = &self.zone.moment(self.lang, self.facts.history.case.opened);
        let (product, cause) = (&self.facts.product(), &self.first_cause());
        match first.and_then(|attempt| self.facts.number_of(attempt)) {
            Some(number) => S::Problem { at, number: &number, product, cause }.say(self.lang),
            None => S::ProblemNoNumber { at, product, cause }.say(self.lang),
        }
    }

    /// Returns the problem in one sentence, for the summary.
    pub(super) fn problem_in_short(&self) -> String {
        S::ProblemShort { product: &self.facts.product(), cause: &self.first_cause() }.say(self.lang)
    }

    fn first_cause(&self) -> String {
        match self.facts.history.refused().next() {
            Some(attempt) => self.cause(attempt),
            None => L::of_reason(self.facts.history.case.reason).0.say(self.lang).to_owned(),
        }
    }

    /// Returns why a request was refused, as a clause: by field, if fields were the reason.
    pub(super) fn cause(&self, attempt: &Attempt) -> String {
        let reason = attempt.reason().unwrap_or(self.facts.history.case.reason);
        let bad: Vec<Finding> = attempt.findings().into_iter().filter(Finding::is_bad).collect();
        if bad.is_empty() || !is_of_machine(reason) {
            return L::of_reason(reason).0.say(self.lang).to_owned();
        }
        let groups = grouped(&bad, |one, other| one.verdict == other.verdict);
        let clauses: Vec<String> = groups.iter().map(|group| self.clause(group)).collect();
        let what = &clauses.join(if self.lang == Lang::Zh { comma(self.lang) } else { ", and " });
        if bad.iter().all(|finding| finding.origin == Origin::Firmware) {
            S::FirmwareGives { what }.say(self.lang)
        } else {
            S::MachineReports { what }.say(self.lang)
        }
    }

    /// Returns what is wrong with fields of the same verdict.
    fn clause(&self, group: &[&Finding]) -> String {
        let fields = &self.fields(group);
        let sentence = match group.first().map(|finding| finding.verdict) {
            Some(Verdict::Blank) | None => S::NoValueFor { fields },
            Some(Verdict::Ok | Verdict::Placeholder) => S::FillerFor { fields },
            Some(Verdict::Malformed) => S::GarbledFor { fields },
            Some(Verdict::Shared) => S::CommonFor { fields },
            Some(Verdict::Unreadable) => S::UnreadFor { fields },
        };
        sentence.say(self.lang)
    }

    fn fields(&self, group: &[&Finding]) -> String {
        let names: Vec<String> = group.iter().map(|one| self.the_field(one.field)).collect();
        join_list(self.lang, &names)
    }

    /// Returns the name of a field, as on a label.
    pub(super) fn field(&self, field: Field) -> String {
        match field {
            Field::Serial => L::SerialNumber.say(self.lang).to_owned(),
            _ => field_in_sentence(self.lang, field),
        }
    }

    /// Returns the name of a field for use in a sentence.
    fn the_field(&self, field: Field) -> String {
        self.with_article(&self.field(field))
    }

    fn with_article(&self, noun: &str) -> String {
        match self.lang {
            Lang::Zh => noun.to_owned(),
            Lang::En => format!("the {noun}"),
        }
    }

    /// Returns where the machine differs from the one that the license number is bound to.
    fn differences(&self, differences: &[Difference]) -> String {
        let name = |difference: &Difference| match difference {
            Difference::Field(field) => self.the_field(*field),
            Difference::Board => self.with_article(L::DiffersBoard.say(self.lang)),
        };
        join_list(self.lang, &differences.iter().map(name).collect::<Vec<_>>())
    }

    /// Returns the affected machine and numbers.
    pub(super) fn scope(&self) -> Vec<Block> {
        let history = self.facts.history;
        let mut sentences = Vec::new();
        let known =
            history.attempts.iter().find_map(|attempt| Some((attempt.values.as_ref()?, attempt.verdicts)));
        let (machines, unsolved) = (history.case.machines, history.case.unsolved);
        if machines > 1 {
            sentences.push(S::ScopeMachines { machines: &machines, unsolved: &unsolved }.say(self.lang));
        }
        match known {
            Some((values, verdicts)) => {
                let shown = |at: usize| self.reported(&printable(values[at].as_bytes()), verdicts[at]);
                let (manufacturer, model, serial) = (&shown(0), &shown(1), &shown(2));
                let machine = match machines {
                    1 => S::ScopeMachine { manufacturer, model, serial },
                    _ => S::ScopeFirst { manufacturer, model, serial },
                };
                sentences.push(machine.say(self.lang));
            }
            None if machines == 1 => sentences.push(L::ScopeByWord.say(self.lang).to_owned()),
            None => {}
        }
        sentences.extend(history.attempts.first().and_then(|one| self.platform(Platform(one.platform))));
        let numbers = self.facts.numbers();
        if (1..=MAX_NUMBERS).contains(&numbers.len()) {
            sentences.push(S::ScopeNumbers { numbers: &listed(self.lang, numbers) }.say(self.lang));
        }
        sentences.push(L::ScopeUntouched.say(self.lang).to_owned());
        sentences.into_iter().map(Block::Paragraph).collect()
    }

    /// Returns a value in quotes; a word for an empty value, and another one for a value that wasn't read.
    pub(super) fn reported(&self, value: &str, verdict: Verdict) -> String {
        match verdict {
            Verdict::Unreadable if value.is_empty() => L::Unread.say(self.lang).to_owned(),
            _ => self.quoted(value),
        }
    }

    /// Returns a sentence on the virtual platform, if it has a proper name. The families of firmware say nothing
    /// to a customer.
    fn platform(&self, of: Platform) -> Option<String> {
        let name = &platform::platform(self.lang, of)?;
        match of.hypervisor() {
            None | Some(Hypervisor::Cloud) => None,
            Some(_) => Some(S::ScopeHypervisor { name }.say(self.lang)),
        }
    }

    /// Returns why the requests were refused, for each reason that occurred.
    pub(super) fn analysis(&self) -> Vec<Block> {
        let reasons = self.reasons();
        let found = self.found();
        let mut blocks = Vec::new();
        let say = |line: L| line.say(self.lang).to_owned();
        if !found.is_empty() {
            let binding = S::AnalysisBinding { product: &self.facts.product() }.say(self.lang);
            blocks.extend([binding, say(L::AnalysisFound)].map(Block::Paragraph));
            blocks.push(Block::Numbered(found.iter().map(|group| self.found_text(group)).collect()));
            let unread = found.iter().flatten().all(|finding| finding.verdict == Verdict::Unreadable);
            let mut conclusion = vec![say(if unread { L::AnalysisUnread } else { L::AnalysisFillers })];
            if reasons.iter().all(|reason| is_of_machine(*reason)) {
                conclusion.push(say(L::AnalysisMachineAlone));
            }
            blocks.push(Block::Paragraph(self.paragraph(&conclusion)));
        }
        for reason in reasons {
            if found.is_empty() || !is_of_machine(reason) {
                blocks.push(Block::Paragraph(self.paragraph(&self.of_reason(reason, found.is_empty()))));
            }
        }
        blocks.extend(self.notes().into_iter().map(Block::Paragraph));
        blocks
    }

    /// Returns the reasons of the case, each once: those of its refusals, and the one that stands now.
    fn reasons(&self) -> Vec<Reason> {
        let mut reasons = vec![self.facts.history.case.reason];
        for reason in self.facts.history.refused().filter_map(Attempt::reason) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        if let Some((_, Obstacle::Stands(reason))) = self.facts.history.last_refusal()
            && !reasons.contains(&reason)
        {
            reasons.push(reason);
        }
        reasons
    }

    /// Returns what is wrong with the fields, grouped by value and reason.
    fn found(&self) -> Vec<Vec<Finding>> {
        let seen = self.facts.history.findings();
        let bad: Vec<Finding> = seen.into_iter().map(|one| one.finding).filter(Finding::is_bad).collect();
        let same = |one: &Finding, other: &Finding| {
            (&one.value, &one.shown, one.verdict, one.kind)
                == (&other.value, &other.shown, other.verdict, other.kind)
        };
        let groups = grouped(&bad, same).into_iter();
        groups.map(|group| group.into_iter().cloned().collect()).collect()
    }

    fn found_text(&self, group: &[Finding]) -> String {
        let Some(one) = group.first() else { return String::new() };
        let fields = &self.fields(&group.iter().collect::<Vec<_>>());
        let why = &review::why(self.lang, one);
        let sentence = match (one.shown.as_str(), one.verdict) {
            ("", Verdict::Blank) => S::FoundEmpty { fields },
            ("", _) => S::FoundOther { fields, why },
            _ => S::FoundValue { fields, value: &one.shown, why },
        };
        sentence.say(self.lang)
    }

    /// Returns the sentences for a reason that is not about a field.
    fn of_reason(&self, reason: Reason, fields_are_good: bool) -> Vec<String> {
        let differs = self.facts.history.differs();
        let since = self.since(reason).map(|line| line.say(self.lang).to_owned());
        if reason == Reason::DeviceDiffers && !differs.is_empty() {
            let fields = &self.differences(&differs);
            let sentences =
                [S::Differs { fields }.say(self.lang), L::AnalysisSeats.say(self.lang).to_owned()];
            return sentences.into_iter().chain(since).collect();
        }
        if reason == Reason::RequestSpent {
            return vec![L::AnalysisSpent.say(self.lang).to_owned()];
        }
        let cause = &L::of_reason(reason).0.say(self.lang);
        if let Some(since) = since {
            return vec![S::AnalysisCauseThen { cause }.say(self.lang), since];
        }
        let mut sentences = vec![S::AnalysisCause { cause }.say(self.lang)];
        let is_of_number =
            matches!(reason, Reason::NumberSuspended | Reason::NumberRevoked | Reason::NumberExpired);
        if is_of_number && fields_are_good {
            sentences.push(L::AnalysisNumberAlone.say(self.lang).to_owned());
        }
        sentences
    }

    /// Returns what an operator did since the last refusal with that reason, if it removed the reason.
    fn since(&self, reason: Reason) -> Option<L> {
        let history = self.facts.history;
        let last = history.refused().filter(|attempt| attempt.reason() == Some(reason)).last()?;
        match history.obstacle(last)? {
            Obstacle::Stands(_) => None,
            Obstacle::Removed(action) => L::of_removal(action.kind),
        }
    }

    /// Returns the notes on the answers that concern the customer, each once.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let history = self.facts.history;
        let all =
            history.attempts.iter().flat_map(|attempt| attempt.notes.iter().map(move |note| (attempt, note)));
        for (attempt, note) in all {
            let line = match *note {
                Note::RulesDiffer => L::NoteRulesDiffer.say(self.lang).to_owned(),
                Note::NeverDown => L::NoteNeverDown.say(self.lang).to_owned(),
                Note::ValueSeen if history.is_verified(attempt) => {
                    L::NoteValueSeenVerified.say(self.lang).to_owned()
                }
                Note::ValueSeen => L::NoteValueSeen.say(self.lang).to_owned(),
                Note::BoundByWord => L::NoteBoundByWord.say(self.lang).to_owned(),
                Note::ProfileStale { device, newest } => {
                    S::NoteProfileStale { device: &device, newest: &newest }.say(self.lang)
                }
            };
            if !notes.contains(&line) {
                notes.push(line);
            }
        }
        notes
    }
}

/// Whether the values of the machine were the reason.
pub(super) const fn is_of_machine(reason: Reason) -> bool {
    matches!(reason, Reason::MachineRefused | Reason::MachineUnreadable)
}

/// Groups items that are alike, in the order of each group's first item.
pub(super) fn grouped<T>(items: &[T], alike: impl Fn(&T, &T) -> bool) -> Vec<Vec<&T>> {
    let mut groups: Vec<Vec<&T>> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| alike(first, item))) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}
