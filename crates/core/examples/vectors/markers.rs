//! Vectors of normalisation and markers.

use countersign_core::assigned;
use countersign_core::marker::{self, DeviceAnchor, Form, Marker};

use crate::shape::*;

/// All 25 blanks, each between two letters.
const ALL_BLANKS: &str = "a\u{9}b\u{a}c\u{b}d\u{c}e\u{d}f\u{20}g\u{85}h\u{a0}i\u{1680}j\u{2000}k\u{2001}l\u{2002}m\u{2003}\
    n\u{2004}o\u{2005}p\u{2006}q\u{2007}r\u{2008}s\u{2009}t\u{200a}u\u{2028}v\u{2029}w\u{202f}x\u{205f}y\u{3000}z";

/// Characters that are blanks in other lists, but not here.
const NO_BLANKS: &str = "a\u{8}b\u{e}c\u{1c}d\u{1f}e\u{180e}f\u{200b}g\u{2060}h\u{2800}i\u{3164}j\u{feff}k";

pub fn markers() -> Markers {
    let normalised = |value: &str| Normalised {
        value: value.into(),
        collapsed: marker::collapse(value),
        normalised: marker::normalise(value),
    };
    let scheme3 = |values: [&str; 3], marker2: Option<[u8; 10]>| Scheme3 {
        values: values.map(str::to_owned),
        anchored: marker2.map(hex),
        marker: hex(marker::scheme3(
            values,
            marker2.map_or(Form::Plain, |marker2| Form::Anchored(Marker(marker2))),
        )
        .0),
    };
    let assigned = |marker2: [u8; 10]| AssignedSerial {
        marker2: hex(marker2),
        serial: assigned::serial(Marker(marker2)),
    };
    let scheme2 = |anchor: DeviceAnchor| {
        let (board_serial, uuid, mac) = match &anchor {
            DeviceAnchor::BoardSerial(serial) => (Some(serial.clone()), None, None),
            DeviceAnchor::Uuid(uuid) => (None, Some(hex(uuid)), None),
            DeviceAnchor::Mac(mac) => (None, None, Some(hex(mac))),
        };
        Scheme2 { board_serial, uuid, mac, marker: hex(marker::scheme2(&anchor).0) }
    };
    Markers {
        normalised: [
            "",
            "   ",
            "ASRock",
            "  ASRock  ",
            "B450M\t\tPro4",
            "a\u{a0}b\u{3000}c\u{2009}d",
            "MÜLLER Ä",
            "İI",
            "a\u{200b}b",
            "a\u{1}b",
            ALL_BLANKS,
            NO_BLANKS,
        ]
        .map(normalised)
        .into(),
        scheme3: vec![
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], None),
            scheme3([" asrock ", "B450M  PRO4", "br80g1234567"], None),
            scheme3(["ASRock B450M", "Pro4", "BR80G1234567"], None),
            scheme3(["ASRock", "", ""], None),
            scheme3(["", "", ""], None),
            scheme3(["联想", "开天 M90h", "PF0ABCDE"], None),
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], Some([0x5a; 10])),
            scheme3(["ASRock", "B450M Pro4", "BR80G1234567"], Some([0xa5; 10])),
        ],
        scheme2: vec![
            scheme2(DeviceAnchor::BoardSerial("BR80G1234567".into())),
            scheme2(DeviceAnchor::BoardSerial("  br80g1234567 ".into())),
            scheme2(DeviceAnchor::Uuid(std::array::from_fn(|at| at as u8))),
            scheme2(DeviceAnchor::Mac([0x00, 0x1b, 0x21, 0x12, 0x34, 0x56])),
        ],
        assigned: [[0x5a; 10], [0xa5; 10], std::array::from_fn(|at| at as u8)].map(assigned).into(),
    }
}
