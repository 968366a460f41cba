//! A QR symbol as lines of cells.
//!
//! A cell holds two modules as a half block if the terminal has these glyphs and draws them one column wide; else a module
//! takes two cells. The quiet zone is part of the lines. Never here: where on the page the symbol goes.

use ratatui::text::{Line, Span};

use super::theme::{Glyphs, QrStyles, Theme};
use crate::wizard::{QrColours, QrDrawing, QrLook};
use countersign_core::protocol::qr::{Level, Qr, qr, qr_with_level, quiet_above};

/// Error correction and quiet zone in modules, best first. The standard's quiet zone counts more than a higher level,
/// because a reader must find the symbol before it can correct.
pub(super) const GRADES: [(Level, usize); 5] = [
    (Level::Q, STANDARD_QUIET),
    (Level::M, STANDARD_QUIET),
    (Level::L, STANDARD_QUIET),
    (Level::L, 3),
    (Level::L, 2),
];
/// The quiet zone of the standard (ISO/IEC 18004), in modules.
pub(super) const STANDARD_QUIET: usize = 4;
/// The least quiet zone that readers accept, in modules.
pub(super) const LEAST_QUIET: usize = 2;

/// Modules per side of version 40, the largest symbol.
pub(super) const LARGEST: usize = 177;

/// A QR symbol.
#[derive(Debug, Clone)]
pub(super) struct Symbol(Qr);

impl Symbol {
    /// The symbol for an address; `None` if no symbol holds it.
    pub(super) fn of(text: &str) -> Option<Self> {
        qr(text).ok().map(Self)
    }

    /// The symbols for an address, each with its quiet zone, best first.
    pub(super) fn grades(text: &str) -> impl Iterator<Item = (Self, usize)> + '_ {
        GRADES.into_iter().filter_map(|(level, quiet)| Some((Self(qr_with_level(text, level).ok()?), quiet)))
    }

    /// Modules per side, without the quiet zone.
    pub(super) fn side(&self) -> usize {
        self.0.size
    }

    /// The symbol as lines, with its quiet zone.
    pub(super) fn lines(&self, quiet: usize, theme: Theme, look: QrLook, form: Form) -> Vec<Line<'static>> {
        let in_ink = theme.glyphs == Glyphs::Console && look.drawing == QrDrawing::Blocks;
        match form {
            // On a console, glyphs fill their cells, and only the foreground has the brightest white.
            Form::Halves if in_ink => {
                let line =
                    |row| Line::styled(self.inked(row, quiet, Ink::of_light(look.colours)), theme.qr_ink());
                (0..self.rows(quiet)).map(line).collect()
            }
            Form::Halves => self.half_blocks(quiet, theme.qr_styles(look.colours)),
            Form::Cells(size) if in_ink => self
                .texts_in_cells(quiet, size, Ink::of_light(look.colours), "█")
                .into_iter()
                .map(|text| Line::styled(text, theme.qr_ink()))
                .collect(),
            Form::Cells(size) => self.blanks(quiet, size, theme.qr_styles(look.colours)),
        }
    }

    /// The symbol as text without colours: half blocks, or `##` for a module in ink.
    pub(super) fn texts(&self, quiet: usize, look: QrLook) -> Vec<String> {
        // Text without colours is read on paper or as a file, so the ink is dark.
        let ink = Ink::of_dark(look.colours);
        match look.drawing {
            QrDrawing::Blanks => self.texts_in_cells(quiet, 1, ink, "#"),
            QrDrawing::Blocks => (0..self.rows(quiet)).map(|row| self.inked(row, quiet, ink)).collect(),
        }
    }

    /// The symbol as text: that glyph for each cell in ink, blanks for the others.
    fn texts_in_cells(&self, quiet: usize, size: usize, ink: Ink, glyph: &str) -> Vec<String> {
        let all = self.side() + 2 * quiet;
        let (inked, blank) = (glyph.repeat(2 * size), " ".repeat(2 * size));
        let module = |x, y| match self.0.is_dark(x, y, (quiet, quiet)) == (ink == Ink::Dark) {
            true => inked.as_str(),
            false => blank.as_str(),
        };
        (0..all * size).map(|row| (0..all).map(|x| module(x, row / size)).collect()).collect()
    }

    /// The number of rows, where a cell holds an upper and a lower module.
    fn rows(&self, quiet: usize) -> usize {
        extent(self.side(), quiet, Form::Halves).1
    }

    /// Whether the upper and the lower module of a cell are dark.
    fn cell(&self, x: usize, row: usize, quiet: usize) -> (bool, bool) {
        let corner = (quiet, quiet_above(quiet));
        (self.0.is_dark(x, 2 * row, corner), self.0.is_dark(x, 2 * row + 1, corner))
    }

    /// One row of glyphs that draw the modules of that colour in ink.
    fn inked(&self, row: usize, quiet: usize, ink: Ink) -> String {
        let glyph = |x| {
            let (upper, lower) = self.cell(x, row, quiet);
            match (upper == (ink == Ink::Dark), lower == (ink == Ink::Dark)) {
                (false, false) => ' ',
                (true, false) => '▀',
                (false, true) => '▄',
                (true, true) => '█',
            }
        };
        (0..self.side() + 2 * quiet).map(glyph).collect()
    }

    /// Two modules per cell, by background and ink. A background fills its cell, but the block glyphs of many fonts leave a gap,
    /// and readers fail on such lines across a pattern. So a cell of one colour is a blank, and the others are upper half
    /// blocks, because their gap is smaller than that of lower half blocks.
    fn half_blocks(&self, quiet: usize, modules: QrStyles) -> Vec<Line<'static>> {
        let look = |x: usize, row: usize| {
            let (upper, lower) = self.cell(x, row, quiet);
            let inked_below = || {
                let place = (x.checked_sub(quiet), (2 * row).checked_sub(quiet_above(quiet)));
                matches!(place, (Some(x), Some(y)) if self.gap_joins(x, y))
            };
            match (upper, lower) {
                (false, false) => (' ', modules.light),
                (true, true) => (' ', modules.dark),
                (true, false) => ('▀', modules.light),
                (false, true) if inked_below() => ('▄', modules.light),
                (false, true) => ('▀', modules.dark),
            }
        };
        (0..self.rows(quiet))
            .map(|row| {
                let cells: Vec<_> = (0..self.side() + 2 * quiet).map(|x| look(x, row)).collect();
                let spans = cells.chunk_by(|a, b| a.1 == b.1).map(|run| {
                    let style = run.first().map_or(modules.light, |cell| cell.1);
                    Span::styled(run.iter().map(|cell| cell.0).collect::<String>(), style)
                });
                spans.collect()
            })
            .collect()
    }

    /// Whether a dark gap over that light module would join parts that must stay apart: the ring of a finder and its centre or
    /// the symbol beside it, or the ring of an alignment pattern and its centre (ISO/IEC 18004).
    fn gap_joins(&self, x: usize, y: usize) -> bool {
        let far = self.side().saturating_sub(8);
        let ring = |at: usize| matches!(at, 1 | 5);
        match y {
            5 => ring(x) || ring(x.wrapping_sub(far + 1)),
            7 => x == 7 || x == far,
            _ if y == far + 2 => x == far || x == y,
            _ => y == far + 6 && ring(x),
        }
    }

    /// Blanks only: each module is twice `size` columns wide and `size` rows high.
    fn blanks(&self, quiet: usize, size: usize, modules: QrStyles) -> Vec<Line<'static>> {
        let all = self.side() + 2 * quiet;
        let line = |y| {
            let row: Vec<bool> = (0..all).map(|x| self.0.is_dark(x, y, (quiet, quiet))).collect();
            let spans = row.chunk_by(|a, b| a == b).map(|run| {
                let style = if run.first() == Some(&true) { modules.dark } else { modules.light };
                Span::styled(" ".repeat(2 * size * run.len()), style)
            });
            spans.collect::<Line<'static>>()
        };
        (0..all * size).map(|row| line(row / size)).collect()
    }
}

/// The lines of an address's QR for a terminal of that theme, with the quiet zone of the standard. `None` if the address
/// fits no QR.
#[must_use]
pub fn qr_lines(url: &str, theme: Theme, look: QrLook) -> Option<Vec<Line<'static>>> {
    Some(Symbol::of(url)?.lines(STANDARD_QUIET, theme, look, Form::of(theme, look.drawing)))
}

/// The QR of an address as text without colours, for a printer or an editor: half blocks, or `#` for the drawing in blanks.
/// `None` if the address fits no QR.
#[must_use]
pub fn qr_text(url: &str, look: QrLook) -> Option<Vec<String>> {
    Some(Symbol::of(url)?.texts(STANDARD_QUIET, look))
}

/// How modules become cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A cell holds an upper and a lower module.
    Halves,
    /// A module takes that many rows and twice as many columns.
    Cells(usize),
}

impl Form {
    /// The smallest form of that drawing on that terminal.
    pub(super) fn of(theme: Theme, drawing: QrDrawing) -> Self {
        match (theme.glyphs, drawing) {
            (Glyphs::Ascii, _) | (_, QrDrawing::Blanks) => Self::Cells(1),
            (Glyphs::Unicode | Glyphs::Console, QrDrawing::Blocks) => Self::Halves,
        }
    }
}

/// Which modules are drawn in ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Dark,
    Light,
}

impl Ink {
    /// The modules in ink on a terminal with light ink.
    fn of_light(colours: QrColours) -> Self {
        match colours {
            QrColours::DarkOnLight => Self::Light,
            QrColours::LightOnDark => Self::Dark,
        }
    }

    /// The modules in ink on paper.
    fn of_dark(colours: QrColours) -> Self {
        match colours {
            QrColours::DarkOnLight => Self::Dark,
            QrColours::LightOnDark => Self::Light,
        }
    }
}

/// Columns and rows of a symbol with that side and quiet zone, in cells.
pub(super) fn extent(side: usize, quiet: usize, form: Form) -> (usize, usize) {
    let all = side + 2 * quiet;
    match form {
        Form::Halves => (all, all.div_ceil(2)),
        Form::Cells(size) => (all * 2 * size, all * size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_the_measured_length_is_version_6() {
        let symbol = Symbol::of(&super::super::samples::url()).unwrap();
        assert_eq!(symbol.side(), 41);
        assert_eq!(extent(41, 2, Form::Halves), (45, 23));
        assert_eq!(extent(41, 2, Form::Cells(1)), (90, 45));
        assert_eq!(symbol.lines(2, Theme::default(), QrLook::default(), Form::Halves).len(), 23);
    }

    #[test]
    fn an_address_too_long_for_a_symbol_gives_no_symbol() {
        assert!(Symbol::of(&"A".repeat(5000)).is_none());
    }
}
