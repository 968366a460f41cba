//! Where a QR goes on a screen of a given size, with which error correction and quiet zone.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::qr::{self, Form, LARGEST, LEAST_QUIET, STANDARD_QUIET, Symbol};
use super::theme::Theme;
use super::viewport::DESIGN_SIZE;
use crate::wizard::{QrLook, QrRoom};

/// The least width of the words beside a QR, in cells.
const WORDS_WIDTH: usize = 30;
/// Cells between a QR and the words beside it.
pub(super) const GUTTER: u16 = 2;
/// The largest module on a whole screen, in rows.
const LARGEST_MODULE: usize = 4;

/// Where a QR goes.
pub(super) enum QrPlace {
    /// At the left, over the full height.
    Beside(Vec<Line<'static>>),
    /// Above the other blocks.
    Above(Vec<Line<'static>>),
    /// Alone, from that column and row.
    Alone(Vec<Line<'static>>, (u16, u16)),
    /// Nowhere: it needs this size, in columns and rows.
    TooSmall((usize, usize), WithoutWords),
}

/// Whether a QR that has no room with words fits on the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WithoutWords {
    /// It fits.
    Fits,
    /// It doesn't fit.
    TooSmall,
}

/// The columns and rows that the symbol for an address needs in that look, if a screen of that size has too few.
#[must_use]
pub fn qr_room_missing(
    url: &str,
    theme: Theme,
    look: QrLook,
    (columns, rows): (u16, u16),
) -> Option<(usize, usize)> {
    match qr_place(url, theme, look, Rect::new(0, 0, columns, rows)) {
        QrPlace::TooSmall(need, _) => Some(need),
        QrPlace::Beside(_) | QrPlace::Above(_) | QrPlace::Alone(..) => None,
    }
}

/// The place of the symbol for an address, with the highest error correction and the widest quiet zone that fit.
pub(super) fn qr_place(url: &str, theme: Theme, look: QrLook, area: Rect) -> QrPlace {
    match look.room {
        QrRoom::WholeScreen => alone(url, theme, look, area).unwrap_or_else(|| {
            let side = Symbol::of(url).map_or(LARGEST, |symbol| symbol.side());
            let need = qr::extent(side, LEAST_QUIET, Form::of(theme, look.drawing));
            QrPlace::TooSmall(need, WithoutWords::TooSmall)
        }),
        QrRoom::WithWords => with_words(url, theme, look, area),
    }
}

fn with_words(url: &str, theme: Theme, look: QrLook, area: Rect) -> QrPlace {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let least = Form::of(theme, look.drawing);
    let words = usize::from(GUTTER) + WORDS_WIDTH;
    let grades: Vec<_> = Symbol::grades(url).collect();
    let find = |form: Form, columns: usize, rows: usize| {
        grades.iter().find(|(symbol, quiet)| {
            let (wide, high) = qr::extent(symbol.side(), *quiet, form);
            wide + columns <= width && high + rows <= height
        })
    };
    // Modules of whole cells have no gaps and are larger, which counts more than a higher level.
    let whole = find(Form::Cells(1), words, 1).filter(|(_, quiet)| *quiet == STANDARD_QUIET);
    if let Some((symbol, quiet)) = whole {
        return QrPlace::Beside(symbol.lines(*quiet, theme, look, Form::Cells(1)));
    }
    // Only the width must be that of the design, because a status line such as that of tmux may take a row.
    if area.width >= DESIGN_SIZE.width
        && let Some((symbol, quiet)) = find(least, words, 1)
    {
        return QrPlace::Beside(symbol.lines(*quiet, theme, look, least));
    }
    if let Some((symbol, quiet)) = find(least, 1, 2) {
        return QrPlace::Above(symbol.lines(*quiet, theme, look, least));
    }
    // The symbol needs room above the words, or beside them, which takes a row less.
    let side = Symbol::of(url).map_or(LARGEST, |symbol| symbol.side());
    let (wide, high) = qr::extent(side, LEAST_QUIET, least);
    let above = (wide + 1, high + 2);
    let beside = ((wide + words).max(usize::from(DESIGN_SIZE.width)), high + 1);
    let need = if width >= beside.0 && beside.1 < above.1 { beside } else { above };
    let alone = match alone(url, theme, look, area) {
        Some(_) => WithoutWords::Fits,
        None => WithoutWords::TooSmall,
    };
    QrPlace::TooSmall(need, alone)
}

/// The symbol alone, in the largest modules that fit. The row of the hints is kept free where the symbol fits without it.
fn alone(url: &str, theme: Theme, look: QrLook, area: Rect) -> Option<QrPlace> {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let grades: Vec<_> = Symbol::grades(url).collect();
    let least = Form::of(theme, look.drawing);
    let cells = (1..=LARGEST_MODULE).rev().map(Form::Cells).filter(|form| *form != least);
    let forms: Vec<Form> = cells.chain([least]).collect();
    let mut rooms = [height.saturating_sub(1), height].into_iter().flat_map(|rows| {
        let fit = |form: &Form, (symbol, quiet): &(Symbol, usize)| {
            let (wide, high) = qr::extent(symbol.side(), *quiet, *form);
            wide <= width && high <= rows
        };
        let found =
            forms.iter().find_map(|form| Some((*form, grades.iter().find(|grade| fit(form, grade))?)));
        found.map(|found| (found, rows))
    });
    let ((form, (symbol, quiet)), rows) = rooms.next()?;
    let (wide, high) = qr::extent(symbol.side(), *quiet, form);
    let middle = |room: usize, size: usize| u16::try_from(room.saturating_sub(size) / 2).unwrap_or(0);
    Some(QrPlace::Alone(symbol.lines(*quiet, theme, look, form), (middle(width, wide), middle(rows, high))))
}
