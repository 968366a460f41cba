//! A QR symbol as lines of cells.
//!
//! Two modules a cell by half blocks where the terminal has them, two cells a module elsewhere. The quiet
//! zone is part of the lines. Never here: where on the page it stands.

use ratatui::text::{Line, Span};

use super::theme::{Glyphs, Theme};
use crate::protocol::qr::{Level, Qr, qr, qr_at};

/// Level and quiet zone in modules, from the wanted to the least. The zone of the standard comes before a higher
/// level: a reader that doesn't find the symbol corrects nothing.
pub(super) const GRADES: [(Level, usize); 5] =
    [(Level::Q, 4), (Level::M, 4), (Level::L, 4), (Level::L, 3), (Level::L, 2)];
/// The least quiet zone.
pub(super) const LEAST_QUIET: usize = 2;

/// Modules a side of version 40, the largest symbol there is.
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

    /// Modules a side, without the quiet zone.
    pub(super) fn side(&self) -> usize {
        self.0.size
    }

    /// Whether the module at that place, counted from the quiet zone's corner, is dark.
    fn dark(&self, x: usize, y: usize, quiet: usize) -> bool {
        match (x.checked_sub(quiet), y.checked_sub(quiet)) {
            (Some(x), Some(y)) if x < self.side() && y < self.side() => {
                self.0.dark.get(y * self.side() + x).copied().unwrap_or(false)
            }
            _ => false,
        }
    }

    /// The symbol as lines, its quiet zone around it.
    pub(super) fn lines(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        match theme.glyphs {
            Glyphs::Unicode | Glyphs::Console => self.half_blocks(quiet, theme),
            Glyphs::Ascii => self.full_cells(quiet, theme),
        }
    }

    /// Two modules a cell, upper and lower, in ink: a row of glyphs.
    fn inked(&self, y: usize, quiet: usize) -> String {
        let glyph = |x| match (self.dark(x, y, quiet), self.dark(x, y + 1, quiet)) {
            (false, false) => ' ',
            (true, false) => '▀',
            (false, true) => '▄',
            (true, true) => '█',
        };
        (0..self.side() + 2 * quiet).map(glyph).collect()
    }

    /// The same, but a cell that is dark all over is a blank on dark ground: the ground fills a cell to its edges,
    /// which the full block of many fonts does not, and gaps in a finder pattern are what readers stumble over.
    fn half_blocks(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        let (light, dark) = theme.modules();
        (0..self.side() + 2 * quiet)
            .step_by(2)
            .map(|y| {
                let cells: Vec<char> = self.inked(y, quiet).chars().collect();
                cells
                    .chunk_by(|a, b| (*a == '█') == (*b == '█'))
                    .map(|run| match run {
                        ['█', ..] => Span::styled(" ".repeat(run.len()), dark),
                        _ => Span::styled(run.iter().collect::<String>(), light),
                    })
                    .collect()
            })
            .collect()
    }

    /// A module in two cells, blanks only.
    fn full_cells(&self, quiet: usize, theme: Theme) -> Vec<Line<'static>> {
        let all = self.side() + 2 * quiet;
        let (light, dark) = theme.modules();
        (0..all)
            .map(|y| {
                let row: Vec<bool> = (0..all).map(|x| self.dark(x, y, quiet)).collect();
                row.chunk_by(|a, b| a == b)
                    .map(|run| {
                        let style = if run.first() == Some(&true) { dark } else { light };
                        Span::styled("  ".repeat(run.len()), style)
                    })
                    .collect()
            })
            .collect()
    }
}

/// Columns and rows of a symbol of that side with that quiet zone.
pub(super) fn extent(side: usize, quiet: usize, glyphs: Glyphs) -> (usize, usize) {
    let all = side + 2 * quiet;
    match glyphs {
        Glyphs::Unicode | Glyphs::Console => (all, all.div_ceil(2)),
        Glyphs::Ascii => (all * 2, all),
    }
}

/// The rows of an address's QR in half blocks, quiet zone 4: ink is dark, to be printed black on white.
/// `None` where the address fits no QR.
#[must_use]
pub fn rows(url: &str) -> Option<Vec<String>> {
    const QUIET: usize = 4;
    let symbol = Symbol::of(url)?;
    Some((0..symbol.side() + 2 * QUIET).step_by(2).map(|y| symbol.inked(y, QUIET)).collect())
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
