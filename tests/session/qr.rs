//! The QR on every background: as the wizard draws it, as `request` prints it, as pictures.

use std::fs;
use std::num::NonZero;

use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine, read_qr};
use vt100::{Color, Screen};

/// The wizard at the request, in a terminal of that name, locale and size.
pub fn at_request(device: &mut Device, term: &str, lang: &str, size: (u16, u16)) -> Pty {
    device.set_env("TERM", term);
    device.set_env("LANG", lang);
    let mut pty = Pty::spawn(&device.command(&["--lang", "en"]), size);
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    pty.wait_for("Request: ");
    pty
}

/// A terminal of that size, in columns and rows, that shows the output of a program.
fn shown(output: &str, (columns, rows): (u16, u16)) -> vt100::Parser {
    let [rows, columns] = [rows, columns].map(|cells| NonZero::new(cells).unwrap());
    let mut terminal = vt100::Parser::new(rows, columns, 0);
    terminal.process(output.replace('\n', "\r\n").as_bytes());
    terminal
}

fn has_blocks(screen: &Screen) -> bool {
    screen.contents().contains(['▀', '▄', '█'])
}

/// Whether every cell of the QR has explicit colours.
fn is_black_and_white(screen: &Screen) -> bool {
    let ground = |row, column| screen.cell(row, column).map(vt100::Cell::bgcolor);
    (0..20).all(|row| (0..40).all(|column| ground(row, column) == Some(Color::Idx(15))))
}

#[test]
fn with_no_color_only_the_qr_is_black_on_white() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.set_env("NO_COLOR", "1");
    let url = device.request(NUMBER);
    let pty = at_request(&mut device, "xterm-256color", "C.UTF-8", (80, 24));
    assert_eq!(pty.until("a readable QR", read_qr), url);
    assert!(pty.look(is_black_and_white));
}

#[test]
fn keys_invert_the_qr_draw_it_in_blanks_and_enlarge_it() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let mut pty = at_request(&mut device, "vt100", "C", (132, 50));
    // Reversal: light modules are reversed, which a dark terminal shows light.
    assert_eq!(pty.until("a readable QR", read_qr), url);
    assert!(pty.bytes().is_ascii());
    pty.send("i");
    pty.until("the quiet zone in the terminal's own background", |screen| {
        (!screen.cell(0, 0)?.inverse() && screen.contents().contains("5 REQUEST")).then_some(())
    });
    assert_eq!(pty.look(read_qr), None);
    pty.send("i");
    assert_eq!(pty.until("a readable QR again", read_qr), url);
    pty.send("z");
    pty.until("no words", |screen| (!screen.contents().contains("Request: ")).then_some(()));
    assert_eq!(pty.until("a readable QR without words", read_qr), url);
    pty.wait_for("with text");
    pty.send("\x1b");
    pty.wait_for("Request: ");
    pty.send("z");
    pty.until("no words", |screen| (!screen.contents().contains("Request: ")).then_some(()));
    pty.send("z");
    pty.wait_for("Request: ");
}

#[test]
fn the_session_restores_the_chosen_form_of_the_qr_on_the_same_terminal() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let mut pty = at_request(&mut device, "xterm", "C.UTF-8", (100, 48));
    pty.until("half blocks", |screen| has_blocks(screen).then_some(()));
    pty.send("b");
    pty.until("only blanks", |screen| (!has_blocks(screen)).then_some(()));
    assert_eq!(pty.until("a readable QR", read_qr), url);
    pty.send("q");
    pty.end();
    for (term, blanks) in [("xterm", true), ("screen", false)] {
        device.set_env("TERM", term);
        let mut pty = Pty::spawn(&device.command(&["--lang", "en"]), (100, 48));
        pty.wait_for("1 WELCOME");
        pty.send("\r");
        pty.wait_for("5 REQUEST");
        assert_eq!(pty.until("a readable QR", read_qr), url);
        assert_eq!(pty.look(has_blocks), !blanks, "{term}");
        pty.hang_up();
    }
}

#[test]
fn the_question_about_the_width_of_half_blocks_is_asked_once() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let mut pty = at_request(&mut device, "xterm", "zh_CN.UTF-8", (132, 50));
    pty.wait_for("do these two lines end in the same column?");
    pty.wait_for("▀▀▀▀▀▀▀▀▀▀|");
    pty.send("n");
    assert_eq!(pty.until("a readable QR", read_qr), url);
    assert!(!pty.look(has_blocks));
    pty.send("q");
    pty.end();
    // The question isn't asked again.
    let mut pty = Pty::spawn(&device.command(&["--lang", "en"]), (132, 50));
    pty.wait_for("1 WELCOME");
    pty.send("\r");
    pty.wait_for("5 REQUEST");
    assert_eq!(pty.until("a readable QR", read_qr), url);
    assert!(!pty.look(has_blocks));
    let all = String::from_utf8(pty.bytes()).unwrap();
    assert!(!all.contains("same column") && !all.contains("\x1b[6n"));
}

#[test]
fn the_printed_qr_has_the_width_that_was_answered_in_the_wizard() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let printed = |device: &Device, args: &[&str]| {
        let mut pty = Pty::spawn(&device.command(args), (132, 60));
        assert_eq!(pty.end(), 0);
        let torn = String::from_utf8(pty.bytes()).unwrap().contains("--qr=blanks");
        (pty.look(read_qr), pty.look(has_blocks), torn)
    };
    // The language in force decides whether the width is known without an answer.
    assert_eq!(printed(&device, &["request", "--qr"]), (Some(url.clone()), true, false));
    assert!(printed(&device, &["request", "--qr", "--lang", "zh"]).2);
    device.set_env("LANG", "zh_CN.UTF-8");
    let before = printed(&device, &["request", "--qr", "--lang", "en"]);
    assert_eq!((before.1, before.2), (true, true));
    let mut pty = at_request(&mut device, "xterm", "zh_CN.UTF-8", (132, 50));
    pty.wait_for("do these two lines end in the same column?");
    pty.send("n");
    pty.until("a readable QR", read_qr);
    pty.send("q");
    pty.end();
    assert_eq!(printed(&device, &["request", "--qr", "--lang", "en"]), (Some(url.clone()), false, false));
    // What the option says comes first.
    assert!(printed(&device, &["request", "--qr=blocks", "--lang", "en"]).1);
    // In another locale, as in the wizard.
    device.set_env("LANG", "en_US.UTF-8");
    assert_eq!(printed(&device, &["request", "--qr"]), (Some(url), false, false));
    device.set_env("LANG", "zh_CN.UTF-8");
    device.set_env("TERM", "screen");
    assert!(printed(&device, &["request", "--qr", "--lang", "en"]).1, "the answer is about another terminal");
}

/// The text of a QR that is drawn as lines of characters. `ink_is_dark`: ink is dark, as on paper; else light, as on a dark terminal.
pub fn read_text(text: &str, ink_is_dark: bool) -> Option<String> {
    let rows: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let in_blocks = text.contains('▀');
    let ink = |x: usize, y: usize| {
        let (row, column) = if in_blocks { (y / 2, x) } else { (y, 2 * x) };
        match rows.get(row).and_then(|row| row.get(column)) {
            Some('█' | '#') => true,
            Some('▀') => y.is_multiple_of(2),
            Some('▄') => !y.is_multiple_of(2),
            _ => false,
        }
    };
    let (scale, margin) = (4, 4);
    let side = rows.iter().map(Vec::len).max()? / if in_blocks { 1 } else { 2 };
    let pixels = (side + 2 * margin) * scale;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(pixels, pixels, |x, y| {
        let at = |pixel: usize| (pixel / scale).wrapping_sub(margin);
        let inside = at(x) < side && at(y) < side;
        match (inside && ink(at(x), at(y))) == ink_is_dark {
            true => 0,
            false => 255,
        }
    });
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

#[test]
fn through_a_pipe_the_qr_is_black_on_white_in_every_environment() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let piped = device.run(&["request", "--qr"]).out;
    // Half blocks on lines of 80 columns at most, each with its colours from begin to end.
    assert_eq!(read_qr(shown(&piped, (80, 30)).screen()), Some(url.clone()), "{piped}");
    for line in piped.lines() {
        assert!(line.starts_with("\x1b[30;47;107m") && line.ends_with("\x1b[m"), "{line:?}");
    }
    for (name, value) in [
        ("TERM", "vt100"),
        ("TERM", "dumb"),
        ("TERM", ""),
        ("LANG", "C"),
        ("LANG", "zh_CN.GBK"),
        ("NO_COLOR", "1"),
    ] {
        device.set_env(name, value);
        assert_eq!(device.run(&["request", "--qr"]).out, piped, "{name}={value}");
    }
    assert_eq!(device.run(&["request", "--qr=blocks"]).out, piped);
    let blanks = device.run(&["request", "--qr=blanks"]).out;
    assert!(blanks.is_ascii(), "{blanks}");
    assert_eq!(read_qr(shown(&blanks, (110, 55)).screen()), Some(url.clone()), "{blanks}");
    let inverted = device.run(&["request", "--qr=inverted"]).out;
    assert_eq!(read_qr(shown(&inverted, (80, 30)).screen()), None, "{inverted}");
    let refused = device.run(&["request", "--qr=purple"]);
    assert_eq!((refused.exit, refused.out.as_str()), (2, ""), "{refused:#?}");
}

#[test]
fn without_escape_sequences_the_qr_is_dark_ink() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let mono = device.run(&["request", "--qr=mono"]).out;
    assert_eq!(read_text(&mono, true), Some(url.clone()), "{mono}");
    let blanks = device.run(&["request", "--qr=mono,blanks"]).out;
    assert!(blanks.is_ascii(), "{blanks}");
    assert_eq!(read_text(&blanks, true), Some(url.clone()), "{blanks}");
    // For an editor with a dark ground, or the log of a console.
    for form in ["--qr=mono,inverted", "--qr=inverted,blanks,mono"] {
        let inverted = device.run(&["request", form]).out;
        assert_eq!(read_text(&inverted, false), Some(url.clone()), "{inverted}");
        assert_eq!(read_text(&inverted, true), None, "{form}");
    }
    for (name, value) in [("TERM", "vt100"), ("LANG", "C"), ("NO_COLOR", "1")] {
        device.set_env(name, value);
        assert_eq!(device.run(&["request", "--qr=mono"]).out, mono, "{name}={value}");
    }
    let mut pty = Pty::spawn(&device.command(&["request", "--qr=mono"]), (80, 30));
    assert_eq!(pty.end(), 0);
    assert_eq!(String::from_utf8(pty.bytes()).unwrap().replace("\r\n", "\n"), mono);
}

#[test]
fn on_a_terminal_the_printed_qr_is_inverted_and_drawn_in_blanks_on_demand() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let printed = |device: &Device, form: &str| {
        let mut pty = Pty::spawn(&device.command(&["request", form]), (120, 60));
        assert_eq!(pty.end(), 0);
        pty
    };
    let blanks = printed(&device, "--qr=blanks");
    assert_eq!(blanks.look(read_qr), Some(url.clone()));
    assert!(blanks.bytes().is_ascii());
    assert_eq!(printed(&device, "--qr=inverted").look(read_qr), None);
    device.set_env("NO_COLOR", "1");
    let plain = printed(&device, "--qr");
    assert_eq!(plain.look(read_qr), Some(url));
    assert!(String::from_utf8(plain.bytes()).unwrap().contains("47;107"));
}

#[test]
fn pictures_are_written_as_png_and_svg() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.request(NUMBER);
    let svg = device.run(&["request", "--svg", "-"]);
    assert!(svg.out.starts_with("<?xml") && svg.out.ends_with("</svg>\n"), "{svg:#?}");
    let both = device.run(&["request", "--svg", "a.svg", "--png", "a.png"]);
    assert_eq!((both.exit, both.out.as_str()), (0, ""), "{both:#?}");
    assert_eq!(fs::read_to_string(device.work().join("a.svg")).unwrap(), svg.out);
    assert!(fs::read(device.work().join("a.png")).unwrap().starts_with(b"\x89PNG"));
    device.run(&["request", "--svg", "-", "--png", "-"]).assert_refused(2, "OUTPUT-TWICE", "Name a file");
    device.run(&["request", "--svg", "-", "--text"]).assert_refused(2, "OUTPUT-TWICE", "Name a file");

    // The wizard asks for the path; its extension selects the format.
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    pty.wait_for("5 REQUEST");
    let png = device.work().join("b.png");
    let vector = device.work().join("b.svg");
    for path in [&png, &vector] {
        pty.send("p");
        pty.wait_for("/work/request-");
        pty.send(path.to_str().unwrap());
        pty.wait_for(path.file_name().unwrap().to_str().unwrap());
        pty.send("\r");
        pty.wait_for("Written: ");
    }
    assert_eq!(fs::read_to_string(vector).unwrap(), svg.out);
    assert!(fs::read(png).unwrap().starts_with(b"\x89PNG"));
}

/// Draws the modules of the SVG picture, and reads them as a camera would.
#[test]
fn the_svg_picture_is_readable() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let svg = device.run(&["request", "--svg", "-"]).out;
    let side: usize = svg.split_once("width=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
    let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
    let module = regex::Regex::new(r"M(\d+) (\d+)h(\d+)v(\d+)H\d+V\d+").unwrap();
    let mut dark = vec![false; side * side];
    for found in module.captures_iter(path) {
        let [left, top, wide, high] = [1, 2, 3, 4].map(|at| found[at].parse::<usize>().unwrap());
        for y in top..top + high {
            dark[y * side + left..y * side + left + wide].fill(true);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(side, side, |x, y| dark[y * side + x]);
    assert_eq!(image.detect_grids()[0].decode().unwrap().1, url);
}
