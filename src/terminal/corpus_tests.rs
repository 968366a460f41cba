//! Tests: recorded sequences, whole and split at every byte, have the recorded meaning.
//!
//! Reads `terminal/sequences.tsv` under `COUNTERSIGN_SHARED` or `../shared`, and prints a notice if it is missing.

use std::collections::HashMap;
use std::path::PathBuf;

use super::decoder::Decoder;
use super::decoder::tests::{decode, split};
use super::input::Input;
use crate::wizard::Key;

/// One line of the table.
struct Row {
    name: String,
    bytes: Vec<u8>,
    kind: String,
    meaning: String,
}

fn rows() -> Option<Vec<Row>> {
    let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into();
    let shared: PathBuf = std::env::var_os("COUNTERSIGN_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("terminal/sequences.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("\n*** NOT CHECKED: there is no {} ***\n", path.display());
        return None;
    };
    let row = |line: &str| {
        let [name, _, bytes, kind, meaning, _] = line.splitn(6, '\t').collect::<Vec<_>>().try_into().unwrap();
        let (name, kind, meaning) = (name.to_owned(), kind.to_owned(), meaning.to_owned());
        Row { name, bytes: unescaped(bytes), kind, meaning }
    };
    Some(table.lines().skip(1).map(row).collect())
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'\\', [b'x', high, low, tail @ ..]) => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                tail
            }
            (b'\\', [b'\\', tail @ ..]) => {
                bytes.push(b'\\');
                tail
            }
            _ => {
                bytes.push(*first);
                tail
            }
        };
    }
    bytes
}

/// Rows with a recorded meaning that their bytes can't have, and the meaning that they have.
fn instead(name: &str) -> Option<Vec<Input>> {
    let typed = |text: &str| text.chars().map(|c| Input::Key(Key::Char(c))).collect();
    Some(match name {
        // Plain characters.
        "pterm-fk0-reply-answerback" => typed("PuTTY"),
        // The bytes are valid UTF-8.
        "gbk-d588" => typed("Ո"),
        // urxvt sends Ctrl-L for it, and Ctrl-1 is sent as 1.
        "urxvt-normal-ctrl+shift+c" => vec![Input::Key(Key::Ctrl('l'))],
        "xterm-normal-ctrl+1" => typed("1"),
        // xterm's Alt without its own encoding is a character of Latin-1.
        "xterm-normal-alt+bracketleft" => typed("Û"),
        "xterm-normal-alt+shift+o" => typed("Ï"),
        "xterm-normal-alt+a" => typed("á"),
        "xterm-normal-alt+q" => typed("ñ"),
        // Not a key of the wizard; and Ctrl-I is the same byte as Tab.
        "xterm-normal-ctrl+backslash" => vec![],
        "xterm-normal-ctrl+i" => vec![Input::Key(Key::Tab)],
        // The bytes of F2 of xterm, and of 8 of all keypads.
        "pterm-fk0-deckpam-KP_Divide" => vec![Input::Key(Key::F(2))],
        "ti-vt100-kf10" => typed("8"),
        // The press alone has the bytes of F6 of SCO.
        "kitty-kitty15-F3" => vec![Input::Key(Key::F(6))],
        // The Num Lock before the digit is PF1, as on a VT100.
        _ if name.starts_with("pterm-fk0-deckpam-KP_") && name.ends_with(|c: char| c.is_ascii_digit()) => {
            [Input::Key(Key::F(1))].into_iter().chain(typed(&name[name.len() - 1..])).collect()
        }
        "pterm-fk0-deckpam-KP_Decimal" => [Input::Key(Key::F(1))].into_iter().chain(typed(".")).collect(),
        _ => return None,
    })
}

/// The inputs that are accepted for a recorded meaning.
fn accepted(meaning: &str) -> Vec<Vec<Input>> {
    let keys = |keys: &[Key]| keys.iter().copied().map(Input::Key).collect::<Vec<_>>();
    if let Some(text) = meaning.strip_prefix("text ") {
        let text = text.split(" after a").next().unwrap().split(" before a").next().unwrap();
        return vec![text.chars().map(|c| Input::Key(Key::Char(c))).collect()];
    }
    if ["none", "bytes of", "keypad 5"].iter().any(|start| meaning.starts_with(start)) {
        return vec![vec![]];
    }
    if let Some(key) = meaning.split(' ').map(named).collect::<Option<Vec<_>>>() {
        return vec![keys(&key)];
    }
    let (mods, key) = meaning.rsplit_once('-').unwrap_or(("", meaning));
    let control = key.chars().next().filter(|_| key.chars().count() == 1);
    match (mods, named(key), control) {
        ("Shift", Some(Key::Tab), _) => vec![keys(&[Key::BackTab])],
        ("Shift" | "Ctrl", Some(key @ (Key::Enter | Key::Backspace)), _) => vec![keys(&[key])],
        ("Ctrl" | "Ctrl-Shift", None, Some(c)) => vec![keys(&[Key::Ctrl(c)])],
        // A function key with a modifier is not a key of the wizard, or is another function key.
        ("Shift", Some(Key::F(number)), _) => {
            vec![keys(&[Key::F(number + 10)]), keys(&[Key::F(number + 12)]), vec![]]
        }
        (_, Some(Key::F(_)), _) => vec![vec![]],
        // A cursor key stays itself with any modifier.
        ("Ctrl-Shift" | "Shift" | "Ctrl" | "Alt" | "Meta", Some(key), _) => vec![keys(&[key]), vec![]],
        // Alt and Super with characters, modifiers alone, keys the wizard doesn't know.
        _ => vec![vec![]],
    }
}

fn named(name: &str) -> Option<Key> {
    Some(match name {
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Delete" => Key::Delete,
        "Backspace" => Key::Backspace,
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Esc" => Key::Esc,
        _ => Key::F(name.strip_prefix('F')?.parse().ok()?),
    })
}

#[test]
fn each_recorded_sequence_is_decoded_to_its_meaning() {
    let Some(rows) = rows() else { return };
    assert!(rows.len() > 700);
    let mut same: HashMap<&[u8], Vec<Vec<Input>>> = HashMap::new();
    for row in rows.iter().filter(|row| row.kind != "paste") {
        let means = instead(&row.name).map_or_else(|| accepted(&row.meaning), |input| vec![input]);
        same.entry(&row.bytes).or_default().extend(means);
    }
    let mut wrong = vec![];
    for row in rows.iter().filter(|row| row.kind != "paste") {
        let mut check = |got: Vec<Input>, how: String| {
            if !same[row.bytes.as_slice()].contains(&got) {
                let bytes = row.bytes.escape_ascii();
                wrong.push(format!("{} {bytes} {how}: {got:?} for {}", row.name, row.meaning));
            }
        };
        check(decode(&row.bytes), "whole".into());
        (1..row.bytes.len()).for_each(|at| check(split(&row.bytes, at), format!("at {at}")));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_recorded_paste_is_one_input() {
    let Some(rows) = rows() else { return };
    for row in rows.iter().filter(|row| row.kind == "paste") {
        let whole = decode(&row.bytes);
        let pastes = whole.iter().filter(|input| matches!(input, Input::Paste(_))).count();
        let none = row.meaning == "none" || row.meaning.starts_with("not a paste");
        assert_eq!(pastes, usize::from(!none), "{}: {whole:?}", row.name);
        assert!(!whole.contains(&Input::Key(Key::Esc)), "{}", row.name);
        if let Some(lines) = row.meaning.strip_prefix("one paste: ") {
            let Some(Input::Paste(text)) = whole.first() else { panic!("{}", row.name) };
            assert_eq!(text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / "), lines);
        }
        for at in 1..row.bytes.len().min(200) {
            assert_eq!(split(&row.bytes, at), whole, "{} at {at}", row.name);
        }
    }
}

/// In line mode a sequence arrives with the line that the person types after it.
#[test]
fn only_typed_text_of_each_recorded_line_is_kept() {
    let Some(rows) = rows() else { return };
    let is_whole = |bytes: &[u8]| {
        let mut decoder = Decoder::default();
        decoder.feed(bytes, |_| {});
        decoder.patience().is_none()
    };
    let replies = rows.iter().filter(|row| row.meaning == "none" && instead(&row.name).is_none());
    // A string that is cut off swallows the rest of its line.
    for row in replies.filter(|row| is_whole(&row.bytes)) {
        let line = [row.bytes.as_slice(), b"5\n"].concat();
        assert_eq!(super::typed(&line), "5", "{}: {}", row.name, line.escape_ascii());
    }
    for row in &rows {
        let line = [row.bytes.as_slice(), b"\n"].concat();
        let text = super::typed(&line);
        assert!(!text.contains(char::is_control), "{}: {text:?}", row.name);
    }
}
