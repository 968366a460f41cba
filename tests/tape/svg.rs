//! A screen as an SVG picture.
//!
//! Backgrounds and block glyphs become thick strokes, one path for each colour, so that a QR scans with any font. The
//! rest becomes text, one element for each run of one style. A run is stretched to its cells; each character of two
//! cells has its own place.

use std::collections::BTreeMap;
use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// Width and height of a cell in pixels. Its upper and lower halves are squares, like the modules of a QR.
pub const CELL: (u32, u32) = (9, 18);
/// The margin around the screen in pixels.
pub const MARGIN: u32 = 12;
/// The font's size in pixels for characters of two cells, which are as wide as they are high.
const WIDE_FONT: u32 = 16;

const FONTS: &str =
    "ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC',monospace";
const GROUND: &str = "#16191f";
const INK: &str = "#d6d9de";
/// The first 16 colours of the palette.
const NAMED: [&str; 16] = [
    "#000000", "#e06c6c", "#7fc77a", "#d9b35b", "#6ca0e0", "#c58ad6", "#5fc0c4", "#d6d9de", "#7d828c",
    "#ff8f8f", "#a5e6a0", "#f5d88a", "#95c1ff", "#e3b3f2", "#8fe3e7", "#ffffff",
];

/// Returns a screen as SVG, with that title.
pub fn svg(screen: &Screen, title: &str) -> String {
    let rows: Vec<u16> = (0..screen.size().0.get()).collect();
    format!("{}{}{}", opening(screen, title, ""), drawn(screen, &rows), CLOSING)
}

/// Returns the begin of a picture: its size, title, style sheet and ground, and the group of what is drawn on it.
pub fn opening(screen: &Screen, title: &str, style: &str) -> String {
    let (rows, cols) = screen.size();
    let (width, height) =
        (u32::from(cols.get()) * CELL.0 + 2 * MARGIN, u32::from(rows.get()) * CELL.1 + 2 * MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\">\n<title>{}</title>\n{style}<rect width=\"{width}\" height=\"{height}\" \
         rx=\"8\" fill=\"{GROUND}\"/>\n<g shape-rendering=\"crispEdges\" stroke-width=\"{}\" font-family=\"{FONTS}\" \
         font-size=\"15\" fill=\"{INK}\">\n",
        escaped(title),
        CELL.1 / 2
    )
}

/// The end of a picture.
pub const CLOSING: &str = "</g>\n</svg>\n";

/// Returns the strokes and the texts of some rows, one element a line.
pub fn drawn(screen: &Screen, rows: &[u16]) -> String {
    let cols = screen.size().1.get();
    let mut out = String::new();
    for (colour, path) in grounds(screen, rows, cols) {
        let _ = writeln!(out, "<path stroke=\"{colour}\" d=\"{path}\"/>");
    }
    for row in rows {
        texts(screen, *row, cols, &mut out);
    }
    out
}

/// Returns the text of a screen for the title, without blank lines and block glyphs.
pub fn words(screen: &Screen) -> String {
    let text = screen.contents().replace(['█', '▀', '▄'], " ");
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the strokes of each colour except `GROUND` as path data. Each is half a cell high, which needs the shortest data.
fn grounds(screen: &Screen, rows: &[u16], cols: u16) -> BTreeMap<String, String> {
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for half in rows.iter().flat_map(|row| [row * 2, row * 2 + 1]) {
        let mut col = 0;
        while col < cols {
            let colour = half_cell(screen, half, col);
            let start = col;
            while col < cols && half_cell(screen, half, col) == colour {
                col += 1;
            }
            if colour != GROUND {
                let (x, w) = (left(start), u32::from(col - start) * CELL.0);
                let y = f64::from(u32::from(half) * CELL.1 / 2 + MARGIN) + f64::from(CELL.1) / 4.0;
                let _ = write!(paths.entry(colour).or_default(), "M{x} {y}h{w}");
            }
        }
    }
    paths
}

/// The colour of the upper (even) or lower (odd) half of a cell.
fn half_cell(screen: &Screen, half: u16, col: u16) -> String {
    let at = |col| screen.cell(half / 2, col);
    // The second cell of a wide character has the colours of the first.
    let cell = at(col).filter(|cell| !cell.is_wide_continuation()).or_else(|| at(col.checked_sub(1)?));
    let Some(cell) = cell else { return GROUND.to_owned() };
    let (ink, ground) = colours(cell);
    let inked = match cell.contents() {
        "█" => true,
        "▀" => half.is_multiple_of(2),
        "▄" => half % 2 == 1,
        _ => false,
    };
    if inked { ink } else { ground }
}

/// Writes the texts of one row.
fn texts(screen: &Screen, row: u16, cols: u16, out: &mut String) {
    let mut col = 0;
    while col < cols {
        let Some((cell, style)) = screen.cell(row, col).and_then(|cell| Some((cell, style(cell)?))) else {
            col += 1;
            continue;
        };
        let run = if cell.is_wide() { wide_run } else { narrow_run };
        let (element, end) = run(screen, (row, col), &style);
        let y = u32::from(row) * CELL.1 + MARGIN + 14;
        let _ = writeln!(out, "<text y=\"{y}\"{style}{element}</text>");
        col = end;
    }
}

/// Returns the rest of the element of a run of characters of one cell, and the column behind it.
fn narrow_run(screen: &Screen, (row, start): (u16, u16), style: &str) -> (String, u16) {
    let (mut text, mut end, mut col) = (String::new(), start, start);
    while let Some(cell) = screen.cell(row, col).filter(|cell| !cell.is_wide()) {
        match self::style(cell) {
            Some(own) if own == style => {
                text.push_str(cell.contents());
                end = col + 1;
            }
            // A run may contain single blanks. A second blank ends it, because a viewer shows several blanks as one.
            None if col == end && matches!(cell.contents(), "" | " ") => text.push(' '),
            _ => break,
        }
        col += 1;
    }
    let (x, width) = (left(start), u32::from(end - start) * CELL.0);
    let text = escaped(text.trim_end());
    (format!(" x=\"{x}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">{text}"), end)
}

/// The same for characters of two cells, such as Chinese ones. Each has a place of its own: fonts differ in their width.
fn wide_run(screen: &Screen, (row, start): (u16, u16), style: &str) -> (String, u16) {
    let (mut text, mut places, mut col) = (String::new(), vec![], start);
    while let Some(cell) = screen.cell(row, col).filter(|cell| cell.is_wide()) {
        if self::style(cell).is_none_or(|own| own != style) {
            break;
        }
        text.push_str(cell.contents());
        let x = left(col) + (2 * CELL.0 - WIDE_FONT) / 2;
        places.extend(cell.contents().chars().map(|_| x.to_string()));
        col += 2;
    }
    (format!(" x=\"{}\" font-size=\"{WIDE_FONT}\">{}", places.join(" "), escaped(&text)), col)
}

/// The left edge of a column.
fn left(col: u16) -> u32 {
    u32::from(col) * CELL.0 + MARGIN
}

/// Returns the attributes of a cell with a character; `None` for a block glyph and a blank.
fn style(cell: &Cell) -> Option<String> {
    if cell.is_wide_continuation() || matches!(cell.contents(), "" | " " | "█" | "▀" | "▄") {
        return None;
    }
    let ink = colours(cell).0;
    let mut style = String::new();
    if ink != INK {
        let _ = write!(style, " fill=\"{ink}\"");
    }
    for (on, attribute) in [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.dim(), " opacity=\".65\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
    ] {
        style.push_str(if on { attribute } else { "" });
    }
    Some(style)
}

/// Returns the colours of the foreground and the background.
fn colours(cell: &Cell) -> (String, String) {
    let colour = |colour, default: &str| match colour {
        Color::Default => default.to_owned(),
        Color::Idx(number) => indexed(number),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
    };
    let (ink, ground) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), GROUND));
    if cell.inverse() { (ground, ink) } else { (ink, ground) }
}

/// Xterm's 256 colours: the 16 of `NAMED`, a cube with six levels of each primary colour, and greys.
fn indexed(number: u8) -> String {
    let (r, g, b) = match number {
        0..16 => return NAMED[usize::from(number)].to_owned(),
        16..232 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let at = number - 16;
            (level(at / 36), level(at / 6 % 6), level(at % 6))
        }
        232.. => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn a_wide_character_fills_two_cells() {
    let cells = |count| std::num::NonZeroU16::new(count).unwrap();
    let mut terminal = vt100::Parser::new(cells(2), cells(20), 0);
    terminal.process("\x1b[43mA练习\x1b[0m。B".as_bytes());
    let drawn = drawn(terminal.screen(), &[0]);
    let ground = format!("<path stroke=\"{}\" d=\"M12 16.5h45M12 25.5h45\"/>", NAMED[3]);
    assert!(drawn.contains(&ground), "{drawn}");
    // Each in the middle of its two cells, and what follows stands behind them.
    assert!(drawn.contains(" x=\"22 40 58\"") && drawn.contains(">练习。<"), "{drawn}");
    assert!(drawn.contains(" x=\"75\""), "{drawn}");
}
