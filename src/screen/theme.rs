//! What a tone, a mark or a key looks like on this kind of terminal.
//!
//! Eight colours at most, and bright white where a camera looks. Under `Mono` none: there a meaning is carried by its
//! mark and by weight. The ground may be dark or light, and nobody tells: of the eight, yellow and cyan can't be read on
//! white, nor blue on black.
//! No glyph here is of ambiguous width. The half blocks of a QR are, and can't be replaced, so they stand
//! in `qr` alone.

use ratatui::style::{Color, Modifier, Style};

use crate::page::{Mark, Stage, Tone};

/// How many colours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Colour {
    /// The eight that every colour terminal has.
    #[default]
    Eight,
    /// None: weight, underline and reversal only (`NO_COLOR`, monochrome terminals).
    Mono,
}

/// Which glyphs this terminal surely has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Glyphs {
    /// A terminal emulator with a UTF-8 locale.
    #[default]
    Unicode,
    /// The Linux console with its 256 or 512 glyphs: line drawing and half blocks, but ASCII marks.
    Console,
    /// ASCII alone.
    Ascii,
}

/// How pages look on one terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Theme {
    /// Its colours.
    pub colour: Colour,
    /// Its glyphs.
    pub glyphs: Glyphs,
}

/// What is there and needn't be read.
const FAINT: Style = Style::new().add_modifier(Modifier::DIM);

impl Theme {
    /// The style of a text in that tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Style {
        let plain = Style::new();
        match (self.colour, tone) {
            (_, Tone::Plain) => plain,
            (_, Tone::Strong) => plain.add_modifier(Modifier::BOLD),
            // The console halves the brightness: dark grey on black, which is no way to give instructions.
            (_, Tone::Dim) if self.glyphs == Glyphs::Console => plain,
            (_, Tone::Dim) => FAINT,
            (Colour::Eight, Tone::Good) => plain.fg(Color::Green),
            // Its ground is black always; yellow is a dark orange there, and magenta too dark.
            (Colour::Eight, Tone::Warn) if self.glyphs == Glyphs::Console => plain.fg(Color::Yellow),
            (Colour::Eight, Tone::Warn) => plain.fg(Color::Magenta),
            (Colour::Eight, Tone::Bad) => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            (Colour::Mono, Tone::Good) => plain,
            (Colour::Mono, Tone::Warn) => plain.add_modifier(Modifier::UNDERLINED),
            (Colour::Mono, Tone::Bad) => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// The glyph and style of a mark.
    #[must_use]
    pub fn mark(self, mark: Mark) -> (&'static str, Style) {
        let unicode = self.glyphs == Glyphs::Unicode;
        match mark {
            Mark::Good => (if unicode { "✓" } else { "+" }, self.tone(Tone::Good)),
            Mark::Bad => (if unicode { "✗" } else { "x" }, self.tone(Tone::Bad)),
            Mark::Warn => ("!", self.tone(Tone::Warn)),
            Mark::Unknown => ("?", self.tone(Tone::Dim)),
        }
    }

    /// The glyph and style of a step on the rail.
    #[must_use]
    pub fn stage(self, stage: Stage) -> (&'static str, Style) {
        let unicode = self.glyphs == Glyphs::Unicode;
        match stage {
            Stage::Past => (if unicode { "✓" } else { "+" }, Style::new()),
            Stage::Here => (if unicode { "►" } else { "*" }, self.tone(Tone::Strong)),
            Stage::Ahead => (if unicode { "◦" } else { "o" }, FAINT),
        }
    }

    /// One cell of a rule. Where the box glyph's width depends on the reader's settings, a rule is a row of
    /// underlined blanks instead.
    #[must_use]
    pub fn rule(self) -> (&'static str, Style) {
        match self.glyphs {
            Glyphs::Unicode => (" ", FAINT.add_modifier(Modifier::UNDERLINED)),
            Glyphs::Console => ("─", FAINT),
            Glyphs::Ascii => ("-", FAINT),
        }
    }

    /// The style of a key in the hint bar.
    #[must_use]
    pub fn key(self) -> Style {
        self.tone(Tone::Strong)
    }

    /// The style of the entry the cursor is on.
    #[must_use]
    pub fn chosen(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The style of a command to be typed.
    #[must_use]
    pub fn command(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The style of the practice banner.
    #[must_use]
    pub fn banner(self) -> Style {
        match self.colour {
            // Reversed, the letters would be of the ground's own colour: white on yellow.
            Colour::Eight => Style::new().fg(Color::Black).bg(Color::Yellow),
            Colour::Mono => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The styles of a QR's light and dark cells: black on white by explicit colours, or by reversal. On the light
    /// one ink is dark, on the dark one it is light.
    #[must_use]
    pub fn qr_styles(self) -> QrStyles {
        let plain = Style::new();
        match self.colour {
            Colour::Eight => {
                let light = plain.fg(Color::Black).bg(Color::White);
                let dark = match self.glyphs {
                    // Reversal would take a console's brightness away.
                    Glyphs::Console => plain.fg(Color::White).bg(Color::Black),
                    Glyphs::Unicode | Glyphs::Ascii => light.add_modifier(Modifier::REVERSED),
                };
                QrStyles { light, dark }
            }
            Colour::Mono => QrStyles { light: plain.add_modifier(Modifier::REVERSED), dark: plain },
        }
    }
}

/// The two looks of a QR's cells.
#[derive(Debug, Clone, Copy)]
pub struct QrStyles {
    /// Light ground, dark ink.
    pub light: Style,
    /// Dark ground, light ink.
    pub dark: Style,
}
