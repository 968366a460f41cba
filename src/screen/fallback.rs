//! The last pass over a frame. It leaves out characters that hide, join or reorder others, wherever a text came from. It replaces
//! characters that the terminal can't show by `?`, such as a maker's Chinese name in a locale without UTF-8, so that they don't garble
//! the rest.

use countersign_core::machine::is_visible;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use super::theme::Glyphs;

/// Replaces the characters that can't be shown, cell by cell.
pub(super) fn replace_unsupported(buffer: &mut Buffer, glyphs: Glyphs) {
    let shows = |symbol: &str| match glyphs {
        Glyphs::Unicode => true,
        // A console has letters beyond ASCII, but no wide ones.
        Glyphs::Console => symbol.width() <= 1,
        Glyphs::Ascii => symbol.is_ascii(),
    };
    for cell in &mut buffer.content {
        if cell.symbol().contains(|c| !is_visible(c)) {
            let visible: String = cell.symbol().chars().filter(|c| is_visible(*c)).collect();
            cell.set_symbol(if visible.is_empty() { " " } else { &visible });
        }
        if !shows(cell.symbol()) {
            cell.set_symbol("?");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_hide_join_or_reorder_never_reach_the_terminal() {
        for text in ["a\u{301}", "a\u{fe0f}", "a\u{e0041}", "a\u{200d}", "a\u{202e}"] {
            let mut buffer = Buffer::with_lines([text]);
            replace_unsupported(&mut buffer, Glyphs::Unicode);
            assert_eq!(buffer.content.first().map(ratatui::buffer::Cell::symbol), Some("a"), "{text:?}");
        }
        for text in ["\u{e000}", "\u{2800}", "\u{3164}"] {
            let mut buffer = Buffer::with_lines([text]);
            replace_unsupported(&mut buffer, Glyphs::Unicode);
            assert!(buffer.content.iter().all(|cell| cell.symbol().chars().all(is_visible)), "{text:?}");
        }
    }

    #[test]
    fn each_terminal_gets_only_glyphs_it_has() {
        for (glyphs, want) in [
            (Glyphs::Unicode, ["é", "联", " ", "─"]),
            (Glyphs::Console, ["é", "?", " ", "─"]),
            (Glyphs::Ascii, ["?", "?", " ", "?"]),
        ] {
            let mut buffer = Buffer::with_lines(["é联─"]);
            replace_unsupported(&mut buffer, glyphs);
            let got: Vec<_> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
            assert_eq!(got, want, "{glyphs:?}");
        }
    }
}
