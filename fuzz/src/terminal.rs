//! Target: the bytes of a terminal. A decoder becomes idle, returns bounded and safe input, and decodes a later key.

use countersign::terminal::{Decoder, Input, PASTE_MAX};
use countersign::wizard::Key;

use crate::{Seed, samples};

/// The byte that separates the pieces of an input. It stands for a pause in the input, and never occurs in UTF-8.
const PAUSE: u8 = 0xff;

/// The most time-outs until a decoder is idle.
const MAX_TIMEOUTS: usize = 9;

/// Checks a decoder with the pieces of the input, each followed by a pause.
pub fn check(input: &[u8]) {
    let mut decoder = Decoder::default();
    let mut found = 0;
    for piece in input.split(|byte| *byte == PAUSE) {
        let mut accept = |input: Input| {
            check_input(&input);
            found += 1;
        };
        decoder.feed(piece, &mut accept);
        wait_until_idle(&mut decoder, &mut accept);
    }
    // One byte gives at most one character, but a sequence of win32-input-mode has a repeat count.
    assert!(found <= 64 * (input.len() + 1), "{found} inputs of {} bytes", input.len());
    check_key_is_decoded(&mut decoder);
    check_pieces(input);
}

/// Lets the decoder's time-outs expire until it waits for more bytes only.
fn wait_until_idle(decoder: &mut Decoder, accept: &mut impl FnMut(Input)) {
    for _ in 0..MAX_TIMEOUTS {
        if decoder.patience().is_none() {
            return;
        }
        decoder.lapse(&mut *accept);
    }
    panic!("the decoder never becomes idle: {decoder:?}");
}

/// Checks that a key is decoded again after some repetitions, in any state of the decoder.
fn check_key_is_decoded(decoder: &mut Decoder) {
    let mut decoded = 0;
    for _ in 0..300 {
        let mut accept = |input: Input| decoded += usize::from(matches!(input, Input::Key(Key::Char('q'))));
        decoder.feed(b"q", &mut accept);
        wait_until_idle(decoder, &mut accept);
        if decoded > 0 {
            return;
        }
    }
    panic!("the decoder never decodes a key again: {decoder:?}");
}

/// Checks that bytes without a pause are decoded the same in one piece and in two.
fn check_pieces(input: &[u8]) {
    let decode = |pieces: &[&[u8]]| {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece, |input| found.push(input));
        }
        wait_until_idle(&mut decoder, &mut |input| found.push(input));
        found
    };
    let (first, second) = input.split_at(input.first().map_or(0, |at| usize::from(*at) % (input.len() + 1)));
    assert_eq!(decode(&[input]), decode(&[first, second]), "two pieces are decoded differently");
}

fn check_input(input: &Input) {
    match input {
        Input::Key(Key::Char(c)) => assert!(!c.is_control(), "{c:?} as a character"),
        Input::Key(Key::Ctrl(c)) => assert!(!c.is_control(), "{c:?} with Ctrl"),
        Input::Key(_) => {}
        Input::Paste(text) => {
            assert!(text.len() <= 3 * PASTE_MAX, "a paste of {} bytes", text.len());
            let control = text.chars().find(|c| c.is_control() && *c != '\n');
            assert!(control.is_none(), "{control:?} in a paste");
        }
    }
}

/// Returns sequences of many terminals, and the recorded sequences in groups.
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
