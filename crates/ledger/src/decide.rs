//! The decision on a request: from what is known of the number, the request and the profile it names,
//! to a grant or a refusal. Pure; a refusal has no way to carry a change.

use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Claims, Code, Head, Marker, Scheme};
use countersign_core::review::{DeclarePolicy, Finding, Verdict, maker_spellings};

use super::{
    Binding, Difference, How, IncomingRequest, LicenseRecord, MOVES_A_YEAR, Note, Reason, Requester, State,
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
    pub asker: &'a Requester,
    /// The binding that is asked for: scheme 3, or the older one (online only).
    pub scheme: Scheme,
    /// On how many other machines the request's values are bound already.
    pub seen_elsewhere: u32,
}

/// The decision, and what is said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Granted or refused.
    pub outcome: Outcome,
    /// The desk's judgement of the three binding fields.
    pub findings: Vec<Finding>,
    /// What is said beside.
    pub notes: Vec<Note>,
}

/// Granted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted.
    Issued(Issued),
    /// Refused: the number stays as it is.
    Refused(Refusal),
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issued {
    /// The same request as before, the same code; nothing changes.
    Again {
        /// The code it was given.
        code: Code,
        /// The claims it was signed with.
        claims: Claims,
    },
    /// A code is to be signed for these claims, and kept with this binding before it is shown.
    New {
        /// How it was granted; never [`How::Again`].
        how: How,
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

/// Decides one request. `standing` is `None` for a number that is unknown or fits no mask.
#[must_use]
pub fn decide(
    standing: Option<&LicenseRecord>,
    asked: &IncomingRequest,
    situation: &DecisionContext<'_>,
) -> Decision {
    let findings = asked.findings();
    let mut notes = notes(asked, situation, &findings);
    let outcome = match grant(standing, asked, situation, &findings, &mut notes) {
        Ok(issued) => Outcome::Issued(issued),
        Err(refusal) => Outcome::Refused(refusal),
    };
    Decision { outcome, findings, notes }
}

fn notes(asked: &IncomingRequest, situation: &DecisionContext<'_>, findings: &[Finding]) -> Vec<Note> {
    let Head { profile_version: device, verdicts, .. } = *asked.head();
    let mut notes = Vec::new();
    if findings.iter().zip(verdicts).any(|(finding, said)| finding.verdict != said) {
        notes.push(Note::RulesDiffer);
    }
    if situation.profile.is_some() && device < situation.newest {
        notes.push(Note::ProfileStale { device, newest: situation.newest });
    }
    notes
}

fn grant(
    standing: Option<&LicenseRecord>,
    asked: &IncomingRequest,
    situation: &DecisionContext<'_>,
    findings: &[Finding],
    notes: &mut Vec<Note>,
) -> Result<Issued, Refusal> {
    let profile = situation.profile.ok_or(Reason::ProfileUnknown)?;
    if let IncomingRequest::Spoken(_) = asked {
        if !profile.policy.spoken {
            return Err(Reason::SpokenNotOffered.into());
        }
        if situation.asker.operator().is_none() {
            return Err(Reason::SpokenNeedsOperator.into());
        }
    }
    let standing = standing.ok_or(Reason::NumberUnknown)?;
    let bound = match &standing.state {
        State::Unused => None,
        State::Bound(binding) => Some(&**binding),
        State::Suspended(_) => return Err(Reason::NumberSuspended.into()),
        State::Revoked(_) => return Err(Reason::NumberRevoked.into()),
    };
    let expires = standing.last_day(situation.today);
    if expires.is_some_and(|last| last < situation.today) {
        return Err(Reason::NumberExpired.into());
    }
    if let Some(again) = bound.and_then(|binding| again(binding, asked)) {
        return Ok(again);
    }
    let scheme = scheme(bound, situation.scheme, notes);
    let identity = identity(asked, scheme, profile, findings)?;
    let (how, kept) = match bound {
        None if standing.first_issued.is_some() => (How::Rebound, None),
        None => (How::First, None),
        Some(binding) => (same_device(binding, asked, identity)?, Some(binding)),
    };
    if let Some(binding) = kept
        && how.is_move()
        && binding.moves_by(situation.today) >= MOVES_A_YEAR
    {
        return Err(Reason::MovesExhausted.into());
    }
    let settles = how.begins() || how.is_move();
    if settles && identity.marker3.is_some() && situation.seen_elsewhere >= SEEN_LIMIT {
        match situation.asker {
            Requester::Public => return Err(Reason::ValueSeen.into()),
            Requester::Operator(_) => notes.push(Note::ValueSeen),
        }
    }
    let binding = rebind(kept, asked, identity, how, situation.today);
    let claims = Claims {
        edition: standing.license.edition,
        scheme,
        declared: binding.declared,
        issued: situation.today,
        expires,
    };
    Ok(Issued::New { how, claims, binding: Box::new(binding) })
}

/// The code this very request was given while this binding stood.
fn again(binding: &Binding, asked: &IncomingRequest) -> Option<Issued> {
    let issuance = binding.issued.iter().rev().find(|issuance| asked.is_of(issuance))?;
    let claims = issuance.code.claims().ok()?;
    Some(Issued::Again { code: issuance.code.clone(), claims })
}

/// The scheme that binds: what is asked for, but never less than what binds already.
fn scheme(bound: Option<&Binding>, asked: Scheme, notes: &mut Vec<Note>) -> Scheme {
    match (bound.map(|binding| binding.scheme), asked) {
        (Some(Scheme::Three), Scheme::Two) => {
            notes.push(Note::NeverDown);
            Scheme::Three
        }
        (_, asked) => asked,
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
    asked: &IncomingRequest,
    scheme: Scheme,
    profile: &Profile,
    findings: &[Finding],
) -> Result<Identity, Reason> {
    let marker2 = asked.head().scheme2;
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
        DeclarePolicy::No => false,
        DeclarePolicy::Serial => field == Field::Serial,
        DeclarePolicy::Any => true,
    };
    let mut declared = findings.iter().filter(|finding| finding.origin == Origin::Declared);
    if !declared.all(|finding| may_declare(finding.field)) {
        return Err(Reason::DeclaredNotAllowed);
    }
    if asked.declared() && marker2.is_none() {
        return Err(Reason::DeclaredUnbacked);
    }
    Ok(Identity { marker2, marker3: Some(asked.marker3()) })
}

/// How a machine is the one the number is bound to, or the refusal that says in what it differs.
fn same_device(binding: &Binding, asked: &IncomingRequest, machine: Identity) -> Result<How, Refusal> {
    let same = |one: Option<Marker>, two: Option<Marker>| one.is_some() && one == two;
    let same2 = same(binding.marker2, machine.marker2);
    let respelled =
        || machine.marker3.is_some() && binding.marker3.is_some_and(|bound| asked.is_respelling_of(bound));
    let same3 = same(binding.marker3, machine.marker3) || respelled();
    if !same2 && !same3 {
        let differs = differences(binding, asked);
        return Err(Refusal { reason: Reason::DeviceDiffers, differs });
    }
    if binding.scheme == Scheme::Two && machine.marker3.is_some() {
        return Ok(How::MovedUp);
    }
    let board_replaced = !same2 && binding.marker2.is_some() && machine.marker2.is_some();
    // Firmware corrected to the very values that were declared (or the other way round) has another
    // scheme 3 marker, but the machine is told by the same values: that is no move.
    let values_changed = machine.marker3.is_some() && !same3 && !asked.same_values(binding.values.as_ref());
    Ok(if board_replaced || values_changed { How::Followed } else { How::SameDevice })
}

fn differences(binding: &Binding, asked: &IncomingRequest) -> Vec<Difference> {
    let mut differs = Vec::new();
    if let (Some(bound), Some(asks)) = (&binding.values, asked.values()) {
        let pairs = bound.iter().zip(asks).zip(Field::BINDING);
        differs.extend(
            pairs
                .filter(|((bound, asks), field)| !maker_spellings::same_value(*field, bound, asks))
                .map(|(_, field)| Difference::Field(field)),
        );
    }
    if let (Some(bound), Some(asks)) = (binding.marker2, asked.head().scheme2)
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
    asked: &IncomingRequest,
    machine: Identity,
    how: How,
    today: Day,
) -> Binding {
    let values = asked.values().map(|values| values.map(str::to_owned));
    let scheme = if machine.marker3.is_some() { Scheme::Three } else { Scheme::Two };
    let Some(kept) = kept else {
        return Binding {
            scheme,
            marker2: machine.marker2,
            marker3: machine.marker3,
            values,
            declared: machine.marker3.is_some() && asked.declared(),
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
        declared: machine.marker3.is_some() && asked.declared(),
        bound: kept.bound,
        moves: kept.recent_moves(today).chain(how.is_move().then_some(today)).collect(),
        issued: kept.issued.clone(),
    }
}

#[cfg(test)]
mod tests;
