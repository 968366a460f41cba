//! The decision on a request, from the license record, the request and the profile that it names. Pure.

mod identity;

use countersign_core::protocol::{Claims, Head, Scheme};
use countersign_core::review::Finding;

use identity::{identity, rebind, same_device};

use super::{
    Binding, Decision, DecisionContext, DecisionOutcome, Grant, GrantKind, IncomingRequest, LicenseRecord,
    LicenseState, MOVES_A_YEAR, Note, Reason, Refusal, Requester,
};

/// So many other machines with the same values need an operator.
const SEEN_LIMIT: u32 = 2;

/// Decides one request. `record` is `None` if the number is unknown or fits no mask.
#[must_use]
pub fn decide(
    record: Option<&LicenseRecord>,
    request: &IncomingRequest,
    context: &DecisionContext<'_>,
) -> Decision {
    let findings = request.findings();
    let mut notes = notes(request, context, &findings);
    let outcome = match grant(record, request, context, &findings, &mut notes) {
        Ok(grant) => DecisionOutcome::Issued(grant),
        Err(refusal) => DecisionOutcome::Refused(refusal),
    };
    Decision { outcome, findings, notes }
}

fn notes(request: &IncomingRequest, context: &DecisionContext<'_>, findings: &[Finding]) -> Vec<Note> {
    let Head { profile_version: device, verdicts, .. } = *request.head();
    let mut notes = Vec::new();
    if findings.iter().zip(verdicts).any(|(finding, device_verdict)| finding.verdict != device_verdict) {
        notes.push(Note::RulesDiffer);
    }
    if context.profile.is_some() && device < context.newest {
        notes.push(Note::ProfileStale { device, newest: context.newest });
    }
    notes
}

fn grant(
    record: Option<&LicenseRecord>,
    request: &IncomingRequest,
    context: &DecisionContext<'_>,
    findings: &[Finding],
    notes: &mut Vec<Note>,
) -> Result<Grant, Refusal> {
    let profile = context.profile.ok_or(Reason::ProfileUnknown)?;
    if let IncomingRequest::Spoken(_) = request {
        if !profile.policy.spoken {
            return Err(Reason::SpokenNotOffered.into());
        }
        if context.requester.operator().is_none() {
            return Err(Reason::SpokenNeedsOperator.into());
        }
    }
    let record = record.ok_or(Reason::NumberUnknown)?;
    let bound = match &record.state {
        LicenseState::Unused => None,
        LicenseState::Bound(binding) => Some(&**binding),
        LicenseState::Suspended(_) => return Err(Reason::NumberSuspended.into()),
        LicenseState::Revoked(_) => return Err(Reason::NumberRevoked.into()),
    };
    let expires = record.last_day(context.today);
    if expires.is_some_and(|last| last < context.today) {
        return Err(Reason::NumberExpired.into());
    }
    if let Some(grant) = bound.and_then(|binding| repeated(binding, request)) {
        return Ok(grant);
    }
    let scheme = scheme(bound, context.scheme, notes);
    let identity = identity(request, scheme, profile, findings)?;
    let kind = match bound {
        None if record.first_issued.is_some() => GrantKind::Rebound,
        None => GrantKind::First,
        Some(binding) => same_device(binding, request, identity)?,
    };
    if let Some(binding) = bound
        && kind.is_move()
        && binding.moves_in_year(context.today) >= MOVES_A_YEAR
    {
        return Err(Reason::MovesExhausted.into());
    }
    let new_identity = kind.starts_binding() || kind.is_move();
    if new_identity && identity.marker3.is_some() && context.seen_elsewhere >= SEEN_LIMIT {
        match context.requester {
            Requester::Public => return Err(Reason::ValueSeen.into()),
            Requester::Operator(_) => notes.push(Note::ValueSeen),
        }
    }
    let binding = rebind(bound, request, identity, kind, context.today);
    let claims = Claims {
        edition: record.license.edition,
        scheme,
        declared: binding.declared,
        issued: context.today,
        expires,
    };
    Ok(Grant::New { kind, claims, binding: Box::new(binding) })
}

/// The code that this binding gave to the same request.
fn repeated(binding: &Binding, request: &IncomingRequest) -> Option<Grant> {
    let issuance = binding.issued.iter().rev().find(|issuance| request.was_answered_by(issuance))?;
    let claims = issuance.code.claims().ok()?;
    Some(Grant::Repeated { code: issuance.code.clone(), claims })
}

/// The scheme to bind by: the one that is asked for, but never a lower one than the binding has.
fn scheme(bound: Option<&Binding>, asked_for: Scheme, notes: &mut Vec<Note>) -> Scheme {
    match (bound.map(|binding| binding.scheme), asked_for) {
        (Some(Scheme::Three), Scheme::Two) => {
            notes.push(Note::NeverDown);
            Scheme::Three
        }
        (_, asked_for) => asked_for,
    }
}

#[cfg(test)]
mod tests;
