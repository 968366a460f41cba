//! The styles and glyphs of tones, marks and keys on a kind of terminal.
//!
//! At most eight colours are used, and bright white for a QR. `Mono` uses no colours: marks and weight carry the meaning.
//! `Unwanted` uses colours only for a QR. The background may be dark or light, and the program can't know which: of the eight
//! colours, yellow and cyan can't be read on white, and blue can't be read on black. No glyph here has an ambiguous width. The
//! half blocks of a QR have one and no substitute; they are in `qr` alone.

use ratatui::style::{Color, Modifier, Style};

use crate::page::{Mark, Stage, Tone};
use crate::wizard::QrColours;

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Colour {
    /// The eight colours of every colour terminal.
    #[default]
    Eight,
    /// The eight, but the person wants none (`NO_COLOR`): only a QR has its black and white, because it can't be scanned
    /// otherwise.
    Unwanted,
    /// None: weight, underline and reversal only (monochrome terminals).
    Mono,
}

/// The glyphs that a terminal has for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Glyphs {
    /// A terminal emulator with a UTF-8 locale.
    #[default]
    Unicode,
    /// The Linux console with 256 or 512 glyphs: line drawing and half blocks, but no marks beyond ASCII.
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

/// The style of secondary parts.
const FAINT: Style = Style::new().add_modifier(Modifier::DIM);

impl Theme {
    /// The style of a text in that tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Style {
        let plain = Style::new();
        match (self.colour, tone) {
            (_, Tone::Plain) => plain,
            (_, Tone::Strong) => plain.add_modifier(Modifier::BOLD),
            // The console halves the brightness, and dark grey on black is hard to read.
            (_, Tone::Dim) if self.glyphs == Glyphs::Console => plain,
            (_, Tone::Dim) => FAINT,
            (Colour::Eight, Tone::Good) => plain.fg(Color::Green),
            // The console is always black; its yellow is a dark orange, and its magenta is too dark.
            (Colour::Eight, Tone::Warn) if self.glyphs == Glyphs::Console => plain.fg(Color::Yellow),
            (Colour::Eight, Tone::Warn) => plain.fg(Color::Magenta),
            (Colour::Eight, Tone::Bad) => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            (Colour::Unwanted | Colour::Mono, Tone::Good) => plain,
            (Colour::Unwanted | Colour::Mono, Tone::Warn) => plain.add_modifier(Modifier::UNDERLINED),
            (Colour::Unwanted | Colour::Mono, Tone::Bad) => {
                plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
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

    /// The style of a stage on the rail, whose words say what it is.
    #[must_use]
    pub fn stage(self, stage: Stage) -> Style {
        match stage {
            Stage::Past => Style::new(),
            Stage::Here => self.tone(Tone::Strong),
            Stage::Ahead => self.tone(Tone::Dim),
        }
    }

    /// The style of the blanks of a rule. A rule has no glyphs: a screen reader would read them out. The Linux console has no
    /// underline in its colours, so the line is empty there.
    #[must_use]
    pub fn rule(self) -> Style {
        match self.glyphs {
            Glyphs::Unicode | Glyphs::Ascii => FAINT.add_modifier(Modifier::UNDERLINED),
            Glyphs::Console => Style::new(),
        }
    }

    /// The style of a key in the hint bar.
    #[must_use]
    pub fn key(self) -> Style {
        self.tone(Tone::Strong)
    }

    /// The style of the focus, unless that is a text being typed. Apart from a QR, nothing else is reversed.
    #[must_use]
    pub fn focused(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }

    /// The style of a command.
    #[must_use]
    pub fn command(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The style of the practice banner.
    #[must_use]
    pub fn banner(self) -> Style {
        match self.colour {
            // Reversal would show the letters in the colour of the background, such as white on yellow.
            Colour::Eight => Style::new().fg(Color::Black).bg(Color::Yellow),
            Colour::Unwanted | Colour::Mono => {
                Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
        }
    }

    /// The styles of a QR's light and dark cells: black on white by explicit colours, or by reversal where there are none.
    /// Inverted, the two are swapped.
    #[must_use]
    pub fn qr_styles(self, colours: QrColours) -> QrStyles {
        let plain = Style::new();
        let styles = match (self.colour, self.glyphs) {
            // Reversal would reduce the console's brightness.
            (Colour::Eight | Colour::Unwanted, Glyphs::Console) => QrStyles {
                light: plain.fg(Color::Black).bg(Color::White),
                dark: plain.fg(Color::White).bg(Color::Black),
            },
            (Colour::Eight | Colour::Unwanted, Glyphs::Unicode | Glyphs::Ascii) => {
                let light = plain.fg(Color::Black).bg(Color::White);
                QrStyles { light, dark: light.add_modifier(Modifier::REVERSED) }
            }
            (Colour::Mono, _) => QrStyles { light: plain.add_modifier(Modifier::REVERSED), dark: plain },
        };
        match colours {
            QrColours::DarkOnLight => styles,
            QrColours::LightOnDark => QrStyles { light: styles.dark, dark: styles.light },
        }
    }

    /// The style of modules that a console draws in ink on its background. Only the foreground has a console's brightest white.
    #[must_use]
    pub(super) fn qr_ink(self) -> Style {
        match self.colour {
            Colour::Eight | Colour::Unwanted => Style::new().fg(Color::White).bg(Color::Black),
            Colour::Mono => Style::new().add_modifier(Modifier::BOLD),
        }
    }
}

/// The styles of a QR's cells.
#[derive(Debug, Clone, Copy)]
pub struct QrStyles {
    /// Light background, dark ink.
    pub light: Style,
    /// Dark background, light ink.
    pub dark: Style,
}
