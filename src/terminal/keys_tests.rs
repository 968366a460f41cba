//! Bytes that terminals send, and bytes that none does.

use proptest::prelude::*;

use super::*;

fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::default();
    let mut out = vec![];
    decoder.feed(bytes, |input| out.push(input));
    decoder.give_up(|input| out.push(input));
    assert_eq!(decoder.patience(), None);
    out
}

#[test]
fn keys_of_many_terminals() {
    use Key::{
        BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
        Right, Tab, Up,
    };
    let table: &[(&[u8], &[Key])] = &[
        (b"a?", &[Char('a'), Char('?')]),
        ("许é".as_bytes(), &[Char('许'), Char('é')]),
        (b"\r", &[Enter]),
        (b"\n", &[Enter]),
        (b"\r\n", &[Enter]),
        (b"\r\r\n\n", &[Enter, Enter, Enter]),
        (b"\t\x1b[Z", &[Tab, BackTab]),
        (b"\x7f\x08", &[Backspace, Backspace]),
        (b"\x03\x1a\x01\x00", &[Ctrl('c'), Ctrl('z'), Ctrl('a'), Ctrl(' ')]),
        (b"\x1b", &[Esc]),
        (b"\x1b\x1b", &[Esc, Esc]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Right, Left]),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD", &[Up, Down, Right, Left]),
        (b"\x1b[1;5A\x1b[1;2D", &[Up, Left]),
        (
            b"\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            &[Home, End, Home, End, Home, End, Home, End],
        ),
        (b"\x1b[3~\x1b[5~\x1b[6~\x1b[2~", &[Delete, PageUp, PageDown]),
        (b"\x1bOP\x1bOS\x1b[[A\x1b[[E\x1b[11~\x1b[15~", &[F(1), F(4), F(1), F(5), F(1), F(5)]),
        (b"\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[16~", &[F(6), F(10), F(11), F(12)]),
        (b"\x1bOM", &[Enter]),
        // Not ours, and dropped whole.
        (b"\x1bq\x1b[?1;2cx", &[Char('x')]),
        (b"\x1b[I\x1b[Ox", &[Char('x')]),
        (b"\x1b[24;80Rx\x1c", &[Char('x')]),
        (b"\x1b[<0;1;1Mx\x1b[<0;1;1m", &[Char('x')]),
        ("\u{1b}许x".as_bytes(), &[Char('x')]),
        (b"\xff\xc3(x", &[Char('('), Char('x')]),
        (b"\x1b[12", &[]),
        (b"\xe8\xae", &[]),
        (b"\x1b[1\x1b[A", &[Up]),
        ("\u{9b}x".as_bytes(), &[Char('x')]),
    ];
    for (bytes, want) in table {
        let want: Vec<Input> = want.iter().copied().map(Input::Key).collect();
        assert_eq!(decode(bytes), want, "{:?}", bytes.escape_ascii().to_string());
    }
}

#[test]
fn a_paste_is_one_input_and_what_follows_is_typing() {
    let bytes = b"x\x1b[200~01 23\r\n45\x1b[31m\x1b[201~\r";
    let want = [Input::Key(Key::Char('x')), Input::Paste("01 23\n45[31m".into()), Input::Key(Key::Enter)];
    assert_eq!(decode(bytes), want);
    // An end without a beginning is nothing.
    assert_eq!(decode(b"\x1b[201~"), []);
}

#[test]
fn an_endless_paste_is_bounded_and_still_ends() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(vec![b'x'; PASTE_MAX + 5000]);
    bytes.extend(b"\x1b[201~q");
    let out = decode(&bytes);
    assert_eq!(out, [Input::Paste("x".repeat(PASTE_MAX)), Input::Key(Key::Char('q'))]);
}

#[test]
fn it_waits_only_for_the_rest_of_something() {
    let mut decoder = Decoder::default();
    let mut out = vec![];
    assert_eq!(decoder.patience(), None);
    decoder.feed(b"\x1b", |input| out.push(input));
    assert_eq!(decoder.patience(), Some(SEQUENCE));
    decoder.feed(b"[A", |input| out.push(input));
    assert_eq!(decoder.patience(), None);
    decoder.feed(b"\x1b[200~abc", |input| out.push(input));
    assert_eq!(decoder.patience(), Some(PASTE));
    decoder.give_up(|input| out.push(input));
    assert_eq!(out, [Input::Key(Key::Up), Input::Paste("abc".into())]);
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_give_the_same(
        bytes in proptest::collection::vec(
            prop_oneof![any::<u8>(), proptest::sample::select(b"\x1b[O201~;A\r\n".to_vec())], 0..200),
        piece in 1usize..20,
    ) {
        let mut decoder = Decoder::default();
        let mut out = vec![];
        for piece in bytes.chunks(piece) {
            decoder.feed(piece, |input| out.push(input));
        }
        decoder.give_up(|input| out.push(input));
        prop_assert_eq!(&out, &decode(&bytes));
        for input in out {
            match input {
                Input::Key(Key::Char(c)) => prop_assert!(!c.is_control()),
                Input::Paste(text) => prop_assert!(text.len() <= PASTE_MAX),
                Input::Key(_) => {}
            }
        }
    }
}
