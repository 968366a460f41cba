//! The request: what a device shows as a QR and as text.
//!
//! **Bytes.** The head (`head`) with kind 1, then manufacturer, model and serial. Each is one length byte (0–96) and that many bytes
//! of UTF-8, collapsed ([`marker`]), in its own case. Nothing follows.
//!
//! - A field with the verdict blank, malformed or unreadable has an empty value.
//! - A field with the verdict ok or shared has a value that is not empty. A placeholder may be empty or not.
//! - A value has no control character (Unicode category Cc).
//! - Review judges a value over 96 bytes as malformed, so that it is sent empty. Encoding a longer one is refused.
//!
//! Anything else is refused. A request therefore has one encoding, and accepted bytes encode to themselves.
//!
//! **Scheme 3 marker.** Both sides compute it from the values. Where an origin is "declared", it also digests the scheme 2 marker
//! of the head ([`marker`]).

use super::head::{HEAD, RequestKind};
use super::marker::{self, collapse};
use super::{Head, Marker, RequestName};
use crate::machine::Field;
use crate::review::Verdict;

pub use super::head::Nonce;
pub use super::request_error::{RequestError, ValueFault};

/// The longest value of a request, in bytes.
pub const VALUE_BYTES: usize = crate::review::MAX_VALUE_BYTES;

/// The longest request with values, in bytes.
pub(super) const LONGEST: usize = HEAD + 3 * (1 + VALUE_BYTES);

/// The three binding values, collapsed, in their own case; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// The manufacturer: of the firmware, recovered or declared.
    pub manufacturer: String,
    /// The model.
    pub model: String,
    /// The serial.
    pub serial: String,
}

/// A request as the QR and the text form carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The head.
    pub head: Head,
    /// The three binding values.
    pub values: Values,
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
    /// [`RequestError::Value`] and [`RequestError::Unanchored`], where a decoder would refuse the bytes.
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

    /// Decodes the bytes of a request.
    ///
    /// # Errors
    /// [`RequestError`], for the first fault.
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

    /// The scheme 3 marker of the values.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        let anchor = self.head.scheme2.filter(|_| self.head.has_declared_value());
        marker::scheme3(self.values.as_array(), anchor)
    }

    /// The name of the request.
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

/// The length of a request in bytes, from its beginning; `None` where the beginning is too short.
pub(super) fn length(beginning: &[u8]) -> Option<usize> {
    (0..3).try_fold(HEAD, |at, _| Some(at + 1 + usize::from(*beginning.get(at)?)))
}
