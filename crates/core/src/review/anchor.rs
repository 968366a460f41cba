//! What ties a scheme 2 marker to this very device.

use super::finding::Verdict;
use super::judge::Review;
use crate::machine::{Field, Machine, uuid};

/// The value a scheme 2 marker is made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeviceAnchor {
    /// SMBIOS type 2 serial, as [`super::binding_value`] gives it.
    BoardSerial(String),
    /// SMBIOS type 1 UUID, in the order its dashed form is written.
    Uuid([u8; 16]),
    /// Permanent MAC address of the first on-board port.
    Mac([u8; 6]),
}

/// The first of board serial, UUID and on-board permanent MAC that passes review and isn't known to
/// stand on many machines. Where there is none, there is no scheme 2 marker.
#[must_use]
pub fn anchor(machine: &Machine, review: &Review) -> Option<DeviceAnchor> {
    let ok = |field| {
        review.finding(field).filter(|finding| finding.verdict == Verdict::Ok && !finding.value.is_empty())
    };
    if let Some(board) = ok(Field::BoardSerial) {
        return Some(DeviceAnchor::BoardSerial(board.value.clone()));
    }
    if let Some(bytes) = ok(Field::Uuid).and_then(|finding| uuid::parse(&finding.value)) {
        return Some(DeviceAnchor::Uuid(bytes));
    }
    machine.onboard_mac.filter(usable_mac).map(DeviceAnchor::Mac)
}

/// Not a group address, not zeros, not one of the addresses drivers and emulators fall back to.
fn usable_mac(mac: &[u8; 6]) -> bool {
    let [first, rest @ ..] = mac;
    let group = first & 1 == 1;
    let flat = rest.iter().all(|byte| byte == first);
    let counting = mac
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b.wrapping_sub(*a) == 0x11 || b.wrapping_sub(*a) == 1));
    let template = matches!(
        mac,
        [_, _, _, 0x12, 0x34, 0x56] // QEMU's first port, and many evaluation boards
            | [0, 0, 0, 0, ..]
            | [_, _, _, 0, 0, 0]
            | [_, _, _, 0xff, 0xff, 0xff]
    );
    !(group || flat || counting || template)
}
