//! Sessions over a serial line: slow, blocked, and with keys typed ahead.
//!
//! The slow line has 9600 baud, with 10 bits for each byte, in both directions.

use std::time::{Duration, Instant};

use countersign_testing::{NUMBER, Pty, process, terminal_command};

const SIZE: (u16, u16) = (80, 24);
/// Bytes per second of a line with 9600 baud.
const BAUD_9600: u32 = 960;

/// Starts practice on a sample machine in a terminal of that `TERM`; with `bytes_per_second`, over a line of that speed.
fn practice(sample: &str, more: &[&str], term: &str, bytes_per_second: Option<u32>) -> Pty {
    let program = [env!("CARGO_BIN_EXE_countersign"), "practice", sample];
    let command = terminal_command(program.iter().chain(more), term);
    match bytes_per_second {
        Some(rate) => Pty::spawn_over_line(&command, SIZE, rate),
        None => Pty::spawn(&command, SIZE),
    }
}

/// Returns the lines of a code on a screen, without their numbers: each is a number and four groups of five characters.
fn code_lines(screen: &str) -> Vec<String> {
    let code = |line: &str| {
        let mut words = line.split_whitespace();
        let number = words.next()?;
        let groups: Vec<&str> = words.take_while(|word| word.len() == 5).collect();
        (number.len() == 1 && groups.len() == 4 && !groups.concat().contains('_')).then(|| groups.concat())
    };
    screen.lines().filter_map(code).collect()
}

/// Returns the number of the entry with that label in a list.
fn choice(text: &str, label: &str) -> String {
    let found = text.lines().rev().find_map(|line| line.trim().strip_suffix(label)?.trim().strip_suffix('.'));
    found.unwrap_or_else(|| panic!("{label:?} is missing in:\n{text}")).to_owned()
}

/// Sends an answer; returns the output up to the next question of the page with that title. `at` is the offset read so far.
fn said(pty: &mut Pty, at: &mut usize, answer: &str, title: &str) -> String {
    let from = *at;
    pty.send(format!("{answer}\r"));
    *at = pty.wait_written(title, *at);
    *at = pty.wait_written(if title == "6 CODE" { "of the code" } else { "by number" }, *at);
    let written = pty.bytes();
    String::from_utf8_lossy(&written[from..*at]).replace('\r', "")
}

/// Asserts that the session was over a slow line: its output since `began` is not more than the line can carry.
fn assert_slow(pty: &Pty, began: Instant) {
    let most = began.elapsed().as_secs_f64() * f64::from(BAUD_9600) + 256.0;
    let bytes = pty.bytes().len();
    #[allow(clippy::cast_precision_loss, reason = "some thousands")]
    let within = (bytes as f64) < most;
    assert!(within, "{bytes} bytes arrive in {:?}, which is too fast", began.elapsed());
}

#[test]
fn plain_mode_works_over_a_slow_line() {
    let began = Instant::now();
    let mut pty = practice("placeholder-serial", &["--plain"], "vt100", Some(BAUD_9600));
    let mut at = pty.wait_written("on the certificate:", 0);
    let mut say = |pty: &mut Pty, answer: &str, title: &str| said(pty, &mut at, answer, title);
    let inspect = say(&mut pty, NUMBER, "2 INSPECT");
    assert!(inspect.contains("SERIAL-PLACEHOLDER"), "{inspect}");
    // Both fields are mended at once.
    let fix = say(&mut pty, "", "3 FIX");
    let write = say(&mut pty, &choice(&fix, "Write the firmware with the maker's tool"), "AMIDEDOS");
    let pretend = choice(&write, "pretend it is done");
    say(&mut pty, &pretend, "What changed");
    say(&mut pty, "1", "4 ROUTE");
    let request = say(&mut pty, "1", "5 REQUEST");
    assert!(request.contains("HTTPS://PRACTICE.INVALID/R/"), "{request}");
    let have_code = choice(&request, "I have the code");
    say(&mut pty, &choice(&request, "ask practice desk"), "5 REQUEST");
    let code = say(&mut pty, &have_code, "6 CODE");
    let lines = code_lines(&code);
    assert_eq!(lines.len(), 7, "{code}");
    for line in &lines[..6] {
        say(&mut pty, line, "6 CODE");
    }
    say(&mut pty, &lines[6], "7 KEEP");
    say(&mut pty, "", "8 DONE");
    pty.send("0\r");
    assert_eq!(pty.end(), 0);
    assert_slow(&pty, began);
    // The output has only text and line ends.
    assert!(!pty.bytes().iter().any(|byte| *byte < b' ' && !b"\r\n".contains(byte)));
}

/// Goes from Welcome to Code; returns the code of the practice desk.
fn to_the_code(pty: &mut Pty) -> Vec<String> {
    pty.wait_for("1 WELCOME");
    pty.send(NUMBER);
    pty.wait_for(NUMBER);
    pty.send("\r");
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("2");
    pty.wait_for("AMIDEDOS");
    pty.send("\r");
    pty.wait_for("What changed");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("\r");
    pty.wait_for("5 REQUEST");
    pty.send("a");
    pty.wait_for("practice desk");
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.until("code of seven lines", |screen| {
        let lines = code_lines(&screen.contents());
        (lines.len() == 7).then_some(lines)
    })
}

#[test]
fn screens_work_over_a_slow_line() {
    let began = Instant::now();
    let mut pty = practice("placeholder-serial", &[], "vt100", Some(BAUD_9600));
    let lines = to_the_code(&mut pty);
    // Keys typed while the screen is still being drawn are not lost.
    pty.send(lines.concat());
    pty.send("\r");
    pty.wait_for("was kept");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.send("\r");
    assert_eq!(pty.end(), 0);
    assert_slow(&pty, began);
}

#[test]
fn a_blocked_line_loses_no_key_and_no_byte() {
    let mut pty = practice("placeholder-serial", &[], "vt100", None);
    let lines = to_the_code(&mut pty);
    // As after XOFF, the terminal reads nothing. A hundred full screens are more than all buffers hold, so the program has to wait.
    // Keys wait in the other direction of the line.
    let before = pty.bytes().len();
    pty.hold(true);
    pty.send([0x0c; 100]);
    for line in &lines[..6] {
        pty.send(line);
    }
    let quiet = Duration::from_millis(300);
    let mut spent = process::cpu_time(pty.id());
    loop {
        std::thread::sleep(quiet);
        let now = process::cpu_time(pty.id());
        if now == spent {
            break;
        }
        spent = now;
    }
    pty.hold(false);
    pty.send(&lines[6]);
    pty.send("\r");
    pty.wait_for("was kept");
    let screens = pty.bytes().len() - before;
    assert!(screens > 80_000, "only {screens} bytes: the program never had to wait");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.send("\r");
    assert_eq!(pty.end(), 0);
}

/// A line with that many wrong characters, far apart.
fn spoilt(line: &str, count: usize) -> String {
    let wrong = |(at, c): (usize, char)| match c {
        c if at % 3 != 0 || at / 3 >= count => c,
        'W' => '4',
        _ => 'W',
    };
    line.chars().enumerate().map(wrong).collect()
}

#[test]
fn keys_typed_during_a_search_are_processed() {
    let mut pty = practice("placeholder-serial", &[], "vt100", None);
    let lines = to_the_code(&mut pty);
    // Too many errors: the search runs to its end. The right line is sent before that, together with the Enter that starts
    // the search.
    pty.send(lines[..6].concat());
    pty.send(spoilt(&lines[6], 6));
    let before = pty.bytes().len();
    pty.send(format!("\r\x15{}", lines[6]));
    pty.wait_written("intended code", before);
    pty.wait_for("7/7");
    pty.send("\r");
    pty.wait_for("was kept");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.send("\r");
    assert_eq!(pty.end(), 0);
}

#[test]
fn plain_mode_reports_a_search_and_its_result() {
    let mut pty = practice("clean", &["--plain"], "dumb", None);
    let mut at = pty.wait_written("on the certificate:", 0);
    let mut say = |pty: &mut Pty, answer: &str, title: &str| said(pty, &mut at, answer, title);
    say(&mut pty, NUMBER, "2 INSPECT");
    say(&mut pty, "", "4 ROUTE");
    let request = say(&mut pty, "1", "5 REQUEST");
    say(&mut pty, &choice(&request, "ask practice desk"), "5 REQUEST");
    let code = say(&mut pty, "", "6 CODE");
    let lines = code_lines(&code);
    for line in &lines[..6] {
        let said = say(&mut pty, line, "6 CODE");
        assert!(!said.contains("Looking for"), "no search is needed: {said}");
    }
    // Too many errors, twice: each time the search and its result are reported.
    for _ in 0..2 {
        let said = say(&mut pty, &spoilt(&lines[6], 6), "6 CODE");
        let (before, after) = said.split_once("Looking for typing errors ...").expect("a search starts");
        assert!(!before.contains("6 CODE") && after.contains("! CODE-L"), "{said}");
    }
    // A corrected line is reported too.
    let kept = say(&mut pty, &spoilt(&lines[6], 3), "7 KEEP");
    assert!(
        kept.contains("Looking for typing errors ...")
            && kept.contains("Line 7: ")
            && kept.contains("was read as"),
        "{kept}"
    );
}
