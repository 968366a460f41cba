//! One typed line: 16 data and 4 check symbols of a Reed–Solomon code over GF(32).
//!
//! **Layout.** Ten bytes are 16 symbols (alphabet and bit order: `crockford`). A codeword has 21 symbols: the number of the line, the
//! 16 data symbols, 4 check symbols. They are the coefficients of a polynomial over GF(32) (`gf32`), from x^20 for the number to x^0
//! for the last check symbol. The polynomial is zero at α, α^2, α^3 and α^4; this condition determines the check symbols. The number
//! is not part of the typed line: a line is the other 20 symbols, shown as `XXXXX XXXXX XXXXX XXXXX`.
//!
//! **Numbers.** 1–7: license code; 8–11: spoken request; 12: release receipt. Lines of different numbers differ in at least 4
//! places, lines of the same number in at least 5.
//!
//! **Reading.** `crockford` defines the reading of typed characters. A line with s unreadable places (`?`) and e wrong characters is
//! mended where 2e + s ≤ 4. Mending never changes the number. A line that is clean under another number was typed in the wrong order;
//! it is reported as the line of that number, without mending.

use super::crockford::{self, Glyph};
use super::gf32::{alpha, mul, solve};
use crate::reader::is_visible;

/// The number of symbols of a line.
pub const LENGTH: usize = 20;
/// The number of symbols of a group, in which a line is shown.
pub const GROUP: usize = crockford::GROUP;
/// The most glyphs that are read of a typed text.
const TYPED: usize = 400;

/// The number of a line: 1–7 license code, 8–11 spoken request, 12 receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineNumber(u8);

/// The ten bytes of a line.
pub type Data = [u8; 10];

/// The 20 symbols of a line, 0–31 each.
pub(super) type Word = [u8; LENGTH];

/// The result of reading a typed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineReading {
    /// Fewer than 20 characters.
    Short {
        /// How many there are.
        typed: usize,
    },
    /// More than 20 characters.
    Long {
        /// How many there are, at most 400.
        typed: usize,
    },
    /// A codeword of this number.
    Clean(Data),
    /// One to four places were mended; more than two only where some of them were `?`. The result is uncertain until the signature
    /// verifies, because a line with more wrong characters can lead to the same result.
    Mended {
        /// The ten bytes.
        data: Data,
        /// The mended line, 20 characters.
        line: String,
        /// The mended places, 0–19, ascending.
        at: Vec<usize>,
    },
    /// A codeword of another number: the line was typed in the wrong order.
    Other(LineNumber, Data),
    /// A character that is neither a symbol, nor a look-alike, nor skipped.
    Foreign {
        /// How many symbols precede it.
        at: usize,
        /// The character, in upper case; it may be a control character.
        found: char,
    },
    /// The line can't be mended.
    Wrong,
}

impl LineNumber {
    /// The number of a receipt.
    pub const RECEIPT: Self = Self(12);

    /// The line number; `None` outside 1 to 12.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 12 { Some(Self(number)) } else { None }
    }

    /// The numbers of a license code's lines.
    #[must_use]
    pub fn license() -> [Self; 7] {
        [1, 2, 3, 4, 5, 6, 7].map(Self)
    }

    /// The numbers of a spoken request's lines.
    #[must_use]
    pub fn spoken() -> [Self; 4] {
        [8, 9, 10, 11].map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    fn all() -> impl Iterator<Item = Self> {
        (1..=12).map(Self)
    }
}

impl LineReading {
    /// The ten bytes of a clean or mended line.
    #[must_use]
    pub const fn data(&self) -> Option<Data> {
        match self {
            Self::Clean(data) | Self::Mended { data, .. } => Some(*data),
            _ => None,
        }
    }

    /// Whether the line can be used: it is clean, mended, or clean under another number.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        matches!(self, Self::Clean(_) | Self::Mended { .. } | Self::Other(..))
    }
}

/// Encodes ten bytes as a line: 20 characters in upper case, without blanks.
#[must_use]
pub fn encode(number: LineNumber, data: &Data) -> String {
    text_of(&word_of(number, data))
}

/// The line in groups of five: `XXXXX XXXXX XXXXX XXXXX`.
#[must_use]
pub fn grouped(line: &str) -> String {
    crockford::grouped(line)
}

/// The characters of a typed text as they are shown while a person types: the characters that [`read`] counts, in upper case, with
/// look-alikes and full-width forms replaced. Visible foreign characters stay.
pub fn cleaned(typed: &str) -> impl Iterator<Item = char> {
    crockford::glyphs(typed).map(Glyph::character).filter(|c| is_visible(*c))
}

/// Reads a typed line, mending up to four unreadable or two wrong characters. Case, look-alikes (O/0, I/L/1, U/V), blanks, dashes
/// and full-width forms don't matter.
#[must_use]
pub fn read(number: LineNumber, typed: &str) -> LineReading {
    let glyphs: Vec<Glyph> = crockford::glyphs(typed).take(TYPED).collect();
    read_glyphs(number, &glyphs)
}

pub(super) fn read_glyphs(number: LineNumber, glyphs: &[Glyph]) -> LineReading {
    let foreign = glyphs.iter().enumerate().find_map(|(at, glyph)| match glyph {
        Glyph::Foreign(found) => Some((at, *found)),
        _ => None,
    });
    if let Some((at, found)) = foreign {
        return LineReading::Foreign { at, found };
    }
    let typed = glyphs.len();
    let Some((word, unreadable)) = word(glyphs) else {
        return if typed < LENGTH { LineReading::Short { typed } } else { LineReading::Long { typed } };
    };
    if unreadable.is_empty() {
        if syndromes(number, &word) == [0; 4] {
            return LineReading::Clean(data_of(&word));
        }
        if let Some(other) = LineNumber::all().find(|&other| syndromes(other, &word) == [0; 4]) {
            return LineReading::Other(other, data_of(&word));
        }
    }
    mend(number, &word, &unreadable).map_or(LineReading::Wrong, |mended| LineReading::Mended {
        data: data_of(&mended),
        line: text_of(&mended),
        at: (0..LENGTH).filter(|at| mended[*at] != word[*at] || unreadable.contains(at)).collect(),
    })
}

/// The number under which these glyphs are a clean line. The function is cheap, because a search of pasted text calls it at each
/// position.
pub(super) fn clean_as(glyphs: &[Glyph]) -> Option<LineNumber> {
    let (word, unreadable) = word(glyphs)?;
    // The number is the first of the 21 symbols. Its part of each syndrome doesn't depend on the other symbols.
    let rest = syndromes_of(0, &word);
    let adds = |number: LineNumber| std::array::from_fn(|j| mul(number.get(), alpha(LENGTH * (j + 1))));
    LineNumber::all().find(|&number| unreadable.is_empty() && rest == adds(number))
}

/// Twenty glyphs as symbols, and the places without a symbol, which hold 0. `None` for another count of glyphs.
pub(super) fn word(glyphs: &[Glyph]) -> Option<(Word, Vec<usize>)> {
    let glyphs: &[Glyph; LENGTH] = glyphs.try_into().ok()?;
    let word = glyphs.map(|glyph| if let Glyph::Symbol(symbol) = glyph { symbol } else { 0 });
    let unreadable = (0..LENGTH).filter(|&at| !matches!(glyphs[at], Glyph::Symbol(_))).collect();
    Some((word, unreadable))
}

pub(super) fn word_of(number: LineNumber, data: &Data) -> Word {
    let mut word = [0; LENGTH];
    for (place, symbol) in word.iter_mut().zip(crockford::from_bytes(data)) {
        *place = symbol;
    }
    let checks = [16, 17, 18, 19];
    if let Some(values) = solve(syndromes(number, &word), &checks.map(locator)) {
        for (at, value) in checks.into_iter().zip(values) {
            word[at] = value;
        }
    }
    word
}

pub(super) fn data_of(word: &Word) -> Data {
    let mut data = [0; 10];
    for (byte, decoded) in data.iter_mut().zip(crockford::to_bytes(&word[..16]).0) {
        *byte = decoded;
    }
    data
}

pub(super) fn text_of(word: &Word) -> String {
    word.iter().map(|&symbol| crockford::character(symbol)).collect()
}

/// The power of α that multiplies the symbol at a place (0–19).
pub(super) fn locator(place: usize) -> u8 {
    alpha(LENGTH - 1 - place.min(LENGTH - 1))
}

/// The values of the polynomial at α to α^4; all zero for a codeword.
pub(super) fn syndromes(number: LineNumber, word: &Word) -> [u8; 4] {
    syndromes_of(number.get(), word)
}

fn syndromes_of(first: u8, word: &Word) -> [u8; 4] {
    std::array::from_fn(|j| {
        let x = alpha(j + 1);
        word.iter().fold(first, |sum, &symbol| mul(sum, x) ^ symbol)
    })
}

/// The codeword that differs in the unreadable places and in the fewest others, where 2e + s ≤ 4. The number of the line is fixed.
pub(super) fn mend(number: LineNumber, word: &Word, unreadable: &[usize]) -> Option<Word> {
    let spare = 4_usize.checked_sub(unreadable.len())? / 2;
    let syndromes = syndromes(number, word);
    let attempt = |extra: &[usize]| {
        let places: Vec<usize> = unreadable.iter().chain(extra).copied().collect();
        let locators: Vec<u8> = places.iter().map(|&at| locator(at)).collect();
        let values = solve(syndromes, &locators)?;
        let mut mended = *word;
        for (at, value) in places.into_iter().zip(values) {
            mended[at] ^= value;
        }
        Some(mended)
    };
    let free: Vec<usize> = (0..LENGTH).filter(|at| !unreadable.contains(at)).collect();
    if let Some(mended) = attempt(&[]) {
        return Some(mended);
    }
    if spare >= 1
        && let Some(mended) = free.iter().find_map(|&one| attempt(&[one]))
    {
        return Some(mended);
    }
    if spare < 2 {
        return None;
    }
    free.iter().enumerate().find_map(|(k, &one)| free[k + 1..].iter().find_map(|&two| attempt(&[one, two])))
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
