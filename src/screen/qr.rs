//! A QR symbol as lines of cells.
//!
//! Two modules a cell by half blocks where the terminal has them, two cells a module elsewhere. The quiet
//! zone is part of the lines. Never here: where on the page it stands.

use ratatui::text::{Line, Span};

use super::theme::{Glyphs, Theme};
use countersign_core::protocol::qr::{Level, Qr, qr, qr_at};

/// Level and quiet zone in modules, from the wanted to the least. The zone of the standard comes before a higher
/// level: a reader that doesn't find the symbol corrects nothing.
pub(super) const GRADES: [(Level, usize); 5] =
    [(Level::Q, 4), (Level::M, 4), (Level::L, 4), (Level::L, 3), (Level::L, 2)];
/// The least quiet zone.
pub(super) const LEAST_QUIET: usize = 2;

/// QrStyles a side of version 40, the largest symbol there is.
pub(super) const LARGEST: usize = 177;

/// A QR symbol.
#[derive(Debug, Clone)]
pub(super) struct Symbol(Qr);

impl Symbol {
    /// The symbol for that address; none if no symbol holds it.
    pub(super) fn of(text: &str) -> Option<Self> {
        qr(text).ok().map(Self)
    }

    /// The symbols for that address, each with its quiet zone, from the wanted to the least.
    pub(super) fn grades(text: &str) -> impl Iterator<Item = (Self, usize)> + '_ {
        GRADES.into_iter().filter_map(|(level, quiet)| Some((Self(qr_at(text, level).ok()?), quiet)))
    }

    /// QrStyles a side, without the quiet zone.
    pub(super) fn side(&self) -> usize {
        self.0.size
    }

    /// The symbol as lines, its quiet zone around it.
    pub(super) fn lines(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        match theme.glyphs {
            Glyphs::Unicode => self.half_blocks(quiet, theme),
            // A console's glyphs fill their cells, and its brightest white is for ink alone.
            Glyphs::Console => {
                let ink = theme.qr_styles().dark;
                let line = |row| Line::styled(self.inked(row, quiet, Ink::Light), ink);
                (0..self.rows(quiet)).map(line).collect()
            }
            Glyphs::Ascii => self.full_cells(quiet, theme),
        }
    }

    /// The symbol as text without colours; ink is dark. Half blocks, or where only ASCII can be written `##` a module.
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

    /// Rows of cells that hold two modules, upper and lower.
    fn rows(&self, quiet: usize) -> usize {
        extent(self.side(), quiet, Glyphs::Unicode).1
    }

    /// Whether the upper and the lower module of a cell are dark.
    fn cell(&self, x: usize, row: usize, quiet: usize) -> (bool, bool) {
        let corner = (quiet, above(quiet));
        (self.0.is_dark(x, 2 * row, corner), self.0.is_dark(x, 2 * row + 1, corner))
    }

    /// Two modules a cell, in ink: a row of glyphs.
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

    /// Two modules a cell by ground and ink. Grounds fill a cell to its edges, but many fonts' blocks stop short of them,
    /// and such lines across a pattern are what readers stumble overlay: a cell of one colour is a blank, and the others are
    /// upper half blocks, which leave less than lower ones do.
    fn half_blocks(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        let modules = theme.qr_styles();
        let look = |x: usize, row: usize| {
            let (upper, lower) = self.cell(x, row, quiet);
            let inked_below = || {
                let place = (x.checked_sub(quiet), (2 * row).checked_sub(above(quiet)));
                matches!(place, (Some(x), Some(y)) if self.joins(x, y))
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

    /// Whether a dark line over that light module would join what must stand apart: a finder's ring to its stone or to the
    /// symbol beside it, or an alignment pattern's ring to its stone (ISO/IEC 18004).
    fn joins(&self, x: usize, y: usize) -> bool {
        let far = self.side().saturating_sub(8);
        let ring = |at: usize| matches!(at, 1 | 5);
        match y {
            5 => ring(x) || ring(x.wrapping_sub(far + 1)),
            7 => x == 7 || x == far,
            _ if y == far + 2 => x == far || x == y,
            _ => y == far + 6 && ring(x),
        }
    }

    /// A module in two cells, blanks only.
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

/// What is drawn in ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Dark,
    Light,
}

/// QrStyles of the quiet zone over a symbol of half blocks: an odd number. Then a finder's ring ends where a cell does,
/// and what a glyph leaves of its cell moves an edge, but splits no pattern.
fn above(quiet: usize) -> usize {
    quiet | 1
}

/// Columns and rows of a symbol of that side with that quiet zone.
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
    fn what_no_symbol_holds_is_none() {
        assert!(Symbol::of(&"A".repeat(5000)).is_none());
    }
}
