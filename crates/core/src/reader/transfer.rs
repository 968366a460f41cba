//! Undoes the transfer encodings of mail (RFC 2045): quoted-printable and base64, by the headers of a saved mail; quoted-printable also
//! where the text shows it by itself.

use super::encoding;

/// How a part of a mail is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transfer {
    None,
    QuotedPrintable,
    Base64,
}

/// What the lines of a mail are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Headers that announced this encoding.
    Headers(Transfer),
    /// A body in this encoding.
    Body(Transfer),
}

const HEADER: &str = "content-transfer-encoding:";

/// The text without transfer encodings; `None` where it has none.
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

/// Undoes each part of a mail by its headers.
fn undo_parts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut body = String::new();
    let mut place = Place::Body(Transfer::None);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        // A boundary has no blank; the line above a signature has one.
        let boundary = bare.len() > 4 && bare.starts_with("--") && !bare.contains(' ');
        if boundary {
            flush(place, &mut body, &mut out);
            place = Place::Headers(Transfer::None);
        } else if let Some(transfer) = header(bare) {
            flush(place, &mut body, &mut out);
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

/// Moves a body that has ended to the text.
fn flush(place: Place, body: &mut String, out: &mut String) {
    match place {
        Place::Body(Transfer::QuotedPrintable) => out.push_str(&undo_quoted_printable(body)),
        Place::Body(Transfer::Base64) => out.push_str(&undo_base64(body)),
        _ => out.push_str(body),
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    body.clear();
}

fn undo_base64(body: &str) -> String {
    let bare: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').collect();
    let whole = bare.len() - usize::from(bare.len() % 4 == 1);
    match data_encoding::BASE64_NOPAD.decode(&bare[..whole]) {
        Ok(bytes) => super::text(&bytes).into_owned(),
        Err(_) => body.to_owned(),
    }
}

/// Lines of that many bytes are broken by mail programs.
const LONG_LINE: usize = 60;

/// Whether every `=` of the text belongs to quoted-printable, and one of them can't be anything else: a break of a long line, `=3D`,
/// or a byte outside ASCII.
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

/// The value of a hexadecimal digit; mail programs write capitals.
const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
