//! The anchor: the value that distinguishes a board where the binding fields can't.

use super::finding::Verdict;
use super::judge::Review;
use crate::machine::{Field, Machine, OnboardMac, Tables, uuid};
pub use crate::marker::DeviceAnchor;

/// The current reading of a possible anchor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AnchorReading {
    /// The anchor passes review.
    Usable(DeviceAnchor),
    /// The anchor is missing, blank, a filler, malformed or shared.
    Unusable,
    /// The anchor can't be read.
    Unreadable,
}

/// The possible anchors in their order: board serial, UUID, permanent MAC address of the first on-board port.
#[must_use]
pub fn anchor_readings(machine: &Machine, review: &Review) -> [AnchorReading; 3] {
    // Where the tables could not be read, a field without a structure may still have a value.
    let hidden = match machine.tables {
        Tables::Empty | Tables::Damaged => true,
        Tables::None => machine.container.is_some(),
        Tables::Read | Tables::Denied => false,
    };
    let of_field = |field, anchor: fn(&str) -> Option<DeviceAnchor>| match review.finding(field) {
        None if hidden => AnchorReading::Unreadable,
        Some(finding) if finding.verdict == Verdict::Unreadable => AnchorReading::Unreadable,
        Some(finding) if finding.verdict == Verdict::Ok && !finding.value.is_empty() => {
            anchor(&finding.value).map_or(AnchorReading::Unusable, AnchorReading::Usable)
        }
        _ => AnchorReading::Unusable,
    };
    let mac = match machine.onboard_mac {
        OnboardMac::Permanent(mac) if usable_mac(&mac) => AnchorReading::Usable(DeviceAnchor::Mac(mac)),
        OnboardMac::Permanent(_) | OnboardMac::NoPort => AnchorReading::Unusable,
        OnboardMac::Unreadable => AnchorReading::Unreadable,
    };
    [
        of_field(Field::BoardSerial, |serial| Some(DeviceAnchor::BoardSerial(serial.to_owned()))),
        of_field(Field::Uuid, |text| uuid::parse(text).map(DeviceAnchor::Uuid)),
        mac,
    ]
}

/// The first possible anchor that passes review. `None` where there is none, or where an anchor before it can't be read; then the
/// machine has no scheme 2 marker.
#[must_use]
pub fn anchor(machine: &Machine, review: &Review) -> Option<DeviceAnchor> {
    let readings = anchor_readings(machine, review);
    let first = readings.into_iter().find(|reading| *reading != AnchorReading::Unusable)?;
    match first {
        AnchorReading::Usable(anchor) => Some(anchor),
        AnchorReading::Unusable | AnchorReading::Unreadable => None,
    }
}

/// Whether an address can belong to a single port. Group addresses, zeros, and the fallbacks of drivers and emulators can't.
fn usable_mac(mac: &[u8; 6]) -> bool {
    let [first, rest @ ..] = mac;
    let group = first & 1 == 1;
    let flat = rest.iter().all(|byte| byte == first);
    let counting = mac
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b.wrapping_sub(*a) == 0x11 || b.wrapping_sub(*a) == 1));
    let template = matches!(
        mac,
        [_, _, _, 0x12, 0x34, 0x56] // the first port of QEMU, and many evaluation boards
            | [0, 0, 0, 0, ..]
            | [_, _, _, 0, 0, 0]
            | [_, _, _, 0xff, 0xff, 0xff]
    );
    !(group || flat || counting || template)
}
