//! A whole session over a slow serial line, line by line and with pages, as a person at a terminal server has it.
//!
//! The line carries 9600 baud, 10 bits a byte, both ways. Every wait is for a text on the screen.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

use std::time::{Duration, Instant};

#[path = "wire/pty.rs"]
#[allow(dead_code, reason = "the bench uses the rest")]
mod pty;

use pty::Pty;

/// The program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign");
/// Bytes a second of a line of 9600 baud.
const BAUD_9600: u32 = 960;
const NUMBER: &str = "AA03220123951";

/// The seven lines of a code among these lines: a number, and four groups of five.
fn code_lines(screen: &str) -> Vec<String> {
    let code = |line: &str| {
        let mut words = line.split_whitespace();
        let number = words.next()?;
        let groups: Vec<&str> = words.take_while(|word| word.len() == 5).collect();
        (number.len() == 1 && groups.len() == 4 && !groups.concat().contains('_')).then(|| groups.concat())
    };
    screen.lines().filter_map(code).collect()
}

/// The number under which a list offers that.
fn choice(text: &str, label: &str) -> String {
    let found = text.lines().rev().find_map(|line| line.trim().strip_suffix(label)?.trim().strip_suffix('.'));
    found.unwrap_or_else(|| panic!("no {label:?} in:\n{text}")).to_owned()
}

/// Answers, and what is said then, up to the next question of that page; `at` is how far was read.
fn said(pty: &mut Pty, at: &mut usize, answer: &str, title: &str) -> String {
    let from = *at;
    pty.send(format!("{answer}\r").as_bytes());
    *at = pty.wait_written(title, *at);
    *at = pty.wait_written("then Enter", *at);
    let written = pty.written();
    String::from_utf8_lossy(&written[from..*at]).replace('\r', "")
}

/// Since `began` no more came than the line carries.
fn assert_slow(pty: &Pty, began: Instant) {
    let most = began.elapsed().as_secs_f64() * f64::from(BAUD_9600) + 256.0;
    let bytes = pty.written().len();
    #[allow(clippy::cast_precision_loss, reason = "some thousands")]
    let within = (bytes as f64) < most;
    assert!(within, "{bytes} bytes in {:?}", began.elapsed());
}

#[test]
fn a_session_line_by_line_over_a_slow_line() {
    let began = Instant::now();
    let mut pty = Pty::run(&[PROGRAM, "practice", "placeholder-serial", "--plain"], "vt100", Some(BAUD_9600));
    let mut at = pty.wait_written("Type it, then Enter", 0);
    let mut say = |pty: &mut Pty, answer: &str, title: &str| said(pty, &mut at, answer, title);
    let inspect = say(&mut pty, NUMBER, "2 INSPECT");
    assert!(inspect.contains("SERIAL-PLACEHOLDER"), "{inspect}");
    // Both fields are put right as a technician would, one after the other.
    let mut fix = say(&mut pty, "", "3 FIX");
    for field in ["Model:", "Serial:"] {
        let remedy = say(&mut pty, "1", field);
        let pretend = choice(&remedy, "pretend it is done");
        say(&mut pty, &pretend, "What changed");
        fix = say(&mut pty, "1", " ==");
    }
    assert!(fix.contains("4 ROUTE"), "{fix}");
    let request = say(&mut pty, "1", "5 REQUEST");
    assert!(request.contains("HTTPS://PRACTICE.INVALID/R/"), "{request}");
    let answered = say(&mut pty, &choice(&request, "ask practice desk"), "5 REQUEST");
    let code = say(&mut pty, &choice(&answered, "I have the code"), "6 CODE");
    let lines = code_lines(&code);
    assert_eq!(lines.len(), 7, "{code}");
    for line in &lines[..6] {
        say(&mut pty, line, "6 CODE");
    }
    let kept = say(&mut pty, &lines[6], "== Example");
    let done = if kept.contains("8 DONE") { kept } else { say(&mut pty, "", "8 DONE") };
    assert!(done.contains("8 DONE"), "{done}");
    pty.send(b"0\r");
    assert_eq!(pty.end(), 0);
    assert_slow(&pty, began);
    // Nothing but text and line ends: a serial printer could take it.
    assert!(!pty.written().iter().any(|byte| *byte < b' ' && !b"\r\n".contains(byte)));
}

/// Goes from Welcome to the code's entry, and answers the code that the practice desk gave.
fn to_the_code(pty: &mut Pty) -> Vec<String> {
    pty.wait("1 WELCOME");
    pty.send(NUMBER.as_bytes());
    pty.wait(NUMBER);
    pty.send(b"\r");
    pty.wait("2 INSPECT");
    pty.send(b"\r");
    pty.wait("3 FIX");
    for _ in 0..2 {
        pty.send(b"\r");
        pty.wait("AMIDEDOS");
        pty.send(b"\r");
        pty.wait("What changed");
        pty.send(b"\r");
        pty.until("next page", |screen| !screen.contains("What changed"));
    }
    pty.wait("4 ROUTE");
    pty.send(b"\r");
    pty.wait("5 REQUEST");
    pty.send(b"a");
    pty.wait("practice desk");
    pty.send(b"\r");
    pty.wait("6 CODE");
    pty.until("code of seven lines", |screen| code_lines(screen).len() == 7);
    code_lines(&pty.screen())
}

#[test]
fn a_session_with_pages_over_a_slow_line() {
    let began = Instant::now();
    let mut pty = Pty::run(&[PROGRAM, "practice", "placeholder-serial"], "vt100", Some(BAUD_9600));
    let lines = to_the_code(&mut pty);
    // A person who types on while the screen is still being drawn: no key is lost.
    pty.send(lines.concat().as_bytes());
    pty.send(b"\r");
    pty.wait("was kept");
    pty.send(b"\r");
    pty.wait("8 DONE");
    pty.send(b"\r");
    assert_eq!(pty.end(), 0);
    assert_slow(&pty, began);
}

#[test]
fn a_line_that_stands_still_loses_no_key_and_no_byte() {
    let mut pty = Pty::run(&[PROGRAM, "practice", "placeholder-serial"], "vt100", None);
    let lines = to_the_code(&mut pty);
    // XOFF, as it were: nobody reads. A hundred full screens are more than any buffer between holds, so the program
    // has to wait for the line; what is typed meanwhile waits in the line's other half.
    let before = pty.written().len();
    pty.hold(true);
    pty.send(&[0x0c; 100]);
    for line in &lines[..6] {
        pty.send(line.as_bytes());
    }
    let quiet = Duration::from_millis(300);
    let mut spent = pty.computed();
    loop {
        std::thread::sleep(quiet);
        let now = pty.computed();
        if now == spent {
            break;
        }
        spent = now;
    }
    pty.hold(false);
    pty.send(lines[6].as_bytes());
    pty.send(b"\r");
    pty.wait("was kept");
    let screens = pty.written().len() - before;
    assert!(screens > 80_000, "only {screens} bytes: the program was never kept waiting");
    pty.send(b"\r");
    pty.wait("8 DONE");
    pty.send(b"\r");
    assert_eq!(pty.end(), 0);
}

/// That many characters of a line as they are not, far apart.
fn spoilt(line: &str, count: usize) -> String {
    let wrong = |(at, c): (usize, char)| match c {
        c if at % 3 != 0 || at / 3 >= count => c,
        'W' => '4',
        _ => 'W',
    };
    line.chars().enumerate().map(wrong).collect()
}

#[test]
fn keys_typed_while_it_searches_count() {
    let mut pty = Pty::run(&[PROGRAM, "practice", "placeholder-serial"], "vt100", None);
    let lines = to_the_code(&mut pty);
    // Past mending: the search goes through all it may. The right line is typed before that is over, in one go with
    // the Enter that begins it.
    pty.send(lines[..6].concat().as_bytes());
    pty.send(spoilt(&lines[6], 6).as_bytes());
    let before = pty.written().len();
    pty.send(format!("\r\x15{}", lines[6]).as_bytes());
    pty.wait_written("was meant", before);
    pty.wait("7/7");
    pty.send(b"\r");
    pty.wait("was kept");
    pty.send(b"\r");
    pty.wait("8 DONE");
    pty.send(b"\r");
    assert_eq!(pty.end(), 0);
}

#[test]
fn line_by_line_it_says_that_it_searches_and_what_came_of_it() {
    let mut pty = Pty::run(&[PROGRAM, "practice", "clean", "--plain"], "dumb", None);
    let mut at = pty.wait_written("Type it, then Enter", 0);
    let mut say = |pty: &mut Pty, answer: &str, title: &str| said(pty, &mut at, answer, title);
    say(&mut pty, NUMBER, "2 INSPECT");
    say(&mut pty, "", "4 ROUTE");
    let request = say(&mut pty, "1", "5 REQUEST");
    let answered = say(&mut pty, &choice(&request, "ask practice desk"), "5 REQUEST");
    let code = say(&mut pty, &choice(&answered, "I have the code"), "6 CODE");
    let lines = code_lines(&code);
    for line in &lines[..6] {
        let said = say(&mut pty, line, "6 CODE");
        assert!(!said.contains("Looking for"), "nothing to search: {said}");
    }
    // Past mending: twice the same, and each time it is said that it searches, and what came of it.
    for _ in 0..2 {
        let said = say(&mut pty, &spoilt(&lines[6], 6), "6 CODE");
        let (before, after) = said.split_once("Looking for typing slips ...").expect("that it searches");
        assert!(!before.contains("6 CODE") && after.contains("! CODE-L"), "{said}");
    }
    // Mended: that is said too.
    let kept = say(&mut pty, &spoilt(&lines[6], 3), "7 KEEP");
    assert!(
        kept.contains("Looking for typing slips ...") && kept.contains("Put right in these lines: 7."),
        "{kept}"
    );
}
