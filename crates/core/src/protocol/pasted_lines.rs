//! Finds typed lines in pasted text, and sorts typed lines by their numbers.
//!
//! [`reader`] reads the text. Lines may have labels and their numbers before them; they may be quoted by mail, framed, grouped and
//! wrapped in any way, with other text around them. The check symbols of a clean line determine its number. Other lines are found by
//! the number before them, by their neighbours, or by counting symbols. Never here: mending.

use super::crockford::{Glyph, glyphs};
use super::line::{LENGTH, LineNumber, clean_as};
use crate::reader::{self, Row, rows};

/// The most characters that are read of an input (`INPUT`), and searched of its plain text (`PLAIN`).
const INPUT: usize = 65_536;
const PLAIN: usize = 16_384;

/// A row of the pasted text that may be a line.
struct Found {
    number: Option<LineNumber>,
    glyphs: Vec<Glyph>,
}

/// Finds the typed lines in a text, of about 20 characters each; a line that was not found is empty. `None` where the text has no
/// lines.
pub(super) fn find<const N: usize>(input: &str, numbers: &[LineNumber; N]) -> Option<[String; N]> {
    let input: String = input.chars().take(INPUT).collect();
    let clean = |lines: &[String; N]| in_place(lines, numbers);
    let found = reader::readings(&input).filter_map(|text| find_in(&text, numbers));
    found.reduce(|best, other| if clean(&other) > clean(&best) { other } else { best })
}

/// How many lines are clean under their numbers.
pub(super) fn in_place<const N: usize>(lines: &[String; N], numbers: &[LineNumber; N]) -> usize {
    let is_clean = |(line, number): (&String, &LineNumber)| {
        clean_as(&glyphs(line).take(LENGTH + 1).collect::<Vec<_>>()) == Some(*number)
    };
    lines.iter().zip(numbers).filter(|pair| is_clean(*pair)).count()
}

fn find_in<const N: usize>(text: &str, numbers: &[LineNumber; N]) -> Option<[String; N]> {
    let text: String = text.chars().take(PLAIN).collect();
    let rows: Vec<Found> =
        rows(&text).map(|row| Found::of(&row)).filter(|row| !row.glyphs.is_empty()).collect();
    let by_rows = by_rows(&rows, numbers);
    let found = if by_rows.iter().all(Option::is_some) {
        Some(by_rows)
    } else {
        let as_they_stand = as_they_stand(&rows);
        let symbols: Vec<Glyph> = rows.into_iter().flat_map(|row| row.glyphs).collect();
        let is_clean = |(row, number): (&Option<Vec<Glyph>>, &LineNumber)| {
            row.as_deref().is_some_and(|row| clean_as(row) == Some(*number))
        };
        let clean = by_rows.iter().zip(numbers).any(is_clean);
        by_symbols(&symbols, numbers).or(as_they_stand).or(clean.then_some(by_rows))
    };
    Some(found?.map(|line| line.unwrap_or_default().into_iter().map(Glyph::character).collect()))
}

/// The row without quote marks, label and number.
pub(super) fn row_text(row: &str) -> String {
    Found::of(&Row::of(row)).glyphs.into_iter().map(Glyph::character).collect()
}

/// The index of the typed text for each number: clean lines by their own number, the others in their order.
pub(super) fn in_order<const N: usize>(numbers: &[LineNumber; N], typed: [&str; N]) -> [usize; N] {
    let mut places: [Option<usize>; N] = [None; N];
    for (at, text) in typed.into_iter().enumerate() {
        let clean = clean_as(&glyphs(text).take(LENGTH + 1).collect::<Vec<_>>());
        if let Some(place) = numbers.iter().position(|number| Some(*number) == clean) {
            // A line in its own place takes precedence over a copy elsewhere.
            if places[place].is_none() || place == at {
                places[place] = Some(at);
            }
        }
    }
    for at in 0..N {
        if places[at].is_none() && !places.contains(&Some(at)) {
            places[at] = Some(at);
        }
    }
    for at in 0..N {
        if places[at].is_none() {
            places[at] = (0..N).find(|typed| !places.contains(&Some(*typed)));
        }
    }
    std::array::from_fn(|at| places[at].unwrap_or(at))
}

impl Found {
    fn of(row: &Row) -> Self {
        let whole: Vec<Glyph> = glyphs(&row.whole).collect();
        if clean_as(&whole).is_some() || (whole.len() == LENGTH && begins_with_group(&row.whole)) {
            return Self { number: None, glyphs: whole };
        }
        if let Some(numbered) = &row.numbered
            && let Some(number) = LineNumber::new(numbered.number)
        {
            let body: Vec<Glyph> = glyphs(&numbered.body).collect();
            if numbered.marked || (LENGTH - 2..=LENGTH + 2).contains(&body.len()) {
                return Self { number: Some(number), glyphs: body };
            }
        }
        let behind = Self { number: None, glyphs: glyphs(row.behind_label()).collect() };
        if behind.likely() { behind } else { Self { number: None, glyphs: whole } }
    }

    /// Whether this may be a typed line, by its length and characters.
    fn likely(&self) -> bool {
        (LENGTH - 4..=LENGTH + 4).contains(&self.glyphs.len())
            && self.glyphs.iter().filter(|glyph| matches!(glyph, Glyph::Foreign(_))).count() <= 2
    }
}

/// Whether the first word has at least the length of a group (5 characters). Then a beginning such as NR7 is not a label.
fn begins_with_group(row: &str) -> bool {
    row.split_whitespace()
        .next()
        .is_some_and(|word| word.chars().all(char::is_alphanumeric) && word.chars().count() >= 5)
}

/// The likely rows in their order, if their number is the number of lines. `in_order` sorts them later.
fn as_they_stand<const N: usize>(rows: &[Found]) -> Option<[Option<Vec<Glyph>>; N]> {
    let likely: Vec<_> = rows.iter().filter(|row| row.likely()).map(|row| Some(row.glyphs.clone())).collect();
    likely.try_into().ok()
}

/// Finds one row for each line: first clean rows, then rows with a number, then rows next to these.
fn by_rows<const N: usize>(rows: &[Found], numbers: &[LineNumber; N]) -> [Option<Vec<Glyph>>; N] {
    let mut at: [Option<usize>; N] = [None; N];
    for (row, found) in rows.iter().enumerate() {
        if let Some(place) = numbers.iter().position(|number| Some(*number) == clean_as(&found.glyphs)) {
            at[place] = at[place].or(Some(row));
        }
    }
    for (row, found) in rows.iter().enumerate().filter(|(_, row)| row.likely()) {
        if let Some(place) = numbers.iter().position(|number| Some(*number) == found.number)
            && !at.contains(&Some(row))
        {
            at[place] = at[place].or(Some(row));
        }
    }
    let free = |row: usize, at: &[Option<usize>; N]| {
        rows.get(row).is_some_and(|found| found.number.is_none() && found.likely())
            && !at.contains(&Some(row))
    };
    for place in 1..N {
        if let (Some(before), None) = (at[place - 1], at[place])
            && free(before + 1, &at)
        {
            at[place] = Some(before + 1);
        }
    }
    for place in (1..N).rev() {
        if let (None, Some(after)) = (at[place - 1], at[place])
            && after > 0
            && free(after - 1, &at)
        {
            at[place - 1] = Some(after - 1);
        }
    }
    at.map(|row| Some(rows.get(row?)?.glyphs.clone()))
}

/// Finds the lines in one run of symbols: first clean lines, then the lines between them by counting symbols.
fn by_symbols<const N: usize>(
    symbols: &[Glyph],
    numbers: &[LineNumber; N],
) -> Option<[Option<Vec<Glyph>>; N]> {
    let mut starts: [Option<usize>; N] = [None; N];
    let mut from = 0;
    let clean: Vec<Option<LineNumber>> = symbols.windows(LENGTH).map(clean_as).collect();
    for (start, number) in starts.iter_mut().zip(numbers) {
        let found = clean.get(from..).and_then(|rest| rest.iter().position(|clean| *clean == Some(*number)));
        if let Some(offset) = found {
            *start = Some(from + offset);
            from += offset + LENGTH;
        }
    }
    let mut lines: [Option<Vec<Glyph>>; N] = [const { None }; N];
    // The symbols between two clean lines (or an end of the text) are split into the missing lines.
    let mut place = 0;
    let mut end = None;
    while place < N {
        if let Some(start) = starts[place] {
            lines[place] = symbols.get(start..start + LENGTH).map(<[Glyph]>::to_vec);
            end = Some(start + LENGTH);
            place += 1;
            continue;
        }
        let missing = starts[place..].iter().take_while(|start| start.is_none()).count();
        let next = starts.get(place + missing).copied().flatten();
        let wanted = missing * LENGTH;
        let run = match (end, next) {
            (Some(end), Some(next)) => symbols.get(end..next)?,
            (Some(end), None) => symbols.get(end..symbols.len().min(end + wanted))?,
            (None, Some(next)) => symbols.get(next.saturating_sub(wanted)..next)?,
            (None, None) => symbols,
        };
        if run.len().abs_diff(wanted) > 2 * missing {
            return None;
        }
        for k in 0..missing {
            let to = if k + 1 == missing { run.len() } else { (k + 1) * LENGTH };
            lines[place + k] = run.get(k * LENGTH..to).map(<[Glyph]>::to_vec);
        }
        place += missing;
        end = next;
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::line::encode;

    #[test]
    fn the_reading_with_more_clean_lines_counts_and_the_decoded_one_first() {
        let [seen, unseen] = [[1; 10], [2; 10]].map(|data| encode(LineNumber::RECEIPT, &data));
        let page = |seen: &str| format!("<style>\n{unseen}\n</style><p>{seen}</p>");
        assert_eq!(find(&page(&seen), &[LineNumber::RECEIPT]), Some([seen.clone()]));
        let spoiled = format!("{}Z", &seen[..LENGTH - 1]);
        assert_eq!(find(&format!("<p>{spoiled}</p>"), &[LineNumber::RECEIPT]), Some([spoiled.clone()]));
        assert_eq!(find(&page(&spoiled), &[LineNumber::RECEIPT]), Some([unseen]));
    }

    #[test]
    fn a_number_begins_only_a_row_of_about_a_line() {
        for (symbols, number) in
            [(17, None), (18, Some(3)), (20, Some(3)), (22, Some(3)), (23, None), (30, None)]
        {
            let row = format!("3 {}", "A7K2M".repeat(6).get(..symbols).unwrap());
            assert_eq!(Found::of(&Row::of(&row)).number.map(LineNumber::get), number, "{row}");
        }
    }
}
