//! The decision on a request: from what is known of the number, the request and the profile it names,
//! to a grant or a refusal. Pure; a refusal has no way to carry a change.

use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Claims, Code, Head, Marker, Scheme};
use countersign_core::review::{Declared, Finding, Verdict, spellings};

use super::{
    Binding, Difference, GrantKind, IncomingRequest, LicenseRecord, LicenseState, MOVES_A_YEAR, Note, Reason,
    Requester,
};

/// On how many other machines a value may stand before an operator has to look at it.
const SEEN_LIMIT: u32 = 2;

/// What a decision looks at besides the number and the request.
#[derive(Debug, Clone, Copy)]
pub struct DecisionContext<'a> {
    /// The profile version the request names; `None` where the desk never published it.
    pub profile: Option<&'a Profile>,
    /// The newest version the desk published.
    pub newest: u16,
    /// The desk's day.
    pub today: Day,
    /// Who brings the request.
    pub requester: &'a Requester,
    /// The binding that is asked for: scheme 3, or the older one (online only).
    pub scheme: Scheme,
    /// On how many other machines the request's values are bound already.
    pub seen_elsewhere: u32,
}

/// The decision, and what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Granted or refused.
    pub outcome: DecisionOutcome,
    /// The desk's judgement of the three binding fields.
    pub findings: Vec<Finding>,
    /// What is said beside.
    pub notes: Vec<Note>,
}

/// Granted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// Granted.
    Issued(Grant),
    /// Refused: the number stays as it is.
    Refused(Refusal),
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// The same request as before, the same code; nothing changes.
    Repeated {
        /// The code it was given.
        code: Code,
        /// The claims it was signed with.
        claims: Claims,
    },
    /// A code is to be signed for these claims, and kept with this binding before it is shown.
    New {
        /// How it was granted; never [`GrantKind::SameRequest`].
        kind: GrantKind,
        /// What the code says.
        claims: Claims,
        /// The binding from now on; the new code is still to be added.
        binding: Box<Binding>,
    },
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// In what the machine differs from the one the number is bound to, as far as that is known.
    pub differs: Vec<Difference>,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reason, differs: Vec::new() }
    }
}

/// Decides one request. `record` is `None` for a number that is unknown or fits no mask.
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
    if findings.iter().zip(verdicts).any(|(finding, said)| finding.verdict != said) {
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
    let (kind, kept) = match bound {
        None if record.first_issued.is_some() => (GrantKind::Rebound, None),
        None => (GrantKind::First, None),
        Some(binding) => (same_device(binding, request, identity)?, Some(binding)),
    };
    if let Some(binding) = kept
        && kind.is_move()
        && binding.moves_in_year(context.today) >= MOVES_A_YEAR
    {
        return Err(Reason::MovesExhausted.into());
    }
    let settles = kind.starts_binding() || kind.is_move();
    if settles && identity.marker3.is_some() && context.seen_elsewhere >= SEEN_LIMIT {
        match context.requester {
            Requester::Public => return Err(Reason::ValueSeen.into()),
            Requester::Operator(_) => notes.push(Note::ValueSeen),
        }
    }
    let binding = rebind(kept, request, identity, kind, context.today);
    let claims = Claims {
        edition: record.license.edition,
        scheme,
        declared: binding.declared,
        issued: context.today,
        expires,
    };
    Ok(Grant::New { kind, claims, binding: Box::new(binding) })
}

/// The code this very request was given while this binding stood.
fn repeated(binding: &Binding, request: &IncomingRequest) -> Option<Grant> {
    let issuance = binding.issued.iter().rev().find(|issuance| request.was_answered_by(issuance))?;
    let claims = issuance.code.claims().ok()?;
    Some(Grant::Repeated { code: issuance.code.clone(), claims })
}

/// The scheme that binds: what is asked for, but never less than what binds already.
fn scheme(bound: Option<&Binding>, request: Scheme, notes: &mut Vec<Note>) -> Scheme {
    match (bound.map(|binding| binding.scheme), request) {
        (Some(Scheme::Three), Scheme::Two) => {
            notes.push(Note::NeverDown);
            Scheme::Three
        }
        (_, request) => request,
    }
}

/// The markers that may tell the machine under one scheme.
#[derive(Debug, Clone, Copy)]
struct Identity {
    marker2: Option<Marker>,
    /// `None` under scheme 2: the values it would digest may be fillers.
    marker3: Option<Marker>,
}

/// The markers of a machine that may be bound under that scheme, or why it may not.
fn identity(
    request: &IncomingRequest,
    scheme: Scheme,
    profile: &Profile,
    findings: &[Finding],
) -> Result<Identity, Reason> {
    let marker2 = request.head().scheme2;
    if scheme == Scheme::Two {
        return match (profile.policy.older_binding, marker2) {
            (false, _) => Err(Reason::OlderNotOffered),
            (true, None) => Err(Reason::OlderUnbacked),
            (true, Some(_)) => Ok(Identity { marker2, marker3: None }),
        };
    }
    if findings.iter().any(Finding::refuses) {
        return Err(Reason::MachineRefused);
    }
    if findings.iter().any(|finding| finding.verdict == Verdict::Unreadable) {
        return Err(Reason::MachineUnreadable);
    }
    let may_declare = |field| match profile.policy.declared {
        Declared::No => false,
        Declared::Serial => field == Field::Serial,
        Declared::Any => true,
    };
    let mut declared = findings.iter().filter(|finding| finding.origin == Origin::Declared);
    if !declared.all(|finding| may_declare(finding.field)) {
        return Err(Reason::DeclaredNotAllowed);
    }
    if request.declared() && marker2.is_none() {
        return Err(Reason::DeclaredUnbacked);
    }
    Ok(Identity { marker2, marker3: Some(request.marker3()) })
}

/// How a machine is the one the number is bound to, or the refusal that says in what it differs.
fn same_device(
    binding: &Binding,
    request: &IncomingRequest,
    machine: Identity,
) -> Result<GrantKind, Refusal> {
    let same = |one: Option<Marker>, two: Option<Marker>| one.is_some() && one == two;
    let same2 = same(binding.marker2, machine.marker2);
    let respelled =
        || machine.marker3.is_some() && binding.marker3.is_some_and(|bound| request.is_respelling_of(bound));
    let same3 = same(binding.marker3, machine.marker3) || respelled();
    if !same2 && !same3 {
        let differs = differences(binding, request);
        return Err(Refusal { reason: Reason::DeviceDiffers, differs });
    }
    if binding.scheme == Scheme::Two && machine.marker3.is_some() {
        return Ok(GrantKind::MovedUp);
    }
    let board_replaced = !same2 && binding.marker2.is_some() && machine.marker2.is_some();
    // Firmware corrected to the very values that were declared (or the other way round) has another
    // scheme 3 marker, but the machine is told by the same values: that is no move.
    let values_changed = machine.marker3.is_some() && !same3 && !request.same_values(binding.values.as_ref());
    Ok(if board_replaced || values_changed { GrantKind::IdentityChanged } else { GrantKind::SameDevice })
}

fn differences(binding: &Binding, request: &IncomingRequest) -> Vec<Difference> {
    let mut differs = Vec::new();
    if let (Some(bound), Some(asks)) = (&binding.values, request.values()) {
        let pairs = bound.iter().zip(asks).zip(Field::BINDING);
        differs.extend(
            pairs
                .filter(|((bound, asks), field)| !spellings::same(*field, bound, asks))
                .map(|(_, field)| Difference::Field(field)),
        );
    }
    if let (Some(bound), Some(asks)) = (binding.marker2, request.head().scheme2)
        && bound != asks
    {
        differs.push(Difference::Board);
    }
    differs
}

/// The binding from now on. What a request doesn't tell (no scheme 2 marker, no values by word) stays
/// as it was known.
fn rebind(
    kept: Option<&Binding>,
    request: &IncomingRequest,
    machine: Identity,
    kind: GrantKind,
    today: Day,
) -> Binding {
    let values = request.values().map(|values| values.map(str::to_owned));
    let scheme = if machine.marker3.is_some() { Scheme::Three } else { Scheme::Two };
    let Some(kept) = kept else {
        return Binding {
            scheme,
            marker2: machine.marker2,
            marker3: machine.marker3,
            values,
            declared: machine.marker3.is_some() && request.declared(),
            bound: today,
            moves: Vec::new(),
            issued: Vec::new(),
        };
    };
    let marker3 = machine.marker3.or(kept.marker3);
    let kept_values = if marker3 == kept.marker3 { kept.values.clone() } else { None };
    Binding {
        scheme,
        marker2: machine.marker2.or(kept.marker2),
        marker3,
        values: values.or(kept_values),
        declared: machine.marker3.is_some() && request.declared(),
        bound: kept.bound,
        moves: kept.recent_moves(today).chain(kind.is_move().then_some(today)).collect(),
        issued: kept.issued.clone(),
    }
}

#[cfg(test)]
mod tests;
