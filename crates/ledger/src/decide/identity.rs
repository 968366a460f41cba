//! Which machine asks: its markers, whether it is the bound machine, and the binding it gets.

use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Marker, Scheme};
use countersign_core::review::{DeclarePolicy, Finding, Verdict, maker_spellings};

use crate::{Binding, Difference, GrantKind, IncomingRequest, Reason, Refusal};

/// The markers that identify a machine under one scheme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Identity {
    pub marker2: Option<Marker>,
    /// `None` under scheme 2: the values it would digest may be fillers.
    pub marker3: Option<Marker>,
}

/// The markers of a machine under that scheme, or the reason why it can't be bound.
pub(super) fn identity(
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
        DeclarePolicy::No => false,
        DeclarePolicy::Serial => field == Field::Serial,
        DeclarePolicy::Any => true,
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

/// How the machine is the bound one, or the refusal that names the differences.
pub(super) fn same_device(
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
    // A declared value that the firmware has now (or the other way round) gives another scheme 3 marker.
    // The values are the same, so the identity has not changed.
    let values_changed = machine.marker3.is_some() && !same3 && !request.same_values(binding.values.as_ref());
    let changed = board_replaced || values_changed;
    Ok(if changed { GrantKind::IdentityChanged } else { GrantKind::SameDevice })
}

fn differences(binding: &Binding, request: &IncomingRequest) -> Vec<Difference> {
    let mut differs = Vec::new();
    if let (Some(bound), Some(sent)) = (&binding.values, request.values()) {
        let pairs = bound.iter().zip(sent).zip(Field::BINDING);
        differs.extend(
            pairs
                .filter(|((bound, sent), field)| !maker_spellings::same_value(*field, bound, sent))
                .map(|(_, field)| Difference::Field(field)),
        );
    }
    if let (Some(bound), Some(sent)) = (binding.marker2, request.head().scheme2)
        && bound != sent
    {
        differs.push(Difference::Board);
    }
    differs
}

/// The new binding. It keeps what the request doesn't tell: a missing scheme 2 marker, or the values of a spoken
/// request. `bound` is the standing binding of the same machine.
pub(super) fn rebind(
    bound: Option<&Binding>,
    request: &IncomingRequest,
    machine: Identity,
    kind: GrantKind,
    today: Day,
) -> Binding {
    let values = request.values().map(|values| values.map(str::to_owned));
    let scheme = if machine.marker3.is_some() { Scheme::Three } else { Scheme::Two };
    let declared = machine.marker3.is_some() && request.declared();
    let Some(bound) = bound else {
        return Binding {
            scheme,
            marker2: machine.marker2,
            marker3: machine.marker3,
            values,
            declared,
            bound: today,
            moves: Vec::new(),
            issued: Vec::new(),
        };
    };
    let marker3 = machine.marker3.or(bound.marker3);
    let bound_values = if marker3 == bound.marker3 { bound.values.clone() } else { None };
    Binding {
        scheme,
        marker2: machine.marker2.or(bound.marker2),
        marker3,
        values: values.or(bound_values),
        declared,
        bound: bound.bound,
        moves: bound.recent_moves(today).chain(kind.is_move().then_some(today)).collect(),
        issued: bound.issued.clone(),
    }
}
