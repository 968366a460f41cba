//! Which lines of a page are in view, if the page is longer than the screen.

/// The part of a page that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Viewport {
    /// The first line in view.
    pub first: u16,
    /// The lines in view.
    pub rows: u16,
    /// The lines of the page's body.
    pub total: u16,
}

impl Viewport {
    /// The first line if the last line is in view.
    const fn last_first(self) -> u16 {
        self.total.saturating_sub(self.rows)
    }
}

/// The scroll position of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    /// The first line, if the person scrolled. Otherwise the page follows the cursor.
    manual: Option<u16>,
    /// Where the page was drawn last.
    viewport: Viewport,
}

impl Scroll {
    /// Scrolls by that many lines: down if positive, up if negative.
    pub fn by(&mut self, lines: i16) {
        let first = self.manual.unwrap_or(self.viewport.first).saturating_add_signed(lines);
        self.manual = Some(first.min(self.viewport.last_first()));
    }

    /// Follows the cursor again.
    pub fn follow(&mut self) {
        self.manual = None;
    }

    /// Takes the part of the page that is in view.
    pub fn drawn(&mut self, viewport: Viewport) {
        self.viewport = viewport;
        self.manual = self.manual.map(|first| first.min(viewport.last_first()));
    }

    /// Where the page was drawn last.
    #[must_use]
    pub const fn viewport(self) -> Viewport {
        self.viewport
    }

    /// The first line to draw. It is 0 while the page follows the cursor: the screen then scrolls to the focus.
    #[must_use]
    pub fn first(self) -> u16 {
        self.manual.unwrap_or(0)
    }

    /// Whether the person scrolled away from the cursor.
    #[must_use]
    pub const fn is_manual(self) -> bool {
        self.manual.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_ends_at_both_ends_of_the_page() {
        let mut scroll = Scroll::default();
        scroll.drawn(Viewport { first: 2, rows: 10, total: 17 });
        scroll.by(4);
        assert_eq!((scroll.first(), scroll.is_manual()), (6, true));
        scroll.by(4);
        assert_eq!(scroll.first(), 7);
        scroll.by(-40);
        assert_eq!(scroll.first(), 0);
    }

    #[test]
    fn a_larger_screen_moves_the_first_line_back() {
        let mut scroll = Scroll::default();
        scroll.drawn(Viewport { first: 0, rows: 10, total: 40 });
        scroll.by(30);
        scroll.drawn(Viewport { first: 15, rows: 25, total: 40 });
        assert_eq!(scroll.first(), 15);
        scroll.follow();
        assert_eq!((scroll.first(), scroll.is_manual()), (0, false));
    }
}
