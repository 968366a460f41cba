//! The ways that a refusal shows. They are the same ways that the machine itself plans.

use countersign_core::remedy::{PlannedWay, plan_for_request};
use countersign_core::review::{Finding, Policy};

use super::{IncomingRequest, Reason};

/// Returns the ways from a refused machine to an accepted one, best first. Empty if the machine's values are
/// not the reason of the refusal: a suspended number, for example, can't be fixed at the machine. `findings`
/// are the desk's judgement of the request.
#[must_use]
pub fn ways(
    request: &IncomingRequest,
    reason: Reason,
    findings: &[Finding],
    policy: &Policy,
) -> Vec<PlannedWay> {
    let not_allowed = matches!(
        reason,
        Reason::RecoveredNotAllowed | Reason::AssignedNotAllowed | Reason::DeclaredNotAllowed
    );
    if !not_allowed && !findings.iter().any(Finding::is_bad) {
        return Vec::new();
    }
    let values = match request {
        IncomingRequest::Full(request) => Some(&request.values),
        IncomingRequest::Spoken(_) => None,
    };
    plan_for_request(request.head(), values, policy).ways
}
