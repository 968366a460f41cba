//! Word lists with fast look-up: whether a list holds a word, with which of its words a text begins, and whether a text is one of its
//! words with a typing slip.
//!
//! Nearly every answer is "no". Bit sets give most of these answers; they are built at compile time. The index of the words is built
//! at its first use.

use std::sync::OnceLock;

use crate::review::finding::FindingKind;

/// A list of words, written with blanks between them.
pub(super) struct List {
    text: &'static str,
    /// One bit for each word, by its length and three of its bytes.
    whole: Bits,
    /// One bit for each word, by its first two bytes.
    starts: Bits,
    /// The set of first letters, and the set of last letters, of the long words.
    ends: (u32, u32),
    index: OnceLock<Index>,
}

/// The words by first letter and by length, so that a text is compared with a few words instead of all.
struct Index {
    words: Vec<&'static str>,
    /// The end of each drawer in `words`. A drawer begins at the end of the previous one.
    ends: [u8; DRAWERS],
    /// The words in the order of their length, each with the set of its letters.
    by_length: Vec<(&'static str, u32)>,
    /// The position in `by_length` where the words of each length begin.
    lengths: [u8; LENGTHS],
}

/// The number of lengths in the index. Longer words come after them.
const LENGTHS: usize = 32;

impl Index {
    /// The words of `least` to `most` bytes. At the end of the index, longer words may follow them.
    fn of_lengths(&self, least: usize, most: usize) -> &[(&'static str, u32)] {
        let begin = |length: usize| self.lengths.get(length).map(|at| usize::from(*at));
        let from = begin(least.min(LENGTHS - 1)).unwrap_or_default();
        self.by_length.get(from..begin(most + 1).unwrap_or(self.by_length.len())).unwrap_or_default()
    }
}

/// The number of drawers: one for each letter, and one for all words that begin with another character.
const DRAWERS: usize = 27;

/// The drawer of a text by its first letter.
fn drawer(text: &str) -> u8 {
    match text.as_bytes().first() {
        Some(letter @ b'a'..=b'z') => letter - b'a' + 1,
        _ => 0,
    }
}

/// The least length of a word that may have a slip.
const LONG: usize = 7;

/// A set of 256 bits. Each word sets one.
struct Bits([u64; 4]);

impl Bits {
    const fn add(&mut self, hash: u8) {
        self.0[(hash >> 6) as usize] |= 1 << (hash & 63);
    }

    fn has(&self, hash: u8) -> bool {
        self.0.get(usize::from(hash >> 6)).is_some_and(|part| part >> (hash & 63) & 1 == 1)
    }
}

/// The bit of a word, by its length and its first, middle and last byte.
const fn of_whole(bytes: &[u8], from: usize, to: usize) -> u8 {
    let length = to - from;
    let (first, middle, last) = (bytes[from], bytes[from + length / 2], bytes[to - 1]);
    ((length as u8).wrapping_mul(41))
        .wrapping_add(first.wrapping_mul(7))
        .wrapping_add(middle.wrapping_mul(29))
        .wrapping_add(last.wrapping_mul(83))
}

/// The bit of a word, by its first two bytes.
const fn of_start(first: u8, second: u8) -> u8 {
    first.wrapping_mul(31).wrapping_add(second.wrapping_mul(5))
}

/// The bit of a letter. All other bytes share one bit.
const fn bit(byte: u8) -> u32 {
    if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 1 << 26 }
}

fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| letters | bit(byte))
}

impl List {
    pub(super) const fn new(text: &'static str) -> Self {
        let mut list =
            Self { text, whole: Bits([0; 4]), starts: Bits([0; 4]), ends: (0, 0), index: OnceLock::new() };
        let bytes = text.as_bytes();
        let (mut from, mut at, mut words) = (0, 0, 0);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at].is_ascii_whitespace() {
                if at > from {
                    words += 1;
                    list.whole.add(of_whole(bytes, from, at));
                    if at - from > 1 {
                        list.starts.add(of_start(bytes[from], bytes[from + 1]));
                    }
                    if at - from >= LONG {
                        list.ends.0 |= bit(bytes[from]);
                        list.ends.1 |= bit(bytes[at - 1]);
                    }
                }
                from = at + 1;
            }
            at += 1;
        }
        // The ends of drawers are `u8`. Lists are statics, so this check runs at compile time.
        assert!(words < 256, "too many words for one list");
        list
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut words = Vec::new();
            let mut ends = [0; DRAWERS];
            for (at, end) in (0..).zip(&mut ends) {
                words.extend(self.text.split_ascii_whitespace().filter(|word| drawer(word) == at));
                *end = u8::try_from(words.len()).unwrap_or(u8::MAX);
            }
            let mut by_length: Vec<_> = words.iter().map(|word| (*word, letters(word))).collect();
            by_length.sort_by_key(|(word, _)| word.len());
            let mut lengths = [0; LENGTHS];
            for (length, begin) in lengths.iter_mut().enumerate() {
                let shorter = by_length.partition_point(|(word, _)| word.len() < length);
                *begin = u8::try_from(shorter).unwrap_or(u8::MAX);
            }
            Index { words, ends, by_length, lengths }
        })
    }

    /// The words with the same first letter as the text; empty where no word has its first two letters.
    pub(super) fn beginning(&self, text: &str) -> &[&'static str] {
        if let [first, second, ..] = text.as_bytes()
            && !self.starts.has(of_start(*first, *second))
        {
            return &[];
        }
        let Index { words, ends, .. } = self.index();
        let drawer = usize::from(drawer(text));
        let at = |drawer: usize| ends.get(drawer).map_or(0, |end| usize::from(*end));
        words.get(drawer.checked_sub(1).map_or(0, at)..at(drawer)).unwrap_or_default()
    }

    /// Whether the text begins with one of its words.
    pub(super) fn begins(&self, text: &str) -> bool {
        self.beginning(text).iter().any(|start| text.starts_with(start))
    }

    /// Whether the word is one of the long words of the list with one slip.
    pub(super) fn misspelt(&self, word: &str) -> bool {
        let [first, .., last] = word.as_bytes() else { return false };
        // One slip leaves the first or the last letter unchanged.
        (self.ends.0 & bit(*first) != 0 || self.ends.1 & bit(*last) != 0) && self.misspelt_from(LONG, word)
    }

    /// Like [`List::misspelt`], for words of at least this many letters.
    pub(super) fn misspelt_from(&self, least: usize, word: &str) -> bool {
        let index = self.index();
        let candidates = index.of_lengths(least.max(word.len().saturating_sub(1)), word.len() + 1);
        if candidates.is_empty() {
            return false;
        }
        let here = letters(word);
        candidates.iter().any(|(known, letters)| {
            // A slip adds at most one letter and removes at most one.
            most_two(letters ^ here)
                && (known.as_bytes().first() == word.as_bytes().first()
                    || known.as_bytes().last() == word.as_bytes().last())
                && one_slip(word.as_bytes(), known.as_bytes())
        })
    }
}

/// Whether at most two bits are set.
const fn most_two(bits: u32) -> bool {
    let without_one = bits & bits.wrapping_sub(1);
    without_one & without_one.wrapping_sub(1) == 0
}

/// Whether one inserted, omitted or changed letter, or one swap of neighbours, changes one word into the other.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let turned =
        |part: Option<&[u8]>| matches!(part, Some([x, y]) if b.get(front..front + 2) == Some(&[*y, *x]));
    front + back + 1 >= a.len().max(b.len())
        || a.len() == b.len() && front + back + 2 == a.len() && turned(a.get(front..front + 2))
}

/// Whether the list holds the word.
pub(super) fn holds(list: &List, word: &str) -> bool {
    !word.is_empty()
        && list.whole.has(of_whole(word.as_bytes(), 0, word.len()))
        && list.beginning(word).contains(&word)
}

/// The kind of the first list for which `fits` is true.
pub(super) fn kind_of(
    lists: &[(FindingKind, List)],
    fits: impl Fn(FindingKind, &List) -> bool,
) -> Option<FindingKind> {
    lists.iter().find(|(kind, list)| fits(*kind, list)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_is_found_at_every_length() {
        static LIST: List = List::new(
            "value serial version keyboard abcdefghijklmnopqrstuvwxyzabcd \
             abcdefghijklmnopqrstuvwxyzabcde abcdefghijklmnopqrstuvwxyzabcdef abcdefghijklmnopqrstuvwxyzabcdefghijkl",
        );
        for word in LIST.text.split_ascii_whitespace() {
            let (front, back) = word.split_at(3);
            for slip in [
                format!("{front}_{back}"),
                format!("{front}{}", &back[1..]),
                format!("{front}_{}", &back[1..]),
            ] {
                assert!(LIST.misspelt_from(4, &slip), "{slip}");
                assert_eq!(LIST.misspelt_from(LONG, &slip), word.len() >= LONG, "{slip}");
            }
        }
        assert!(!LIST.misspelt_from(0, "") && !LIST.misspelt_from(4, "abcdefghijklmnop"));
    }

    #[test]
    fn every_word_of_a_list_is_found() {
        static LIST: List = List::new("a unknown serial 未知 x1 manufacturer");
        for word in ["a", "unknown", "serial", "未知", "x1", "manufacturer"] {
            assert!(holds(&LIST, word), "{word}");
            assert!(word.len() < 2 || LIST.beginning(&format!("{word}s")).contains(&word), "{word}");
        }
        for word in ["", "b", "unknow", "serials", "未", "x", "x2"] {
            assert!(!holds(&LIST, word), "{word}");
        }
        assert!(LIST.misspelt("unknwon") && LIST.misspelt("unknow") && LIST.misspelt("manifacturer"));
        assert!(!LIST.misspelt("serail") && LIST.misspelt_from(6, "serail") && !LIST.misspelt("unknxyn"));
    }
}
