//! A QR symbol as lines of cells.
//!
//! A cell holds two modules as a half block if the terminal has these glyphs; else a module takes two cells. The quiet zone
//! is part of the lines. Never here: where on the page the symbol goes.

use ratatui::text::{Line, Span};

use super::theme::{Glyphs, Theme};
use countersign_core::protocol::qr::{Level, Qr, qr, qr_with_level};

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

/// Modules a side of version 40, the largest symbol.
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

    /// Modules a side, without the quiet zone.
    pub(super) fn side(&self) -> usize {
        self.0.size
    }

    /// The symbol as lines, with its quiet zone.
    pub(super) fn lines(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        match theme.glyphs {
            Glyphs::Unicode => self.half_blocks(quiet, theme),
            // A console's glyphs fill their cells, and only ink has its brightest white.
            Glyphs::Console => {
                let ink = theme.qr_styles().dark;
                let line = |row| Line::styled(self.inked(row, quiet, Ink::Light), ink);
                (0..self.rows(quiet)).map(line).collect()
            }
            Glyphs::Ascii => self.full_cells(quiet, theme),
        }
    }

    /// The symbol as text without colours, with dark ink: half blocks, or `##` for a dark module in ASCII.
    pub(super) fn texts(&self, quiet: usize, glyphs: Glyphs) -> Vec<String> {
        let all = self.side() + 2 * quiet;
        let module = |x, y| if self.0.is_dark(x, y, (quiet, quiet)) { "##" } else { "  " };
        match glyphs {
            Glyphs::Ascii => (0..all).map(|y| (0..all).map(|x| module(x, y)).collect()).collect(),
            Glyphs::Unicode | Glyphs::Console => {
                (0..self.rows(quiet)).map(|row| self.inked(row, quiet, Ink::Dark)).collect()
            }
        }
    }

    /// The number of rows, where a cell holds an upper and a lower module.
    fn rows(&self, quiet: usize) -> usize {
        extent(self.side(), quiet, Glyphs::Unicode).1
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

    /// Two modules a cell, by background and ink. A background fills its cell, but the block glyphs of many fonts leave a gap,
    /// and readers fail on such lines across a pattern. So a cell of one colour is a blank, and the others are upper half
    /// blocks, whose gap is smaller than that of lower ones.
    fn half_blocks(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        let modules = theme.qr_styles();
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

    /// Two cells a module, blanks only.
    fn full_cells(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        let all = self.side() + 2 * quiet;
        let modules = theme.qr_styles();
        (0..all)
            .map(|y| {
                let row: Vec<bool> = (0..all).map(|x| self.0.is_dark(x, y, (quiet, quiet))).collect();
                row.chunk_by(|a, b| a == b)
                    .map(|run| {
                        let style = if run.first() == Some(&true) { modules.dark } else { modules.light };
                        Span::styled("  ".repeat(run.len()), style)
                    })
                    .collect()
            })
            .collect()
    }
}

/// The lines of an address's QR for a terminal of that theme, with the quiet zone of the standard. `None` if the address
/// fits no QR.
#[must_use]
pub fn qr_lines(url: &str, theme: Theme) -> Option<Vec<Line<'static>>> {
    Some(Symbol::of(url)?.lines(STANDARD_QUIET, theme))
}

/// The same as text without colours, with dark ink, for a file or a printer.
#[must_use]
pub fn qr_text(url: &str, glyphs: Glyphs) -> Option<Vec<String>> {
    Some(Symbol::of(url)?.texts(STANDARD_QUIET, glyphs))
}

/// Which modules are drawn in ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Dark,
    Light,
}

/// Modules of the quiet zone above a symbol of half blocks: an odd number. Then the ring of a finder ends at the edge of a
/// cell, where the gap of a glyph moves the edge but splits no pattern.
fn quiet_above(quiet: usize) -> usize {
    quiet | 1
}

/// Columns and rows of a symbol with that side and quiet zone, in cells.
pub(super) fn extent(side: usize, quiet: usize, glyphs: Glyphs) -> (usize, usize) {
    let all = side + 2 * quiet;
    match glyphs {
        Glyphs::Unicode | Glyphs::Console => (all, all.div_ceil(2)),
        Glyphs::Ascii => (all * 2, all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_the_measured_length_is_version_6() {
        let symbol = Symbol::of(&super::super::samples::url()).unwrap();
        assert_eq!(symbol.side(), 41);
        assert_eq!(extent(41, 2, Glyphs::Unicode), (45, 23));
        assert_eq!(extent(41, 2, Glyphs::Ascii), (90, 45));
        assert_eq!(symbol.lines(2, Theme::default()).len(), 23);
    }

    #[test]
    fn an_address_too_long_for_a_symbol_gives_none() {
        assert!(Symbol::of(&"A".repeat(5000)).is_none());
    }
}
