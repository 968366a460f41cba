//! A screen as an SVG picture.
//!
//! Backgrounds and block glyphs become thick strokes, one path for each colour, so that a QR scans with any font. The
//! rest becomes text, one element for each run of one style, stretched to its cells.

use std::collections::BTreeMap;
use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// Width and height of a cell in pixels. Its upper and lower halves are squares, like the modules of a QR.
pub const CELL: (u32, u32) = (9, 18);
/// The margin around the screen in pixels.
pub const MARGIN: u32 = 12;

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
    let (rows, cols) = screen.size();
    let (rows, cols) = (rows.get(), cols.get());
    let (width, height) = (u32::from(cols) * CELL.0 + 2 * MARGIN, u32::from(rows) * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\">\n<title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" \
         fill=\"{GROUND}\"/>\n",
        escaped(title)
    );
    let _ = writeln!(out, "<g shape-rendering=\"crispEdges\" fill=\"none\" stroke-width=\"{}\">", CELL.1 / 2);
    for (colour, path) in grounds(screen, rows, cols) {
        let _ = writeln!(out, "<path stroke=\"{colour}\" d=\"{path}\"/>");
    }
    let _ = writeln!(out, "</g>\n<g font-family=\"{FONTS}\" font-size=\"15\" fill=\"{INK}\">");
    for row in 0..rows {
        texts(screen, row, cols, &mut out);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Returns the text of a screen for the title, without blank lines and block glyphs.
pub fn words(screen: &Screen) -> String {
    let text = screen.contents().replace(['█', '▀', '▄'], " ");
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the strokes of each colour except `GROUND` as path data. Each is half a cell high, which needs the shortest data.
fn grounds(screen: &Screen, rows: u16, cols: u16) -> BTreeMap<String, String> {
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for half in 0..rows * 2 {
        let mut col = 0;
        while col < cols {
            let colour = half_cell(screen, half, col);
            let start = col;
            while col < cols && half_cell(screen, half, col) == colour {
                col += 1;
            }
            if colour != GROUND {
                let (x, w) = (u32::from(start) * CELL.0 + MARGIN, u32::from(col - start) * CELL.0);
                let y = f64::from(u32::from(half) * CELL.1 / 2 + MARGIN) + f64::from(CELL.1) / 4.0;
                let _ = write!(paths.entry(colour).or_default(), "M{x} {y}h{w}");
            }
        }
    }
    paths
}

/// The colour of the upper (even) or lower (odd) half of a cell.
fn half_cell(screen: &Screen, half: u16, col: u16) -> String {
    let Some(cell) = screen.cell(half / 2, col) else { return GROUND.to_owned() };
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
    let y = u32::from(row) * CELL.1 + MARGIN + 14;
    let mut col = 0;
    while col < cols {
        let Some(style) = screen.cell(row, col).and_then(style) else {
            col += 1;
            continue;
        };
        let start = col;
        let (mut text, mut end) = (String::new(), col);
        while let Some(cell) = screen.cell(row, col) {
            match self::style(cell) {
                Some(own) if own == style => {
                    text.push_str(cell.contents());
                    end = col + if cell.is_wide() { 2 } else { 1 };
                }
                // A run may contain single blanks. A second blank ends it, because a viewer shows several blanks as one.
                None if col == end && matches!(cell.contents(), "" | " ") => text.push(' '),
                None if cell.is_wide_continuation() => {}
                _ => break,
            }
            col += 1;
        }
        let x = u32::from(start) * CELL.0 + MARGIN;
        let width = u32::from(end - start) * CELL.0;
        let text = escaped(text.trim_end());
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{text}</text>"
        );
        col = end.max(start + 1);
    }
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
