//! What a whole session costs on the line: bytes, time to the first byte, processor time, memory.
//!
//! It measures the program as it is shipped, and builds nothing:
//!
//! ```sh
//! cargo device
//! cargo bench --bench wire
//! ```
//!
//! `COUNTERSIGN_DEVICE` names another file. The terminal is a pseudo-terminal of 80×24. If `whiptail` and `dialog` are
//! installed, their input boxes are measured in the same run.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a bench")]

use std::time::Duration;

use countersign_testing::{NUMBER, Pty, Written, process, terminal_command};

/// Where `cargo device` puts the program.
const BUILT: &str = "target/x86_64-unknown-linux-gnu/device/countersign";
/// Output has ended after this time without a byte.
const QUIET: Duration = Duration::from_millis(60);
/// How long the idle program is watched.
const IDLE: Duration = Duration::from_secs(3);
/// The number of starts. Their median counts.
const STARTS: usize = 9;

/// The limits.
const LIMITS: [(&str, f64); 8] = [
    ("first screen, bytes", 1000.0),
    ("typed code character, median bytes", 8.0),
    ("screen change except the QR, most bytes", 4096.0),
    ("idle, bytes", 0.0),
    ("to the first screen, ms", 10.0),
    ("resident, kB", 3200.0),
    ("pasted session, bytes", 21_000.0),
    ("refused or wrong", 0.0),
];

fn main() {
    let here = format!("{}/{BUILT}", env!("CARGO_MANIFEST_DIR"));
    let program = std::env::var("COUNTERSIGN_DEVICE").unwrap_or(here);
    let command = [program.as_str(), "practice", "placeholder-serial"];
    println!("## {program}\n");
    let typed = session(&command, false);
    let pasted = session(&command, true);
    let start = median((0..STARTS).map(|_| first_screen(&command)).collect());
    println!("\nfirst screen after {:.1} ms (median of {STARTS} starts)", start);
    peers();
    let got = [
        typed.first as f64,
        median(typed.code.iter().map(|bytes| *bytes as f64).collect()),
        typed.most as f64,
        typed.idle as f64,
        start,
        typed.resident as f64,
        pasted.total as f64,
        f64::from(u8::from(!typed.done || !pasted.done)),
    ];
    println!("\n| reach | at most | here |\n| --- | ---: | ---: |");
    let mut missed = 0;
    for ((what, reach), got) in LIMITS.iter().zip(got) {
        missed += usize::from(got > *reach);
        println!("| {what} | {reach} | {got:.1}{} |", if got > *reach { " missed" } else { "" });
    }
    std::process::exit(i32::from(missed > 0));
}

/// Runs a command in a terminal of 80×24.
fn run(command: &[&str]) -> Pty {
    Pty::spawn(&terminal_command(command, "xterm-256color"), (80, 24))
}

/// The figures of a session.
struct Figures {
    first: usize,
    code: Vec<usize>,
    most: usize,
    idle: usize,
    resident: u64,
    total: usize,
    done: bool,
}

/// Runs a whole session, with the code typed or pasted, and prints it step by step.
fn session(command: &[&str], paste: bool) -> Figures {
    println!("\n### a session, the code {}\n", if paste { "pasted" } else { "typed" });
    println!("| step | bytes | first byte, ms |\n| --- | ---: | ---: |");
    let mut pty = run(command);
    let first = pty.settle_start(QUIET);
    row("start: Welcome", first);
    let number: Vec<Written> = NUMBER.bytes().map(|key| pty.press([key], QUIET)).collect();
    rows("number, each character", &number);
    let mut most = 0;
    for (what, title) in [
        ("Enter: Inspect", "2 INSPECT"),
        ("Enter: Fix", "3 FIX"),
        ("Enter: a remedy", "AMIDEDOS"),
        ("Enter: read again", "What changed"),
        ("Enter: Fix", "3 FIX"),
        ("Enter: a remedy", "AMIDEDOS"),
        ("Enter: read again", "What changed"),
        ("Enter: Route", "4 ROUTE"),
    ] {
        let wrote = pty.press("\r", QUIET);
        pty.wait_for(title);
        row(what, wrote);
        most = most.max(wrote.bytes);
        if title == "3 FIX" {
            row("Down: the selection moves", pty.press("\x1b[B", QUIET));
            row("Up: it moves back", pty.press("\x1b[A", QUIET));
        }
    }
    row("Enter: Request, with the QR", pty.press("\r", QUIET));
    pty.wait_for("5 REQUEST");
    row("a: the practice desk answers", pty.press("a", QUIET));
    let wrote = pty.press("\r", QUIET);
    pty.wait_for("6 CODE");
    row("Enter: Code", wrote);
    most = most.max(wrote.bytes);
    let help = pty.press("\x1bOP", QUIET);
    row("F1: help", help);
    let back = pty.press("\x1b", QUIET);
    row("Esc: back from help", back);
    most = most.max(help.bytes).max(back.bytes);
    let lines = code_lines(&pty.screen());
    let mut code = vec![];
    let last = if paste {
        pty.press(format!("\x1b[200~{}\x1b[201~", lines.join("\n")), QUIET)
    } else {
        let all: Vec<Written> =
            lines.concat().bytes().map(|key| pty.press([key], Duration::from_millis(25))).collect();
        code = all.iter().map(|wrote| wrote.bytes).collect();
        rows("code, each character", &all);
        Written { bytes: 0, first: None }
    };
    if paste {
        row("the code, pasted", last);
    }
    if !pty.screen().contains("7 KEEP") && !pty.screen().contains("8 DONE") {
        let wrote = pty.press("\r", QUIET);
        row("Enter: the code is checked", wrote);
        most = most.max(wrote.bytes);
    }
    if !pty.screen().contains("8 DONE") {
        let wrote = pty.press("\r", QUIET);
        row("Enter: Done", wrote);
        most = most.max(wrote.bytes);
    }
    pty.wait_for("8 DONE");
    let before = process::cpu_time(pty.id());
    let idle = pty.press("", IDLE / 2);
    row("idle, 3 s", idle);
    let computing =
        before.zip(process::cpu_time(pty.id())).map_or(0.0, |(before, now)| milliseconds(now - before));
    let all = process::cpu_time(pty.id()).map_or(0.0, milliseconds);
    let resident = process::status(pty.id(), "VmHWM").unwrap_or(u64::MAX);
    let own = process::status(pty.id(), "RssAnon").unwrap_or(0);
    pty.send("\r");
    let done = pty.end() == 0;
    let total = pty.bytes().len();
    println!("| the whole session | {total} | |");
    println!(
        "\ncomputed {all:.1} ms in all, {computing:.2} ms of them idle; resident {resident} kB at most, {own} kB of it its own"
    );
    Figures { first: first.bytes, code, most, idle: idle.bytes, resident, total, done }
}

/// The seven lines of a code on the screen: a number, and four groups of five.
fn code_lines(screen: &str) -> Vec<String> {
    let code = |line: &str| {
        let groups: Vec<&str> = line.split_whitespace().skip(1).take_while(|word| word.len() == 5).collect();
        (groups.len() == 4 && !groups.concat().contains('_')).then(|| groups.concat())
    };
    let lines: Vec<String> = screen.lines().filter_map(code).collect();
    assert_eq!(lines.len(), 7, "no code on:\n{screen}");
    lines
}

/// The cost of a typed character in the input boxes of other programs.
fn peers() {
    println!("\n### input boxes, in the same run\n");
    println!("| program | start, bytes | first byte, ms | a character: median, most | resident, kB |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for program in ["whiptail", "dialog"] {
        let command =
            [program, "--title", "6 CODE", "--inputbox", "Line 1 of 7 of the license code", "10", "60"];
        if !on_path(program) {
            println!("| {program} | not installed | | | |");
            continue;
        }
        let start = median((0..STARTS).map(|_| first_screen(&command)).collect());
        let mut pty = run(&command);
        let first = pty.settle_start(QUIET);
        let keys: Vec<usize> =
            b"K7QM2F9AXD3RT6WZ8BCE".iter().map(|key| pty.press([*key], QUIET).bytes).collect();
        println!(
            "| {program} | {} | {start:.1} | {:.0}, {} | {} |",
            first.bytes,
            median(keys.iter().map(|bytes| *bytes as f64).collect()),
            keys.iter().max().unwrap_or(&0),
            process::status(pty.id(), "VmHWM").unwrap_or(0),
        );
    }
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// The time from the start of a command to its first byte, in milliseconds.
fn first_screen(command: &[&str]) -> f64 {
    run(command).settle_start(QUIET).first.map_or(f64::INFINITY, milliseconds)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn row(what: &str, wrote: Written) {
    let first = wrote.first.map_or("-".to_owned(), |first| format!("{:.2}", milliseconds(first)));
    println!("| {what} | {} | {first} |", wrote.bytes);
}

fn rows(what: &str, wrote: &[Written]) {
    let bytes = median(wrote.iter().map(|wrote| wrote.bytes as f64).collect());
    let most = wrote.iter().map(|wrote| wrote.bytes).max().unwrap_or(0);
    let firsts: Vec<f64> = wrote.iter().filter_map(|wrote| wrote.first).map(milliseconds).collect();
    let longest = firsts.iter().copied().fold(0.0, f64::max);
    println!("| {what}: median, most | {bytes:.0}, {most} | {:.2}, {longest:.2} |", median(firsts));
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(0.0)
}
