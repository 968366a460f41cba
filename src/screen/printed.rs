//! A QR as a command prints it: with the glyphs and colours that the screen would take on this terminal.
//!
//! Never here: a page around it, or how its cells are made (`qr`).

use ratatui::text::Line;

use super::qr::{Symbol, rows};
use super::theme::{Glyphs, Theme};
use crate::protocol::qr::qr;

/// The quiet zone of the standard, in modules.
const QUIET: usize = 4;

/// The lines of an address's QR for a terminal of that theme, quiet zone 4. `None` where the address fits no QR.
#[must_use]
pub fn printed(url: &str, theme: Theme) -> Option<Vec<Line<'static>>> {
    Some(Symbol::of(url)?.lines(QUIET, theme))
}

/// The same as text without colours, for a file or a printer; ink is dark. Half blocks, or where only ASCII can be
/// written `##` a dark module.
#[must_use]
pub fn inked(url: &str, glyphs: Glyphs) -> Option<Vec<String>> {
    if glyphs != Glyphs::Ascii {
        return rows(url);
    }
    let symbol = qr(url).ok()?;
    let place = |at: usize| at.checked_sub(QUIET).filter(|at| *at < symbol.size);
    let dark =
        |x: usize, y: usize| matches!((place(x), place(y)), (Some(x), Some(y)) if symbol.is_dark(x, y));
    let all = symbol.size + 2 * QUIET;
    Some((0..all).map(|y| (0..all).map(|x| if dark(x, y) { "##" } else { "  " }).collect()).collect())
}
