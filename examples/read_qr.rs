//! Reads the QRs in grey pictures. It prints one line for each file: path, tab, text of the QR.
//!
//! `tests/scan/run` uses it as a reader independent of the code that draws. It takes binary PGM (`P5`, 8 bits a pixel) and
//! prints an empty text if it finds no QR. Never here: preparing a picture, because it must be what a camera saw.

use std::process::ExitCode;

use rqrr::PreparedImage;

/// A grey picture.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// The picture in a PGM file. `None` if the format is another, or the file is cut off.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut at = 0;
        let mut word = || {
            let start = at + bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
            let end = start + bytes.get(start..)?.iter().position(u8::is_ascii_whitespace)?;
            at = end;
            std::str::from_utf8(bytes.get(start..end)?).ok()
        };
        let magic = word()?;
        let [width, height, most] = [word()?, word()?, word()?].map(|word| word.parse::<usize>().ok());
        let (width, height) = (width?, height?);
        let pixels = bytes.get(at + 1..)?.get(..width.checked_mul(height)?)?.to_vec();
        (magic == "P5" && most == Some(255)).then_some(Self { width, height, pixels })
    }

    /// The text of the first readable QR.
    fn read(&self) -> Option<String> {
        let pixel = |x: usize, y: usize| self.pixels.get(y * self.width + x).copied().unwrap_or(255);
        let mut image = PreparedImage::prepare_from_greyscale(self.width, self.height, pixel);
        image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
    }
}

fn main() -> ExitCode {
    let mut exit = ExitCode::SUCCESS;
    for path in std::env::args().skip(1) {
        let picture = std::fs::read(&path).ok().and_then(|bytes| Picture::parse(&bytes));
        match picture {
            Some(picture) => {
                println!("{path}\t{}", picture.read().unwrap_or_default().replace(['\n', '\t'], " "))
            }
            None => {
                eprintln!("{path}: not a binary PGM");
                exit = ExitCode::FAILURE;
            }
        }
    }
    exit
}
