//! The demands on a terminal program: few bytes, a restored terminal, any size, no mouse capture, safe pastes, a
//! clipboard, `NO_COLOR`, the glyphs of the terminal, suspension, no queries.
//!
//! `src/terminal` and `src/screen` test their own parts. Here the real program runs, from its first byte to its last.

use std::process::{Command, Stdio};

use countersign_testing::{CLOCK_VARIABLE, Pty, process, read_qr};
use data_encoding::BASE64;
use rustix::process::{Pid, Signal};
use tempfile::TempDir;

/// Practice on the sample `clean`, in a temporary folder.
struct Practice {
    folder: TempDir,
    env: Vec<(&'static str, &'static str)>,
}

impl Practice {
    /// In a UTF-8 terminal emulator, with these variables changed.
    fn new(env: &[(&'static str, &'static str)]) -> Self {
        let mut all = vec![("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), (CLOCK_VARIABLE, "1780000000")];
        for (name, value) in env {
            all.retain(|(other, _)| other != name);
            all.push((name, value));
        }
        Self { folder: tempfile::tempdir().unwrap(), env: all }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command.args(["practice", "clean"]).current_dir(self.folder.path()).env_clear();
        command.envs(self.env.iter().copied());
        command
    }

    fn pty(&self) -> Pty {
        Pty::spawn(&self.command(), (80, 24))
    }

    /// Starts an interactive shell, which can start the program.
    fn in_shell(&self) -> Pty {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-i"]).current_dir(self.folder.path()).env_clear();
        shell.envs(self.env.iter().copied()).envs([("PS1", "ask> "), ("ENV", "")]);
        Pty::spawn(&shell, (80, 24))
    }
}

/// Goes from the start to the request, which is shown as a QR.
fn to_request(pty: &mut Pty) {
    pty.wait_for("1 WELCOME");
    pty.send("AA03220123951\r");
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("\r");
    pty.wait_for("5 REQUEST");
    pty.wait_for("Request: ");
}

/// Goes from the start to Code; returns the practice desk's code, which is shown below the lines.
fn to_code(pty: &mut Pty) -> Vec<String> {
    to_request(pty);
    pty.send("a");
    pty.wait_for("The practice desk issued a code.");
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.until("the desk's seven lines", |screen| {
        let lines: Vec<String> = screen.contents().lines().filter_map(code_of).collect();
        (lines.len() == 7).then_some(lines)
    })
}

/// The 20 characters of `3  XXXXX XXXXX XXXXX XXXXX`.
fn code_of(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let grouped = words.len() == 5 && words[1..].iter().all(|word| word.len() == 5 && !word.contains('_'));
    grouped.then(|| words[1..].concat())
}

/// Goes through the whole session, to its end.
fn to_the_end(pty: &mut Pty) {
    to_code(pty);
    pty.send("\x1b[15~");
    pty.wait_for("All seven lines are complete.");
    pty.send("\r");
    pty.wait_for("7 KEEP");
    pty.send("\r");
    pty.wait_for("8 DONE");
    pty.send("\r");
    assert_eq!(pty.end(), 0);
}

/// The whole output as text, without an incomplete character at its end.
fn stream(pty: &Pty) -> String {
    let bytes = pty.bytes();
    let whole = match str::from_utf8(&bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    String::from_utf8(bytes[..whole].to_vec()).expect("the output is UTF-8")
}

/// The parameters of each SGR sequence (`ESC [ … m`).
fn renditions(stream: &str) -> Vec<&str> {
    stream
        .split("\x1b[")
        .skip(1)
        .filter_map(|rest| {
            // With the private prefix `>`, `m` is not a style: `>4m` resets a keyboard mode.
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).filter(|_| !rest.starts_with('>'))?;
            rest[end..].starts_with('m').then(|| &rest[..end])
        })
        .collect()
}

/// Whether the screen is restored: no alternate screen, no modes, no style.
fn is_restored(screen: &vt100::Screen) -> bool {
    !screen.alternate_screen()
        && !screen.bracketed_paste()
        && !screen.hide_cursor()
        && !screen.bold()
        && !screen.inverse()
        && screen.fgcolor() == vt100::Color::Default
        && screen.bgcolor() == vt100::Color::Default
}

#[test]
fn a_typed_character_costs_a_few_bytes_and_pages_are_not_cleared() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    pty.wait_for("1 WELCOME");
    pty.send("A");
    pty.wait_for("> A");
    let before = pty.bytes().len();
    pty.send("A");
    pty.wait_for("> AA");
    let cost = pty.bytes().len() - before;
    assert!(cost <= 16, "one character costs {cost} bytes");
    let before = pty.bytes().len();
    pty.send("03220123951\r");
    pty.wait_for("2 INSPECT");
    let page = String::from_utf8_lossy(&pty.bytes()[before..]).into_owned();
    assert!(!page.contains("\x1b[2J") && !page.contains("\x1b[J"), "{page:?}");
}

#[test]
fn sigterm_restores_the_modes_of_the_shell() {
    let practice = Practice::new(&[]);
    let mut pty = practice.in_shell();
    pty.wait_for("ask>");
    pty.send("echo it is $((20 + 1))\r");
    // The test waits for the prompt, so that the command stands after it and a later prompt is a new one.
    pty.until("the prompt after the sum", |screen| {
        screen.contents().trim_end().ends_with("it is 21\nask>").then_some(())
    });
    let before = pty.modes();
    pty.send(format!("{} practice clean\r", env!("CARGO_BIN_EXE_countersign")));
    pty.wait_for("1 WELCOME");
    assert_ne!(pty.modes(), before, "the program sets raw mode");
    // The signal goes to the program; the shell waits for it.
    let child = i32::try_from(process::first_child(pty.id()).unwrap()).unwrap();
    rustix::process::kill_process(Pid::from_raw(child).unwrap(), Signal::TERM).unwrap();
    // Keys sent before the next prompt may be discarded with the unread keys of the program.
    pty.until("the shell's prompt", |screen| {
        (is_restored(screen) && screen.contents().trim_end().ends_with("\nask>")).then_some(())
    });
    pty.send("echo it is $((40 + 2))\r");
    pty.wait_for("it is 42");
    assert_eq!(pty.modes(), before);
}

#[test]
fn sigterm_restores_the_screen() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    pty.wait_for("1 WELCOME");
    pty.until("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    pty.signal(Signal::TERM);
    // Exit code 3: not activated.
    assert_eq!(pty.end(), 3);
    assert!(pty.look(is_restored), "{:?}", stream(&pty));
}

#[test]
fn a_hang_up_ends_the_program() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    pty.wait_for("1 WELCOME");
    pty.hang_up();
}

#[test]
fn quitting_works_at_any_size() {
    let practice = Practice::new(&[]);
    for size in [(1, 1), (3, 2), (39, 12), (40, 11)] {
        let mut pty = Pty::spawn(&practice.command(), size);
        pty.until("anything", |screen| (!screen.contents().trim().is_empty()).then_some(()));
        pty.send("\x03");
        assert_eq!(pty.end(), 3, "{size:?}");
    }
}

#[test]
fn the_qr_on_the_screen_is_the_request() {
    for env in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "linux")]] {
        let practice = Practice::new(env);
        let mut pty = practice.pty();
        to_request(&mut pty);
        let url = pty.until("a readable QR", read_qr);
        assert!(url.starts_with("HTTPS://PRACTICE.INVALID/R/"), "{env:?}: {url}");
    }
}

#[test]
fn no_mouse_is_captured() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    to_the_end(&mut pty);
    let all = stream(&pty);
    for mode in ["?9", "?1000", "?1001", "?1002", "?1003", "?1004", "?1005", "?1006", "?1015", "?1016"] {
        assert!(!all.contains(&format!("\x1b[{mode}h")) && !all.contains(&format!("{mode};")), "{mode}");
    }
}

#[test]
fn a_pasted_code_with_newlines_submits_nothing() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    let code = to_code(&mut pty);
    pty.until("bracketed paste", |screen| screen.bracketed_paste().then_some(()));
    // With control characters, as a web page may insert them.
    let pasted = code.join("\r\n").replacen("\r\n", "\x07\x1b\x08\r\n", 1);
    pty.send(format!("\x1b[200~{pasted}\r\n\x1b[201~"));
    pty.wait_for("All seven lines are complete. Enter checks the code.");
    pty.wait_for("6 CODE");
    assert!(!pty.screen().contains("7 KEEP"));
    pty.send("\r");
    pty.wait_for("7 KEEP");
}

#[test]
fn a_paste_of_several_lines_into_the_number_submits_nothing() {
    let practice = Practice::new(&[]);
    let mut pty = practice.pty();
    pty.wait_for("1 WELCOME");
    pty.send("\x1b[200~AA03220123951\nAA03220123952\n\x1b[201~");
    pty.wait_for("> AA03220123951");
    pty.send("\x1b[D");
    pty.wait_for("1 WELCOME");
    assert!(!pty.screen().contains("2 INSPECT"));
}

#[test]
fn a_copy_is_sent_by_osc_52_and_its_text_is_shown() {
    for (env, wrapped) in [(&[][..], false), (&[("TMUX", "/tmp/tmux-0/default,1,0")], true)] {
        let practice = Practice::new(env);
        let mut pty = practice.pty();
        to_request(&mut pty);
        pty.send("t");
        pty.wait_for("[END]");
        let shown: Vec<String> = pty.until("the text", |screen| {
            let lines: Vec<_> = screen.contents().lines().map(|line| line.trim().to_owned()).collect();
            let from = lines.iter().position(|line| line.starts_with("[COUNTERSIGN REQUEST"))?;
            let to = lines.iter().position(|line| line == "[END]")?;
            Some(lines[from..=to].to_vec())
        });
        pty.send("c");
        pty.wait_for("Copied to the terminal's clipboard.");
        let all = stream(&pty);
        let (_, rest) = all.split_once("\x1b]52;c;").expect("the output has an OSC 52 sequence");
        let data = &rest[..rest.find(['\x07', '\x1b']).unwrap()];
        let copied = String::from_utf8(BASE64.decode(data.as_bytes()).unwrap()).unwrap();
        assert_eq!(copied.lines().collect::<Vec<_>>(), shown);
        assert_eq!(all.contains("\x1bPtmux;\x1b\x1b]52;c;"), wrapped);
        // The request can be saved as a file. Practice writes no file, and says so.
        for (key, ending) in [("s", "txt"), ("p", "png")] {
            pty.send(key);
            let name = shown[0].trim_start_matches("[COUNTERSIGN REQUEST ").trim_end_matches(']');
            pty.wait_for("Practice: no file was written.");
            pty.wait_for(&format!("request-{name}.{ending}"));
        }
        assert_eq!(std::fs::read_dir(practice.folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn with_no_color_there_are_no_colours_and_no_information_is_lost() {
    let practice = Practice::new(&[("NO_COLOR", "1")]);
    let mut pty = practice.pty();
    pty.wait_for("1 WELCOME");
    pty.send("AA0322\r");
    pty.wait_for("Characters still missing: 7.");
    pty.send("0123951\r");
    pty.wait_for("2 INSPECT");
    pty.wait_for("✓ accepted");
    pty.send("\r\r");
    pty.wait_for("5 REQUEST");
    let before_qr = stream(&pty).find("4 ROUTE").unwrap();
    // Only the QR has colours, black on white, because it can't be scanned otherwise.
    pty.until("a readable QR", read_qr);
    pty.send("\x03");
    pty.end();
    let all = stream(&pty);
    let is_plain = |codes: &str| {
        codes.split(';').all(|code| ["", "0", "1", "2", "4", "7", "22", "24", "27"].contains(&code))
    };
    let used = renditions(&all);
    assert!(
        used.iter().any(|codes| codes.split(';').any(|code| code == "7")),
        "nothing is reversed: {used:?}"
    );
    for codes in used {
        let of_qr = ["30", "47", "107", "39", "49"];
        let known = |code: &str| is_plain(code) || of_qr.contains(&code);
        assert!(codes.split(';').all(known), "the output has a colour: {codes}");
    }
    for codes in renditions(&all[..all[..before_qr].rfind('\x1b').unwrap()]) {
        assert!(is_plain(codes), "the output has a colour before the QR: {codes}");
    }
}

#[test]
fn each_terminal_gets_glyphs_it_has() {
    // A serial terminal has ASCII; the console has line drawing and half blocks too.
    let console = "─▀▄█";
    for (term, lang, extra) in [
        ("vt100", "C.UTF-8", ""),
        ("vt220", "zh_CN.UTF-8", ""),
        ("xterm", "C", ""),
        ("linux", "zh_CN.UTF-8", console),
    ] {
        let practice = Practice::new(&[("TERM", term), ("LANG", lang)]);
        let mut pty = practice.pty();
        to_request(&mut pty);
        pty.send("t");
        pty.wait_for("[END]");
        pty.send("\x03");
        pty.end();
        let all = stream(&pty);
        let odd: String = all.chars().filter(|c| !c.is_ascii() && !extra.contains(*c)).collect();
        assert!(odd.is_empty(), "{term} {lang}: {odd}");
    }
}

#[test]
fn chinese_is_used_if_it_can_be_shown() {
    let practice = Practice::new(&[("LANG", "zh_CN.UTF-8")]);
    let mut pty = practice.pty();
    pty.wait_for("1 欢迎");
    // A key switches to English.
    pty.send("\x14");
    pty.wait_for("1 WELCOME");
    pty.send("\x14");
    pty.wait_for("1 欢迎");
}

#[test]
fn ctrl_z_stops_the_program_and_fg_continues_it() {
    let practice = Practice::new(&[]);
    let mut pty = practice.in_shell();
    pty.wait_for("ask>");
    pty.send(format!("{} practice clean\r", env!("CARGO_BIN_EXE_countersign")));
    pty.wait_for("1 WELCOME");
    pty.send("AA0322");
    pty.wait_for("> AA0322");
    for (times, typed) in [(1, "0"), (2, "1")] {
        pty.send("\x1a");
        // Keys sent before the prompt of the shell are lost.
        pty.until("the next prompt of the shell", |screen| {
            let shown = screen.contents();
            let stopped = shown.matches("topped").count() == times && shown.trim_end().ends_with("ask>");
            (is_restored(screen) && stopped).then_some(())
        });
        pty.send("fg\r");
        pty.until("the page again", |screen| {
            (screen.alternate_screen() && screen.contents().contains("> AA0322")).then_some(())
        });
        pty.send(typed);
    }
    pty.wait_for("> AA032201");
}

#[test]
fn without_a_terminal_the_program_fails_with_its_code_and_cure() {
    let practice = Practice::new(&[]);
    let output = practice.command().stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    assert!(said.starts_with("NO-TERMINAL: ") && !said.contains('\x1b'), "{said}");
    // The first line says what is wrong, the second what to do.
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn a_dumb_terminal_gets_numbered_questions() {
    for (env, argument) in [(&[("TERM", "dumb")][..], None), (&[][..], Some("--plain"))] {
        let practice = Practice::new(env);
        let mut command = practice.command();
        command.args(argument);
        let mut pty = Pty::spawn(&command, (80, 24));
        pty.wait_written("1 WELCOME", 0);
        pty.wait_written("1. ", 0);
        pty.send("AA03220123951\n");
        pty.wait_written("2 INSPECT", 0);
        pty.send("0\n");
        pty.end();
        let all = stream(&pty);
        assert!(!all.contains('\x1b'), "{all:?}");
        assert!(all.chars().all(|c| c.is_ascii() || c.is_alphabetic()), "the output has box glyphs: {all}");
    }
}

#[test]
fn no_query_is_sent_to_the_terminal() {
    for env in [&[][..], &[("TERM", "linux")], &[("TERM", "vt100")], &[("TMUX", "/tmp/tmux-0/default,1,0")]] {
        let practice = Practice::new(env);
        let mut pty = practice.pty();
        to_code(&mut pty);
        pty.send("\x03");
        pty.end();
        let all = stream(&pty);
        // Cursor, status, device, window, colour, mode and capability queries; and the answer-back.
        let queries = [
            "\x1b[6n", "\x1b[?6n", "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[>0c", "\x1b[=c",
            "\x1b[?u", "\x1b[14t", "\x1b[18t", "]4;", "]10;?", "]11;?", "\x1bP+q", "\x1bP$q", "$p", "\x1bZ",
            "\x05",
        ];
        for query in queries {
            assert!(!all.contains(query), "{env:?}: {query:?}");
        }
    }
}
