//! Tests of the demands on terminal programs that drawing has to meet. The numbers are those of the list in the design.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::samples::{self, THEMES, drawn, text};
use super::{Colour, Glyphs, MIN_SIZE, Theme};
use crate::wizard::{QrColours, QrDrawing, QrLook, QrRoom};

#[test]
fn demand_03_no_panic_at_tiny_or_zero_size() {
    for (name, page) in samples::all() {
        for theme in [THEMES[0], THEMES[5]] {
            for width in (0..45).chain([79, 80, 81, 200]) {
                for height in (0..15).chain([23, 24, 25, 60]) {
                    let (terminal, _) = drawn(&page, theme, 3, (width, height));
                    let all = text(terminal.backend().buffer()).join(" ");
                    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
                    let least = width < MIN_SIZE.width || height < MIN_SIZE.height;
                    if least && width >= 14 && height > 0 {
                        assert!(all.contains("40x12"), "{name}: {all}");
                    }
                    if least && width >= 30 && height > 2 {
                        let sentence = format!("This window is too small: {width}x{height}. Make it 40x12");
                        assert!(all.contains(&sentence), "{name}: {all}");
                    }
                }
            }
        }
    }
}

/// The background of a terminal: its own colours are light on dark, or dark on light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Dark,
    Light,
}

/// Whether the upper and the lower half of a cell are dark, by its glyph, colours and reversal, on a dark background.
fn halves(cell: &Cell) -> [bool; 2] {
    halves_on(Ground::Dark, cell)
}

fn halves_on(own: Ground, cell: &Cell) -> [bool; 2] {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let dark = |colour: Color, by_default: bool| match colour {
        Color::Black => true,
        Color::Gray | Color::White => false,
        _ => by_default,
    };
    let (mut ink, mut ground) = (dark(cell.fg, own == Ground::Light), dark(cell.bg, own == Ground::Dark));
    if reversed {
        (ink, ground) = (ground, ink);
    }
    match cell.symbol() {
        "▀" => [ink, ground],
        "▄" => [ground, ink],
        "█" => [ink, ink],
        _ => [ground, ground],
    }
}

/// The text that a camera reads from the screen. The camera reads only dark on light.
fn read_qr(buffer: &Buffer) -> Option<String> {
    read_shade(buffer, halves)
}

/// Like [`read_qr`]; `halves` tells which halves of a cell are dark. Cells are twice as high as wide; `scale` is the pixels of a half.
fn read_shade(buffer: &Buffer, halves: impl Fn(&Cell) -> [bool; 2]) -> Option<String> {
    let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let scale = if width < 100 { 4 } else { 2 };
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(width * scale, height * 2 * scale, |x, y| {
        let (x, y) = (x / scale, y / scale);
        let at = (u16::try_from(x).unwrap(), u16::try_from(y / 2).unwrap());
        halves(&buffer[at])[y % 2]
    });
    let grids = image.detect_grids();
    grids.first().and_then(|grid| grid.decode().ok()).map(|(_, content)| content)
}

#[test]
fn demand_04_a_camera_reads_the_qr_in_every_theme() {
    let page = samples::request();
    for theme in THEMES {
        let sizes: &[(u16, u16)] = match theme.glyphs {
            Glyphs::Ascii => &[(122, 46), (100, 50), (91, 47), (200, 80)],
            _ => &[(80, 24), (80, 25), (46, 25), (60, 30), (132, 43), (200, 80)],
        };
        for &size in sizes {
            let (terminal, _) = drawn(&page, theme, 0, size);
            let read = read_qr(terminal.backend().buffer());
            assert_eq!(read.as_deref(), Some(samples::url().as_str()), "{theme:?} at {size:?}");
        }
    }
}

/// The text that a camera reads if half blocks leave a gap, as in common fonts: the upper one an eighth of a module at the
/// top, the lower one a quarter of a module at the bottom.
fn read_with_gaps(buffer: &Buffer) -> Option<String> {
    let module = 8;
    let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(width * module, height * 2 * module, |x, y| {
        let at = (u16::try_from(x / module).unwrap(), u16::try_from(y / (2 * module)).unwrap());
        let cell = &buffer[at];
        let [upper, lower] = halves(cell);
        match (cell.symbol(), y % (2 * module)) {
            ("▀", 0) => lower,
            ("▄", 14..) => upper,
            (_, below) => [upper, lower][below / module],
        }
    });
    let grids = image.detect_grids();
    grids.first().and_then(|grid| grid.decode().ok()).map(|(_, content)| content)
}

#[test]
fn demand_04_a_camera_reads_the_qr_if_glyphs_leave_gaps() {
    for size in [(80, 24), (80, 25), (100, 30), (132, 43)] {
        let (terminal, _) = drawn(&samples::request(), THEMES[0], 0, size);
        let read = read_with_gaps(terminal.backend().buffer());
        assert_eq!(read.as_deref(), Some(samples::url().as_str()), "{size:?}");
    }
}

#[test]
fn demand_04_a_key_inverts_the_qr_in_every_theme() {
    for theme in THEMES {
        for room in [QrRoom::WithWords, QrRoom::WholeScreen] {
            let look = QrLook { colours: QrColours::LightOnDark, room, ..QrLook::default() };
            let (terminal, _) = drawn(&samples::request_drawn(look), theme, 0, (132, 50));
            let buffer = terminal.backend().buffer();
            assert_eq!(read_qr(buffer), None, "{theme:?} {room:?}");
            let read = read_shade(buffer, |cell| halves(cell).map(|dark| !dark));
            assert_eq!(read, Some(samples::url()), "{theme:?} {room:?}");
        }
    }
}

#[test]
fn demand_04_without_colours_one_of_the_two_forms_is_readable_on_each_ground() {
    for glyphs in [Glyphs::Unicode, Glyphs::Console, Glyphs::Ascii] {
        let theme = Theme { colour: Colour::Mono, glyphs };
        for (ground, colours) in
            [(Ground::Dark, QrColours::DarkOnLight), (Ground::Light, QrColours::LightOnDark)]
        {
            let look = QrLook { colours, ..QrLook::default() };
            let (terminal, _) = drawn(&samples::request_drawn(look), theme, 0, (132, 50));
            let read = read_shade(terminal.backend().buffer(), |cell| halves_on(ground, cell));
            assert_eq!(read, Some(samples::url()), "{glyphs:?} {ground:?}");
        }
    }
}

#[test]
fn demand_04_with_unwanted_colours_the_qr_is_readable_on_each_ground() {
    for glyphs in [Glyphs::Unicode, Glyphs::Console, Glyphs::Ascii] {
        let theme = Theme { colour: Colour::Unwanted, glyphs };
        for ground in [Ground::Dark, Ground::Light] {
            let (terminal, _) = drawn(&samples::request(), theme, 0, (132, 50));
            let read = read_shade(terminal.backend().buffer(), |cell| halves_on(ground, cell));
            assert_eq!(read, Some(samples::url()), "{glyphs:?} {ground:?}");
        }
    }
}

#[test]
fn demand_04_a_qr_drawn_in_blanks_has_no_block_glyphs_and_is_readable() {
    for theme in THEMES {
        for room in [QrRoom::WithWords, QrRoom::WholeScreen] {
            let look = QrLook { drawing: QrDrawing::Blanks, room, ..QrLook::default() };
            for size in [(122, 47), (91, 47)] {
                let (terminal, _) = drawn(&samples::request_drawn(look), theme, 0, size);
                let buffer = terminal.backend().buffer();
                assert_eq!(read_qr(buffer), Some(samples::url()), "{theme:?} {room:?} {size:?}");
                let blocks = buffer.content.iter().filter(|cell| "▀▄█".contains(cell.symbol()));
                assert_eq!(blocks.count(), 0, "{theme:?} {room:?} {size:?}");
            }
        }
    }
}

#[test]
fn demand_04_a_qr_without_words_fits_small_screens() {
    let look = QrLook { room: QrRoom::WholeScreen, ..QrLook::default() };
    for theme in THEMES.into_iter().filter(|theme| theme.glyphs != Glyphs::Ascii) {
        for size in [(80, 24), (80, 23), (45, 23), (132, 50), (200, 100)] {
            let (terminal, _) = drawn(&samples::request_drawn(look), theme, 0, size);
            let buffer = terminal.backend().buffer();
            assert_eq!(read_qr(buffer), Some(samples::url()), "{theme:?} {size:?}");
            // The hints are left out if the symbol needs their row.
            let last = text(buffer).pop().unwrap();
            assert_eq!(last.contains("? help"), size.1 > 23, "{size:?}: {last}");
        }
        // On a large screen modules are larger.
        let light = |size| {
            let (terminal, _) = drawn(&samples::request_drawn(look), theme, 0, size);
            let cells = terminal.backend().buffer().content.clone();
            cells.iter().filter(|cell| !halves(cell)[0]).count()
        };
        assert!(light((132, 50)) > 2 * light((80, 24)) && light((200, 100)) > 2 * light((132, 50)));
        // With words there is no room at 80x23, and the page says which key helps.
        let (terminal, _) = drawn(&samples::request(), theme, 0, (80, 23));
        assert!(text(terminal.backend().buffer()).join(" ").contains("press z"), "{theme:?}");
    }
}

#[test]
fn demand_04_a_qr_is_black_on_white_by_explicit_colours_with_a_quiet_zone() {
    for glyphs in [Glyphs::Unicode, Glyphs::Console] {
        for colour in [Colour::Eight, Colour::Unwanted] {
            let theme = Theme { colour, glyphs };
            let (terminal, _) = drawn(&samples::request(), theme, 0, (80, 24));
            let buffer = terminal.backend().buffer();
            for y in 0..23 {
                for x in 0..45 {
                    let cell = &buffer[(x, y)];
                    let black_and_white = [(Color::Black, Color::White), (Color::White, Color::Black)];
                    assert!(black_and_white.contains(&(cell.fg, cell.bg)), "{x},{y}");
                    let quiet = !(2..43).contains(&x) || y == 0 || y == 22;
                    assert!(!quiet || halves(cell) == [false, false], "{x},{y}");
                    assert!(glyphs == Glyphs::Console || " ▀▄".contains(cell.symbol()), "{x},{y}");
                }
            }
            assert_eq!(buffer[(45, 5)].bg, Color::Reset);
        }
    }
    // A taller terminal gets the full quiet zone of four modules.
    let (terminal, _) = drawn(&samples::request(), THEMES[0], 0, (100, 30));
    let buffer = terminal.backend().buffer();
    assert!((0..49).all(|x| (0..2).all(|y| halves(&buffer[(x, y)]) == [false, false])));
    assert_eq!(halves(&buffer[(4, 2)]), [false, true]);
}

#[test]
fn demand_08_unwanted_colours_are_used_only_in_the_qr() {
    for glyphs in [Glyphs::Unicode, Glyphs::Console, Glyphs::Ascii] {
        let theme = Theme { colour: Colour::Unwanted, glyphs };
        for (name, page) in samples::all() {
            for size in [(80, 24), (40, 12), (122, 50)] {
                let (terminal, _) = drawn(&page, theme, 0, size);
                let black_and_white = [(Color::Black, Color::White), (Color::White, Color::Black)];
                for cell in &terminal.backend().buffer().content {
                    let plain = (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
                    let of_qr = name == "request" && black_and_white.contains(&(cell.fg, cell.bg));
                    assert!(plain || of_qr, "{name} {glyphs:?} {size:?}: {cell:?}");
                }
            }
        }
    }
}

#[test]
fn demand_08_mono_has_no_colour_and_loses_no_meaning() {
    for glyphs in [Glyphs::Unicode, Glyphs::Console, Glyphs::Ascii] {
        let theme = Theme { colour: Colour::Mono, glyphs };
        for (name, page) in samples::all() {
            for size in [(80, 24), (40, 12), (122, 50)] {
                let (terminal, _) = drawn(&page, theme, 0, size);
                let cells = &terminal.backend().buffer().content;
                let plain = |cell: &Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
                assert!(cells.iter().all(plain), "{name} {glyphs:?} {size:?}");
                // The text is the same with and without colour.
                let coloured = Theme { colour: Colour::Eight, glyphs };
                if name != "request" {
                    let (other, _) = drawn(&page, coloured, 0, size);
                    let same = text(terminal.backend().buffer()) == text(other.backend().buffer());
                    assert!(same, "{name} {glyphs:?} {size:?}");
                }
            }
        }
        let marks = [crate::page::Mark::Good, crate::page::Mark::Bad, crate::page::Mark::Warn];
        let glyphs: std::collections::HashSet<_> = marks.iter().map(|&mark| theme.mark(mark).0).collect();
        assert_eq!(glyphs.len(), marks.len());
    }
}

#[test]
fn demand_09_ascii_and_the_linux_console_get_glyphs_they_have() {
    for (name, page) in samples::all().into_iter().filter(|(name, _)| *name != "welcome") {
        for size in [(80, 24), (40, 12), (122, 50)] {
            for theme in THEMES {
                let (terminal, _) = drawn(&page, theme, 0, size);
                for cell in &terminal.backend().buffer().content {
                    let known = match theme.glyphs {
                        Glyphs::Ascii => cell.symbol().is_ascii(),
                        Glyphs::Console => cell.symbol().is_ascii() || "▀▄█".contains(cell.symbol()),
                        Glyphs::Unicode => cell.symbol().is_ascii() || "✓✗▀▄█".contains(cell.symbol()),
                    };
                    assert!(known, "{name} {theme:?}: {}", cell.symbol());
                    let eight = [
                        Color::Reset,
                        Color::Black,
                        Color::Red,
                        Color::Green,
                        Color::Yellow,
                        Color::Magenta,
                        Color::White,
                    ];
                    assert!(eight.contains(&cell.fg) && eight.contains(&cell.bg), "{name} {theme:?}");
                }
            }
        }
    }
}

#[test]
fn demand_12_no_glyph_of_ambiguous_width() {
    for (name, page) in samples::all().into_iter().filter(|(name, _)| *name != "welcome") {
        let (terminal, _) = drawn(&page, THEMES[0], 0, (80, 24));
        let buffer = terminal.backend().buffer();
        for y in 0..24 {
            for x in 0..80 {
                let cell = &buffer[(x, y)];
                // The half blocks of a QR have no substitute.
                if cell.bg != Color::White {
                    assert_eq!(cell.symbol().width(), cell.symbol().width_cjk(), "{name}: {}", cell.symbol());
                }
            }
        }
    }
}
