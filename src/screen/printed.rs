//! A QR as a command prints it: with the glyphs and colours that the screen would take on this terminal.
//!
//! Never here: a page around it, or how its cells are made (`qr`).

use ratatui::text::Line;

use super::qr::Symbol;
use super::theme::{Glyphs, Theme};

/// The quiet zone of the standard, in modules.
const QUIET: usize = 4;

/// The lines of an address's QR for a terminal of that theme, quiet zone 4. `None` where the address fits no QR.
#[must_use]
pub fn printed(url: &str, theme: Theme) -> Option<Vec<Line<'static>>> {
    Some(Symbol::of(url)?.lines(QUIET, theme))
}

/// The same as text without colours, for a file or a printer; ink is dark.
#[must_use]
pub fn inked(url: &str, glyphs: Glyphs) -> Option<Vec<String>> {
    Some(Symbol::of(url)?.texts(QUIET, glyphs))
}
