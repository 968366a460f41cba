//! The sizes of a screen that pages are drawn for, and which lines of a body are in view.

use ratatui::layout::Size;

/// The size that pages are designed for.
pub const DESIGN_SIZE: Size = Size::new(80, 24);
/// The smallest size at which a page is drawn.
pub const MIN_SIZE: Size = Size::new(40, 12);

/// Which lines of the body are in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewport {
    /// The first line in view: the scroll after clamping.
    pub first: u16,
    /// The lines in view.
    pub rows: u16,
    /// The lines of the body.
    pub total: u16,
}

impl Viewport {
    /// `1-18/40`, if not all lines are in view.
    pub(super) fn position(self) -> Option<String> {
        let last = self.first.saturating_add(self.rows).min(self.total);
        (self.rows > 0 && self.total > self.rows)
            .then(|| format!("{}-{last}/{}", self.first.saturating_add(1), self.total))
    }
}
