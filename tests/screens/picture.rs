//! A drawn state as text: its cells, its styles as letters, the cursor.

use countersign::page;
use countersign::screen::{Colour, Drawn, Glyphs, Theme, render};
use countersign::wizard::{State, Viewport};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The two looks.
pub const LOOKS: [(&str, Theme); 2] = [
    ("colour", Theme { colour: Colour::Eight, glyphs: Glyphs::Unicode }),
    ("ascii", Theme { colour: Colour::Mono, glyphs: Glyphs::Ascii }),
];

/// Draws the state.
pub fn drawn(state: &State, theme: Theme, (width, height): (u16, u16)) -> (Terminal<TestBackend>, Drawn) {
    let page = page::page(state);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut drawn = Drawn::default();
    terminal.draw(|frame| drawn = render(&page, &theme, state.scroll.first(), frame)).unwrap();
    (terminal, drawn)
}

/// The whole picture.
pub fn picture(state: &State, theme: Theme, size: (u16, u16)) -> String {
    let (terminal, Drawn { viewport, focus }) = drawn(state, theme, size);
    let buffer = terminal.backend().buffer();
    let mut out: String = lines(buffer).iter().map(|line| format!("|{line}\n")).collect();
    out.push_str("styles\n");
    for y in 0..buffer.area.height {
        let letters: String = (0..buffer.area.width).map(|x| letter(&buffer[(x, y)])).collect();
        if !letters.trim().is_empty() {
            out.push_str(&format!("{y:2} {}\n", letters.trim_end()));
        }
    }
    let (look, at) = (if focus.shown { "shown" } else { "hidden" }, focus.place);
    let Viewport { first, rows, total } = viewport;
    out.push_str(&format!("cursor {look} at {}, {}\nlines {first}+{rows} of {total}\n", at.x, at.y));
    out
}

/// The lines of a buffer, without blanks at the end.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let line = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width()).unwrap().max(1);
        }
        line.trim_end().to_owned()
    };
    (0..area.height).map(line).collect()
}

/// One letter for each style: that of the colour (upper case: bold), `%` the banner, `Q` black on white, `K` white on black; without
/// a colour `#` reversed, `=` bold and underlined, `_` underlined, `*` bold, `~` dim.
fn letter(cell: &Cell) -> char {
    let has = |modifier| cell.modifier.contains(modifier);
    let colour = match (cell.fg, cell.bg) {
        (Color::Reset, Color::Reset) => None,
        (Color::Black, Color::White) if has(Modifier::REVERSED) => return 'K',
        (Color::White, Color::Black) => return 'K',
        (Color::Black, Color::White) => return 'Q',
        (_, Color::Yellow) => return '%',
        (Color::Red, _) => Some('r'),
        (Color::Green, _) => Some('g'),
        (Color::Yellow, _) => Some('y'),
        (Color::Magenta, _) => Some('m'),
        _ => Some('?'),
    };
    match colour {
        Some(letter) if has(Modifier::BOLD) => letter.to_ascii_uppercase(),
        Some(letter) => letter,
        None if has(Modifier::REVERSED) => '#',
        None if has(Modifier::BOLD | Modifier::UNDERLINED) => '=',
        None if has(Modifier::UNDERLINED) => '_',
        None if has(Modifier::BOLD) => '*',
        None if has(Modifier::DIM) => '~',
        None => ' ',
    }
}
