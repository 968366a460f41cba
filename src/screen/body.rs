//! The lines of a page's body, and where the focus is among them.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The least width at which a field takes one line.
pub(super) const TABLE_WIDTH: usize = 60;

/// The lines of a body, from top to bottom.
#[derive(Debug, Default)]
pub(super) struct BodyLines {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The lines in focus, which stay in view.
    pub focus: Option<Range<usize>>,
    /// Where the cursor stands.
    pub cursor: Option<BodyCursor>,
}

/// Where the cursor stands among the lines of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BodyCursor {
    /// The column.
    pub column: usize,
    /// The line.
    pub line: usize,
    /// Whether it is shown: in a text that is being typed.
    pub shown: bool,
}

impl BodyLines {
    /// Adds a line.
    pub(super) fn push(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// Adds texts of one style, indented.
    pub(super) fn push_texts(&mut self, indent: usize, style: Style, texts: Vec<String>) {
        for text in texts {
            self.push(Line::from(vec![blank(indent), Span::styled(text, style)]));
        }
    }
}

/// That many blanks.
pub(super) fn blank(cells: usize) -> Span<'static> {
    Span::raw(" ".repeat(cells))
}
