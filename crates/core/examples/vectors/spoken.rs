//! Vectors of spoken requests, as operators type them.

use countersign_core::machine::Origin::{Declared, Firmware};
use countersign_core::protocol::Marker;
use countersign_core::protocol::line::{self, LineNumber};
use countersign_core::protocol::spoken::SpokenRequest;
use sha2::{Digest as _, Sha256};

use crate::shape::*;

pub fn spoken(requests: &Requests) -> Spoken {
    let number = [0x00, 0x00, 0xbf, 0xef, 0x31, 0x2f];
    let packed = |why: &str, number: [u8; 6], profile_unknown: bool, lines: [String; 4]| {
        let pack = |_| (!profile_unknown).then_some(number);
        let read = SpokenRequest::parse(&lines.each_ref().map(String::as_str), pack);
        let (name, marker3, error) = match read {
            Ok(spoken) => (Some(spoken.name().to_string()), Some(hex(spoken.marker3.0)), None),
            Err(error) => (None, None, Some(named(error))),
        };
        SpokenRead { why: why.into(), profile_unknown, number: hex(number), lines, name, marker3, error }
    };
    let with_number = |why: &str, number: [u8; 6], lines| packed(why, number, false, lines);
    let read = |why: &str, lines: [String; 4]| with_number(why, number, lines);
    let lines = |at: usize| requests.accepted[at].spoken.clone();
    let changed = |change: &dyn Fn(&mut [String; 4])| {
        let mut lines = lines(0);
        change(&mut lines);
        lines
    };
    let mut unanchored = requests.accepted[1].request();
    unanchored.head.origins[0] = Declared;
    let mut markerless = SpokenRequest::of(&unanchored);
    markerless.head.origins[0] = Firmware;
    markerless.marker3 = Marker([0; 10]);
    let sealed = |first: u8| {
        let mut bytes = sent(&lines(0));
        bytes[0] = first;
        seal(&mut bytes, number);
        typed(&bytes)
    };
    assert_eq!(sealed(0x22), lines(0));
    let of_a_license = line::encode(LineNumber::new(1).unwrap(), &[0; 10]);
    Spoken {
        read: vec![
            read("as shown", lines(0)),
            with_number("another license number", [0x00, 0x00, 0xbf, 0xef, 0x31, 0x30], lines(0)),
            read("in groups and lower case", lines(2).map(|line| line::grouped(&line).to_lowercase())),
            read("in another order", changed(&|lines| lines.swap(0, 3))),
            read("two characters not understood", changed(&|lines| lines[2].replace_range(4..6, "??"))),
            read("five characters not understood", changed(&|lines| lines[2].replace_range(4..9, "?????"))),
            read("a character missing", changed(&|lines| lines[1].truncate(19))),
            read("a line of a license code", changed(&|lines| lines[0] = of_a_license.clone())),
            read(
                "a line of another request",
                changed(&|lines| lines[3] = requests.accepted[2].spoken[3].clone()),
            ),
            read("declared without a scheme 2 marker", SpokenRequest::of(&unanchored).lines()),
            read("no scheme 3 marker", markerless.lines()),
            read("kind 1 with a right check", sealed(0x21)),
            read("format 3 with a right check", sealed(0x32)),
            packed("an unknown profile", number, true, lines(0)),
        ],
    }
}

/// The 40 bytes of four clean lines.
fn sent(lines: &[String; 4]) -> Vec<u8> {
    let data = |(number, line): (LineNumber, &String)| line::read(number, line).data().unwrap();
    LineNumber::spoken().into_iter().zip(lines).flat_map(data).collect()
}

fn typed(bytes: &[u8]) -> [String; 4] {
    let mut parts = bytes.chunks(10);
    LineNumber::spoken().map(|number| line::encode(number, parts.next().unwrap().try_into().unwrap()))
}

/// Corrects the check, by section 8.8 of the specification.
fn seal(bytes: &mut [u8], number: [u8; 6]) {
    let digest = Sha256::digest([b"countersign spoken 2\0", &bytes[..36], &number].concat());
    bytes[36..].copy_from_slice(&digest[..4]);
}
