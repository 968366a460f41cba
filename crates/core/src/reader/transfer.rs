//! Decodes the transfer encodings of mail (RFC 2045): quoted-printable and base64, by the headers of a saved mail; quoted-printable
//! also without a header, where the text itself shows it.

use super::encoding;

/// The encoding of a part of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transfer {
    None,
    QuotedPrintable,
    Base64,
}

/// The part of a mail that the current lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Headers that announced this encoding.
    Headers(Transfer),
    /// A body in this encoding.
    Body(Transfer),
}

const HEADER: &str = "content-transfer-encoding:";

/// Decodes transfer encodings; `None` where the text has none.
pub(super) fn undo(text: &str) -> Option<String> {
    let announced = text.lines().any(|line| header(line).is_some_and(|transfer| transfer != Transfer::None));
    if announced {
        return Some(undo_parts(text));
    }
    shows_quoted_printable(text).then(|| undo_quoted_printable(text))
}

/// The encoding that a header line announces.
fn header(line: &str) -> Option<Transfer> {
    let name = line.get(..HEADER.len())?;
    let value = name.eq_ignore_ascii_case(HEADER).then(|| line[HEADER.len()..].trim())?;
    Some(if value.eq_ignore_ascii_case("quoted-printable") {
        Transfer::QuotedPrintable
    } else if value.eq_ignore_ascii_case("base64") {
        Transfer::Base64
    } else {
        Transfer::None
    })
}

/// The most boundaries of a mail. One that holds other mails has several.
const MOST_BOUNDARIES: usize = 8;

/// The boundary that a header line declares (RFC 2046, section 5.1.1).
fn declared_boundary(line: &str) -> Option<&str> {
    const NAME: &str = "boundary=";
    let at =
        line.as_bytes().windows(NAME.len()).position(|word| word.eq_ignore_ascii_case(NAME.as_bytes()))?;
    let value = line.get(at + NAME.len()..)?;
    let end = |c: char| c == ';' || c.is_whitespace();
    let value =
        value.strip_prefix('"').map_or_else(|| value.split(end).next(), |quoted| quoted.split('"').next())?;
    (!value.is_empty()).then_some(value)
}

/// Whether a line separates parts of a mail. Without a declared boundary, because the first headers are missing, it is a line that has
/// no blank and more than dashes.
fn is_boundary(line: &str, declared: &[&str]) -> bool {
    let Some(name) = line.strip_prefix("--") else { return false };
    if declared.is_empty() {
        return name.len() > 2 && !name.contains(' ') && name.contains(|c| c != '-');
    }
    declared.iter().any(|boundary| name.strip_prefix(boundary).is_some_and(|rest| matches!(rest, "" | "--")))
}

/// Decodes each part of a mail by its headers.
fn undo_parts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut body = String::new();
    let mut place = Place::Body(Transfer::None);
    let declared: Vec<&str> = text.lines().filter_map(declared_boundary).take(MOST_BOUNDARIES).collect();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if is_boundary(bare, &declared) {
            flush(place, &mut body, &mut out);
            end_row(&mut out);
            place = Place::Headers(Transfer::None);
        } else if let Some(transfer) = header(bare) {
            flush(place, &mut body, &mut out);
            end_row(&mut out);
            place = Place::Headers(transfer);
        } else if let (Place::Headers(transfer), true) = (place, bare.is_empty()) {
            place = Place::Body(transfer);
        } else if matches!(place, Place::Body(_)) {
            body.push_str(line);
            continue;
        }
        out.push_str(line);
    }
    flush(place, &mut body, &mut out);
    out
}

/// Decodes a body that has ended, and appends it to the text.
fn flush(place: Place, body: &mut String, out: &mut String) {
    match place {
        Place::Body(Transfer::QuotedPrintable) => out.push_str(&undo_quoted_printable(body)),
        Place::Body(Transfer::Base64) => out.push_str(&undo_base64(body)),
        _ => out.push_str(body),
    }
    body.clear();
}

/// Ends the last row of a decoded body, because another part follows.
fn end_row(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn undo_base64(body: &str) -> String {
    let bare: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
    let whole = bare.len() - usize::from(bare.len() % 4 == 1);
    match data_encoding::BASE64_NOPAD.decode(&bare[..whole]) {
        Ok(bytes) => super::text(&bytes).into_owned(),
        Err(_) => body.to_owned(),
    }
}

/// The least length in bytes of a line that a mail program breaks.
const LONG_LINE: usize = 60;

/// Whether every `=` of the text is valid in quoted-printable, and at least one of them has no other meaning: a break of a long line,
/// `=3D`, or a byte outside ASCII.
fn shows_quoted_printable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut sure = false;
    for (at, _) in text.match_indices('=') {
        match bytes.get(at + 1..) {
            Some([b'\n', ..] | [b'\r', b'\n', ..]) => {
                let begin = text[..at].rfind('\n').map_or(0, |before| before + 1);
                sure |= at - begin >= LONG_LINE;
            }
            Some([high, low, ..]) => match hex(*high).zip(hex(*low)) {
                Some((high, low)) => sure |= high >= 8 || (high, low) == (3, 13),
                None => return false,
            },
            _ => return false,
        }
    }
    sure
}

fn undo_quoted_printable(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            (b'=', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                after
            }
            _ => {
                bytes.push(byte);
                after
            }
        };
    }
    encoding::decode(&bytes).unwrap_or_else(|| String::from_utf8_lossy(&bytes)).into_owned()
}

/// The value of a hexadecimal digit. Only upper case counts, because mail programs write upper case.
const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
