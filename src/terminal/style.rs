//! Colours and attributes as one sequence (ECMA-48 SGR).
//!
//! Never here: positions.

use std::fmt::{self, Write as _};

use crossterm::Command;
use ratatui::style::{Color, Modifier};

/// The style of the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) ink: Color,
    pub(super) ground: Color,
    pub(super) modifier: Modifier,
}

/// The terminal's default style.
pub(super) const DEFAULT: Pen = Pen { ink: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() };

/// The change from one style to another, in one sequence. crossterm sends a sequence for each attribute, and colours by number
/// (`38;5;1`), which is twice as long and unknown to terminals with eight colours.
pub(super) struct Dress {
    pub(super) from: Pen,
    pub(super) to: Pen,
}

impl Command for Dress {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let (mut from, to) = (self.from, self.to);
        let mut codes = String::new();
        let mut add = |code: u8| write!(codes, "{}{code}", if codes.is_empty() { "" } else { ";" });
        let coloured = to.ink != Color::Reset && to.ground != Color::Reset;
        // All attributes are reset at once, which every terminal understands. A QR turns reversal on and off often, and
        // terminals with colours can reset it alone.
        if coloured && to == (Pen { modifier: from.modifier.difference(Modifier::REVERSED), ..from }) {
            add(27)?;
            from = to;
        } else if !to.modifier.contains(from.modifier)
            || to == DEFAULT
            // On the Linux console bright ink is bold ink, and another colour alone doesn't end the bold.
            || (from.ink == Color::White && to.ink != Color::White)
        {
            add(0)?;
            from = DEFAULT;
        }
        for (modifier, code) in
            [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::UNDERLINED, 4), (Modifier::REVERSED, 7)]
        {
            if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                add(code)?;
            }
        }
        for (to, from, base) in [(to.ink, from.ink, 30), (to.ground, from.ground, 40)] {
            if to != from {
                add(base + eighth(to))?;
                // The bright colour. A terminal that doesn't know it keeps the colour of the code before.
                if to == Color::White {
                    add(base + 67)?;
                }
            }
        }
        write!(f, "\x1b[{}m", if codes == "0" { "" } else { &codes })
    }
}

/// The number of a colour among the eight; 9 is the terminal's own. Themes use no others but bright white.
pub(super) fn eighth(colour: Color) -> u8 {
    match colour {
        Color::Black => 0,
        Color::Red | Color::LightRed => 1,
        Color::Green | Color::LightGreen => 2,
        Color::Yellow | Color::LightYellow => 3,
        Color::Blue | Color::LightBlue => 4,
        Color::Magenta | Color::LightMagenta => 5,
        Color::Cyan | Color::LightCyan => 6,
        Color::Gray | Color::White | Color::DarkGray => 7,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 9,
    }
}
