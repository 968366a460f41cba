//! The anchor: what tells a board apart where the binding fields can't.

use super::finding::Verdict;
use super::judge::Review;
use crate::machine::{Field, Machine, uuid};

/// The value that a scheme 2 marker digests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeviceAnchor {
    /// The serial of SMBIOS type 2, as [`binding_value`](super::binding_value) gives it.
    BoardSerial(String),
    /// The UUID of SMBIOS type 1, in the byte order of its dashed text.
    Uuid([u8; 16]),
    /// The permanent MAC address of the first on-board port.
    Mac([u8; 6]),
}

/// The first of board serial, UUID and on-board permanent MAC address that passes review. `None` where there is none; then
/// there is no scheme 2 marker.
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
    machine.onboard_mac.address().filter(usable_mac).map(DeviceAnchor::Mac)
}

/// Whether an address can be of one port only: no group address, no zeros, no fallback of drivers and emulators.
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
