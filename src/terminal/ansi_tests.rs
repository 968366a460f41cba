//! Tests: a terminal shows what was drawn.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::*;
use crate::screen::Drawn;
use crate::terminal::frames::Frames;
use crate::terminal::style::eighth;

/// A [`Wire`] that records each write.
#[derive(Debug, Clone)]
pub struct Tape {
    pub writes: Rc<RefCell<Vec<Vec<u8>>>>,
    pub size: Option<Size>,
}

impl Tape {
    pub fn new(width: u16, height: u16) -> Self {
        Self { writes: Rc::default(), size: Some(Size::new(width, height)) }
    }

    pub fn take(&self) -> Vec<Vec<u8>> {
        self.writes.take()
    }
}

impl Wire for Tape {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writes.borrow_mut().push(bytes.to_vec());
        Ok(())
    }

    fn size(&self) -> Option<Size> {
        self.size
    }
}

/// Whether a terminal that got those bytes shows that buffer.
pub fn shows(parser: &vt100::Parser, buffer: &Buffer) -> Result<(), String> {
    let mut skip = 0;
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let want = &buffer[(x, y)];
            let got = parser.screen().cell(y, x).ok_or("no cell")?;
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = want.symbol().width().saturating_sub(1);
            let blank = |symbol: &str| symbol.trim().is_empty();
            // The foreground style of a blank can't be seen, so it isn't compared.
            let empty = blank(got.contents()) && blank(want.symbol());
            let same = empty || got.contents() == want.symbol();
            let colour = |colour: Color| match eighth(colour) {
                9 => vt100::Color::Default,
                7 if colour == Color::White => vt100::Color::Idx(15),
                index => vt100::Color::Idx(index),
            };
            // A terminal may show bold and dim together as either of them.
            let weight = |bold: bool, dim: bool| {
                let both = want.modifier.contains(Modifier::BOLD | Modifier::DIM);
                if both { (bold || dim, true) } else { (bold, dim) }
            };
            let ink = got.fgcolor() == colour(want.fg)
                && weight(got.bold(), got.dim())
                    == weight(want.modifier.contains(Modifier::BOLD), want.modifier.contains(Modifier::DIM));
            let dressed = (empty || ink)
                && got.bgcolor() == colour(want.bg)
                && got.underline() == want.modifier.contains(Modifier::UNDERLINED)
                && got.inverse() == want.modifier.contains(Modifier::REVERSED);
            if !same || !dressed {
                return Err(format!("{x},{y}: {got:?} for {want:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn bright_foreground_is_ended_by_a_reset_for_the_linux_console() {
    let tape = Tape::new(10, 2);
    let mut terminal = Terminal::new(Ansi::new(tape.clone())).unwrap();
    terminal
        .draw(|frame| {
            frame.buffer_mut()[(0, 0)].set_symbol("a").set_fg(Color::White).set_bg(Color::Black);
            frame.buffer_mut()[(1, 0)].set_symbol("b").set_fg(Color::Green);
        })
        .unwrap();
    assert!(String::from_utf8(tape.take().concat()).unwrap().contains("a\x1b[0;32mb"));
}

#[test]
fn a_control_character_in_a_cell_is_not_sent() {
    let tape = Tape::new(10, 2);
    let mut terminal = Terminal::new(Ansi::new(tape.clone())).unwrap();
    terminal
        .draw(|frame| {
            frame.buffer_mut()[(0, 0)].set_symbol("\u{1b}[2J");
            frame.buffer_mut()[(5, 1)].set_symbol("\u{9b}");
        })
        .unwrap();
    assert_eq!(tape.take().concat(), b"\x1b[1;1H?\x1b[2;6H?\x1b[?25l");
}

#[test]
fn after_several_characters_in_one_cell_the_cursor_is_positioned_again() {
    let tape = Tape::new(20, 2);
    let mut frames = Frames::new(tape.clone()).unwrap();
    let draw = |frame: &mut ratatui::Frame| {
        frame.buffer_mut().set_string(2, 0, "e\u{301}x", Style::new());
        Drawn { focus: Focus { place: Position::new(6, 0), shown: true }, ..Drawn::default() }
    };
    frames.draw(draw).unwrap();
    let bytes = String::from_utf8(tape.take().concat()).unwrap();
    assert!(bytes.contains("e\u{301}\x1b[1;4Hx"), "{bytes:?}");
}

#[test]
fn a_terminal_without_a_size_is_treated_as_80_by_24() {
    for size in [None, Some(Size::ZERO), Some(Size::new(0, 24)), Some(Size::new(80, 0))] {
        let tape = Tape { writes: Rc::default(), size };
        assert_eq!(Ansi::new(tape).size().unwrap(), Size::new(80, 24));
    }
}

#[test]
fn the_drawn_size_is_bounded() {
    for (width, height, want) in [(65535, 65535, (500, 200)), (65535, 80, (500, 80)), (80, 65535, (80, 200))]
    {
        let tape = Tape::new(width, height);
        assert_eq!(Ansi::new(tape).size().unwrap(), Size::new(want.0, want.1));
    }
}

#[test]
fn words_beside_half_blocks_stay_in_place_if_half_blocks_are_two_columns_wide() {
    let tape = Tape::new(40, 4);
    let mut terminal = Terminal::new(Ansi::new(tape.clone())).unwrap();
    terminal
        .draw(|frame| {
            for y in 0..4 {
                frame.buffer_mut().set_string(
                    0,
                    y,
                    "▀▀ ▄▄ █",
                    Style::new().fg(Color::Black).bg(Color::White),
                );
                frame.buffer_mut().set_string(9, y, "words", Style::new());
            }
        })
        .unwrap();
    // Replaces each half block by a glyph of two columns.
    let bytes = String::from_utf8(tape.take().concat()).unwrap().replace(['▀', '▄', '█'], "联");
    let (rows, columns) = (4, 40);
    let mut parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    parser.process(bytes.as_bytes());
    for y in 0..4 {
        let row: String =
            (9..14).map(|x| parser.screen().cell(y, x).unwrap().contents().to_owned()).collect();
        assert_eq!(row, "words", "row {y}");
    }
}

fn style() -> impl Strategy<Value = Style> {
    let colours = [Color::Reset, Color::Black, Color::Red, Color::Gray, Color::White, Color::Cyan];
    let colour = || proptest::sample::select(colours.to_vec());
    (colour(), colour(), 0u8..16).prop_map(|(ink, ground, bits)| {
        let all = [Modifier::BOLD, Modifier::DIM, Modifier::UNDERLINED, Modifier::REVERSED];
        let modifier = all.iter().enumerate().filter(|(nth, _)| bits >> nth & 1 == 1);
        let modifier = modifier.fold(Modifier::empty(), |sum, (_, one)| sum | *one);
        Style::new().fg(ink).bg(ground).add_modifier(modifier)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_terminal_shows_the_drawn_content(
        drawn in proptest::collection::vec(
            (
                proptest::collection::vec((0u16..20, 0u16..6, "[ -~联想▀✓]{0,24}", style()), 0..8),
                (0u16..20, 0u16..6, any::<bool>()),
                any::<bool>(),
            ),
            1..6,
        ),
    ) {
        let tape = Tape::new(20, 6);
        let mut frames = Frames::new(tape.clone()).unwrap();
        let mut parser = vt100::Parser::new(
            std::num::NonZeroU16::new(6).unwrap(), std::num::NonZeroU16::new(20).unwrap(), 0);
        for (texts, (x, y, shown), cleared) in drawn {
            if cleared {
                frames.repaint().unwrap();
            }
            let focus = Focus { place: Position::new(x, y), shown };
            let mut wanted = Buffer::default();
            let mut draw = |frame: &mut ratatui::Frame| {
                for (x, y, text, style) in &texts {
                    frame.buffer_mut().set_stringn(*x, *y, text, usize::from(20 - x), *style);
                }
                wanted = frame.buffer_mut().clone();
                Drawn { focus, ..Drawn::default() }
            };
            frames.draw(&mut draw).unwrap();
            let writes = tape.take();
            prop_assert!(writes.len() <= 1);
            parser.process(&writes.concat());
            // The second draw of the same frame writes nothing.
            frames.draw(&mut draw).unwrap();
            prop_assert!(tape.take().is_empty());
            prop_assert_eq!(shows(&parser, &wanted), Ok(()));
            // Hidden or shown, the cursor is left at the focus.
            prop_assert_eq!(parser.screen().cursor_position(), (y, x));
            prop_assert_eq!(parser.screen().hide_cursor(), !shown);
        }
    }
}
