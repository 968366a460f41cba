//! The sizes of a screen that pages are drawn for, and the words for which lines of a body are in view.

use ratatui::layout::Size;

use crate::wizard::Viewport;

/// The size that pages are designed for.
pub const DESIGN_SIZE: Size = Size::new(80, 24);
/// The smallest size at which a page is drawn.
pub const MIN_SIZE: Size = Size::new(40, 12);

/// `1-18/40`, if not all lines are in view.
pub(super) fn position(viewport: Viewport) -> Option<String> {
    let Viewport { first, rows, total } = viewport;
    let last = first.saturating_add(rows).min(total);
    (rows > 0 && total > rows).then(|| format!("{}-{last}/{total}", first.saturating_add(1)))
}
