//! Where the focus is on a drawn page.
//!
//! Screen readers and braille displays follow the terminal's cursor, hidden or shown, so every frame has a place for it: the
//! selected entry, the place in a text that is being typed, the progress of a job; else, or where those are scrolled out of view,
//! the first key of the hint bar.

use ratatui::layout::Position;

use crate::wizard::Viewport;

/// What has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Focus {
    /// Where the terminal's cursor goes.
    pub place: Position,
    /// Whether the cursor is shown: in a text that is being typed.
    pub shown: bool,
}

impl Focus {
    /// The focus at a place where nothing is typed.
    pub(super) const fn hidden(place: Position) -> Self {
        Self { place, shown: false }
    }
}

/// What is known of a page once it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The lines in view.
    pub viewport: Viewport,
    /// What has the focus.
    pub focus: Focus,
}
