//! The request: what the device shows in a QR and as text.
//!
//! **Bytes.** The head (`head`), kind 1, then manufacturer, model and serial: each one length byte (0–64) and that
//! many bytes of UTF-8. Nothing follows. A value travels collapsed (`marker`), in its own case.
//!
//! - A field whose verdict is blank, malformed or unreadable has an empty value.
//! - A field whose verdict is ok or shared has one that isn't empty; a placeholder may have either.
//! - A value holds no control character (Unicode category Cc).
//! - A value over 96 bytes is malformed by review, so it travels empty; encoding it is refused.
//!
//! Anything else is refused, so a request has one spelling in bytes, and accepted bytes encode to themselves.
//!
//! **Scheme 3 marker.** Both sides compute it from the values; where an origin is "declared", it also digests the
//! head's scheme 2 marker (`marker`).

use super::head::{HEAD, RequestKind};
use super::marker::{self, collapse};
use super::{Head, Marker, RequestName};
use crate::machine::Field;
use crate::review::Verdict;
use thiserror::Error;

pub use super::head::Nonce;

/// The longest value a request carries, in bytes.
pub const VALUE_BYTES: usize = crate::review::MAX_VALUE_BYTES;

/// The longest request with values, in bytes.
pub(super) const LONGEST: usize = HEAD + 3 * (1 + VALUE_BYTES);

/// The three binding values as firmware spelled them, trimmed and blanks collapsed; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// SMBIOS type 1 manufacturer, or what was recovered or declared in its place.
    pub manufacturer: String,
    /// The model, likewise.
    pub model: String,
    /// The serial, likewise.
    pub serial: String,
}

/// A request as the QR and the text form carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The fixed part.
    pub head: Head,
    /// The three binding values.
    pub values: Values,
}

/// Why an input is no request, or a request can't be sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// Neither a request's address nor its text form is in the input.
    #[error("no request in it")]
    NotFound,
    /// The end is missing.
    #[error("cut off")]
    CutOff,
    /// The text form's check doesn't agree: a character is wrong, missing or added.
    #[error("the check does not agree")]
    Check,
    /// This character can't stand in a request.
    #[error("the character {0:?} can't stand in a request")]
    Foreign(char),
    /// Bits of the last character that hold nothing are set.
    #[error("bits are set that hold nothing")]
    Padding,
    /// Something follows the request's end.
    #[error("something follows the end")]
    Trailing,
    /// Another format than 1: from a newer program, or no request.
    #[error("format {0} is unknown")]
    Format(u8),
    /// Another kind than the one looked for (2 is a spoken request).
    #[error("kind {0} is not the one looked for")]
    Kind(u8),
    /// The verdict on this field is none.
    #[error("unknown verdict on {}", .0.name())]
    Verdict(Field),
    /// The origin of this field is none.
    #[error("unknown origin of {}", .0.name())]
    Origin(Field),
    /// A bit that must be zero is set.
    #[error("a reserved bit is set")]
    Reserved,
    /// A value was declared, and there is no scheme 2 marker to tie it to the machine.
    #[error("a declared value without a scheme 2 marker")]
    Unanchored,
    /// A spoken request's scheme 3 marker is all zero.
    #[error("no scheme 3 marker")]
    NoMarker,
    /// The value of this field can't stand.
    #[error("{}: {fault}", .field.name())]
    Value {
        /// The field.
        field: Field,
        /// What is wrong with its value.
        fault: ValueFault,
    },
    /// The desk's host can't stand in a request's address.
    #[error("not a host name")]
    Host,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ValueFault {
    /// Over 96 bytes.
    #[error("longer than 96 bytes")]
    TooLong,
    /// Not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// It holds a control character.
    #[error("holds a control character")]
    Control,
    /// Blanks at an end, or more than one between words, or blanks other than U+0020.
    #[error("blanks are not collapsed")]
    Blanks,
    /// The verdict says there is a value, and it is empty.
    #[error("empty against its verdict")]
    Missing,
    /// The verdict says there is no value, and there is one.
    #[error("present against its verdict")]
    Present,
}

impl Values {
    /// Manufacturer, model and serial.
    #[must_use]
    pub fn as_array(&self) -> [&str; 3] {
        [&self.manufacturer, &self.model, &self.serial]
    }

    fn from_array([manufacturer, model, serial]: [String; 3]) -> Self {
        Self { manufacturer, model, serial }
    }
}

impl Request {
    /// The bytes on the wire.
    ///
    /// # Errors
    /// [`RequestError::Value`] and [`RequestError::Unanchored`], for what a decoder would refuse.
    pub fn encode(&self) -> Result<Vec<u8>, RequestError> {
        let mut bytes = self.head.encode(RequestKind::Values)?.to_vec();
        for ((field, value), verdict) in
            Field::BINDING.into_iter().zip(self.values.as_array()).zip(self.head.verdicts)
        {
            let fault = |fault| RequestError::Value { field, fault };
            check_value(value, verdict).map_err(fault)?;
            bytes.push(u8::try_from(value.len()).map_err(|_| fault(ValueFault::TooLong))?);
            bytes.extend_from_slice(value.as_bytes());
        }
        Ok(bytes)
    }

    /// The request of those bytes.
    ///
    /// # Errors
    /// The first thing that isn't as this module says.
    pub fn decode(bytes: &[u8]) -> Result<Self, RequestError> {
        let (head, mut rest) = bytes.split_first_chunk::<HEAD>().ok_or(RequestError::CutOff)?;
        let head = Head::decode(head, RequestKind::Values)?;
        let mut values: [String; 3] = Default::default();
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            let fault = |fault| RequestError::Value { field, fault };
            let (&length, after) = rest.split_first().ok_or(RequestError::CutOff)?;
            let length = usize::from(length);
            if length > VALUE_BYTES {
                return Err(fault(ValueFault::TooLong));
            }
            let (value, after) = after.split_at_checked(length).ok_or(RequestError::CutOff)?;
            let value = std::str::from_utf8(value).map_err(|_| fault(ValueFault::Encoding))?;
            check_value(value, head.verdicts[at]).map_err(fault)?;
            values[at] = value.to_owned();
            rest = after;
        }
        if rest.is_empty() {
            Ok(Self { head, values: Values::from_array(values) })
        } else {
            Err(RequestError::Trailing)
        }
    }

    /// The scheme 3 marker of the values, tied to the scheme 2 marker where one of them was declared.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        let anchor = self.head.scheme2.filter(|_| self.head.has_declared_value());
        marker::scheme3(self.values.as_array(), anchor)
    }

    /// The short name.
    #[must_use]
    pub fn name(&self) -> RequestName {
        RequestName::of(&self.head, self.marker3())
    }
}

fn check_value(value: &str, verdict: Verdict) -> Result<(), ValueFault> {
    match verdict {
        Verdict::Blank | Verdict::Malformed | Verdict::Unreadable if !value.is_empty() => {
            Err(ValueFault::Present)
        }
        Verdict::Ok | Verdict::Shared if value.is_empty() => Err(ValueFault::Missing),
        _ if value.len() > VALUE_BYTES => Err(ValueFault::TooLong),
        _ if value.chars().any(char::is_control) => Err(ValueFault::Control),
        _ if collapse(value) != value => Err(ValueFault::Blanks),
        _ => Ok(()),
    }
}

/// How many bytes a request has, told from its beginning; `None` where that is too short to tell.
pub(super) fn length(beginning: &[u8]) -> Option<usize> {
    (0..3).try_fold(HEAD, |at, _| Some(at + 1 + usize::from(*beginning.get(at)?)))
}
