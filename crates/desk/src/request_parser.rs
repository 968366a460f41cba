//! Finds the request in a text that was pasted, uploaded, scanned or typed.

use countersign_core::machine::printable;
use countersign_core::protocol::spoken::{self, SpokenError, SpokenRequest};
use countersign_core::protocol::{LineNumber, Request, RequestError};
use countersign_core::reader::{self, Row};
use countersign_ledger::IncomingRequest;

/// The maximum size of a text, in bytes: a request with the mail around it.
pub const MAX_BYTES: usize = 64 * 1024;

/// Every typed line of a spoken request, with its blanks and a label, is shorter than this, in characters.
const SPOKEN_LINE_CHARS: usize = 40;

/// The maximum number of rows that are tried as the license number of a spoken request.
const MAX_NUMBERS: usize = 16;

/// Why a text is not parsed as a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// The text is longer than [`MAX_BYTES`].
    TooLong,
    /// The text contains no request, or an invalid one.
    Invalid(RequestError),
    /// This line (8–11) of a spoken request can't be read.
    SpokenLine(u8),
    /// The license number, safe to show, doesn't fit the lines of a spoken request.
    SpokenCheck(String),
    /// The license number before the lines of a spoken request, safe to show, fits no profile. It is empty if
    /// there is no number.
    SpokenNumber(String),
}

/// A request, and the numbers (8–11) of the lines that were corrected.
type Parsed = (IncomingRequest, Vec<u8>);

/// Parses a text that contains a request with its values, or a license number and the four lines of a spoken
/// request. `pack` packs a typed license number with the mask of the profile with the given ID.
///
/// # Errors
/// [`ParseError`] if the text contains no valid request.
pub fn parse(text: &str, pack: impl Fn(u16, &str) -> Option<[u8; 6]>) -> Result<IncomingRequest, ParseError> {
    parse_with(text, |number, lines| {
        SpokenRequest::parse(lines, |profile| pack(profile, number)).map(|spoken| (spoken, Vec::new()))
    })
    .map(|(request, _)| request)
}

/// Like [`parse`], but corrects the lines of a spoken request that an operator misheard or mistyped. Also
/// returns the numbers (8–11) of the corrected lines; if there are any, the caller has to confirm the name of
/// the request.
///
/// # Errors
/// [`ParseError`] if the text contains no valid request.
pub fn parse_and_mend(
    text: &str,
    pack: impl Fn(u16, &str) -> Option<[u8; 6]>,
) -> Result<(IncomingRequest, Vec<u8>), ParseError> {
    parse_with(text, |number, lines| SpokenRequest::read(lines, |profile| pack(profile, number)))
}

fn parse_with(
    text: &str,
    parse_spoken: impl Fn(&str, &[&str; 4]) -> Result<(SpokenRequest, Vec<u8>), SpokenError>,
) -> Result<Parsed, ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::TooLong);
    }
    let plain = reader::plain(text);
    let rows: Vec<Row> = reader::rows(&plain).collect();
    // The text form has a heading, and may have as many lines as a spoken request.
    let has_heading = plain.to_ascii_uppercase().contains("COUNTERSIGN");
    let alone = match rows.as_slice() {
        [number, a, b, c, d] if !has_heading => Some((number.behind_label(), [a, b, c, d])),
        [a, b, c, d] if !has_heading => Some(("", [a, b, c, d])),
        _ => None,
    };
    if let Some((number, lines)) = alone {
        match parse_spoken(number, &lines.map(without_line_number)) {
            // Four lines are a spoken request with a bad line only if all of them are short.
            Err(SpokenError::Line(_)) if lines.iter().any(|line| !is_short(&line.whole)) => {}
            parsed => return spoken(number, parsed),
        }
    }
    let error = match Request::parse(text) {
        Ok(full) => return Ok((IncomingRequest::Full(full), Vec::new())),
        Err(error) => error,
    };
    // The lines of a spoken request have other text around them, and the number has its own row.
    let Some(lines) = spoken::find_lines(text) else { return Err(ParseError::Invalid(error)) };
    let lines = lines.each_ref().map(String::as_str);
    let numbers = rows.iter().map(Row::behind_label).filter(|number| is_short(number));
    for number in numbers.take(MAX_NUMBERS) {
        if let Ok(parsed) = parse_spoken(number, &lines) {
            return spoken(number, Ok(parsed));
        }
    }
    Err(ParseError::Invalid(error))
}

fn spoken(number: &str, parsed: Result<(SpokenRequest, Vec<u8>), SpokenError>) -> Result<Parsed, ParseError> {
    let shown = || printable(number.as_bytes());
    match parsed {
        Ok((spoken, mended)) => Ok((IncomingRequest::Spoken(spoken), mended)),
        Err(SpokenError::Line(line)) => Err(ParseError::SpokenLine(line)),
        Err(SpokenError::Check) => Err(ParseError::SpokenCheck(shown())),
        Err(SpokenError::Number(_)) => Err(ParseError::SpokenNumber(shown())),
        Err(SpokenError::Request(error)) => Err(ParseError::Invalid(error)),
    }
}

fn is_short(line: &str) -> bool {
    line.chars().count() < SPOKEN_LINE_CHARS
}

/// Returns a typed line without its line number.
fn without_line_number(row: &Row) -> &str {
    let is_spoken = |number: u8| LineNumber::spoken().iter().any(|own| own.get() == number);
    let numbered = row.numbered.as_ref().filter(|numbered| is_spoken(numbered.number));
    numbered.map_or_else(|| row.behind_label(), |numbered| &numbered.body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_request::sample_request;
    use countersign_core::protocol::{Mask, line};

    const NUMBER: &str = "AA03220123951";

    fn pack(_: u16, typed: &str) -> Option<[u8; 6]> {
        let mask = Mask::parse("AA99999999999").unwrap();
        mask.find_number(typed).ok().and_then(|number| mask.pack(&number))
    }

    fn lines() -> [String; 4] {
        let request = sample_request(pack(1, NUMBER).unwrap(), "M80");
        SpokenRequest::of(&request).lines()
    }

    #[test]
    fn a_spoken_request_is_found_as_devices_print_it() {
        let grouped = lines().map(|one| line::grouped(&one));
        let numbered = |mark: &str| {
            let with_number = |(at, line): (usize, &String)| format!("{:>2}{mark} {line}", at + 8);
            grouped.iter().enumerate().map(with_number).collect::<Vec<_>>().join("\n")
        };
        for text in [
            format!("{NUMBER}\n{}", grouped.join("\n")),
            format!("{NUMBER}\n{}", numbered(" ")),
            format!("License number: {NUMBER}\n\n{}\n", numbered(":")),
            format!("许可证号：{NUMBER}\r\n{}", numbered(".")),
            format!("Hello,\nthe request of our machine\n{NUMBER}\n{}\n-- \nLi\n", numbered(" ")),
        ] {
            let parsed = parse(&text, pack);
            assert!(matches!(&parsed, Ok(IncomingRequest::Spoken(_))), "{text}: {parsed:?}");
            assert!(parse_and_mend(&text, pack).unwrap().1.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_request_is_found_in_text_changed_by_mail_programs() {
        let grouped = lines().map(|one| line::grouped(&one));
        let numbers = ["⑧", "⑨", "10、", "(11)"];
        let rows: Vec<String> =
            numbers.iter().zip(&grouped).map(|(number, line)| format!("{number} {line}")).collect();
        let text = format!("您的许可证号是 {NUMBER}\n{}", rows.join("\n"));
        let html = format!("<div>{}</div>", text.replace('\n', "</div>\n<div>").replace(' ', "&nbsp;"));
        let quoted: String = html.bytes().map(|byte| format!("={byte:02X}")).collect();
        let mail = format!("Content-Transfer-Encoding: quoted-printable\n\n{quoted}\n");
        for text in [text, html, mail] {
            let parsed = parse(&text, pack);
            assert!(matches!(&parsed, Ok(IncomingRequest::Spoken(_))), "{text}: {parsed:?}");
        }
    }

    #[test]
    fn a_wrong_number_is_named() {
        let with = |number: &str| parse(&format!("{number}\n{}", lines().join("\n")), pack).unwrap_err();
        assert_eq!(with("Number: AA03220123952"), ParseError::SpokenCheck("AA03220123952".to_owned()));
        assert_eq!(with("hello"), ParseError::SpokenNumber("hello".to_owned()));
        assert_eq!(parse(&lines().join("\n"), pack), Err(ParseError::SpokenNumber(String::new())));
    }
}
