//! Decides a request, from the license record, the request and the profile that it names. Pure.
//!
//! The steps and their order are those of `docs/protocol.md`, "The desk's answer".

mod identity;
mod repeated;
mod seat;

use std::collections::BTreeSet;

use countersign_core::machine::Origin;
use countersign_core::protocol::{Claims, Head, Scheme};
use countersign_core::review::{Finding, Predicted};

use identity::{Asking, changes_identity, rebind};
use repeated::repeated;
use seat::{Seat, find_seat};

use super::{
    Binding, CHANGES_A_YEAR, Decision, DecisionContext, DecisionOutcome, Grant, GrantKind, IncomingRequest,
    LicenseRecord, LicenseState, Note, PUBLIC_NONCES_A_DAY, Profiles, Reason, Refusal, Requester, Spend,
};

/// From this number of other machines with the same values, an operator must verify the machine.
const SEEN_LIMIT: usize = 2;

/// The maximum number of machines with the same values that a store returns.
pub const SEEN_AT_MOST: usize = 16;

/// Decides one request, with the findings on its values. `record` is `None` if the number is unknown or fits no mask.
#[must_use]
pub fn decide(
    record: Option<&LicenseRecord>,
    request: &IncomingRequest,
    findings: Vec<Finding>,
    context: &DecisionContext<'_>,
) -> Decision {
    let mut notes = notes(request, context, &findings);
    let outcome = match grant(record, request, context, &findings, &mut notes) {
        Ok(grant) => DecisionOutcome::Issued(grant),
        Err(refusal) => {
            let by_word = |record: &LicenseRecord| record.seats.values().any(Binding::is_by_word);
            if refusal.reason == Reason::DeviceDiffers && record.is_some_and(by_word) {
                notes.push(Note::BoundByWord);
            }
            DecisionOutcome::Refused(refusal)
        }
    };
    Decision { outcome, findings, notes }
}

fn notes(request: &IncomingRequest, context: &DecisionContext<'_>, findings: &[Finding]) -> Vec<Note> {
    let Head { verdicts, .. } = *request.head();
    let mut notes = Vec::new();
    if findings.iter().zip(verdicts).any(|(finding, device_verdict)| finding.verdict != device_verdict) {
        notes.push(Note::RulesDiffer);
    }
    if let Some(Profiles { named, newest }) = context.profile
        && named.version < newest.version
    {
        notes.push(Note::ProfileStale { device: named.version, newest: newest.version });
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
    let profiles = published(request, context)?;
    let record = answering(record, context)?;
    if let Some(grant) = repeated(record, request, context)? {
        return Ok(grant);
    }
    let scheme = scheme(record, request, context.scheme, notes);
    match scheme {
        Scheme::Two => check_older_binding(request, profiles)?,
        Scheme::Three => check_values(profiles, findings)?,
    }
    let asking = Asking::new(request, scheme);
    let found = find_seat(record, &asking, context.freed)?;
    let bound = found.standing.map(|standing| standing.binding);
    let kind = kind(record, &asking, &found);
    if let Some(bound) = bound
        && kind.is_change()
        && bound.changes_in_year(context.today) >= CHANGES_A_YEAR
    {
        return Err(Reason::MovesExhausted.into());
    }
    let new_identity = kind.starts_binding() || kind.is_change();
    if new_identity && scheme == Scheme::Three && seen(record, request, found.number, context) >= SEEN_LIMIT {
        if context.requester.verified().is_none() {
            return Err(Reason::ValueSeen.into());
        }
        notes.push(Note::ValueSeen);
    }
    let nonces_today = bound.map_or(0, |bound| bound.public_nonces.on(context.today));
    if *context.requester == Requester::Public && nonces_today >= PUBLIC_NONCES_A_DAY {
        return Err(Reason::TryLater.into());
    }
    let binding = rebind(found.standing.as_ref(), &asking, kind, context);
    let claims = Claims {
        edition: record.license.edition,
        scheme,
        issued: context.today,
        expires: record.last_day(context.today),
    };
    let spend = kind.is_change().then(|| Spend::SeatExcept(found.number, request.marker3()));
    Ok(Grant::New { kind, claims, seat: found.number, binding: Box::new(binding), spend })
}

/// Returns the profiles, if the desk answers requests of this form that name this profile.
fn published<'a>(request: &IncomingRequest, context: &DecisionContext<'a>) -> Result<Profiles<'a>, Reason> {
    let profiles = context.profile.ok_or(Reason::ProfileUnknown)?;
    if context.keys.is_empty() {
        return Err(Reason::ProfileRetired);
    }
    if let IncomingRequest::Spoken(_) = request {
        if !profiles.policy().spoken {
            return Err(Reason::SpokenNotOffered);
        }
        if context.requester.operator().is_none() {
            return Err(Reason::SpokenNeedsOperator);
        }
    }
    Ok(profiles)
}

/// Returns the record, if requests for the number are answered.
fn answering<'a>(
    record: Option<&'a LicenseRecord>,
    context: &DecisionContext<'_>,
) -> Result<&'a LicenseRecord, Reason> {
    let record = record.ok_or(Reason::NumberUnknown)?;
    match record.state {
        LicenseState::Suspended => Err(Reason::NumberSuspended),
        LicenseState::Revoked => Err(Reason::NumberRevoked),
        LicenseState::Active if record.is_expired(context.today) => Err(Reason::NumberExpired),
        LicenseState::Active => Ok(record),
    }
}

/// Returns the scheme to bind by: the higher of the requested scheme and the scheme of the machine's seat.
fn scheme(
    record: &LicenseRecord,
    request: &IncomingRequest,
    asked_for: Scheme,
    notes: &mut Vec<Note>,
) -> Scheme {
    // The values of a request for scheme 2 may be fillers, so only its scheme 2 marker finds the seat.
    let asking = Asking::new(request, Scheme::Two);
    let seat = record.seats.values().find(|binding| asking.matches(binding).scheme2);
    if asked_for == Scheme::Two && seat.is_some_and(|binding| binding.scheme == Scheme::Three) {
        notes.push(Note::NeverDown);
        return Scheme::Three;
    }
    asked_for
}

fn check_older_binding(request: &IncomingRequest, profiles: Profiles<'_>) -> Result<(), Reason> {
    if !profiles.policy().older_binding {
        Err(Reason::OlderNotOffered)
    } else if request.head().marker2.is_none() {
        Err(Reason::OlderUnbacked)
    } else {
        Ok(())
    }
}

/// Returns the first reason why these values can't be bound.
fn check_values(profiles: Profiles<'_>, findings: &[Finding]) -> Result<(), Reason> {
    let policy = profiles.policy();
    let allowed = |finding: &Finding| policy.allows(finding.field, finding.origin);
    let not_allowed = |finding: &Finding| match finding.origin {
        Origin::Firmware => None,
        Origin::Recovered(_) => Some(Reason::RecoveredNotAllowed),
        Origin::Assigned => Some(Reason::AssignedNotAllowed),
        Origin::Declared => Some(Reason::DeclaredNotAllowed),
    };
    if let Some(reason) = findings.iter().filter(|finding| !allowed(finding)).find_map(not_allowed) {
        return Err(reason);
    }
    match Predicted::of(findings.iter().map(|finding| (finding.field, finding.verdict))) {
        Predicted::Accepted => Ok(()),
        Predicted::Refused => Err(Reason::MachineRefused),
        Predicted::Unknown => Err(Reason::MachineUnreadable),
    }
}

/// Returns how the request is granted on that seat.
fn kind(record: &LicenseRecord, asking: &Asking<'_>, seat: &Seat<'_>) -> GrantKind {
    match &seat.standing {
        None if record.first_issued.is_none() => GrantKind::First,
        None if record.seats.is_empty() => GrantKind::Rebound,
        None => GrantKind::AnotherSeat,
        Some(standing) => {
            let moves_up = standing.binding.scheme == Scheme::Two && asking.scheme == Scheme::Three;
            if moves_up {
                GrantKind::MovedUp
            } else if changes_identity(standing, asking) {
                GrantKind::IdentityChanged
            } else {
                GrantKind::SameDevice
            }
        }
    }
}

/// Returns the number of other machines with the same values: those under other numbers, and those on other
/// seats. A machine without a scheme 2 marker isn't counted, because nothing distinguishes it from the others.
fn seen(
    record: &LicenseRecord,
    request: &IncomingRequest,
    seat: u16,
    context: &DecisionContext<'_>,
) -> usize {
    let identity = request.identity();
    let has_same_values = |known: &super::Identity| known.values == identity.values;
    let seats = record
        .seats
        .iter()
        .filter(|(number, binding)| {
            **number != seat && binding.identities.last().is_some_and(has_same_values)
        })
        .filter_map(|(_, binding)| binding.marker2);
    let elsewhere = context.seen_elsewhere.iter().copied();
    let others: BTreeSet<[u8; 10]> =
        elsewhere.chain(seats).filter(|other| Some(*other) != identity.marker2).map(|one| one.0).collect();
    others.len()
}

#[cfg(test)]
mod tests;
