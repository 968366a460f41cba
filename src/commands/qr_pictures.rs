//! The QR of a request as a PNG or SVG file: always dark on light.

use countersign_core::protocol::qr;
use qrcode::Color;
use qrcode::render::{Renderer, svg};

/// Pixels of a module's side.
const SCALE: usize = 8;
/// Modules of the quiet zone (ISO/IEC 18004 asks for 4).
const QUIET: usize = 4;

/// The QR of an address as the bytes of a greyscale PNG.
///
/// # Errors
/// If the address fits no QR.
pub fn qr_png(url: &str) -> anyhow::Result<Vec<u8>> {
    let symbol = qr::qr(url).map_err(|error| anyhow::anyhow!("{error}"))?;
    let side = (symbol.size + 2 * QUIET) * SCALE;
    let dark = |x, y| symbol.is_dark(x / SCALE, y / SCALE, (QUIET, QUIET));
    let pixels: Vec<u8> =
        (0..side * side).map(|at| if dark(at % side, at / side) { 0 } else { 255 }).collect();
    let mut bytes = Vec::new();
    let length = u32::try_from(side)?;
    let mut encoder = png::Encoder::new(&mut bytes, length, length);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

/// The QR of an address as the text of an SVG picture.
///
/// # Errors
/// If the address fits no QR.
pub fn qr_svg(url: &str) -> anyhow::Result<String> {
    let symbol = qr::qr(url).map_err(|error| anyhow::anyhow!("{error}"))?;
    let modules: Vec<Color> =
        symbol.dark.iter().map(|dark| if *dark { Color::Dark } else { Color::Light }).collect();
    let quiet = u32::try_from(QUIET)?;
    let scale = u32::try_from(SCALE)?;
    let mut picture =
        Renderer::<svg::Color<'_>>::new(&modules, symbol.size, quiet).module_dimensions(scale, scale).build();
    picture.push('\n');
    Ok(picture)
}
