//! Vectors of spoken requests, as they are typed.

use countersign_core::machine::Origin::{Declared, Firmware};
use countersign_core::protocol::Marker;
use countersign_core::protocol::line::{self, LineNumber};
use countersign_core::protocol::spoken::SpokenRequest;

use crate::shape::*;

pub fn spoken(requests: &Requests) -> Spoken {
    let number = [0x00, 0x00, 0xbf, 0xef, 0x31, 0x2f];
    let with_number = |why: &str, number: [u8; 6], lines: [String; 4]| {
        let read = SpokenRequest::parse(&lines.each_ref().map(String::as_str), |_| Some(number));
        let (name, marker3, error) = match read {
            Ok(spoken) => (Some(spoken.name().to_string()), Some(hex(spoken.marker3.0)), None),
            Err(error) => (None, None, Some(named(error))),
        };
        SpokenRead { why: why.into(), number: hex(number), lines, name, marker3, error }
    };
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
        ],
    }
}
