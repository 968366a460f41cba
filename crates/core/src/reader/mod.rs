//! Reads text that people pass on: decodes bytes to text, and splits text into rows without the additions of mail, web pages and lists.
//!
//! Codes, requests, license numbers, receipts and `dmidecode` text come from any editor, mail program or web page. This module reads
//! all of them, on the device and at the desk; `docs/protocol.md` has the rules.
//!
//! | step | decoded or removed |
//! | --- | --- |
//! | `decode` | UTF-8, UTF-16 in both byte orders with or without a mark, GB18030 |
//! | `plain` | the transfer encodings of mail (quoted-printable, base64), HTML |
//! | `rows` | quote marks, frames, bullets, labels, numbers of lines |
//! | `compatibility_fold` | full-width, circled and mathematical forms of ASCII characters |
//!
//! [`printable`] is for output: it makes text that is safe to show.
//!
//! Every step accepts any input, takes time and memory in proportion to it, and returns at most one character for each byte. Callers
//! bound the input. Never here: the meaning of a text (`protocol`, `machine`).

mod compatibility;
mod encoding;
mod labels;
mod markup;
mod printable;
mod rows;
mod transfer;

use std::borrow::Cow;

pub use compatibility::compatibility_fold;
pub(crate) use encoding::{decode, is_utf16};
pub(crate) use labels::is_number_label;
pub use labels::without_label;
pub use printable::{MAX_COLUMNS, is_visible, printable, printable_whole};
pub(crate) use printable::{is_hidden, is_unseen};
pub use rows::{Numbered, Row, rows};

/// Decodes bytes from outside. Bytes that are invalid in every known encoding become U+FFFD.
///
/// ```
/// use countersign_core::reader::text;
///
/// assert_eq!(text(b"\xff\xfeA\0A\0"), "AA");
/// assert_eq!(text("许可证号：AA03220123951".as_bytes()), "许可证号：AA03220123951");
/// ```
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
}

/// Decodes transfer encodings of mail, and converts HTML to text. A text with neither is returned unchanged.
///
/// ```
/// use countersign_core::reader::plain;
///
/// assert_eq!(plain("<p>1&nbsp;&nbsp;8C80K<br>N8000</p>").trim(), "1\u{a0}\u{a0}8C80K\nN8000");
/// assert_eq!(plain("SN=3A =E5=8F=B7=\nAA03"), "SN: 号AA03");
/// ```
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    match transfer::undo(text) {
        Some(undone) => Cow::Owned(markup::undo(&undone).unwrap_or(undone)),
        None => markup::undo(text).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

/// The readings of a text, the more likely first: decoded by [`plain`], then unchanged. One reading where `plain` changes nothing.
pub(crate) fn readings(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let plain = plain(text);
    let as_it_is = matches!(plain, Cow::Owned(_)).then_some(Cow::Borrowed(text));
    std::iter::once(plain).chain(as_it_is)
}

#[cfg(test)]
mod tests;
