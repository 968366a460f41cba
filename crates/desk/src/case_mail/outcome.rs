//! The result of a case so far, and the customer's next steps.

use super::{Block, Writer};
use crate::presentation::way_steps;
use crate::text::{MailLine as L, MailSentence as S};
use countersign_core::protocol::Scheme;
use countersign_core::remedy::{PlannedWay, WayKind};
use countersign_core::text::{Line as _, as_sentence, join_sentences, remedy};
use countersign_ledger::{Attempt, CaseOutcome, Obstacle, Reason};

impl Writer<'_> {
    /// Returns the result, in sentences.
    pub(super) fn result(&self) -> String {
        let lang = self.lang;
        let say = |line: L| line.say(lang).to_owned();
        let history = self.facts.history;
        let number = |attempt: &Attempt| self.facts.number_of(attempt).unwrap_or_default();
        let closed = history.case.closed.as_ref().map_or(history.case.opened, |closed| closed.at);
        let at = &self.zone.moment(lang, closed);
        let sentences = match history.outcome() {
            CaseOutcome::Open { stopgap: Some(attempt) } if attempt.scheme == Scheme::Two => {
                vec![say(L::ResultStopgap)]
            }
            // The case was opened again.
            CaseOutcome::Open { stopgap: Some(attempt) } => {
                vec![S::ClosedBound { number: &number(attempt) }.say(lang), say(L::ResultReopened)]
            }
            CaseOutcome::Open { stopgap: None } if self.facts.waits || self.waits_for_request() => {
                vec![say(L::ResultWaits)]
            }
            CaseOutcome::Open { stopgap: None } => vec![say(L::ResultOpen)],
            CaseOutcome::AllSolved => {
                vec![S::AllSolved { at, machines: &history.case.machines }.say(lang)]
            }
            CaseOutcome::ByOperator { stopgap, .. } => {
                let state = match stopgap {
                    Some(attempt) if attempt.scheme == Scheme::Two => say(L::OlderLimits),
                    Some(attempt) => S::ClosedBound { number: &number(attempt) }.say(lang),
                    None => say(L::ClosedWithout),
                };
                vec![S::ClosedByDesk { at }.say(lang), state]
            }
            CaseOutcome::Solved { by: None, .. } => vec![S::ClosedByDesk { at }.say(lang)],
            CaseOutcome::Solved { by: Some(by), .. } => {
                let number = &number(by);
                let mut sentences = match by.scheme {
                    Scheme::Two => {
                        vec![S::SolvedOlder { at, number }.say(lang), say(L::OlderLimits)]
                    }
                    Scheme::Three => vec![S::Solved { at, number }.say(lang)],
                };
                sentences.extend(self.changes(by));
                sentences.push(say(L::EnterIt));
                sentences
            }
        };
        self.paragraph(&sentences)
    }

    /// Whether an operator removed the reason of the last refusal, so that a new request is all that is
    /// missing.
    fn waits_for_request(&self) -> bool {
        matches!(self.facts.history.last_refusal(), Some((_, Obstacle::Removed(_))))
    }

    /// Returns the customer's next steps: the ways of the last refusal, or what to do about its reason, or a
    /// new request if an operator removed the reason. Empty if the case is closed.
    pub(super) fn next_steps(&self) -> Vec<Block> {
        let history = self.facts.history;
        let Some((last, obstacle)) = history.last_refusal().filter(|_| history.case.closed.is_none()) else {
            return Vec::new();
        };
        let say = |line: L| line.say(self.lang).to_owned();
        let next = match obstacle {
            Obstacle::Removed(_) => L::NextAgain,
            Obstacle::Stands(reason) => L::of_reason(reason).1,
        };
        // No way of the machine helps a revoked number.
        if obstacle == Obstacle::Stands(Reason::NumberRevoked) {
            return vec![Block::Paragraph(say(next))];
        }
        let mut ways = last.ways(&self.facts.profiles.policy(last.profile));
        let has_older = history.issued().any(|attempt| attempt.scheme == Scheme::Two);
        // A machine that has the older binding needs no advice to use it.
        ways.retain(|way| !(has_older && way.kind == WayKind::Older));
        if ways.is_empty() {
            return vec![Block::Paragraph(say(next))];
        }
        let mut blocks = Vec::new();
        if matches!(obstacle, Obstacle::Stands(Reason::NumberSuspended | Reason::NumberExpired)) {
            blocks.push(Block::Paragraph(say(next)));
        }
        let items = (1..).zip(&ways).map(|(at, way)| self.way(at, way)).collect();
        blocks.extend([Block::Paragraph(say(L::WaysLead)), Block::Items(items)]);
        blocks.push(Block::Paragraph(say(L::WaysAfter)));
        blocks
    }

    /// Returns the title of a way.
    pub(super) fn way_title(&self, way: &PlannedWay) -> &'static str {
        match way.kind {
            WayKind::Older => L::WayOlder.say(self.lang),
            _ => remedy::way_title(self.lang, way),
        }
    }

    /// Returns a way: its title, what it needs, its values, its cautions. The first way also has its steps.
    fn way(&self, at: usize, way: &PlannedWay) -> String {
        let lang = self.lang;
        let title = &self.way_title(way);
        let title = if at == 1 { S::WayBest { at: &at, title } } else { S::Way { at: &at, title } };
        let explanation =
            join_sentences(lang, remedy::way_explanation(lang, way), &remedy::way_needs(lang, way));
        let mut lines = vec![title.say(lang), explanation];
        lines.extend(remedy::way_values(lang, &way.values));
        for caution in &way.cautions {
            lines.push(S::WayCaution { text: &remedy::step(lang, caution) }.say(lang));
        }
        if at == 1 {
            for (number, step) in (1..).zip(way_steps(lang, way)) {
                let text = if step.ends_with_command { step.text } else { as_sentence(lang, &step.text) };
                lines.push(format!("({number}) {text}"));
                lines.extend(step.commands.iter().map(|command| command.shell()));
            }
        }
        lines.join("\n")
    }
}
