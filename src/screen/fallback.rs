//! The last pass over a frame: `?` replaces characters that the terminal can't show, such as a maker's Chinese name in a
//! locale without UTF-8, so that they don't garble the rest.

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
        if !shows(cell.symbol()) {
            cell.set_symbol("?");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
