//! The refused bytes: bytes with one fault, then bytes with two faults, where the error names the first.

use countersign_core::protocol::Request;

use super::{VMWARE, accepted::table};
use crate::shape::*;

/// The reason, and the change of an accepted request's bytes.
type Change = (&'static str, fn(&mut Vec<u8>));

// Offsets in the first accepted request.
const SURROUNDINGS: usize = 18;
const MAKER: usize = 19;
const MODEL: usize = 20;
const SERIAL: usize = 21;
const MAKER_VALUE: usize = 32;
const MODEL_VALUE: usize = 40;
const SERIAL_VALUE: usize = 51;

pub fn refused(good: &Request) -> Vec<RequestRefused> {
    let changed = |request: &Request, changes: &[Change]| -> Vec<RequestRefused> {
        let bytes = request.encode().unwrap();
        changes.iter().map(|(why, change)| refusal(why, bytes.clone(), *change)).collect()
    };
    let accepted = table();
    [
        changed(good, FRAME),
        changed(good, FIELDS),
        changed(good, UNANCHORED),
        changed(good, FIRST_BYTES),
        changed(good, VALUES),
        changed(&accepted[1].1, &[("a placeholder, but empty", |b| empty_serial(b, 15))]),
        changed(&accepted[2].1, VMWARE_SERIALS),
        changed(good, TWO_FAULTS),
    ]
    .concat()
}

fn refusal(why: &str, mut bytes: Vec<u8>, change: fn(&mut Vec<u8>)) -> RequestRefused {
    change(&mut bytes);
    let error = named(Request::decode(&bytes).unwrap_err());
    RequestRefused { why: why.into(), bytes: hex(&bytes), error }
}

const FRAME: &[Change] = &[
    ("nothing", |b| b.clear()),
    ("half a head", |b| b.truncate(16)),
    ("no values", |b| b.truncate(MAKER_VALUE)),
    ("cut within the last value", |b| b.truncate(b.len() - 1)),
    ("one byte more", |b| b.push(0)),
    ("format 1", |b| b[0] = 0x11),
    ("format 3", |b| b[0] = 0x31),
    ("kind 0", |b| b[0] = 0x20),
    ("kind 2, spoken", |b| b[0] = 0x22),
    ("virtual machine 3", |b| b[SURROUNDINGS] |= 0x30),
    ("writing place 6", |b| b[SURROUNDINGS] |= 6),
    ("writing place 7", |b| b[SURROUNDINGS] |= 7),
];

/// Combinations of verdict, origin and source that a decoder refuses.
const FIELDS: &[Change] = &[
    ("verdict 6 of the maker", |b| b[MAKER] = 0xc0),
    ("verdict 7 of the maker", |b| b[MAKER] = 0xe0),
    ("verdict 7 of the serial", |b| b[SERIAL] = 0xe0),
    ("firmware, ok, with a source", |b| b[MODEL] = 0x01),
    ("recovered without a source", |b| b[MODEL] = 0x08),
    ("recovered, but a placeholder", |b| b[MODEL] = 0x49),
    ("recovered, but a shared maker", |b| b[MAKER] = 0x89),
    ("recovered, but a shared serial", |b| b[SERIAL] = 0x89),
    ("the maker recovered from the UUID", |b| b[MAKER] = 0x0b),
    ("the model available in the UUID", |b| b[MODEL] = 0x43),
    ("assigned with a source", |b| b[MODEL] = 0x11),
    ("assigned, but shared", |b| b[MODEL] = 0x90),
    ("assigned, but blank", |b| {
        b[MODEL] = 0x30;
        empty_model(b);
    }),
    ("assigned, but a value", |b| b[MODEL] = 0x10),
    ("declared with a source", |b| b[MODEL] = 0x19),
    ("declared, but a placeholder", |b| b[MODEL] = 0x58),
    ("declared, but a shared maker", |b| b[MAKER] = 0x98),
    ("declared, but unreadable", |b| b[MODEL] = 0xb8),
];

const UNANCHORED: &[Change] = &[
    ("declared without a scheme 2 marker", |b| unanchored(b, SERIAL, 0x18)),
    ("assigned without a scheme 2 marker", |b| {
        unanchored(b, MODEL, 0x10);
        empty_model(b);
    }),
    ("a serial of an OEM string without a scheme 2 marker", |b| unanchored(b, SERIAL, 0x0c)),
    ("a serial of a version without a scheme 2 marker", |b| unanchored(b, SERIAL, 0x0e)),
    ("a serial of another place without a scheme 2 marker", |b| unanchored(b, SERIAL, 0x0f)),
];

const FIRST_BYTES: &[Change] = &[
    ("a first byte of 97", |b| b[MAKER_VALUE] = 97),
    ("a first byte of 127", |b| b[MAKER_VALUE] = 127),
    ("a model of 97 bytes", |b| {
        b.splice(MODEL_VALUE..SERIAL_VALUE, value(&[b'x'; 97]));
    }),
    ("a serial of 97 bytes", |b| {
        b.splice(SERIAL_VALUE.., value(&[b'x'; 97]));
    }),
    ("a maker as a VMware serial", |b| {
        b.splice(MAKER_VALUE..MODEL_VALUE, [&[255][..], &[0; 16]].concat());
    }),
    ("a model as a VMware serial", |b| {
        b.splice(MODEL_VALUE..SERIAL_VALUE, [&[255][..], &[0; 16]].concat());
    }),
    ("a model of the dictionary", |b| {
        b.splice(MODEL_VALUE..SERIAL_VALUE, [128]);
    }),
    ("a serial of the dictionary", |b| {
        b.splice(SERIAL_VALUE.., [254]);
    }),
];

const VALUES: &[Change] = &[
    ("a maker of the dictionary, spelled out", |b| maker(b, "TOSHIBA")),
    ("not UTF-8", |b| b[MAKER_VALUE + 1] = 0xff),
    ("a control character", |b| maker(b, "E\u{1b}ample")),
    ("a tab", |b| maker(b, "E\tample")),
    ("the control character U+007F", |b| maker(b, "E\u{7f}ample")),
    ("the control character U+009F", |b| maker(b, "E\u{9f}mple")),
    ("a blank first", |b| maker(b, " xample")),
    ("a blank last", |b| maker(b, "Exampl ")),
    ("two blanks", |b| maker(b, "E  mple")),
    ("a no-break space", |b| maker(b, "E\u{a0}mple")),
    ("ok, but empty", |b| maker(b, "")),
    ("shared, but empty", |b| {
        b[MODEL] = 0x80;
        empty_model(b);
    }),
    ("blank, but a value", |b| b[MAKER] = 0x20),
];

const VMWARE_SERIALS: &[Change] = &[
    ("a cut VMware serial", |b| b.truncate(b.len() - 1)),
    ("a VMware serial, spelled out", |b| {
        b.splice(b.len() - 17.., value(VMWARE.as_bytes()));
    }),
];

/// Changes with two faults each, in the order of section 8.4.
const TWO_FAULTS: &[Change] = &[
    ("format 3 before kind 2", |b| b[0] = 0x32),
    ("a kind before a verdict", |b| {
        b[0] = 0x22;
        b[MAKER] = 0xe0;
    }),
    ("a verdict that the origin excludes, before no source", |b| b[MODEL] = 0x48),
    ("a verdict that the origin excludes, before a source", |b| b[MODEL] = 0x31),
    ("the maker's source before the model's verdict", |b| {
        b[MAKER] = 0x01;
        b[MODEL] = 0xe0;
    }),
    ("a field before the surroundings", |b| {
        b[SURROUNDINGS] |= 7;
        b[SERIAL] = 0xe0;
    }),
    ("the surroundings before the scheme 2 marker", |b| {
        b[SURROUNDINGS] |= 7;
        unanchored(b, SERIAL, 0x18);
    }),
    ("the scheme 2 marker before the values", |b| {
        unanchored(b, SERIAL, 0x18);
        b.truncate(MAKER_VALUE);
    }),
    ("the length before the first byte", |b| {
        b.splice(MODEL_VALUE.., [255]);
    }),
    ("UTF-8 before a control character", |b| b[MAKER_VALUE + 1..][..2].copy_from_slice(&[0x1b, 0xff])),
    ("a control character before blanks", |b| maker(b, " \u{1b}ample")),
    ("blanks before presence", |b| {
        b[MAKER] = 0x20;
        maker(b, " xample");
    }),
    ("packing before presence", |b| {
        b[MAKER] = 0x20;
        maker(b, "HP");
    }),
    ("presence before the next value", |b| {
        maker(b, "");
        b.pop();
    }),
];

/// A spelled-out value with its first byte.
fn value(text: &[u8]) -> Vec<u8> {
    [&[text.len() as u8], text].concat()
}

fn maker(bytes: &mut Vec<u8>, text: &str) {
    bytes.splice(MAKER_VALUE..MODEL_VALUE, value(text.as_bytes()));
}

fn empty_model(bytes: &mut Vec<u8>) {
    bytes.splice(MODEL_VALUE..SERIAL_VALUE, [0]);
}

/// Makes the serial empty. `length` is its length with the first byte.
fn empty_serial(bytes: &mut Vec<u8>, length: usize) {
    bytes.splice(bytes.len() - length.., [0]);
}

fn unanchored(bytes: &mut [u8], field: usize, byte: u8) {
    bytes[field] = byte;
    bytes[22..32].fill(0);
}
