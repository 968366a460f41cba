//! The QR code (ISO/IEC 18004) of an address, as dark and light modules. Never here: drawing.
//!
//! The code has one segment in alphanumeric mode. It has the smallest version that holds the address at the requested level, and then
//! the highest level at which the address fits that version. Versions up to 6 (41 modules) fit an 80×24 terminal in half-blocks.

use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use thiserror::Error;

/// A QR code without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Modules along a side: 17 + 4 · version.
    pub size: usize,
    /// The modules row by row, `size * size` of them; true is dark.
    pub dark: Vec<bool>,
    /// The version, 1–40.
    pub version: u8,
    /// The error correction level.
    pub level: Level,
}

impl Qr {
    /// Whether the module at column `x` and row `y` is dark, counted from the corner of a quiet zone with `left` and `above`
    /// modules. The quiet zone and everything beyond the symbol is light.
    #[must_use]
    pub fn is_dark(&self, x: usize, y: usize, (left, above): (usize, usize)) -> bool {
        match (x.checked_sub(left), y.checked_sub(above)) {
            (Some(x), Some(y)) if x < self.size => self.dark.get(y * self.size + x).copied().unwrap_or(false),
            _ => false,
        }
    }
}

/// Modules of the quiet zone above a symbol that is drawn in half blocks, for that many at its other sides: an odd number. Then the ring of
/// a finder ends at the edge of a cell, where the gap of a glyph moves the edge but splits no pattern.
#[must_use]
pub const fn quiet_above(quiet: usize) -> usize {
    quiet | 1
}

/// An error correction level: the share of the symbol that may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// About 7 %.
    L,
    /// About 15 %.
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

/// The reason why a text can't be encoded as a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum QrError {
    /// A character that alphanumeric mode lacks; it has `0`–`9`, `A`–`Z`, blank, `$%*+-./:`.
    #[error("a character outside alphanumeric mode")]
    Character,
    /// The text is longer than the largest QR code holds.
    #[error("too long")]
    TooLong,
}

/// The levels, the strongest first.
const LEVELS: [(Level, EcLevel); 4] =
    [(Level::H, EcLevel::H), (Level::Q, EcLevel::Q), (Level::M, EcLevel::M), (Level::L, EcLevel::L)];

/// Encodes a text in alphanumeric mode in the smallest QR code.
///
/// # Errors
/// [`QrError`]; never for an address of [`Request::url`](super::Request::url).
pub fn qr(text: &str) -> Result<Qr, QrError> {
    qr_with_level(text, Level::L)
}

/// Encodes a text in alphanumeric mode in the smallest QR code with at least this level.
///
/// # Errors
/// [`QrError`]; a higher level shortens the longest possible text.
pub fn qr_with_level(text: &str, least: Level) -> Result<Qr, QrError> {
    let plain = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase() || b" $%*+-./:".contains(&c);
    if !text.bytes().all(plain) {
        return Err(QrError::Character);
    }
    let (_, floor) = LEVELS.into_iter().find(|(level, _)| *level == least).ok_or(QrError::TooLong)?;
    let version = (1..=40).find(|&version| fits(text, version, floor)).ok_or(QrError::TooLong)?;
    let (level, code) = LEVELS
        .into_iter()
        .find_map(|(level, ec)| Some((level, QrCode::with_bits(bits(text, version, ec)?, ec).ok()?)))
        .ok_or(QrError::TooLong)?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Ok(Qr { size: code.width(), dark, version: version.unsigned_abs() as u8, level })
}

fn fits(text: &str, version: i16, level: EcLevel) -> bool {
    bits(text, version, level).is_some()
}

fn bits(text: &str, version: i16, level: EcLevel) -> Option<Bits> {
    let mut bits = Bits::new(Version::Normal(version));
    bits.push_alphanumeric_data(text.as_bytes()).ok()?;
    bits.push_terminator(level).ok()?;
    Some(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that a reader decodes, with a quiet zone of four modules and three dots per module.
    fn scanned(qr: &Qr) -> String {
        let (dot, quiet) = (3, 4);
        let side = (qr.size + 2 * quiet) * dot;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if qr.is_dark(x / dot, y / dot, (quiet, quiet)) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_decodes_the_text() {
        for length in [1, 20, 66, 120, 195, 196, 300, 405] {
            let text: String =
                "HTTPS://DESK.EXAMPLE/R/CEAAAEERCEQ2345672345".chars().cycle().take(length).collect();
            let qr = qr(&text).unwrap();
            assert_eq!(qr.dark.len(), qr.size * qr.size);
            assert_eq!(qr.size, 17 + 4 * usize::from(qr.version));
            assert_eq!(scanned(&qr), text);
        }
    }

    #[test]
    fn the_smallest_version_and_then_the_highest_level_are_chosen() {
        let of = |length: usize| qr(&"A".repeat(length)).map(|qr| (qr.version, qr.level));
        // Capacities of alphanumeric mode, ISO/IEC 18004 table 7: 6-L holds 195, 6-M 154; 1-L 25, 1-H 10.
        assert_eq!(of(10), Ok((1, Level::H)));
        assert_eq!(of(25), Ok((1, Level::L)));
        assert_eq!(of(154), Ok((5, Level::L)));
        assert_eq!(of(155), Ok((6, Level::L)));
        assert_eq!(of(195), Ok((6, Level::L)));
        assert_eq!(of(196), Ok((7, Level::L)));
        assert_eq!(of(4296), Ok((40, Level::L)));
        assert_eq!(of(4297), Err(QrError::TooLong));
        assert_eq!(qr("https"), Err(QrError::Character));
    }

    #[test]
    fn a_higher_level_takes_a_larger_version() {
        let of =
            |length: usize, least| qr_with_level(&"A".repeat(length), least).map(|qr| (qr.version, qr.level));
        // ISO/IEC 18004 table 7: 8-M holds 221, 9-Q 189, 10-Q 221, 10-H 174, 11-H 200, 40-H 1852.
        assert_eq!(of(181, Level::L), Ok((6, Level::L)));
        assert_eq!(of(181, Level::M), Ok((8, Level::M)));
        assert_eq!(of(181, Level::Q), Ok((9, Level::Q)));
        assert_eq!(of(181, Level::H), Ok((11, Level::H)));
        assert_eq!(of(10, Level::L), Ok((1, Level::H)));
        assert_eq!(of(1853, Level::H), Err(QrError::TooLong));
    }

    #[test]
    fn a_request_of_102_bytes_and_a_host_of_20_fit_version_6() {
        let address = format!("HTTPS://{}/R/{}", "D".repeat(20), "A".repeat((102_usize * 8).div_ceil(5)));
        assert_eq!(qr(&address).unwrap().version, 6);
    }
}
