//! Which part of a page shows, if the page is longer than the screen.

/// The scroll position of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// The page follows the cursor; the screen decides the first line.
    Follow {
        /// The first line at the last drawing.
        first: u16,
    },
    /// The person scrolled; the page stays there until another key.
    Manual {
        /// The first line.
        first: u16,
    },
}

impl Default for Scroll {
    fn default() -> Self {
        Self::Follow { first: 0 }
    }
}

impl Scroll {
    /// Scrolls by that many lines: down if positive, up if negative.
    #[must_use]
    pub fn by(self, lines: i16) -> Self {
        let (Self::Follow { first } | Self::Manual { first }) = self;
        Self::Manual { first: first.saturating_add_signed(lines).min(4096) }
    }

    /// The first line to draw, before it is clamped.
    #[must_use]
    pub const fn wanted(self) -> u16 {
        match self {
            Self::Follow { .. } => 0,
            Self::Manual { first } => first,
        }
    }

    /// The same scroll, with the first line that was drawn.
    #[must_use]
    pub const fn with_first(self, first: u16) -> Self {
        match self {
            Self::Follow { .. } => Self::Follow { first },
            Self::Manual { .. } => Self::Manual { first },
        }
    }

    /// Whether the person scrolled away from the cursor.
    #[must_use]
    pub const fn is_manual(self) -> bool {
        matches!(self, Self::Manual { .. })
    }
}
