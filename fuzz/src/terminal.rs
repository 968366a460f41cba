//! Target: the bytes of a terminal. A decoder comes to rest, gives bounded and harmless input, and hears a key afterwards.

use countersign::terminal::{Decoder, Input, PASTE_MAX};
use countersign::wizard::Key;

use crate::{Seed, samples};

/// What separates the pieces of an input: a pause of the line. It is no byte of UTF-8.
const PAUSE: u8 = 0xff;

/// How often a decoder may wait until it is at rest.
const RESTS: usize = 9;

/// Feeds the pieces of the input, each followed by a pause.
pub fn check(input: &[u8]) {
    let mut decoder = Decoder::default();
    let mut found = 0;
    for piece in input.split(|byte| *byte == PAUSE) {
        let mut take = |input: Input| {
            check_input(&input);
            found += 1;
        };
        decoder.feed(piece, &mut take);
        rest(&mut decoder, &mut take);
    }
    // A byte may be one character, and win32-input-mode repeats a key some times.
    assert!(found <= 64 * (input.len() + 1), "{found} inputs of {} bytes", input.len());
    check_hears(&mut decoder);
    check_pieces(input);
}

/// Waits until nothing is under way but what only more bytes can end.
fn rest(decoder: &mut Decoder, take: &mut impl FnMut(Input)) {
    for _ in 0..RESTS {
        if decoder.patience().is_none() {
            return;
        }
        decoder.lapse(&mut *take);
    }
    panic!("it never comes to rest: {decoder:?}");
}

/// A person who presses a key some times is heard, whatever came before.
fn check_hears(decoder: &mut Decoder) {
    let mut heard = 0;
    for _ in 0..300 {
        let mut take = |input: Input| heard += usize::from(matches!(input, Input::Key(Key::Char('q'))));
        decoder.feed(b"q", &mut take);
        rest(decoder, &mut take);
        if heard > 0 {
            return;
        }
    }
    panic!("it never hears a key again: {decoder:?}");
}

/// Bytes in direct succession mean the same in one piece and in two.
fn check_pieces(input: &[u8]) {
    let decode = |pieces: &[&[u8]]| {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece, |input| found.push(input));
        }
        rest(&mut decoder, &mut |input| found.push(input));
        found
    };
    let (first, rest_of_it) =
        input.split_at(input.first().map_or(0, |at| usize::from(*at) % (input.len() + 1)));
    assert_eq!(decode(&[input]), decode(&[first, rest_of_it]), "in two pieces");
}

fn check_input(input: &Input) {
    match input {
        Input::Key(Key::Char(c)) => assert!(!c.is_control(), "{c:?} as a character"),
        Input::Key(Key::Ctrl(c)) => assert!(!c.is_control(), "{c:?} with Ctrl"),
        Input::Key(_) => {}
        Input::Paste(text) => {
            assert!(text.len() <= 3 * PASTE_MAX, "a paste of {} bytes", text.len());
            let hostile = text.chars().find(|c| c.is_control() && *c != '\n');
            assert!(hostile.is_none(), "{hostile:?} in a paste");
        }
    }
}

/// Sequences of many terminals, alone and behind each other.
pub fn seeds() -> Vec<Seed> {
    let some: [&[u8]; 17] = [
        b"\x1b[A\x1bOB\x1b[1;5C",
        b"\x1b[13;1:3u\x1b[97;5u\x1b[57376u\x1b[27;5;99~",
        b"\x1b[200~AA03220123951\n\x1b[201~x",
        b"\x9b200~AA\x9b201~",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP1$r2 q\x1b\\",
        b"\x1b[?64;1;2;6;9;15;18;21;22c",
        b"\x1b[M !!\x1b[<0;1;1M",
        b"\x9b24;80R",
        b"\xe8\xae\xb8\xbf\x71",
        b"\x1b\xff\x1b\x1b\xffx",
        b"\r\n\r\0",
        b"\x1b[65;30;97;1;0;1_\x1b[0;0;55357;1;0;1_\x1b[0;0;56832;1;0;1_",
        b"\x1b[[A\x1b[8$\x1bO1;5A",
        b"\x1b[P\x1bF",
        b"\x1b_Gi=1\x1b\\\x1b^x\x1b\\\x1bXx\x9c",
        b"8C80KN8000HFFP1G3ZJ2\rAFRN6K6VPF450NJSMKRJ\r65JN703JPF1ZZJ4JE8TA\r",
    ];
    let mut seeds: Vec<Seed> =
        some.iter().enumerate().map(|(at, bytes)| (format!("some-{at}"), bytes.to_vec())).collect();
    let recorded = samples::sequences();
    for (at, part) in recorded.chunks(16).enumerate() {
        let bytes = part.iter().map(|(_, bytes)| bytes.as_slice()).collect::<Vec<_>>().join(&PAUSE);
        seeds.push((format!("recorded-{at}"), bytes));
    }
    seeds
}
