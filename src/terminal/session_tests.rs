//! Tests of the demands on terminal programs that this module has to meet.

use std::time::Duration;

use rustix::process::Signal;

use super::ansi::Wire;
use super::ansi::tests::{Tape, shows};
use super::frames::Frames;
use super::session_in_pty::{assert_restored, assert_taken, program, run, session, with_lost_line};
use super::{Caps, Kind, modes};
use crate::page::{Block, Page};
use crate::screen::{self, Colour, Glyphs, Theme};
use crate::wizard::QrLook;
use countersign_core::step::StepName;
use countersign_core::text::Lang;

const LOOK: Theme = Theme { colour: Colour::Eight, glyphs: Glyphs::Unicode };

fn page(value: &str) -> Page {
    let input = Block::Input { label: "Number".into(), value: value.into(), cursor: Some(value.len()) };
    Page {
        lang: Lang::En,
        product: "Example OS".into(),
        step: StepName::Welcome,
        title: "1 WELCOME".into(),
        rail: vec![],
        practice: None,
        manual_scroll: false,
        blocks: vec![input],
        notice: None,
        hints: vec![],
    }
}

fn draw<W: Wire>(frames: &mut Frames<W>, page: &Page) {
    frames.draw(|frame| screen::render(page, &LOOK, 0, frame)).unwrap();
}

#[test]
fn demand_01_a_frame_is_one_write_without_clears_and_small_on_slow_links() {
    let tape = Tape::new(120, 40);
    let mut frames = Frames::new(tape.clone()).unwrap();
    draw(&mut frames, &page("AA032"));
    assert_eq!(tape.take().len(), 1);
    // A typed character costs only a position and itself.
    draw(&mut frames, &page("AA0322"));
    let writes = tape.take();
    assert_eq!(writes.concat(), b"\x1b[5;10H2");
    assert_eq!(writes.len(), 1);
    // The same page again sends nothing.
    draw(&mut frames, &page("AA0322"));
    assert!(tape.take().is_empty());
    // The frame of another page doesn't begin with a clear.
    let mut other = page("");
    other.title = "8 DONE".into();
    other.blocks = vec![Block::Verbatim((0..30).map(|n| format!("{n} {}", "word ".repeat(20))).collect())];
    draw(&mut frames, &other);
    let writes = tape.take();
    assert_eq!(writes.len(), 1);
    let bytes = String::from_utf8(writes.concat()).unwrap();
    assert!(!bytes.contains("\x1b[2J") && !bytes.contains("\x1b[J"));
    // A large frame is sent as a synchronized update.
    assert!(bytes.starts_with("\x1b[?2026h") && bytes.ends_with("\x1b[?2026l"));
}

#[test]
fn demand_01_nothing_is_written_without_an_event() {
    let mut pty = session(&[]);
    let reads = pty.chunks().len();
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(pty.chunks().len(), reads);
    pty.send(b"x");
    pty.wait_for("#1 Key(Char('x')).");
    pty.send(b"w");
    pty.wait_for("#3 Woken.");
    pty.resize((60, 20));
    pty.wait_for("#4 Resized.");
    pty.send(b"\x0c");
    pty.wait_for("#5 Resized.");
}

#[test]
fn demand_02_the_terminal_is_restored_after_an_error() {
    let mut pty = session(&[]);
    assert_taken(&pty);
    pty.send(b"e");
    pty.wait_for("ended by e");
    assert_restored(&pty);
    assert_eq!(pty.end(), 0);
}

#[test]
fn demand_02_the_terminal_is_restored_before_a_panic_is_reported() {
    let mut pty = session(&[]);
    pty.send(b"p");
    pty.wait_for("died of p");
    assert_restored(&pty);
    assert_eq!(pty.end(), 101);
}

#[test]
fn demand_02_a_panic_of_another_thread_is_reported_at_the_end() {
    let mut pty = session(&[]);
    pty.send(b"t");
    pty.wait_for("#1 Key(Char('t')).");
    assert_taken(&pty);
    assert!(!pty.screen().contains("died elsewhere"));
    pty.send(b"e");
    pty.wait_for("died elsewhere");
    assert_restored(&pty);
}

#[test]
fn demand_02_the_terminal_is_restored_after_a_signal() {
    for signal in [
        Signal::TERM,
        Signal::INT,
        Signal::QUIT,
        Signal::ABORT,
        Signal::USR1,
        Signal::USR2,
        Signal::ALARM,
        Signal::XCPU,
    ] {
        let mut pty = session(&[]);
        pty.signal(signal);
        pty.wait_for("ended by a signal");
        assert_restored(&pty);
        assert_eq!(pty.end(), 0);
    }
}

#[test]
fn demand_02_a_hang_up_ends_the_program_silently() {
    let mut pty = session(&[]);
    pty.signal(Signal::HUP);
    assert_eq!(pty.end(), 77);
    assert!(!pty.screen().contains("ended"), "{}", pty.screen());
}

#[test]
fn demand_02_a_lost_line_ends_the_program_even_if_hang_ups_are_ignored() {
    for kind in ["plain", "ignoring"] {
        let id = with_lost_line(kind);
        let deadline = std::time::Instant::now() + Duration::from_secs(20);
        while countersign_testing::process::is_running(id) {
            assert!(std::time::Instant::now() < deadline, "{kind}: the program is still running");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn demand_02_the_terminal_is_lent_and_taken_back() {
    let mut pty = session(&[]);
    pty.send(b"h");
    pty.wait_for("lent");
    assert_eq!(pty.modes(), pty.initial_modes());
    // All that is typed goes to the other program.
    pty.send(b"every word\n");
    pty.wait_for("got every word");
    pty.send(b"\n");
    pty.wait_for("#1 back Some(0).");
    assert_taken(&pty);
    pty.send(b"x");
    pty.wait_for("#2 Key(Char('x')).");
}

#[test]
fn the_message_of_a_failed_program_stays_until_it_is_read() {
    for ends in [false, true] {
        let mut pty = session(&[]);
        pty.send(b"h");
        pty.wait_for("lent");
        // The third line is for the program too: nobody has read the message yet.
        pty.send(b"fail\n\n\n");
        pty.wait_for("read this");
        assert!(pty.screen().contains("got fail"), "{}", pty.screen());
        assert_eq!(pty.modes(), pty.initial_modes());
        if ends {
            pty.signal(Signal::TERM);
            pty.wait_for("ended by a signal");
        } else {
            pty.send(b"\n");
            pty.wait_for("#1 back Some(3).");
            assert_taken(&pty);
        }
    }
}

#[test]
fn demand_03_the_drawn_size_is_bounded() {
    let mut pty = run(&program(), (80, 24), &[]);
    pty.wait_for("#0 ready.");
    pty.resize((65535, 65535));
    pty.wait_for("#1 Resized.");
    let status = format!("/proc/{}/status", pty.id());
    let status = std::fs::read_to_string(status).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let most: u64 = most.trim().strip_suffix(" kB").unwrap().trim().parse().unwrap();
    assert!(most < 100_000, "the program used {most} kB");
    pty.send(b"e");
    pty.wait_for("ended by e");
}

#[test]
fn demand_03_a_zero_size_is_treated_as_80_by_24() {
    let mut pty = run(&program(), (0, 0), &[]);
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while !String::from_utf8_lossy(&pty.bytes()).contains("ready.") {
        assert!(std::time::Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(10));
    }
    pty.resize((80, 24));
    pty.send(b"e");
    assert_eq!(pty.end(), 0);
}

#[test]
fn demand_05_no_mouse_is_captured() {
    let mut pty = session(&[]);
    pty.send(b"x");
    pty.wait_for("#1");
    pty.until("mouse", |screen| {
        (screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None).then_some(())
    });
    let mut all = pty.bytes();
    all.extend(modes::sequences().concat().bytes());
    let all = String::from_utf8_lossy(&all).into_owned();
    for mode in ["?9h", "?1000h", "?1001h", "?1002h", "?1003h", "?1005h", "?1006h", "?1015h", "?1016h"] {
        assert!(!all.contains(mode), "{mode}");
    }
}

#[test]
fn demand_06_a_paste_is_one_event_without_control_characters() {
    let mut pty = session(&[]);
    pty.send(b"\x1b[200~0123 4567\r89AB\x1b[31m\x07\x1b[201~");
    // The line end in the paste is text, not an Enter.
    pty.wait_for("#1 Paste(\"0123 4567\\n89AB[31m\").");
}

#[test]
fn demand_07_a_copy_goes_by_osc_52_and_through_tmux() {
    let plain = "\x1b]52;c;SzdRTS0y\x07";
    for (env, want, last) in [
        (vec![], plain, "#1 Sent."),
        (vec![("TMUX", "/tmp/tmux")], "\x1bPtmux;\x1b\x1b]52;c;SzdRTS0y\x07\x1b\\", "#1 Sent."),
        (vec![("STY", "1.pts")], "\x1bP\x1b]52;c;SzdRTS0y\x07\x1b\\", "#1 Sent."),
        (vec![("TERM", "linux")], "", "#1 NotHere."),
    ] {
        let mut pty = session(&env);
        pty.send(b"c");
        pty.wait_for(last);
        let all = String::from_utf8_lossy(&pty.bytes()).into_owned();
        assert!(all.contains(want), "{env:?}");
        assert!(!want.is_empty() || !all.contains("]52;"), "{env:?}");
    }
}

#[test]
fn demand_08_no_color_is_honoured() {
    let env = |name: &str| match name {
        "TERM" => Some("xterm-256color".to_owned()),
        "LANG" => Some("C.UTF-8".to_owned()),
        "NO_COLOR" => Some("1".to_owned()),
        _ => None,
    };
    let caps = Caps::from_env(env, true, true);
    let tape = Tape::new(80, 24);
    let mut frames = Frames::new(tape.clone()).unwrap();
    let mut page = page("AA");
    page.notice = Some((crate::page::Tone::Bad, "Refused.".into()));
    page.practice = Some("Practice".into());
    page.blocks.push(Block::Qr {
        url: "HTTPS://A.B/R/1".into(),
        lead: String::new(),
        keys: String::new(),
        look: QrLook::default(),
        lang: Lang::En,
    });
    let mut wanted = ratatui::buffer::Buffer::default();
    frames
        .draw(|frame| {
            let drawn = screen::render(&page, &caps.theme(), 0, frame);
            wanted = frame.buffer_mut().clone();
            drawn
        })
        .unwrap();
    let bytes = tape.take().concat();
    // Reversal arrives too, which some back-ends drop together with colours.
    let cells = |n| std::num::NonZeroU16::new(n).unwrap();
    let mut parser = vt100::Parser::new(cells(24), cells(80), 0);
    parser.process(&bytes);
    assert_eq!(shows(&parser, &wanted), Ok(()));
    // Only the QR, which can't be scanned otherwise, has colours: black and white.
    let (mut light, mut plain) = (0, 0);
    for (y, x) in (0..24).flat_map(|y| (0..80).map(move |x| (y, x))) {
        let cell = parser.screen().cell(y, x).unwrap();
        match (cell.fgcolor(), cell.bgcolor()) {
            (vt100::Color::Default, vt100::Color::Default) => plain += 1,
            (vt100::Color::Idx(0), vt100::Color::Idx(15))
                if wanted[(x, y)].bg == ratatui::style::Color::White =>
            {
                light += 1
            }
            other => panic!("{x},{y}: {other:?}"),
        }
    }
    assert!(light > 200 && plain > 1000, "{light} {plain}");
    let banner = |(y, x)| {
        let cell = parser.screen().cell(y, x).unwrap();
        cell.bold() && cell.underline()
    };
    assert!((0..3).flat_map(|y| (0..80).map(move |x| (y, x))).any(banner));
}

#[test]
fn demand_09_chinese_is_used_only_if_it_can_be_shown() {
    for (term, lang, shown) in [
        ("xterm", "zh_CN.UTF-8", true),
        ("linux", "zh_CN.UTF-8", false),
        ("vt220", "zh_CN.UTF-8", false),
        ("xterm", "zh_CN.GB18030", false),
    ] {
        let env = |name: &str| match name {
            "TERM" => Some(term.to_owned()),
            "LANG" => Some(lang.to_owned()),
            _ => None,
        };
        let caps = Caps::from_env(env, true, true);
        assert_eq!(caps.chinese, shown, "{term} {lang}");
        assert_eq!(caps.lang() == countersign_core::text::Lang::Zh, shown);
    }
}

#[test]
fn demand_10_suspending_restores_the_terminal_and_resumes() {
    // Job control needs an interactive shell.
    let shell = ["sh", "-i"].map(str::to_owned);
    let mut pty = run(&shell, (80, 24), &[("PS1", "ask> "), ("ENV", "")]);
    pty.wait_for("ask>");
    let line = program().iter().map(|word| format!("'{word}' ")).collect::<String>();
    pty.send(format!("clear; {line}\n").as_bytes());
    pty.wait_for("#0 ready.");
    for _ in 0..2 {
        pty.send(b"\x1a");
        pty.until("a stopped job", |screen| {
            (!screen.alternate_screen() && screen.contents().contains("topped")).then_some(())
        });
        pty.send(b"fg\n");
        pty.until("the page", |screen| {
            (screen.alternate_screen() && screen.contents().contains("resumed.")).then_some(())
        });
        pty.send(b"x");
        pty.wait_for("Key(Char('x')).");
    }
    pty.send(b"e");
    pty.wait_for("ended by e");
}

#[test]
fn demand_10_a_program_that_nothing_could_resume_is_not_stopped() {
    let mut pty = session(&[]);
    pty.send(b"\x1a");
    pty.wait_for("#1 resumed.");
    assert_taken(&pty);
}

#[test]
fn demand_11_without_a_terminal_there_is_no_session() {
    for (stdin, stdout) in [(false, true), (true, false), (false, false)] {
        let caps = Caps::from_env(|name| (name == "TERM").then(|| "xterm".into()), stdin, stdout);
        assert_eq!(caps.kind, Kind::None);
        assert_eq!(super::Session::enter(caps).unwrap_err().kind(), std::io::ErrorKind::Unsupported);
    }
    let dumb = Caps::from_env(|name| (name == "TERM").then(|| "dumb".into()), true, true);
    assert_eq!(dumb.kind, Kind::Dumb);
    assert!(super::Session::enter(dumb).is_err());
}

#[test]
fn demand_12_no_query_is_sent_to_the_terminal() {
    let mut pty = session(&[]);
    pty.send(b"\x1b[A");
    pty.wait_for("#1 Key(Up).");
    let all = String::from_utf8_lossy(&pty.bytes()).into_owned();
    // Cursor and status, device attributes, window, colour, capability queries.
    for query in [
        "\x1b[6n", "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[?u", "\x1b[18t", "]11;?", "\x1bP+q", "$p",
    ] {
        assert!(!all.contains(query), "{query:?}");
    }
}
