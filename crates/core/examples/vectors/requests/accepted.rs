//! The accepted requests.

use countersign_core::assigned;
use countersign_core::machine::Origin::{Assigned, Declared, Firmware, Recovered};
use countersign_core::machine::SourceKind::{
    self, Board, Chassis, DeviceTree, OemString, Other, Uuid, Version,
};
use countersign_core::protocol::{Marker, Request};
use countersign_core::review::Verdict::{Blank, Malformed, Ok as Good, Placeholder, Shared, Unreadable};

use super::{MARKER_2, VMWARE, VectorField, good, own, request};

const ANCHOR: Option<[u8; 10]> = Some(MARKER_2);
const ASSIGNED: VectorField<'_> = (Good, Assigned, None, "");
const UNREADABLE: VectorField<'_> = (Unreadable, Firmware, None, "");

const fn recovered(source: SourceKind, value: &str) -> VectorField<'_> {
    (Good, Recovered(source), None, value)
}

/// A value of the firmware that review refuses as shared.
const fn shared(value: &str) -> VectorField<'_> {
    (Shared, Firmware, None, value)
}

pub fn table() -> Vec<(&'static str, Request)> {
    [as_they_come(), forms_of_marker_3(), values(), heads()].into_iter().flatten().collect()
}

/// Requests of common machines. Other vectors are derived from the first three.
fn as_they_come() -> Vec<(&'static str, Request)> {
    let longest = "x".repeat(96);
    vec![
        ("the firmware's own values", good()),
        (
            "refused values, with sources",
            request(
                [
                    own("ASRock"),
                    (Blank, Firmware, Some(Board), ""),
                    (Placeholder, Firmware, Some(Uuid), "Default string"),
                ],
                None,
                0,
                0,
            ),
        ),
        (
            "a VMware serial",
            request([own("VMware, Inc."), own("VMware7,1"), own(VMWARE)], ANCHOR, 64, 0b1010_1010),
        ),
        (
            "recovered from the board",
            request(
                [
                    recovered(Board, "ASRock"),
                    (Shared, Recovered(Board), None, "X79"),
                    recovered(Board, "M80-1"),
                ],
                None,
                1,
                8,
            ),
        ),
        (
            "a serial of the chassis: anchored",
            request([own("HP"), own("Z840"), recovered(Chassis, "CZC1")], ANCHOR, 1, 8),
        ),
        (
            "a serial of the chassis without a scheme 2 marker: plain",
            request([own("HP"), own("Z840"), recovered(Chassis, "CZC1")], None, 1, 8),
        ),
        ("a serial of the UUID", request([own("HP"), own("Z840"), recovered(Uuid, "CZC1")], None, 1, 8)),
        (
            "a serial of an OEM string: anchored",
            request(
                [own("LENOVO"), recovered(Version, "ThinkPad X1"), recovered(OemString, "PF0A")],
                ANCHOR,
                1,
                8,
            ),
        ),
        ("a device tree", request(DEVICE_TREE, None, 12, 0b1101_0000)),
        ("all assigned", request([ASSIGNED; 3], ANCHOR, 1, 0b1001_1100)),
        (
            "the assigned serial, written into the firmware: anchored",
            request([own("Example"), own("B450M"), own(&assigned::serial(Marker(MARKER_2)))], ANCHOR, 1, 8),
        ),
        (
            "declared",
            request(
                [own("Example"), (Shared, Declared, None, "X79"), (Good, Declared, None, "PF-0 1")],
                ANCHOR,
                1,
                8,
            ),
        ),
        ("unreadable", request([UNREADABLE; 3], None, 255, 0b0010_0101)),
        (
            "malformed, shared, not ASCII",
            request(
                [(Malformed, Firmware, None, ""), (Shared, Firmware, Some(Board), "X79"), own("联想 é")],
                ANCHOR,
                12,
                0,
            ),
        ),
        ("the longest values", request([own(&longest), own(&longest), own(&longest)], ANCHOR, 7, 0)),
    ]
}

const DEVICE_TREE: [VectorField<'_>; 3] = [
    recovered(DeviceTree, "raspberrypi"),
    recovered(DeviceTree, "Raspberry Pi 4"),
    recovered(DeviceTree, "100000003d1d1c36"),
];

/// Both forms of the scheme 3 marker (section 7).
fn forms_of_marker_3() -> Vec<(&'static str, Request)> {
    let own_serial = assigned::serial(Marker(MARKER_2)).to_lowercase();
    let foreign_serial = assigned::serial(Marker([0x5a; 10]));
    let of_serial = |serial, anchor| request([own("Example"), own("B450M"), serial], anchor, 1, 8);
    vec![
        (
            "recovered from the board, with a scheme 2 marker: plain",
            request(
                [recovered(Board, "ASRock"), recovered(Board, "X79"), recovered(Board, "M80-1")],
                ANCHOR,
                1,
                8,
            ),
        ),
        ("a device tree, with a scheme 2 marker: plain", request(DEVICE_TREE, ANCHOR, 12, 0b1101_0000)),
        (
            "the manufacturer alone of the chassis: plain",
            request([recovered(Chassis, "HP"), own("Z840"), own("CZC1")], ANCHOR, 1, 8),
        ),
        ("a serial of the UUID, with a scheme 2 marker: plain", of_serial(recovered(Uuid, "CZC1"), ANCHOR)),
        ("a serial of a version: anchored", of_serial(recovered(Version, "PF0A"), ANCHOR)),
        ("a serial of another place: anchored", of_serial(recovered(Other, "PF0A"), ANCHOR)),
        (
            "a model of an OEM string without a scheme 2 marker: plain",
            request([own("LENOVO"), recovered(OemString, "ThinkPad X1"), own("PF0A")], None, 1, 8),
        ),
        (
            "the model alone assigned: anchored",
            request([own("Example"), ASSIGNED, own("BR80")], ANCHOR, 1, 8),
        ),
        (
            "the manufacturer alone declared: anchored",
            request([(Good, Declared, None, "Example"), own("B450M"), own("BR80")], ANCHOR, 1, 8),
        ),
        ("the assigned serial in lower case: anchored", of_serial(own(&own_serial), ANCHOR)),
        ("another machine's assigned serial: anchored", of_serial(shared(&foreign_serial), ANCHOR)),
        ("an assigned serial without a scheme 2 marker: plain", of_serial(shared(&foreign_serial), None)),
        ("no assigned serial, for its U: plain", of_serial(own("CS-0A1B2-VWXYU"), ANCHOR)),
    ]
}

/// Values that resemble values with a packed form (section 8.4).
fn values() -> Vec<(&'static str, Request)> {
    let upper = VMWARE.to_uppercase().replace("VMWARE", "VMware");
    let of = |values: [&str; 3]| request(values.map(own), ANCHOR, 1, 8);
    vec![
        ("a VMware serial with upper-case digits", of(["Example", "B450M", &upper])),
        ("a VMware serial as the model", of(["Example", VMWARE, "BR80"])),
        ("a manufacturer of the dictionary as the model", of(["Example", "HP", "BR80"])),
        ("a manufacturer of the dictionary in lower case", of(["hp", "B450M", "BR80"])),
    ]
}

/// Special numbers in the head.
fn heads() -> Vec<(&'static str, Request)> {
    let mut practice = good();
    practice.head.profile_id = 0;
    vec![("practice: profile id 0", practice)]
}
