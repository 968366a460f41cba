//! The request as an address and as text, and the search for both in pasted text.
//!
//! **Address.** `HTTPS://HOST/R/` and the bytes of the request in base 32 (RFC 4648: `A`–`Z`, `2`–`7`, the highest bit first, no padding
//! characters, unused bits zero), all in upper case for the alphanumeric mode of a QR. The host has letters, digits, `.`, `-` and
//! `:`.
//!
//! **Text form.** A line `[COUNTERSIGN REQUEST K7Q-F2M]` with the name of the request; then its bytes and a check as symbols
//! (`crockford`), thirty per line in groups of five; then a line `[END]`. The check is the first 4 bytes of the digest (`digest`) of
//! the bytes with the tag `countersign text 2`. The name is for people; parsers skip it.
//!
//! **Parsing.** The parser decodes transfer encodings of mail and HTML first ([`reader`]), and folds compatibility forms. Then it
//! searches for the text form (`[COUNTERSIGN REQUEST` in any case), then for `/R/` (in any case, after any text), then for rows that
//! consist of symbols. In an address it skips blanks, line breaks, quote marks (`>`, `|`), frames, invisible characters, and `=` and
//! dashes at the end of a line. The bytes of the address determine its length, so text after it is not part of it; a letter or digit
//! directly after it is an error.

use super::crockford::{self, Glyph, is_dash, is_invisible};
use super::request::{LONGEST, length};
use super::{Request, RequestError};
use crate::digest;
use crate::machine::compatibility_fold;
use crate::reader;

/// The most characters of an input that are parsed.
const INPUT: usize = 65_536;
/// The length of the check of the text form, in bytes.
const CHECK: usize = 4;
/// Symbols on a line of the text form.
const LINE: usize = 30;
/// The beginning of the text form; the name and a bracket follow.
const LABEL: &str = "[COUNTERSIGN REQUEST";
const END: &str = "[END]";
/// The most rows that are tried as the beginning of a text form without its label.
const BARE: usize = 64;
/// Characters that may precede a row: marks of quotes, lists and frames.
const FRAME: [char; 10] = ['>', '|', '*', '•', '·', '-', '│', '┃', '║', ' '];

impl Request {
    /// The address for the QR code, in upper case.
    ///
    /// # Errors
    /// [`RequestError::Host`] for a host that is empty or has another character than letters, digits, `.`, `-`, `:`; and the errors of
    /// [`Request::encode`].
    pub fn url(&self, host: &str) -> Result<String, RequestError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(plain) {
            return Err(RequestError::Host);
        }
        let body = data_encoding::BASE32_NOPAD.encode(&self.encode()?);
        Ok(format!("HTTPS://{}/R/{body}", host.to_ascii_uppercase()))
    }

    /// The text form; every line ends with `\n`.
    ///
    /// # Errors
    /// The errors of [`Request::encode`].
    pub fn text(&self) -> Result<String, RequestError> {
        let mut bytes = self.encode()?;
        bytes.extend_from_slice(&check(&bytes));
        let mut out = format!("{LABEL} {}]\n", self.name());
        for line in crockford::from_bytes(&bytes).chunks(LINE) {
            let line: String = line.iter().map(|&symbol| crockford::character(symbol)).collect();
            out.push_str(&crockford::grouped(&line));
            out.push('\n');
        }
        out.push_str(END);
        out.push('\n');
        Ok(out)
    }

    /// Finds and parses an address or the text form in an input, within any text that mail adds.
    ///
    /// # Errors
    /// [`RequestError::NotFound`] where the input has no request, else the fault of the request that was found.
    pub fn parse(input: &str) -> Result<Self, RequestError> {
        let input = match input.char_indices().nth(INPUT) {
            Some((end, _)) => &input[..end],
            None => input,
        };
        let mut fault = None;
        for text in reader::readings(input) {
            match Self::parse_plain(&text) {
                Ok(request) => return Ok(request),
                // Another reading may hold a request with a fault, which is more helpful.
                Err(RequestError::NotFound) => {}
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        Err(fault.unwrap_or(RequestError::NotFound))
    }

    /// Whether a text has the sign of a request: the label of the text form, or an address.
    pub(super) fn is_announced(input: &str) -> bool {
        let input: String = input.chars().take(INPUT).map(compatibility_fold).collect();
        let input = input.to_ascii_uppercase();
        input.contains(LABEL) || input.contains("://") && input.contains("/R/")
    }

    fn parse_plain(input: &str) -> Result<Self, RequestError> {
        let input: String = input.chars().map(compatibility_fold).collect();
        let input = input.as_str();
        let text = labelled(input).map(text_form);
        if let Some(Ok(request)) = text {
            return Ok(request);
        }
        let address = address(input);
        if let Some(Ok(request)) = address {
            return Ok(request);
        }
        text.or(address).unwrap_or_else(|| bare(input))
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    digest::tagged(digest::TEXT, &[bytes])
}

/// The text after label and name of a text form.
fn labelled(input: &str) -> Option<&str> {
    // Only ASCII letters become upper case, so that offsets are the same as in the input.
    let at = input.to_ascii_uppercase().find(LABEL)?;
    let after = input.get(at + LABEL.len()..)?;
    Some(after.split_once(']').map_or(after, |(_, body)| body))
}

/// Parses the body of a text form.
fn text_form(body: &str) -> Result<Request, RequestError> {
    let mut symbols = Vec::new();
    let mut stop = None;
    let bare =
        |row: &str| row.trim_start_matches(FRAME).chars().filter(|c| !is_frame(*c)).collect::<String>();
    let body: Vec<String> = body.lines().map(bare).collect();
    let body = body.join("\n");
    for glyph in crockford::glyphs(&body) {
        match glyph {
            Glyph::Symbol(symbol) if symbols.len() <= crockford::count(LONGEST + CHECK) => {
                symbols.push(symbol)
            }
            Glyph::Symbol(_) => break,
            Glyph::Unreadable => stop = Some('?'),
            Glyph::Foreign(c) => stop = Some(c),
        }
        if stop.is_some() {
            break;
        }
    }
    let (bytes, _) = crockford::to_bytes(&symbols);
    let wanted = length(&bytes).map(|length| crockford::count(length + CHECK));
    let Some(body) = wanted.and_then(|wanted| symbols.get(..wanted)) else {
        return Err(stop.filter(|&c| c != '[').map_or(RequestError::CutOff, RequestError::Foreign));
    };
    if stop == Some('[') && symbols.len() > body.len() {
        return Err(RequestError::Check);
    }
    let (bytes, padded) = crockford::to_bytes(body);
    match bytes.split_last_chunk::<CHECK>() {
        Some((bytes, sum)) if padded && *sum == check(bytes) => Request::decode(bytes),
        _ => Err(RequestError::Check),
    }
}

/// Parses a text form without its label, perhaps within other text. Tries each row that begins like a request.
fn bare(input: &str) -> Result<Request, RequestError> {
    let mut fault = RequestError::NotFound;
    let mut from = 0;
    let mut tried = 0;
    for row in input.split_inclusive('\n') {
        let rest = input.get(from..).unwrap_or_default();
        from += row.len();
        let mut glyphs = crockford::glyphs(row.trim_start_matches(FRAME));
        let begins =
            glyphs.next() == Some(Glyph::Symbol(4)) && matches!(glyphs.next(), Some(Glyph::Symbol(4..=7)));
        if !begins || tried == BARE {
            continue;
        }
        tried += 1;
        match text_form(rest.trim_start_matches(FRAME)) {
            Ok(request) => return Ok(request),
            // The fault is reported only for an input that begins with the symbols.
            Err(error) if tried == 1 && input.trim_start().len() == rest.trim_start().len() => fault = error,
            Err(_) => {}
        }
    }
    Err(fault)
}

/// Parses the first valid address. Returns its request, else the error of the first address; `None` where there is no address.
fn address(input: &str) -> Option<Result<Request, RequestError>> {
    let characters = unquoted(input);
    let mut refused = None;
    for (at, three) in characters.windows(3).enumerate() {
        if matches!(three, [(_, '/'), (_, 'r' | 'R'), (_, '/')]) {
            match address_body(characters.get(at + 3..).unwrap_or(&[])) {
                Ok(request) => return Some(Ok(request)),
                Err(error) => refused = refused.or(Some(Err(error))),
            }
        }
    }
    refused
}

/// The characters that are not skipped. The flag of each tells whether skipped characters precede it.
fn unquoted(input: &str) -> Vec<(bool, char)> {
    let mut out = Vec::new();
    let mut gap = false;
    let mut characters = input.chars().peekable();
    while let Some(c) = characters.next() {
        let breaks = matches!(characters.peek(), Some('\r' | '\n'));
        // Mail breaks a long line after `=`; word processors break it after a dash.
        let broken = breaks && (c == '=' || is_dash(c));
        if c.is_whitespace() || is_invisible(c) || matches!(c, '>' | '|') || is_frame(c) || broken {
            gap = true;
        } else {
            out.push((gap, c));
            gap = false;
        }
    }
    out
}

/// Parses the base 32 of an address.
fn address_body(characters: &[(bool, char)]) -> Result<Request, RequestError> {
    let most = crockford::count(LONGEST) + 1;
    let body: Vec<u8> = characters.iter().map_while(|&(_, c)| base32(c)).take(most).collect();
    let (bytes, _) = crockford::to_bytes(&body);
    let Some(body) = length(&bytes).map(crockford::count).and_then(|wanted| body.get(..wanted)) else {
        return Err(match (Request::decode(&bytes), characters.get(body.len())) {
            (Err(error), _) if error != RequestError::CutOff => error,
            // An address that ends at the end of a word is probably cut. A letter or digit that base 32 lacks is a typing slip.
            (_, Some(&(false, c))) if c.is_alphanumeric() => RequestError::Foreign(c),
            _ => RequestError::CutOff,
        });
    };
    if let Some(&(false, c)) = characters.get(body.len())
        && c.is_ascii_alphanumeric()
    {
        return Err(RequestError::Trailing);
    }
    let (bytes, padded) = crockford::to_bytes(body);
    if padded { Request::decode(&bytes) } else { Err(RequestError::Padding) }
}

/// Lines and corners of frames.
const fn is_frame(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}')
}

/// The value of a base 32 character in either case.
fn base32(c: char) -> Option<u8> {
    let c = u8::try_from(c.to_ascii_uppercase()).ok()?;
    match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'2'..=b'7' => Some(c - b'2' + 26),
        _ => None,
    }
}
