//! Lists of words, asked quickly: whether they hold a word, which of them it begins with, whether it is one with a slip.

use std::sync::OnceLock;

use crate::review::finding::Kind;

/// A list of words, taken apart and put in order when it is first asked.
pub(super) struct List {
    text: &'static str,
    index: OnceLock<Index>,
}

/// The words by their first letter, so that a value's word is compared with a few of them and not with all.
struct Index {
    words: Vec<&'static str>,
    /// Where the words of each drawer end; they begin where those of the drawer before end.
    ends: [u8; DRAWERS],
}

/// One for each letter, and one for all that begin otherwise.
const DRAWERS: usize = 27;

/// The drawer of a text by its first letter.
fn drawer(text: &str) -> u8 {
    match text.bytes().next() {
        Some(letter @ b'a'..=b'z') => letter - b'a' + 1,
        _ => 0,
    }
}

/// How many letters a word must have for one of them to be a slip.
const LONG: usize = 7;

impl List {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, index: OnceLock::new() }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut words = Vec::new();
            let mut ends = [0; DRAWERS];
            for (at, end) in (0..).zip(&mut ends) {
                words.extend(self.text.split_ascii_whitespace().filter(|word| drawer(word) == at));
                *end = u8::try_from(words.len()).unwrap_or(u8::MAX);
            }
            Index { words, ends }
        })
    }

    /// Its words.
    pub(super) fn words(&self) -> &[&'static str] {
        &self.index().words
    }

    /// Those of its words that begin as the text does.
    pub(super) fn beginning(&self, text: &str) -> &[&'static str] {
        let Index { words, ends } = self.index();
        let drawer = usize::from(drawer(text));
        let at = |drawer: usize| ends.get(drawer).map_or(0, |end| usize::from(*end));
        words.get(drawer.checked_sub(1).map_or(0, at)..at(drawer)).unwrap_or_default()
    }

    /// Whether one of its long words becomes the word by one slip.
    pub(super) fn misspelt(&self, word: &str) -> bool {
        self.misspelt_from(LONG, word)
    }

    /// The same for words of at least that many letters.
    pub(super) fn misspelt_from(&self, least: usize, word: &str) -> bool {
        // One slip leaves the first or the last letter as it was; few words end as this one does.
        word.len() + 1 >= least
            && self.words().iter().any(|known| {
                known.len() >= least
                    && known.len().abs_diff(word.len()) <= 1
                    && (known.bytes().next() == word.bytes().next()
                        || known.bytes().last() == word.bytes().last())
                    && one_slip(word.as_bytes(), known.as_bytes())
            })
    }
}

/// Whether one letter put in, left out or changed, or two neighbours swapped, make the one word of the other.
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
    list.beginning(word).contains(&word)
}

/// The kind whose list holds a word that fits.
pub(super) fn kind_of(lists: &[(Kind, List)], fits: impl Fn(Kind, &List) -> bool) -> Option<Kind> {
    lists.iter().find(|(kind, list)| fits(*kind, list)).map(|(kind, _)| *kind)
}
