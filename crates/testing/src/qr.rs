//! Reads a QR code from the glyphs and colours of a screen.

use vt100::{Cell, Color, Screen};

/// Width and height of a half cell in pixels.
const SCALE: usize = 4;

/// The text of the QR code on the screen; `None` if no QR code can be read.
pub fn read_qr(screen: &Screen) -> Option<String> {
    let (rows, columns) = screen.size();
    let (rows, columns) = (usize::from(rows.get()), usize::from(columns.get()));
    let halves: Vec<[u8; 2]> = (0..rows * columns)
        .map(|at| {
            let (row, column) = (u16::try_from(at / columns).unwrap(), u16::try_from(at % columns).unwrap());
            screen.cell(row, column).map_or([0, 0], light)
        })
        .collect();
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(columns * SCALE, rows * 2 * SCALE, |x, y| {
        let (column, half) = (x / SCALE, y / SCALE);
        halves[(half / 2) * columns + column][half % 2]
    });
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

/// The brightness (0–255) of the upper and the lower half of a cell, on a dark terminal.
fn light(cell: &Cell) -> [u8; 2] {
    let (mut ink, mut ground) = (shade(cell.fgcolor(), 200), shade(cell.bgcolor(), 0));
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut ground);
    }
    match cell.contents() {
        "▀" => [ink, ground],
        "▄" => [ground, ink],
        "█" => [ink, ink],
        "" | " " => [ground, ground],
        // A letter is partly ink and partly ground.
        _ => [ground / 2 + ink / 2, ground],
    }
}

/// The eight colours as shades of grey.
fn shade(colour: Color, default: u8) -> u8 {
    match colour {
        Color::Default => default,
        Color::Idx(0) => 0,
        Color::Idx(7) => 200,
        Color::Idx(15) => 255,
        _ => 120,
    }
}
