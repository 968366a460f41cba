//! The last look at a frame: characters that this terminal can't show give way to a mark, so that one odd
//! value, a maker's Chinese name in a locale without UTF-8, doesn't garble the rest.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

use super::theme::Glyphs;

/// Replaces what can't be shown, cell by cell.
pub(super) fn replace_unsupported(buffer: &mut Buffer, glyphs: Glyphs) {
    let shows = |symbol: &str| match glyphs {
        Glyphs::Unicode => true,
        // It has letters beyond ASCII, but none that take two cells.
        Glyphs::Console => symbol.width() <= 1,
        Glyphs::Ascii => symbol.is_ascii(),
    };
    for cell in &mut buffer.content {
        if !shows(cell.symbol()) {
            cell.set_symbol("?");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_terminal_gets_what_it_can_show() {
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
