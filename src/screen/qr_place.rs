//! Where a QR goes on a screen of a given size, with which error correction and quiet zone.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::qr::{self, LARGEST, LEAST_QUIET, Symbol};
use super::theme::Theme;
use super::viewport::DESIGN_SIZE;

/// The least width of the words beside a QR, in cells.
const WORDS_WIDTH: usize = 30;
/// Cells between a QR and the words beside it.
pub(super) const GUTTER: u16 = 2;

/// Where a QR goes.
pub(super) enum QrPlace {
    /// At the left, over the full height.
    Beside(Vec<Line<'static>>),
    /// Above the other blocks.
    Above(Vec<Line<'static>>),
    /// Nowhere: it needs this size, in columns and rows.
    TooSmall(usize, usize),
}

/// The columns and rows that the symbol for an address needs, if a screen of that size has too few.
#[must_use]
pub fn qr_room_missing(url: &str, theme: Theme, (columns, rows): (u16, u16)) -> Option<(usize, usize)> {
    match qr_place(url, theme, Rect::new(0, 0, columns, rows)) {
        QrPlace::TooSmall(columns, rows) => Some((columns, rows)),
        QrPlace::Beside(_) | QrPlace::Above(_) => None,
    }
}

/// The place of the symbol for an address, with the highest error correction and the widest quiet zone that fit.
pub(super) fn qr_place(url: &str, theme: Theme, area: Rect) -> QrPlace {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    // Only the width counts: a status line, as that of tmux, may take a row.
    let wide_enough = area.width >= DESIGN_SIZE.width;
    let fits = |(symbol, quiet): &(Symbol, usize), columns: usize, rows: usize| {
        let (wide, high) = qr::extent(symbol.side(), *quiet, theme.glyphs);
        wide + columns <= width && high + rows <= height
    };
    let words = usize::from(GUTTER) + WORDS_WIDTH;
    let grades: Vec<_> = Symbol::grades(url).collect();
    if let Some((symbol, quiet)) = grades.iter().find(|grade| wide_enough && fits(grade, words, 1)) {
        return QrPlace::Beside(symbol.lines(*quiet, theme));
    }
    if let Some((symbol, quiet)) = grades.iter().find(|grade| fits(grade, 1, 2)) {
        return QrPlace::Above(symbol.lines(*quiet, theme));
    }
    // The symbol needs room above the words, or beside them, which takes a row less.
    let side = Symbol::of(url).map_or(LARGEST, |symbol| symbol.side());
    let (wide, high) = qr::extent(side, LEAST_QUIET, theme.glyphs);
    let above = (wide + 1, high + 2);
    let beside = ((wide + words).max(usize::from(DESIGN_SIZE.width)), high + 1);
    let need = if width >= beside.0 && beside.1 < above.1 { beside } else { above };
    QrPlace::TooSmall(need.0, need.1)
}
