//! The request as an address and as text, and reading either out of whatever a person pastes.
//!
//! **Address.** `HTTPS://HOST/R/` and the request's bytes in base 32 (RFC 4648: `A`–`Z`, `2`–`7`, the highest bit first, no
//! padding characters, bits left over zero), all in upper case, so that a QR holds it in alphanumeric mode. The host is letters,
//! digits, `.`, `-` and `:`.
//!
//! **Text form.** A line `[COUNTERSIGN REQUEST K7Q-F2M]` with the request's name, then the bytes and a check
//! as symbols (`crockford`), thirty a line in groups of five, then a line `[END]`. The check is the first 4
//! bytes of the digest (`digest`) of the request's bytes under `countersign text 1`. The name is for people; readers skip it.
//!
//! **Reading.** The text form is looked for first (`[COUNTERSIGN REQUEST` in any case), then `/R/` (in any
//! case, whatever stands before it), then symbols alone. Within an address, blanks, line breaks, quote marks
//! (`>`, `|`), characters that don't show, and `=` at a line's end are passed over; its length follows from its
//! bytes, so what comes after it in a mail is not taken for a part of it, unless it touches it.

use super::crockford::{self, Glyph, is_invisible};
use super::request::{LONGEST, length};
use super::{Request, RequestError, digest};

/// How much of an input is looked at, in characters.
const INPUT: usize = 65_536;
/// The bytes of the text form's check.
const CHECK: usize = 4;
/// Symbols on a line of the text form.
const LINE: usize = 30;
/// How the text form begins; the name and a bracket follow.
const LABEL: &str = "[COUNTERSIGN REQUEST";
const END: &str = "[END]";

impl Request {
    /// The address that the QR holds, all in upper case.
    ///
    /// # Errors
    /// [`RequestError::Host`], and those of [`Request::encode`].
    pub fn url(&self, host: &str) -> Result<String, RequestError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(plain) {
            return Err(RequestError::Host);
        }
        let body = data_encoding::BASE32_NOPAD.encode(&self.encode()?);
        Ok(format!("HTTPS://{}/R/{body}", host.to_ascii_uppercase()))
    }

    /// The labelled block to copy or to read out; lines end with `\n`, the last one too.
    ///
    /// # Errors
    /// Those of [`Request::encode`].
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

    /// Takes a URL, the text form, or either with anything around it that mail adds.
    ///
    /// # Errors
    /// [`RequestError::NotFound`] where there is none, else what is wrong with the one there is.
    pub fn parse(input: &str) -> Result<Self, RequestError> {
        let input = match input.char_indices().nth(INPUT) {
            Some((end, _)) => &input[..end],
            None => input,
        };
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

/// What follows the label of a text form, and the name beside it.
fn labelled(input: &str) -> Option<&str> {
    // Upper case by ASCII alone, so that offsets stay those of the input.
    let at = input.to_ascii_uppercase().find(LABEL)?;
    let after = input.get(at + LABEL.len()..)?;
    Some(after.split_once(']').map_or(after, |(_, body)| body))
}

/// The text form's body.
fn text_form(body: &str) -> Result<Request, RequestError> {
    let mut symbols = Vec::new();
    let mut stop = None;
    for glyph in crockford::glyphs(body) {
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

/// A text form of which only the symbols were copied. Unless it begins as a request does, there is none.
fn bare(input: &str) -> Result<Request, RequestError> {
    let mut glyphs = crockford::glyphs(input);
    let begins =
        glyphs.next() == Some(Glyph::Symbol(2)) && matches!(glyphs.next(), Some(Glyph::Symbol(4..=7)));
    if begins { text_form(input) } else { Err(RequestError::NotFound) }
}

/// The first address that holds a request; else why the first one doesn't.
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

/// The characters that count, each with whether something was passed over before it.
fn unquoted(input: &str) -> Vec<(bool, char)> {
    let mut out = Vec::new();
    let mut gap = false;
    let mut characters = input.chars().peekable();
    while let Some(c) = characters.next() {
        let soft_break = c == '=' && matches!(characters.peek(), Some('\r' | '\n'));
        if c.is_whitespace() || is_invisible(c) || matches!(c, '>' | '|') || soft_break {
            gap = true;
        } else {
            out.push((gap, c));
            gap = false;
        }
    }
    out
}

/// The base 32 of an address, from its first character.
fn address_body(characters: &[(bool, char)]) -> Result<Request, RequestError> {
    let most = crockford::count(LONGEST) + 1;
    let body: Vec<u8> = characters.iter().map_while(|&(_, c)| base32(c)).take(most).collect();
    let (bytes, _) = crockford::to_bytes(&body);
    let Some(body) = length(&bytes).map(crockford::count).and_then(|wanted| body.get(..wanted)) else {
        return Err(match (Request::decode(&bytes), characters.get(body.len())) {
            (Err(error), _) if error != RequestError::CutOff => error,
            // Where a word ends, a cut is likely; a digit that base 32 lacks is a slip.
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

/// The value of a base 32 character, either case.
fn base32(c: char) -> Option<u8> {
    let c = u8::try_from(c.to_ascii_uppercase()).ok()?;
    match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'2'..=b'7' => Some(c - b'2' + 26),
        _ => None,
    }
}
