//! What every way of showing an answer shows of it: the lines of its code, the remedies that fit its machine.

use countersign_core::protocol::line;
use countersign_core::remedy::{self, Remedy, RemedyKind};
use countersign_core::review::{Finding, Policy};
use countersign_ledger::{Answer, AnswerOutcome};

/// The seven lines of a granted code, grouped for the eye.
#[must_use]
pub fn code_lines(answer: &Answer) -> Option<Vec<String>> {
    match &answer.outcome {
        AnswerOutcome::Issued { code, .. } => {
            Some(code.lines().iter().map(|one| line::grouped(one)).collect())
        }
        AnswerOutcome::Refused(_) => None,
    }
}

/// What this platform can do about a finding. Where the machine has nothing else to tell it by, what needs that is
/// left out.
#[must_use]
pub fn remedies(answer: &Answer, finding: &Finding, policy: &Policy) -> Vec<Remedy> {
    let (family, hypervisor) = (answer.platform.family(), answer.platform.hypervisor());
    let mut remedies =
        remedy::remedies_for_platform(family, hypervisor, finding.field, finding.verdict, policy);
    remedies.retain(|remedy| {
        answer.anchored || !matches!(remedy.kind, RemedyKind::Declare | RemedyKind::OlderBinding)
    });
    remedies
}
