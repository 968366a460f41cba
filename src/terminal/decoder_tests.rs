//! Tests: sequences and random bytes, whole and in pieces.

use proptest::prelude::*;

use super::*;
use crate::terminal::paste::PASTE_MAX;

/// A decoder that gets bytes with pauses between them, and its output.
#[derive(Default)]
pub struct Line {
    decoder: Decoder,
    pub out: Vec<Input>,
}

impl Line {
    pub fn send(&mut self, bytes: &[u8]) {
        self.decoder.feed(bytes, |input| self.out.push(input));
    }

    /// No byte comes for that time.
    pub fn pause(&mut self, quiet: Duration) {
        for _ in 0..9 {
            if self.decoder.patience().is_none_or(|patience| patience > quiet) {
                return;
            }
            self.decoder.lapse(|input| self.out.push(input));
        }
        panic!("the decoder still waits after the last pause: {:?}", self.decoder);
    }

    pub fn end(mut self) -> Vec<Input> {
        self.pause(Duration::from_secs(10));
        assert_eq!(self.decoder.patience(), None);
        self.out
    }
}

pub fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut line = Line::default();
    line.send(bytes);
    line.end()
}

/// The bytes in two pieces, as far apart as slow links deliver them: 60 ms after an Esc, else 1 s.
pub fn split(bytes: &[u8], at: usize) -> Vec<Input> {
    let (first, rest) = bytes.split_at(at);
    let mut line = Line::default();
    line.send(first);
    line.pause(Duration::from_millis(if first.last() == Some(&ESC) { 60 } else { 1000 }));
    line.send(rest);
    line.end()
}

fn keys(keys: &[Key]) -> Vec<Input> {
    keys.iter().copied().map(Input::Key).collect()
}

fn paste(text: &str) -> Input {
    Input::Paste(text.into())
}

#[test]
fn keys_of_many_terminals_are_decoded() {
    use Key::{
        BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
        Right, Tab, Up,
    };
    let table: &[(&[u8], &[Key])] = &[
        (b"a?", &[Char('a'), Char('?')]),
        ("许é".as_bytes(), &[Char('许'), Char('é')]),
        (b"\r\n\r\r\n\n", &[Enter, Enter, Enter, Enter]),
        (b"\r\0\0", &[Enter]),
        (b"\t\x1b[Z", &[Tab, BackTab]),
        (b"\x7f\x08", &[Backspace, Backspace]),
        (b"\x03\x1a\x01\x1c", &[Ctrl('c'), Ctrl('z'), Ctrl('a')]),
        // Esc, and what Alt adds.
        (b"\x1b", &[Esc]),
        (b"\x1b\x1b", &[Esc, Esc]),
        (b"\x1b\x1b\x1b", &[Esc, Esc, Esc]),
        (b"\x1b\x1bx", &[Esc]),
        (b"\x1bx\x1b\r\x1b\t\x1b\x7f\x1b\x03", &[]),
        ("\u{1b}许x".as_bytes(), &[Char('x')]),
        (b"\x1b\xbfqx", &[Char('x')]),
        (b"\x1b\x1b[A\x1b\x1bOB\x1b\x1b[15~", &[Up, Down]),
        // CSI and SS3, with and without parameters.
        (b"\x1b[A\x1b[B\x1bOC\x1bOD\x1b[1;5A\x1b[1;2D\x1b[5A", &[Up, Down, Right, Left, Up, Left, Up]),
        (b"\x1bO5A\x1bO1;5B\x1bO2R\x1bO3P", &[Up, Down, F(15)]),
        (
            b"\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            &[Home, End, Home, End, Home, End, Home, End],
        ),
        (b"\x1b[3~\x1b[5~\x1b[6~\x1b[2~\x1b[3;5~", &[Delete, PageUp, PageDown, Delete]),
        (b"\x1bOP\x1bOS\x1b[11~\x1b[15~\x1b[17~\x1b[21~", &[F(1), F(4), F(1), F(5), F(6), F(10)]),
        (b"\x1b[23~\x1b[24~\x1b[25~\x1b[34~\x1b[16~", &[F(11), F(12), F(13), F(20)]),
        (b"\x1b[[A\x1b[[E\x1b[[Fx", &[F(1), F(5), Char('x')]),
        (b"\x1b[7$\x1b[7^\x1b[7@\x1b[11$\x1b[a\x1bOa", &[Home, Home, Home, F(11), Up, Up]),
        (b"\x1bOM\x1bOp\x1bOy\x1bOn", &[Enter, Char('0'), Char('9'), Char('.')]),
        (b"\x1bA\x1b?u\x1bF3\x1b[214z", &[Up, Char('5'), F(3), Home]),
        (b"\x1b[\0A", &[Up]),
        (b"\x1b[1\x1b[A", &[Up]),
        // 8-bit controls, raw and as UTF-8.
        (b"\x9bA\x8fB\xc2\x9b5~\xc2\x8fP", &[Up, Down, PageUp, F(1)]),
        // kitty: releases, locks, text, layouts.
        (b"\x1b[97u\x1b[97;1:3u\x1b[97;1:2u", &[Char('a'), Char('a')]),
        (b"\x1b[97;2u\x1b[97:65;2u\x1b[49:33;2u\x1b[97;65u", &[Char('A'), Char('A'), Char('!'), Char('A')]),
        (b"\x1b[99;5u\x1b[99;133u\x1b[1089::99;5u\x1b[67;5u", &[Ctrl('c'); 4]),
        (
            b"\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u\x1b[27u\x1b[57414u",
            &[Enter, Tab, BackTab, Backspace, Esc, Enter],
        ),
        (b"\x1b[57404u\x1b[57420u\x1b[57441u\x1b[97;3u\x1b[97;9u\x1b[13;3u", &[Char('5'), Down]),
        ("\u{1b}[0;;35768u\u{1b}[0;;97:98u".as_bytes(), &[Char('许'), Char('a'), Char('b')]),
        (b"\x1b[55296u\x1b[97;99999u\x1b[u", &[]),
        (b"\x1b[P\x1b[1;1:3P\x1b[1;1:3P\x1b[1;1:3A", &[F(1)]),
        (b"\x1b[Px\x1b[1;1:3P", &[Char('x')]),
        // modifyOtherKeys.
        (b"\x1b[27;5;99~\x1b[27;2;65~\x1b[27;3;97~\x1b[27;1;27~", &[Ctrl('c'), Char('A'), Esc]),
        // win32-input-mode.
        (b"\x1b[65;30;97;1;0;1_\x1b[65;30;97;0;0;1_\x1b[67;46;3;1;8;1_", &[Char('a'), Ctrl('c')]),
        (b"\x1b[13;28;13;1;0;1_\x1b[9;15;9;1;16;1_\x1b[38;72;0;1;256;1_", &[Enter, BackTab, Up]),
        (b"\x1b[65;30;97;1;0;3_\x1b[65;;97;1_\x1b[16;42;0;1;16;1_", &[Char('a'); 4]),
        (b"\x1b[0;0;55362;1;0;1_\x1b[0;0;57271;1;0;1_", &[Char('𠮷')]),
        (b"\x1b[0;0;55362;1;0;1_\x1b[65;;97;1_", &[Char('a')]),
    ];
    for (bytes, want) in table {
        assert_eq!(decode(bytes), keys(want), "{}", bytes.escape_ascii());
    }
}

#[test]
fn replies_and_mouse_reports_are_swallowed_to_their_end() {
    let table: &[&[u8]] = &[
        // Replies by CSI, however long.
        b"\x1b[?1;2c",
        b"\x1b[>41;379;0c",
        b"\x1b[24;80R",
        b"\x1b[?61;4;6;7;14;21;22;23;24;28;32;42;52;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21c",
        b"\x1b[?2004;2$y",
        b"\x1b[4;2$y",
        b"\x1b[0*{",
        b"\x1b[1 2 3q",
        b"\x1b[12\x18",
        // Strings: OSC, DCS, APC, PM, SOS; ended by ST, BEL, CAN, SUB, a raw ST.
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]11;rgb:0000/0000/0000\x9c",
        b"\x1b]11;rgb\x18",
        b"\x1bP1$r2 q\x1b\\",
        b"\x1b_Gi=31;ENOENT:could not open q\x1b\\",
        b"\x1b^q\x1a",
        b"\x1bXq\x07q\x1b\\",
        b"\x90>|q\x9c",
        b"\x9d11;q\x07",
        "\u{9d}11;眜q\u{9c}".as_bytes(),
        // tmux wraps a string into another.
        b"\x1bPtmux;\x1b\x1b]11;rgb:0\x07\x1b\\",
        // Mouse: X10, UTF-8, SGR, urxvt, highlighting.
        b"\x1b[M qq",
        b"\x1b[M \xff\xff",
        b"\x1b[M \xc4\xa0!",
        b"\x1b[M \x1b[",
        b"\x1b[<0;1;1M\x1b[<0;1;1m",
        b"\x1b[32;300;200M",
        b"\x1b[T!!!!!!",
        // Focus.
        b"\x1b[I\x1b[O",
    ];
    for bytes in table {
        for at in 0..bytes.len() {
            assert_eq!(split(bytes, at), [], "{} at {at}", bytes.escape_ascii());
        }
        assert_eq!(decode(&[bytes, &b"x"[..]].concat()), keys(&[Key::Char('x')]), "{}", bytes.escape_ascii());
    }
    // A new sequence ends a string and counts.
    assert_eq!(decode(b"\x1b]11;rgb\x1b[A"), keys(&[Key::Up]));
}

#[test]
fn only_a_lone_esc_times_out() {
    let mut line = Line::default();
    line.send(b"\x1b");
    line.pause(Duration::from_millis(60));
    line.send(b"[");
    line.pause(Duration::from_secs(3600));
    line.send(b"A");
    line.send(b"\x1b");
    line.pause(LONE_ESC);
    line.send(b"[");
    assert_eq!(line.end(), keys(&[Key::Up, Key::Esc, Key::Char('[')]));
}

#[test]
fn an_unterminated_string_ends_by_time_and_by_length() {
    for begin in [&b"\x1b]52;c;"[..], b"\x1bP", b"\x1b_", b"\x1bX", b"\x9e"] {
        let mut line = Line::default();
        line.send(begin);
        line.send(b"qqq");
        line.pause(Duration::from_secs(1));
        line.send(b"qqq");
        line.pause(UNFINISHED);
        line.send(b"x");
        assert_eq!(line.end(), keys(&[Key::Char('x')]));
        let mut line = Line::default();
        line.send(begin);
        line.send(&vec![b'q'; STRING_MAX + 1]);
        line.pause(STRING_PAUSE);
        line.send(b"x");
        assert_eq!(line.end(), keys(&[Key::Char('x')]));
    }
}

#[test]
fn a_key_that_begins_a_longer_sequence_is_taken_after_a_pause() {
    for (bytes, key) in [(&b"\x1b[M"[..], Key::F(1)), (b"\x1b[T", Key::F(8)), (b"\x1bF", Key::End)] {
        assert_eq!(decode(bytes), keys(&[key]));
    }
    assert_eq!(decode(b"\x1bFx"), keys(&[Key::End, Key::Char('x')]));
    assert_eq!(decode(b"\x1b[t"), []);
}

#[test]
fn a_paste_is_one_input_and_later_bytes_are_typing() {
    let bytes = b"x\x1b[200~01 23\r\n45\x1b[31m\x1b[201~\r";
    let want = [Input::Key(Key::Char('x')), paste("01 23\n45[31m"), Input::Key(Key::Enter)];
    assert_eq!(decode(bytes), want);
    assert_eq!(decode(b"\x9b200~ab\x9b201~"), [paste("ab")]);
    assert_eq!(decode("\u{1b}[200~a\u{9b}201~b\u{1b}[201~".as_bytes()), [paste("a201~b")]);
    assert_eq!(decode(b"\x1b[200~abc"), [paste("abc")]);
    // An end without a beginning is ignored.
    assert_eq!(decode(b"\x1b[201~"), []);
}

#[test]
fn an_overlong_paste_is_truncated_and_its_end_is_found() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(vec![b'x'; PASTE_MAX + 5000]);
    bytes.extend(b"\x1b[201~q");
    assert_eq!(decode(&bytes), [paste(&"x".repeat(PASTE_MAX)), Input::Key(Key::Char('q'))]);
    let out = decode(&vec![b'x'; PASTE_MAX + 5000]);
    assert_eq!(out, [paste(&"x".repeat(PASTE_MAX))]);
}

#[test]
fn a_paste_without_markers_is_recognised_by_its_speed() {
    let text = b"Dear customer,\r\nyour code:\r\nquit\r\n";
    assert_eq!(decode(text), [paste("Dear customer,\nyour code:\nquit\n")]);
    // At 2400 baud too.
    let mut line = Line::default();
    for byte in text {
        line.send(&[*byte]);
        line.pause(Duration::from_millis(4));
    }
    assert_eq!(line.end(), [paste("Dear customer,\nyour code:\nquit\n")]);
    // A hand is slower.
    let mut line = Line::default();
    for byte in b"quit it now\r\r" {
        line.send(&[*byte]);
        line.pause(Duration::from_millis(25));
    }
    assert_eq!(line.end().len(), 13);
}

#[test]
fn a_line_feed_belongs_to_the_carriage_return_right_before_it() {
    for (pause, enters) in [(0, 1), (20, 1), (60, 2), (2000, 2)] {
        let mut line = Line::default();
        line.send(b"\r");
        line.pause(Duration::from_millis(pause));
        line.send(b"\n");
        assert_eq!(line.end(), vec![Input::Key(Key::Enter); enters], "{pause} ms");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_the_same_input_in_any_chunks(
        bytes in proptest::collection::vec(
            prop_oneof![any::<u8>(), proptest::sample::select(b"\x1b[]OPMT_~$;:?\\0123A\r\n\x07\x9b\x9c\xc2".to_vec())],
            0..200),
        piece in 1usize..20,
    ) {
        let mut line = Line::default();
        for piece in bytes.chunks(piece) {
            line.send(piece);
        }
        let out = line.end();
        prop_assert_eq!(&out, &decode(&bytes));
        for input in out {
            match input {
                Input::Key(Key::Char(c)) => prop_assert!(!c.is_control()),
                Input::Paste(text) => prop_assert!(text.len() <= PASTE_MAX),
                Input::Key(_) => {}
            }
        }
    }

    #[test]
    fn the_decoder_recovers_after_any_bytes_at_any_pace(
        pieces in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 0..20), 0u64..4000), 0..40),
    ) {
        let mut line = Line::default();
        for (bytes, quiet) in pieces {
            line.send(&bytes);
            line.pause(Duration::from_millis(quiet));
        }
        // At most a CSI is left. CAN ends it.
        line.pause(Duration::from_secs(10));
        line.send(b"\x18");
        line.out.clear();
        line.send(b"x");
        prop_assert_eq!(line.end(), keys(&[Key::Char('x')]));
    }
}
