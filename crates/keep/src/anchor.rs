//! Decides whether this machine has the anchor that a record was bound with (docs/protocol.md, "The device's
//! check").
//!
//! The anchor is the same if the value of the bound scheme 2 marker is still there. It is also the same if
//! that value is lost and another anchor that was recorded at activation is still there. This module never
//! decides what follows from the result.

use countersign_core::machine::{Field, Machine, uuid};
use countersign_core::marker::{Marker, scheme2};
use countersign_core::review::{AnchorReading, DeviceAnchor, Review, anchor_readings, binding_value};

use super::record::Activation;

/// The scheme 2 markers of board serial, UUID and on-board MAC address, in this order.
pub type AnchorMarkers = [Option<Marker>; 3];

/// The position of the MAC address among the anchors. A container hides it.
const MAC: usize = 2;

/// Whether this is the board that a license was bound on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorState {
    /// This is that board.
    Same,
    /// This is another board.
    Differs,
    /// A value that decides the question can't be read.
    Unknown,
}

impl AnchorState {
    /// Returns the stable name, as in `status --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Unknown => "unknown",
        }
    }
}

/// Returns the markers of the anchors to record with a license that is bound with `marker2`: the markers of
/// the anchors that this machine shows, and `marker2` at its own position. If this machine doesn't show
/// the value of `marker2` any more, the position comes from the standing license `kept`.
#[must_use]
pub fn anchor_markers(
    machine: &Machine,
    review: &Review,
    marker2: Option<Marker>,
    kept: Option<&Activation>,
) -> AnchorMarkers {
    let mut markers = anchor_readings(machine, review).map(|reading| match reading {
        AnchorReading::Usable(anchor) => Some(scheme2(&anchor)),
        AnchorReading::Unusable | AnchorReading::Unreadable => None,
    });
    if marker2.is_some() && !markers.contains(&marker2) {
        let place = kept.and_then(|kept| kept.anchors.iter().position(|anchor| *anchor == marker2));
        if let Some(slot) = place.and_then(|place| markers.get_mut(place)) {
            *slot = marker2;
        }
    }
    markers
}

impl Activation {
    /// Returns whether this machine has the anchor that the license was bound with; `None` if the license was
    /// bound without one.
    #[must_use]
    pub fn anchor_state(&self, machine: &Machine, review: &Review) -> Option<AnchorState> {
        self.marker2.map(|marker2| anchor_state(machine, review, marker2, &self.anchors))
    }
}

/// The result of comparing one anchor with the marker that was recorded for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Recorded,
    Another,
    Lost,
    Unreadable,
}

/// Returns the state of the anchor that `marker2` was computed from; `anchors` are the markers recorded with
/// it.
pub(super) fn anchor_state(
    machine: &Machine,
    review: &Review,
    marker2: Marker,
    anchors: &AnchorMarkers,
) -> AnchorState {
    let readings = anchor_readings(machine, review);
    let values = raw_anchors(machine);
    let found = |place: usize, recorded: Marker| {
        // A value with the recorded marker is not reviewed again.
        if values[place].as_ref().is_some_and(|value| scheme2(value) == recorded) {
            return Found::Recorded;
        }
        match readings[place] {
            _ if place == MAC && machine.container.is_some() => Found::Unreadable,
            AnchorReading::Usable(_) => Found::Another,
            AnchorReading::Unusable => Found::Lost,
            AnchorReading::Unreadable => Found::Unreadable,
        }
    };
    let Some(bound) = anchors.iter().position(|anchor| *anchor == Some(marker2)) else {
        return match [0, 1, 2].map(|place| found(place, marker2)) {
            all if all.contains(&Found::Recorded) => AnchorState::Same,
            all if all.contains(&Found::Unreadable) => AnchorState::Unknown,
            _ => AnchorState::Differs,
        };
    };
    match found(bound, marker2) {
        Found::Recorded => AnchorState::Same,
        Found::Another => AnchorState::Differs,
        Found::Unreadable => AnchorState::Unknown,
        Found::Lost => {
            let others = anchors.iter().enumerate().filter(|(place, _)| *place != bound);
            let others: Vec<Found> =
                others.filter_map(|(place, anchor)| anchor.map(|marker| found(place, marker))).collect();
            if others.contains(&Found::Recorded) {
                AnchorState::Same
            } else if others.contains(&Found::Unreadable) {
                AnchorState::Unknown
            } else {
                AnchorState::Differs
            }
        }
    }
}

/// The anchors as the machine reports them, before review.
fn raw_anchors(machine: &Machine) -> [Option<DeviceAnchor>; 3] {
    let text = |field| {
        machine.reading(field).bytes().and_then(binding_value).filter(|value: &String| !value.is_empty())
    };
    [
        text(Field::BoardSerial).map(DeviceAnchor::BoardSerial),
        text(Field::Uuid).and_then(|value| uuid::parse(&value)).map(DeviceAnchor::Uuid),
        machine.onboard_mac.address().map(DeviceAnchor::Mac),
    ]
}
