//! Hostile firmware values: escape sequences, bidirectional marks, 64 KiB in one field. Every place that shows them shows
//! harmless, bounded text.

use countersign_core::machine::{Field, Machine, Reading};
use countersign_probe::sample;
use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine};

/// Sequences that control a terminal, and marks that hide or reverse text. The product itself writes none of them.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}[6n\u{1b}[5i\u{1b}P1$r\u{1b}\\\u{9b}31m\u{202e}evil\u{2066}\u{200b}\u{feff}\r\n\u{8}\u{7f}";

/// The shipped sample, a machine with these sequences in every field, and one with 64 KiB in every field.
fn machines() -> Vec<(&'static str, Machine)> {
    let all = |bytes: &[u8]| {
        let mut machine = good_machine();
        for field in Field::ALL.into_iter().filter(|field| *field != Field::Uuid) {
            machine.fields.insert(field, Reading::Value(bytes.to_vec()));
        }
        machine
    };
    let long = [EVIL.as_bytes(), &b"0123456789ABCDEF".repeat(4096)].concat();
    vec![("sample", sample("hostile").unwrap()), ("evil", all(EVIL.as_bytes())), ("long", all(&long))]
}

/// Whether a character is forbidden in shown text: controls, and marks that reverse, join or hide.
fn harmful(c: char) -> bool {
    let marks = ['\u{61c}', '\u{feff}', '\u{2028}', '\u{2029}', '\u{3164}'];
    (c.is_control() && c != '\n')
        || ('\u{200b}'..='\u{200f}').contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2060}'..='\u{206f}').contains(&c)
        || u32::from(c) >= 0xe_0000
        || marks.contains(&c)
}

#[track_caller]
fn assert_harmless(what: &str, text: &str, longest: usize) {
    assert_eq!(text.chars().find(|c| harmful(*c)), None, "{what}: {text:?}");
    assert!(text.len() <= longest, "{what}: {} bytes", text.len());
}

#[test]
fn commands_print_bounded_text_without_control_characters() {
    let desk = Desk::new();
    for (name, machine) in machines() {
        let device = Device::new(&machine, &desk);
        for lang in ["en", "zh"] {
            for args in [&["inspect"][..], &["report"], &["status"], &["doctor"]] {
                let ran = device.run(&[args, &["--lang", lang]].concat());
                let what = format!("{name} {args:?} {lang}");
                assert_harmless(&what, &ran.out, 16 * 1024);
                assert_eq!(ran.err, "", "{what}");
                let widest = ran.out.lines().map(|line| line.chars().count()).max();
                assert!(widest < Some(240), "{what}: a line has {widest:?} characters");
            }
            for args in [
                &["inspect", "--json"][..],
                &["report", "--json"],
                &["status", "--json"],
                &["doctor", "--json"],
            ] {
                let ran = device.run(&[args, &["--lang", lang]].concat());
                assert_harmless(&format!("{name} {args:?} {lang}"), &ran.out, 32 * 1024);
                // The decoded strings are harmless too.
                let mut waiting = vec![ran.json()];
                while let Some(value) = waiting.pop() {
                    match value {
                        serde_json::Value::String(text) => assert_harmless(name, &text, 1024),
                        serde_json::Value::Array(list) => waiting.extend(list),
                        serde_json::Value::Object(map) => waiting.extend(map.into_iter().map(|(_, one)| one)),
                        _ => {}
                    }
                }
            }
        }
        let inspect = device.run(&["inspect"]);
        assert_eq!(inspect.exit, 3, "inspect refuses the machine: {inspect:#?}");
        assert!(inspect.out.contains("-MALFORMED"), "{}", inspect.out);
    }
}

#[test]
fn the_desk_prints_bounded_text_without_control_characters() {
    let desk = Desk::new();
    for (name, machine) in machines() {
        let device = Device::new(&machine, &desk);
        let asked = device.request(NUMBER);
        for lang in ["en", "zh"] {
            for more in [&[][..], &["--json"]] {
                let ran = desk.run(&[&["answer", &asked, "--lang", lang], more].concat());
                assert_eq!(ran.exit, 5, "{ran:#?}");
                assert_harmless(name, &ran.out, 32 * 1024);
            }
        }
        let shown = desk.run(&["licenses", "show", NUMBER]);
        assert_harmless(name, &shown.out, 64 * 1024);
    }
}

/// The bytes of the sequences that must not reach the terminal.
const SEQUENCES: [&[u8]; 10] = [
    b"\x1b]0;",
    b"\x1b]52;",
    b"\x1b[6n",
    b"\x1b[5i",
    b"\x1bP1",
    b"\xc2\x9b",
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "\u{200b}".as_bytes(),
    b"\x07",
];

#[track_caller]
fn assert_none_came_through(name: &str, pty: &Pty) {
    let bytes = pty.bytes();
    for sequence in SEQUENCES {
        let found = bytes.windows(sequence.len()).position(|window| window == sequence);
        assert_eq!(found, None, "{name}: {}", sequence.escape_ascii());
    }
    assert_eq!(pty.screen().chars().find(|c| harmful(*c)), None, "{name}:\n{}", pty.screen());
}

#[test]
fn the_wizard_shows_bounded_text_without_control_characters() {
    let desk = Desk::new();
    for (name, machine) in machines() {
        let device = Device::new(&machine, &desk);
        let mut pty = device.pty_at_inspect();
        pty.wait_for("SERIAL-MALFORMED");
        pty.wait_for("The desk will refuse this machine");
        pty.send("d");
        pty.wait_for("Every field of this machine");
        // The last line appears after a bounded number of pages.
        for _ in 0..20 {
            pty.send("\x1b[6~");
        }
        pty.wait_for("UEFI variables: can be written");
        assert_none_came_through(name, &pty);
        pty.send("q");
        pty.wait_for("The desk will refuse this machine");
        pty.send("\r");
        pty.wait_for("3 FIX");
        pty.send("1");
        pty.wait_for("Keep a copy first: dmidecode");
        assert_none_came_through(name, &pty);
        // The values before and after a change are shown harmlessly too.
        device.change_machine(&good_machine());
        pty.send("r");
        pty.wait_for("Serial, now M80F3A1C700482");
        assert_none_came_through(name, &pty);
        pty.send("\x03");
        assert_eq!(pty.end(), 3);
    }
}

#[test]
fn practice_on_the_hostile_sample_shows_no_control_characters() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = Pty::spawn(&device.bare_command(&["practice", "hostile"]), (80, 24));
    pty.wait_for("PRACTICE: nothing is kept");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.wait_for("MODEL-MALFORMED");
    assert_none_came_through("practice", &pty);
    pty.send("q");
    pty.end();
}
