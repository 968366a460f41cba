//! Reads a spoken request while it is typed: each line on its own, then number and lines together.
//!
//! Typed text is never replaced here. A place of a line that was once corrected stays marked, even if the line is typed
//! again. Never here: HTTP, markup, the ledger.

use std::collections::BTreeSet;

use crate::PublishedData;
use countersign_core::protocol::number::NumberError;
use countersign_core::protocol::spoken::{SpokenError, SpokenRequest};
use countersign_core::protocol::{LineNumber, LineReading, line};

/// How many characters of a field are read at most.
const TYPED: usize = 80;

/// Places of a line (0–19).
pub(super) type Places = BTreeSet<usize>;

/// What an operator typed, and which places of the lines (8–11) were corrected before.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) number: String,
    pub(super) lines: [String; 4],
    pub(super) mended: [Places; 4],
}

/// How far the desk searches for the intended text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Corrects each line by its check symbols, while lines are being typed.
    LineByLine,
    /// If that isn't enough, also searches for the most likely reading of all lines, when the operator asks.
    MostLikely,
}

/// A typed request and what it was read as.
pub(super) struct Reading {
    pub(super) number: String,
    pub(super) number_status: NumberStatus,
    pub(super) lines: [ReadLine; 4],
    /// Whether the lines were typed in the wrong order and have been sorted.
    pub(super) sorted: bool,
    pub(super) status: RequestStatus,
}

/// One line.
pub(super) struct ReadLine {
    /// As the operator typed it.
    pub(super) typed: String,
    /// As it was read: 20 characters, or none.
    pub(super) read: String,
    pub(super) status: LineStatus,
    /// The places that were corrected, now or before.
    pub(super) mended: Places,
}

/// The status of the number by itself.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum NumberStatus {
    Empty,
    /// It fits these products.
    Fits(Vec<String>),
    /// It fits no product.
    Unfit(NumberError),
}

/// The status of one line.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum LineStatus {
    Empty,
    Good,
    /// Corrected by its check symbols.
    Mended,
    /// Corrected to the most likely reading of number and lines together.
    Guessed,
    /// Corrected, but number and lines don't agree.
    Doubtful,
    /// It is the line with this other number.
    Other(u8),
    /// This many characters are missing.
    Short(usize),
    /// It has this many characters too many.
    Long(usize),
    /// It has a character that lines never have.
    Foreign,
    /// It has more typing errors than can be corrected.
    Wrong,
}

/// The status of number and lines together.
pub(super) enum RequestStatus {
    /// The number or a line is missing.
    Incomplete,
    /// A line can't be read; its own notice says why.
    LineBad,
    /// A line can't be read by itself, and the most likely reading wasn't searched for.
    LineUnsearched,
    /// The number doesn't fit the product that line 8 names.
    NumberBad,
    /// Every line is good by itself, but they don't belong to the number.
    NumberWrong,
    /// Number and lines don't agree; the caller reads the corrected ones again.
    Disagree,
    /// The lines come from a newer program.
    Unknown,
    /// They are a valid request.
    Read(Box<SpokenRequest>),
}

impl Typed {
    /// Limits texts and places to their bounds.
    pub(super) fn bounded(self) -> Self {
        let bounded = |text: String| text.chars().take(TYPED).collect::<String>();
        let number = bounded(self.number).trim().to_owned();
        let mended =
            self.mended.map(|places| places.into_iter().filter(|place| *place < line::LENGTH).collect());
        Self { number, lines: self.lines.map(bounded), mended }
    }
}

impl Reading {
    /// The lines (8–11) that have a corrected place, from now or before.
    pub(super) fn corrected(&self) -> Vec<u8> {
        let lines = LineNumber::spoken().into_iter().zip(&self.lines);
        lines.filter(|(_, line)| !line.mended.is_empty()).map(|(number, _)| number.get()).collect()
    }
}

/// Reads what was typed.
pub(super) fn read(typed: Typed, search: Search, published: &PublishedData) -> Reading {
    let Typed { number, lines: mut texts, mended } = typed.bounded();
    let number_status = number_status(&number, published);
    let sorted = sort(&mut texts);
    let [n8, n9, n10, n11] = LineNumber::spoken();
    let [t8, t9, t10, t11] = texts;
    let [m8, m9, m10, m11] = mended;
    let mut lines =
        [read_line(n8, t8, m8), read_line(n9, t9, m9), read_line(n10, t10, m10), read_line(n11, t11, m11)];
    let unfinished = |line: &ReadLine| match line.status {
        LineStatus::Empty => true,
        LineStatus::Short(_) => search == Search::LineByLine,
        _ => false,
    };
    if number.is_empty() || lines.iter().any(unfinished) {
        return Reading { number, number_status, lines, sorted, status: RequestStatus::Incomplete };
    }
    let texts = lines.each_ref().map(|line| line.typed.as_str());
    let pack = |profile| published.pack(profile, &number);
    let found = match search {
        Search::LineByLine => SpokenRequest::parse(&texts, pack),
        Search::MostLikely => SpokenRequest::read(&texts, pack).map(|(request, _)| request),
    };
    let status = match found {
        Ok(request) => {
            for (line, meant) in lines.iter_mut().zip(request.lines()) {
                line.take(meant);
            }
            RequestStatus::Read(Box::new(request))
        }
        Err(SpokenError::Request(_)) => RequestStatus::Unknown,
        Err(SpokenError::Line(_)) if search == Search::LineByLine => RequestStatus::LineUnsearched,
        Err(SpokenError::Line(_)) => RequestStatus::LineBad,
        Err(SpokenError::Number(_)) => RequestStatus::NumberBad,
        Err(SpokenError::Check) => disagree(&mut lines),
    };
    Reading { number, number_status, lines, sorted, status }
}

/// Marks the corrected lines as doubtful: each may be wrong. Lines that are good by themselves are not.
fn disagree(lines: &mut [ReadLine; 4]) -> RequestStatus {
    let mended = lines.iter_mut().filter(|line| line.status == LineStatus::Mended);
    match mended.map(|line| line.status = LineStatus::Doubtful).count() {
        0 => RequestStatus::NumberWrong,
        _ => RequestStatus::Disagree,
    }
}

impl ReadLine {
    /// Takes the text that the line has in the whole request.
    fn take(&mut self, meant: String) {
        if self.read != meant {
            self.mended.extend(differing(&self.typed, &meant));
            self.status = LineStatus::Guessed;
            self.read = meant;
        }
    }
}

fn read_line(number: LineNumber, typed: String, earlier: Places) -> ReadLine {
    let mut line = ReadLine { typed, read: String::new(), status: LineStatus::Empty, mended: earlier };
    if line.typed.trim().is_empty() {
        return line;
    }
    line.status = match line::read(number, &line.typed) {
        LineReading::Clean(data) => {
            line.read = line::encode(number, &data);
            LineStatus::Good
        }
        LineReading::Mended { line: read, at, .. } => {
            line.read = read;
            line.mended.extend(at);
            LineStatus::Mended
        }
        LineReading::Other(other, _) => LineStatus::Other(other.get()),
        LineReading::Short { typed } => LineStatus::Short(line::LENGTH.saturating_sub(typed)),
        LineReading::Long { typed } => LineStatus::Long(typed.saturating_sub(line::LENGTH)),
        LineReading::Foreign { .. } => LineStatus::Foreign,
        LineReading::Wrong => LineStatus::Wrong,
    };
    line
}

/// The places at which a line differs from the typed text. If the lengths differ, the places between the common beginning and the
/// common end, at least one.
fn differing(typed: &str, meant: &str) -> Places {
    let typed: Vec<char> = line::cleaned(typed).take(TYPED).collect();
    let meant: Vec<char> = meant.chars().collect();
    if typed.len() == meant.len() {
        return (0..meant.len()).filter(|at| typed[*at] != meant[*at]).collect();
    }
    let agree = |(one, other): &(&char, &char)| one == other;
    let before = typed.iter().zip(&meant).take_while(agree).count();
    let after = typed.iter().rev().zip(meant.iter().rev()).take_while(agree).count();
    let after = after.min(meant.len().saturating_sub(before)).min(typed.len().saturating_sub(before));
    let places: Places = (before..meant.len().saturating_sub(after)).collect();
    if places.is_empty() { Places::from([before.min(line::LENGTH - 1)]) } else { places }
}

/// Sorts the four lines if some are clean under another line number. Returns whether it did.
fn sort(texts: &mut [String; 4]) -> bool {
    let numbers = LineNumber::spoken();
    if texts.iter().any(|text| text.trim().is_empty()) {
        return false;
    }
    let mut from: [Option<usize>; 4] = [None; 4];
    let mut others = Vec::new();
    for (at, (number, text)) in numbers.iter().zip(texts.iter()).enumerate() {
        let own = match line::read(*number, text) {
            LineReading::Clean(_) => Some(*number),
            LineReading::Other(other, _) => Some(other),
            _ => None,
        };
        match own.and_then(|own| numbers.iter().position(|number| *number == own)) {
            Some(place) if from[place].is_none() => from[place] = Some(at),
            // A line occurs twice, or is of another kind.
            Some(_) => return false,
            None if own.is_some() => return false,
            None => others.push(at),
        }
    }
    let mut others = others.into_iter();
    let order = from.map(|at| at.or_else(|| others.next()).unwrap_or_default());
    if order == [0, 1, 2, 3] {
        return false;
    }
    *texts = order.map(|at| texts[at].clone());
    true
}

fn number_status(number: &str, published: &PublishedData) -> NumberStatus {
    if number.is_empty() {
        return NumberStatus::Empty;
    }
    let mut fits = Vec::new();
    let mut fault = None;
    for profile in published.profiles.products() {
        match profile.mask.find_number(number) {
            Ok(_) => fits.push(profile.name.clone()),
            // `Short` is the most useful fault: the number is good so far.
            Err(found @ NumberError::Short { .. }) => fault = Some(found),
            Err(found) => {
                fault.get_or_insert(found);
            }
        }
    }
    match (fits.is_empty(), fault) {
        (true, Some(fault)) => NumberStatus::Unfit(fault),
        _ => NumberStatus::Fits(fits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corrected_positions_are_those_that_differ() {
        let meant = "ABCDEFGHJKMNPQRSTVWX";
        for (typed, places) in [
            ("abcde fghjk mnpqr stvwx", vec![]),
            ("ABCDEFGHJKMNPQRSTVW8", vec![19]),
            ("?BCDEFGHJKMNPQR5TVWX", vec![0, 15]),
            // One character is missing, one is too many, two are missing.
            ("ABDEFGHJKMNPQRSTVWX", vec![2]),
            ("ABBCDEFGHJKMNPQRSTVWX", vec![2]),
            ("ABCDEFGHJKMNPQRSTV", vec![18, 19]),
        ] {
            let found = differing(typed, meant);
            let wanted: Places = places.into_iter().collect();
            assert_eq!(found, wanted, "{typed}");
        }
    }
}
