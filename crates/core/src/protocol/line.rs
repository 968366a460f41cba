//! One typed line: 16 data and 4 check symbols of a Reed–Solomon code over GF(32).
//!
//! **Layout.** Ten bytes are 16 symbols (`crockford` has the alphabet and the bit order). The codeword has 21 symbols:
//! the line's number, the 16 data symbols, 4 check symbols. As coefficients of a polynomial, the number that of
//! x^20 and the last check symbol that of x^0, it is 0 at α, α^2, α^3 and α^4 (`gf32` has the field); that fixes the
//! check symbols. The number isn't sent: a line is the other 20 symbols, shown `XXXXX XXXXX XXXXX XXXXX`.
//!
//! **Numbers.** 1–7: a license code; 8–11: a spoken request; 12: a release receipt. Two lines of different
//! numbers differ in at least 4 places, two of the same number in at least 5.
//!
//! **Reading.** Characters are taken as `crockford` says. With s places unreadable (`?`) and e others wrong, a line
//! is put right where 2e + s ≤ 4; a decoding that alters the number is none. A line that is clean under another
//! number is named so, before any mending: it was typed in the wrong order.

use super::crockford::{self, Glyph};
use super::gf32::{alpha, mul, solve};

/// How many symbols a line has.
pub(super) const LENGTH: usize = 20;
/// How much of a typed text is looked at.
const TYPED: usize = 400;

/// 1–7 license, 8–11 spoken request, 12 receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineNumber(u8);

/// 16 data symbols (0–31): 10 bytes.
pub type Data = [u8; 10];

/// The 20 symbols of a line, 0–31 each.
pub(super) type Word = [u8; LENGTH];

/// What a typed line turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineReading {
    /// Not 20 characters yet.
    Short {
        /// How many there are.
        typed: usize,
    },
    /// More than 20 characters.
    Long {
        /// How many there are, counted up to a bound.
        typed: usize,
    },
    /// Every symbol agrees.
    Clean(Data),
    /// One to four places were put right (more than two only where they were `?`). It stays doubtful
    /// until the signature agrees: three wrong characters may look like this too.
    Mended {
        /// The ten bytes.
        data: Data,
        /// The line as it should be, 20 characters.
        line: String,
        /// The places that were put right, 0–19, ascending.
        at: Vec<usize>,
    },
    /// A clean line, but of another number: typed in the wrong order.
    Other(LineNumber, Data),
    /// This character is no symbol, nothing that looks like one, and not passed over.
    Foreign {
        /// How many symbols stand before it.
        at: usize,
        /// The character, in upper case; it may be a control character.
        found: char,
    },
    /// Can't be put right.
    Wrong,
}

impl LineNumber {
    /// The number of the receipt's line.
    pub const RECEIPT: Self = Self(12);

    /// A number from 1 to 12.
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
    /// The ten bytes, where the line is clean or was put right.
    #[must_use]
    pub const fn data(&self) -> Option<Data> {
        match self {
            Self::Clean(data) | Self::Mended { data, .. } => Some(*data),
            _ => None,
        }
    }
}

/// The 20 characters of a line, upper case, no blanks.
#[must_use]
pub fn encode(number: LineNumber, data: &Data) -> String {
    text_of(&word_of(number, data))
}

/// `XXXXX XXXXX XXXXX XXXXX`.
#[must_use]
pub fn grouped(line: &str) -> String {
    crockford::grouped(line)
}

/// A typed text as it is shown while it is typed: what [`read`] takes, in upper case, look-alikes and full-width forms
/// as the characters they stand for, blanks and dashes left out. Foreign characters stay, control characters don't.
pub fn cleaned(typed: &str) -> impl Iterator<Item = char> {
    crockford::glyphs(typed).map(Glyph::character).filter(|c| !c.is_control())
}

/// Reads a typed line: case, look-alikes (O/0, I/L/1, U/V), blanks, dashes, full-width forms are taken.
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

/// The number under which these glyphs are a clean line. Cheap: pastes are searched with it, place by place.
pub(super) fn clean_as(glyphs: &[Glyph]) -> Option<LineNumber> {
    let (word, unreadable) = word(glyphs)?;
    // The number is the highest of the 21 symbols: what it adds to each syndrome is known without the others.
    let rest = syndromes_of(0, &word);
    let adds = |number: LineNumber| std::array::from_fn(|j| mul(number.get(), alpha(LENGTH * (j + 1))));
    LineNumber::all().find(|&number| unreadable.is_empty() && rest == adds(number))
}

/// Twenty glyphs as symbols and the places that are unreadable (0 stands there).
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

/// The power of α that the symbol at a place (0–19) is multiplied with.
pub(super) fn locator(place: usize) -> u8 {
    alpha(LENGTH - 1 - place.min(LENGTH - 1))
}

/// The codeword's polynomial at α to α^4; all zero for a codeword.
pub(super) fn syndromes(number: LineNumber, word: &Word) -> [u8; 4] {
    syndromes_of(number.get(), word)
}

fn syndromes_of(first: u8, word: &Word) -> [u8; 4] {
    std::array::from_fn(|j| {
        let x = alpha(j + 1);
        word.iter().fold(first, |sum, &symbol| mul(sum, x) ^ symbol)
    })
}

/// The codeword that differs in the fewest places, where the unreadable ones and twice the others are
/// at most 4. The number is taken as right, so that no decoding alters it.
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
