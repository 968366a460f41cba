//! Parses files of license numbers (CSV): one number per line, then optionally edition, expiry, seats,
//! organisation, contact, telephone, mail and ticket. A first line that names every column may set another
//! order.
//!
//! A line states only its fields that aren't empty. For a number that exists, the other parts stay as they are.
//!
//! Each line is parsed on its own, so a bad line (such as one with an open quote) doesn't affect the others.
//! Fields are separated by commas, semicolons or tabs, or by `，`, `；` or `、`, and may be quoted. `#` begins a comment. The encoding
//! is UTF-8, UTF-16 or GB18030 ([`reader`]); other bytes become replacement characters.

mod bad_line;
mod columns;
mod perform;
mod update;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{dates, list_export};
use crate::sql::{CustomerEntry, CustomerTooLong, NewNumber, StatedLicense};
use countersign_core::machine::{compatibility_fold, printable};
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Edition, Mask, Number};
use countersign_core::reader;
use countersign_ledger::{ActionRefusal, License};

pub use super::dates::ExpiryFault;
pub use bad_line::{BadLine, LineFault, ReportPlace, differing_parts, differs};
pub use columns::HeadingFault;
use columns::{Column, Columns, is_heading};
pub use perform::{ImportOrder, ImportOutcome, ImportWay};

/// The maximum number of lines in a file.
pub const MAX_LINES: usize = 1_000_000;
/// The maximum length of a line, in bytes. A longer line is bad.
pub const MAX_LINE_BYTES: usize = 1_000;
/// The characters between fields. A line is separated by the first of them that it has, so that a line with commas may have one of a Chinese
/// keyboard in a field.
const SEPARATORS: [char; 6] = [',', ';', '\t', '，', '；', '、'];
/// The number of characters that are shown of a bad line, before it is made safe.
const SHOWN: usize = 200;

/// The contents of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The good lines: each number once, with its line (counted from 1).
    pub good: Vec<(usize, NewNumber)>,
    /// The corrected numbers: the line, the text in the line, and the number that was taken.
    pub mended: Vec<(usize, String, Number)>,
    /// The bad lines.
    pub bad: Vec<BadLine>,
    /// The number of lines that repeat an earlier one.
    pub repeated: usize,
}

impl Import {
    /// Parses a file. `options` states what a line leaves out. An expiry before `today` is a fault.
    #[must_use]
    pub fn parse(bytes: &[u8], mask: &Mask, options: StatedLicense, today: Day) -> Self {
        let text = reader::text(bytes);
        let mut import = Self::default();
        let mut seen: BTreeMap<Number, (usize, StatedLicense)> = BTreeMap::new();
        let mut first = true;
        let mut columns = Columns::default();
        for (line, text) in (1..).zip(text.lines()) {
            let bad = |fault| {
                let start: String = text.trim().chars().take(SHOWN).collect();
                BadLine { line, text: printable(start.as_bytes()), fault }
            };
            if line > MAX_LINES {
                import.bad.push(bad(LineFault::TooMany));
                break;
            }
            if text.len() > MAX_LINE_BYTES {
                import.bad.push(bad(LineFault::TooLong));
                continue;
            }
            if text.trim().is_empty() {
                continue;
            }
            let parsed = split_fields(text).and_then(|fields| match fields.as_slice() {
                some if some.iter().all(String::is_empty) => Ok(None),
                some if first && is_heading(some) => match Columns::of_heading(some) {
                    Ok(named) => {
                        columns = named;
                        Ok(None)
                    }
                    Err(fault) => Err(LineFault::Heading(fault)),
                },
                some => parse_fields(some, &columns, mask, options, today).map(Some),
            });
            first &= text.trim_start().starts_with('#');
            match parsed {
                Ok(None) => {}
                Err(fault) => {
                    let unread = matches!(fault, LineFault::Heading(_));
                    import.bad.push(bad(fault));
                    if unread {
                        break;
                    }
                }
                Ok(Some(parsed)) => match seen.get(&parsed.new.number) {
                    Some((_, earlier)) if parsed.new.license.is_part_of(earlier) => import.repeated += 1,
                    Some((before, _)) => import.bad.push(bad(LineFault::Twice(*before))),
                    None => {
                        seen.insert(parsed.new.number.clone(), (line, parsed.new.license));
                        if let Some(typed) = parsed.mended {
                            import.mended.push((line, typed, parsed.new.number.clone()));
                        }
                        import.good.push((line, parsed.new));
                    }
                },
            }
        }
        import
    }

    /// Moves the lines of numbers that the ledger has with another license to the bad lines.
    pub fn report_differing(&mut self, differing: Vec<Differing>) {
        let differing: BTreeMap<Number, Differing> =
            differing.into_iter().map(|one| (one.number.clone(), one)).collect();
        let bad = self.good.iter().filter_map(|(line, NewNumber { number, license, .. })| {
            let Differing { there, refused, .. } = differing.get(number)?;
            let wanted = license.over(*there);
            let fault = match refused {
                None => LineFault::Differs(*there, wanted),
                Some(refusal) => LineFault::NotUpdated(*there, wanted, *refusal),
            };
            Some(BadLine { line: *line, text: number.as_str().to_owned(), fault })
        });
        self.bad.extend(bad);
        self.bad.sort_by_key(|bad| bad.line);
        self.good.retain(|(_, one)| !differing.contains_key(&one.number));
    }

    /// Returns the numbers without their lines.
    #[must_use]
    pub fn numbers(&self) -> Vec<NewNumber> {
        self.good.iter().map(|(_, one)| one.clone()).collect()
    }
}

/// A number of the file that the ledger has with another license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The number.
    pub number: Number,
    /// The license in the ledger.
    pub there: License,
    /// Why an update to the file was refused, if one was tried.
    pub refused: Option<ActionRefusal>,
}

/// A line that was parsed.
struct ParsedLine {
    new: NewNumber,
    /// The text of the number in the line, if it was corrected.
    mended: Option<String>,
}

/// Parses the fields of a line. Empty fields at the end are ignored.
fn parse_fields(
    fields: &[String],
    columns: &Columns,
    mask: &Mask,
    options: StatedLicense,
    today: Day,
) -> Result<ParsedLine, LineFault> {
    let field = |column: Column| columns.field(fields, column);
    let typed = field(Column::Number).unwrap_or_default();
    let number = mask.parse_number(typed).map_err(|_| LineFault::Number)?;
    let edition = match field(Column::Edition) {
        None => None,
        Some(edition) => {
            let edition = edition.parse().ok().filter(|edition| *edition < 16);
            Some(Edition(edition.ok_or(LineFault::Edition)?))
        }
    };
    let expiry = field(Column::Expiry).map(|text| dates::parse_expiry(text, today)).transpose()?;
    let seats = field(Column::Seats).map(str::parse).transpose().map_err(|_| LineFault::Seats)?;
    let customer = Column::CUSTOMER.map(|column| list_export::unguarded(field(column).unwrap_or_default()));
    let customer =
        CustomerEntry::of_typed(customer).map_err(|CustomerTooLong(part)| LineFault::Customer(part))?;
    if fields.iter().skip(columns.count()).any(|field| !field.is_empty()) {
        return Err(LineFault::Fields);
    }
    let mended = (!is_same(typed, &number)).then(|| printable(typed.as_bytes()));
    Ok(ParsedLine {
        new: NewNumber { number, license: StatedLicense { edition, expiry, seats }.or(options), customer },
        mended,
    })
}

/// Whether a typed number has the characters of the number, ignoring case, width and separators.
fn is_same(typed: &str, number: &Number) -> bool {
    let plain = typed.chars().map(compatibility_fold).filter(char::is_ascii_alphanumeric);
    plain.map(|c| c.to_ascii_uppercase()).eq(number.as_str().chars().filter(char::is_ascii_alphanumeric))
}

/// Splits a line into fields; an empty line or a comment has none.
fn split_fields(line: &str) -> Result<Vec<String>, LineFault> {
    let line = comment_start(line).map_or(line, |at| line.get(..at).unwrap_or_default());
    if line.matches('"').count() % 2 == 1 {
        return Err(LineFault::Quote);
    }
    let separates = |mark: &char| outside_quotes(line).any(|(_, c)| c == *mark);
    let separator = SEPARATORS.into_iter().find(separates).unwrap_or(',');
    let line = quotes_unpadded(line.trim(), separator);
    let delimiter = u8::try_from(separator).ok().filter(u8::is_ascii).unwrap_or(b',');
    let line = with_delimiter(&line, separator, char::from(delimiter));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes());
    match reader.records().next() {
        None => Ok(Vec::new()),
        Some(Ok(record)) => Ok(record.iter().map(|field| field.trim().to_owned()).collect()),
        Some(Err(_)) => Err(LineFault::Quote),
    }
}

/// Returns the line with another separator outside of quotes.
fn with_delimiter(line: &str, separator: char, delimiter: char) -> Cow<'_, str> {
    if separator == delimiter {
        return Cow::Borrowed(line);
    }
    let mut out = line.to_owned();
    let places: Vec<usize> =
        outside_quotes(line).filter(|(_, c)| *c == separator).map(|(at, _)| at).collect();
    for at in places.into_iter().rev() {
        out.replace_range(at..at + separator.len_utf8(), delimiter.encode_utf8(&mut [0; 4]));
    }
    Cow::Owned(out)
}

/// Returns the line without blanks between a separator and a quote: only a quote that begins a field opens one.
fn quotes_unpadded(line: &str, separator: char) -> String {
    let mut out = String::with_capacity(line.len());
    let mut quoted = false;
    for c in line.chars() {
        if c == '"' && !quoted {
            let before = out.trim_end_matches(' ');
            if before.is_empty() || before.ends_with(separator) {
                out.truncate(before.len());
            }
        }
        quoted ^= c == '"';
        out.push(c);
    }
    out
}

/// Returns the characters of a line outside of quotes, with their places.
fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quoted = false;
    line.char_indices().filter(move |(_, c)| {
        quoted ^= *c == '"';
        !quoted
    })
}

/// Returns where a comment begins: at a `#` outside of quotes that starts the line or follows a blank or a separator.
fn comment_start(line: &str) -> Option<usize> {
    let before = |at: usize| line.get(..at).and_then(|before| before.chars().next_back());
    outside_quotes(line)
        .filter(|(_, c)| *c == '#')
        .map(|(at, _)| at)
        .find(|at| before(*at).is_none_or(|c| c.is_whitespace() || SEPARATORS.contains(&c)))
}

#[cfg(test)]
mod tests;
