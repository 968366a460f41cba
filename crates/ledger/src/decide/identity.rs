//! The identity of the machine that asks: its markers, whether it is the bound machine, and the binding it
//! gets.

use std::cell::OnceCell;

use countersign_core::assigned;
use countersign_core::machine::{Field, Origin, SourceKind, uuid};
use countersign_core::marker::{self, DeviceAnchor, Form};
use countersign_core::protocol::{Marker, Scheme};
use countersign_core::review::maker_spellings;

use crate::{Binding, DecisionContext, Difference, GrantKind, IncomingRequest, Requester};

use super::seat::Standing;

/// A request and the scheme that it is decided by.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    pub request: &'a IncomingRequest,
    pub scheme: Scheme,
    /// [`IncomingRequest::values`].
    values: Option<[String; 3]>,
    /// The markers of the request's machine, which each seat is compared with.
    equal_markers: OnceCell<Vec<Marker>>,
}

/// Which markers of a request match those of a binding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matches {
    /// The scheme 2 marker of any identity.
    pub scheme2: bool,
    /// The scheme 3 marker of any identity, or of the standing values.
    pub scheme3: bool,
    /// The scheme 3 marker of the values that are bound now.
    pub standing3: bool,
}

impl<'a> Asking<'a> {
    pub fn new(request: &'a IncomingRequest, scheme: Scheme) -> Self {
        Self { request, scheme, values: request.values(), equal_markers: OnceCell::new() }
    }

    /// Compares the markers. Under scheme 2 the values are not compared.
    pub fn matches(&self, binding: &Binding) -> Matches {
        let marker2 = self.request.head().marker2;
        let scheme2 = marker2.is_some_and(|marker2| binding.had_marker2(marker2));
        if self.scheme == Scheme::Two {
            return Matches { scheme2, scheme3: false, standing3: false };
        }
        let standing3 = same_marker3(self, binding);
        Matches { scheme2, scheme3: standing3 || had_marker3(self, binding), standing3 }
    }

    fn made_marker(&self) -> MadeMarker<'_> {
        let head = self.request.head();
        let (marker3, values) = (self.request.marker3(), self.values.as_ref());
        MadeMarker { marker3, marker2: head.marker2, values, origins: head.origins }
    }

    /// [`MadeMarker::equal_markers`] without the other side.
    fn equal_markers(&self) -> &[Marker] {
        self.equal_markers.get_or_init(|| self.made_marker().equal_markers(None))
    }
}

/// A scheme 3 marker with the values that it was computed from.
struct MadeMarker<'a> {
    marker3: Marker,
    marker2: Option<Marker>,
    values: Option<&'a [String; 3]>,
    origins: [Origin; 3],
}

impl MadeMarker<'_> {
    /// Returns every scheme 3 marker that means the same machine: with each known spelling of the maker, and,
    /// for a serial of the chassis, in both forms. `other` is the scheme 2 marker of the other side.
    fn equal_markers(&self, other: Option<Marker>) -> Vec<Marker> {
        let mut all = vec![self.marker3];
        let Some([maker, model, serial]) = self.values else { return all };
        let mut forms: Vec<Form> = marker::form(serial, self.origins, self.marker2).into_iter().collect();
        if has_either_form(self.origins) && !assigned::has_form(serial) {
            forms.push(Form::Plain);
            forms.extend([self.marker2, other].into_iter().flatten().map(Form::Anchored));
        }
        let mut spellings = vec![maker.as_str()];
        for other in maker_spellings::other_spellings(Field::Manufacturer, maker) {
            spellings.push(other);
        }
        for maker in spellings {
            all.extend(forms.iter().map(|form| marker::scheme3([maker, model, serial], *form)));
        }
        all
    }
}

/// Whether the desk accepts both the plain and the anchored form: the serial is from the chassis, and no
/// other rule needs a scheme 2 marker.
fn has_either_form(origins: [Origin; 3]) -> bool {
    let by_person = |origin: &Origin| matches!(origin, Origin::Assigned | Origin::Declared);
    is_of_chassis(origins) && !origins.iter().any(by_person)
}

fn is_of_chassis(origins: [Origin; 3]) -> bool {
    origins[2] == Origin::Recovered(SourceKind::Chassis)
}

fn same_marker3(asking: &Asking<'_>, binding: &Binding) -> bool {
    let Some(bound3) = binding.marker3 else { return false };
    if bound3 == asking.request.marker3() {
        return true;
    }
    // Only spellings of the maker and forms may differ. Most seats are of other machines, and digests take long.
    if let (Some([.., sent]), Some([.., bound])) = (&asking.values, &binding.values)
        && marker::normalise(sent) != marker::normalise(bound)
    {
        return false;
    }
    let head = asking.request.head();
    let bound = MadeMarker {
        marker3: bound3,
        marker2: binding.marker2,
        values: binding.values.as_ref(),
        origins: binding.origins,
    };
    // Only two chassis serials are compared in the anchored form, because a declared value is valid only on
    // its board.
    let both_of_chassis = is_of_chassis(head.origins) && is_of_chassis(binding.origins);
    let other = |marker2: Option<Marker>| marker2.filter(|_| both_of_chassis);
    let bound = bound.equal_markers(other(head.marker2));
    asking.made_marker().equal_markers(other(binding.marker2)).iter().any(|marker| bound.contains(marker))
}

/// Whether the binding was ever answered with the scheme 3 marker of the request.
fn had_marker3(asking: &Asking<'_>, binding: &Binding) -> bool {
    let asked = asking.equal_markers();
    binding.identities.iter().any(|known| {
        let plain = has_either_form(known.origins).then_some(known.values);
        asked.contains(&known.marker3) || plain.is_some_and(|plain| asked.contains(&plain))
    })
}

/// Whether the request's recovered serial is the value that its scheme 2 marker was computed from. A machine
/// with a copied marker doesn't have that value.
fn shows_anchor(request: &IncomingRequest) -> bool {
    let Some([_, _, serial]) = request.values() else { return false };
    let anchor = match request.head().origins[2] {
        Origin::Recovered(SourceKind::Board) => Some(DeviceAnchor::BoardSerial(serial)),
        Origin::Recovered(SourceKind::Uuid) => uuid::parse_dashed(&serial, false).map(DeviceAnchor::Uuid),
        _ => None,
    };
    anchor.is_some_and(|anchor| request.head().marker2 == Some(marker::scheme2(&anchor)))
}

/// Whether the machine that asks is the bound one. A scheme 2 marker alone is no proof, because every request
/// contains it.
pub(super) fn is_same_device(standing: &Standing<'_>, asking: &Asking<'_>) -> bool {
    let Standing { binding, matches } = standing;
    let unchanged = |at: usize| match (&binding.values, &asking.values) {
        (Some(bound), Some(sent)) => maker_spellings::same_value(Field::BINDING[at], &bound[at], &sent[at]),
        _ => false,
    };
    let own_values_stay = || (0..3).all(|at| binding.origins[at] != Origin::Firmware || unchanged(at));
    let serial_stays = || {
        let origins = [binding.origins[2], asking.request.head().origins[2]];
        !origins.contains(&Origin::Assigned) && unchanged(2)
    };
    matches.scheme3
        || matches.scheme2
            && (binding.scheme == Scheme::Two
                || own_values_stay()
                || serial_stays()
                || shows_anchor(asking.request))
}

/// Whether a scheme 3 binding gets another scheme 2 marker or other values, which it was not answered with
/// before.
pub(super) fn changes_identity(standing: &Standing<'_>, asking: &Asking<'_>) -> bool {
    let Standing { binding, matches } = standing;
    let request = asking.request;
    let other_board = match (binding.marker2, request.head().marker2) {
        (Some(bound), Some(sent)) => bound != sent,
        _ => false,
    };
    let other_values = asking.scheme == Scheme::Three
        && !matches.standing3
        && !request.has_same_values(binding.values.as_ref());
    (other_board || other_values) && !binding.knows(&binding.identity_of(request))
}

pub(super) fn differences(binding: &Binding, request: &IncomingRequest) -> Vec<Difference> {
    let mut differs = Vec::new();
    if let (Some(bound), Some(sent)) = (&binding.values, request.values()) {
        let pairs = bound.iter().zip(&sent).zip(Field::BINDING);
        differs.extend(
            pairs
                .filter(|((bound, sent), field)| !maker_spellings::same_value(*field, bound, sent))
                .map(|(_, field)| Difference::Field(field)),
        );
    }
    if let (Some(bound), Some(sent)) = (binding.marker2, request.head().marker2)
        && bound != sent
    {
        differs.push(Difference::Board);
    }
    differs
}

/// Returns the new binding. It keeps what the request doesn't contain: a missing scheme 2 marker, or the
/// values of a spoken request. `standing` is the previous binding of the same machine.
pub(super) fn rebind(
    standing: Option<&Standing<'_>>,
    asking: &Asking<'_>,
    kind: GrantKind,
    context: &DecisionContext<'_>,
) -> Binding {
    let Asking { request, scheme, .. } = *asking;
    let head = request.head();
    let today = context.today;
    let sent3 = (scheme == Scheme::Three).then(|| request.marker3());
    let values_stay = standing.is_some_and(|standing| standing.matches.standing3) || scheme == Scheme::Two;
    let mut binding = standing.map(|standing| standing.binding.clone()).unwrap_or_else(|| Binding {
        scheme,
        marker2: None,
        marker3: None,
        values: None,
        origins: head.origins,
        bound: today,
        changes: Vec::new(),
        identities: Vec::new(),
        answered: 0,
        public_nonces: crate::DayCount::default(),
    });
    binding.values = request.values().or_else(|| binding.values.take().filter(|_| values_stay));
    binding.scheme = scheme;
    binding.marker2 = head.marker2.or(binding.marker2);
    binding.marker3 = sent3.or(binding.marker3);
    binding.origins = head.origins;
    binding.changes = binding.recent_changes(today).chain(kind.is_change().then_some(today)).collect();
    binding.answered = binding.answered.saturating_add(1);
    if *context.requester == Requester::Public {
        binding.public_nonces = binding.public_nonces.plus_one(today);
    }
    if scheme == Scheme::Three {
        binding.remember(binding.identity_of(request));
    }
    binding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::*;
    use countersign_core::machine::Field;

    /// The rule without a shortcut: a marker of one side is one of the other.
    fn has_equal_marker(asking: &Asking<'_>, binding: &Binding) -> bool {
        let Some(marker3) = binding.marker3 else { return false };
        let (marker2, values) = (binding.marker2, binding.values.as_ref());
        let bound = MadeMarker { marker3, marker2, values, origins: binding.origins };
        let origins = [asking.request.head().origins, binding.origins];
        let other = |marker2: Option<Marker>| marker2.filter(|_| origins.into_iter().all(is_of_chassis));
        let bound = bound.equal_markers(other(asking.request.head().marker2));
        asking.made_marker().equal_markers(other(binding.marker2)).iter().any(|marker| bound.contains(marker))
    }

    fn machines() -> Vec<TestMachine> {
        let mut machines = Vec::new();
        for maker in ["ASUSTeK COMPUTER INC.", "asus", "ASRock"] {
            for serial in ["M80-D8018200512", " m80-d8018200512", "M80-F3015500911"] {
                for board in ["", "BR80G1234567", "T90A7654321"] {
                    for origin in [
                        Origin::Firmware,
                        Origin::Recovered(SourceKind::Chassis),
                        Origin::Declared,
                        Origin::Assigned,
                    ] {
                        machines.push(
                            GOOD.maker(maker).serial(serial).board(board).origin(Field::Serial, origin),
                        );
                    }
                }
            }
        }
        machines
    }

    #[test]
    fn a_machine_is_the_same_with_and_without_the_shortcut() {
        let (mut same, mut other) = (0, 0);
        let bound: Vec<Binding> = machines()
            .iter()
            .filter_map(|machine| {
                let desk = TestDesk::open();
                desk.ask(&machine.full(&number(0), 1), Scheme::Three, TODAY);
                desk.record(&number(0)).seats.into_values().next()
            })
            .collect();
        assert!(bound.len() > 20, "{}", bound.len());
        for machine in machines() {
            for request in [machine.full(&number(0), 2), machine.spoken(&number(0), 2)] {
                let asking = Asking::new(&request, Scheme::Three);
                for binding in &bound {
                    let matches = same_marker3(&asking, binding);
                    assert_eq!(matches, has_equal_marker(&asking, binding), "{request:?} {binding:?}");
                    if matches { same += 1 } else { other += 1 }
                }
            }
        }
        assert!(same > 100 && other > 100, "{same} {other}");
    }
}
