//! A picture of a QR as a PNG file (ISO/IEC 15948), one bit a pixel, not compressed.
//!
//! A whole deflate would be more program than the few kilobytes that it saves are worth.

use crate::protocol::qr::Qr;

/// Pixels a module, and modules of quiet zone (ISO/IEC 18004 wants four).
const SCALE: usize = 8;
const QUIET: usize = 4;
/// The most that a stored block of deflate holds (RFC 1951, 3.2.4).
const BLOCK: usize = 0xffff;

/// The file: black on white.
#[must_use]
pub fn png(qr: &Qr) -> Vec<u8> {
    let side = (qr.size + 2 * QUIET) * SCALE;
    let length = u32::try_from(side).unwrap_or(0).to_be_bytes();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    // Width, height; one bit of grey; deflate, the usual filters, not interlaced.
    chunk(&mut file, b"IHDR", &[&length[..], &length, &[1, 0, 0, 0, 0]].concat());
    chunk(&mut file, b"IDAT", &zlib(&rows(qr, side)));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// Rows of pixels, eight a byte, white set, each behind the byte for "no filter".
fn rows(qr: &Qr, side: usize) -> Vec<u8> {
    let inside = |v: usize| (v / SCALE).checked_sub(QUIET).filter(|v| *v < qr.size);
    let dark = |x: usize, y: usize| matches!((inside(x), inside(y)), (Some(x), Some(y)) if qr.is_dark(x, y));
    let mut rows = Vec::new();
    for y in 0..side {
        rows.push(0);
        for byte in 0..side.div_ceil(8) {
            rows.push((0..8).fold(0, |bits, bit| bits << 1 | u8::from(!dark(byte * 8 + bit, y))));
        }
    }
    rows
}

/// A chunk: length, name, data, and the CRC of name and data.
fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    file.extend(name);
    file.extend(data);
    file.extend(crc32(name.iter().chain(data)).to_be_bytes());
}

/// Stored blocks in a zlib stream (RFC 1950).
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(0);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

/// CRC-32 as PNG's annex D has it, bit by bit: a file is small.
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(!0, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

/// Adler-32 (RFC 1950, 8.2).
fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::qr::qr;

    /// Another's decoder reads the file, and another's scanner the picture.
    #[test]
    fn others_read_it() {
        for text in
            ["HTTPS://DESK.EXAMPLE/A".to_owned(), "HTTPS://DESK.EXAMPLE/".to_owned() + &"A7".repeat(400)]
        {
            let file = png(&qr(&text).unwrap());
            let mut decoder = png::Decoder::new(std::io::Cursor::new(&file));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            let (width, height) = (info.width as usize, info.height as usize);
            assert_eq!((width, info.color_type), (height, png::ColorType::Grayscale));
            let mut image =
                rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
            assert_eq!(image.detect_grids()[0].decode().unwrap().1, text);
        }
    }

    /// The check values of the two sums for `123456789`, and a stream of more than one block.
    #[test]
    fn sums_and_blocks() {
        assert_eq!((crc32(b"123456789".iter()), adler32(b"123456789")), (0xcbf4_3926, 0x091e_01de));
        let long = zlib(&vec![7; BLOCK + 1]);
        assert_eq!(
            (&long[2..7], &long[2 + 5 + BLOCK..][..6]),
            (&[0, 255, 255, 0, 0][..], &[1, 1, 0, 254, 255, 7][..])
        );
    }
}
