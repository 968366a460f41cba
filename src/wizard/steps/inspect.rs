//! 2 INSPECT: the review, and whether an activation could be kept here.

use super::{Outcome, StepContext};
use crate::wizard::state::{Facts, Settings};
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Effect};
use countersign_core::review::Verdict;
use countersign_keep::StorageError;

/// The step has no state of its own: it shows the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct InspectStep;

/// Whether starting again as root would let more be read.
#[must_use]
pub fn sudo_helps(settings: &Settings, facts: &Facts) -> bool {
    settings.sudo
        && !facts.machine.root
        && facts.machine.source == countersign_core::machine::Source::ThisComputer
        && (facts.review.findings.iter().any(|finding| finding.verdict == Verdict::Unreadable)
            || facts.rehearsal.file == Err(StorageError::Denied))
}

/// What the step's actions do.
pub fn act(context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::Next => {
            context.draft.remember_initial_fields(&context.facts.review);
            if context.facts.review.acceptable() == Some(true) {
                Outcome::go(Event::Acceptable)
            } else {
                Outcome::go(Event::NotAcceptable)
            }
        }
        Action::ReadAgain => Outcome::effect(Effect::ReadMachine),
        Action::Sudo => Outcome::effect(Effect::Sudo),
        _ => Outcome::stay(),
    }
}
