//! The request: the message that a device shows as a QR code and as text.
//!
//! **Bytes.** The head (`head`) with kind 1, then manufacturer, model and serial as bound (`value`): 35 to 323 bytes. Nothing follows.
//!
//! - A field with the verdict blank, malformed or unreadable, or with the origin assigned, has no value.
//! - Each other field has a value.
//! - Review judges a value over 96 bytes as malformed, so it is not sent. The encoder refuses a longer value.
//!
//! A decoder refuses anything else. A request therefore has exactly one encoding, and accepted bytes encode to themselves.
//!
//! **Scheme 3 marker.** Both sides compute it from the bound values: the values sent, and the assigned values ([`assigned`]).
//! [`marker::form`] decides whether it also digests the scheme 2 marker of the head.

use super::head::{HEAD, RequestKind};
use super::{Head, Marker, RequestName, value};
use crate::machine::{Field, Origin};
use crate::marker::Form;
use crate::{assigned, marker};

pub use super::head::Nonce;
pub use super::request_error::{RequestError, ValueFault};
pub use super::value::VALUE_BYTES;

/// The longest request with values, in bytes.
pub(super) const LONGEST: usize = HEAD + 3 * (1 + VALUE_BYTES);

/// Three binding values: collapsed, with case unchanged; empty where there is no value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// The manufacturer.
    pub manufacturer: String,
    /// The model.
    pub model: String,
    /// The serial.
    pub serial: String,
}

/// A request as in the QR code and in the text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The head.
    pub head: Head,
    /// The values as sent. An assigned value is empty.
    pub values: Values,
}

impl Values {
    /// Manufacturer, model and serial.
    #[must_use]
    pub fn as_array(&self) -> [&str; 3] {
        [&self.manufacturer, &self.model, &self.serial]
    }

    /// Creates the values from manufacturer, model and serial.
    #[must_use]
    pub fn from_array([manufacturer, model, serial]: [String; 3]) -> Self {
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
        for (at, (field, value)) in Field::BINDING.into_iter().zip(self.values.as_array()).enumerate() {
            self.check_presence(at, value)?;
            value::encode(field, value, &mut bytes).map_err(|fault| RequestError::Value { field, fault })?;
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
        let mut request = Self { head, values: Values::default() };
        let mut values: [String; 3] = Default::default();
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            let (value, after) = value::decode(field, rest)?;
            request.check_presence(at, &value)?;
            values[at] = value;
            rest = after;
        }
        if !rest.is_empty() {
            return Err(RequestError::Trailing);
        }
        request.values = Values::from_array(values);
        Ok(request)
    }

    /// Whether a field has a value exactly where its verdict and origin require one.
    fn check_presence(&self, at: usize, value: &str) -> Result<(), RequestError> {
        let fault = match (
            self.head.verdicts[at].has_value() && self.head.origins[at] != Origin::Assigned,
            value.is_empty(),
        ) {
            (true, true) => ValueFault::Missing,
            (false, false) => ValueFault::Present,
            _ => return Ok(()),
        };
        Err(RequestError::Value { field: Field::BINDING[at], fault })
    }

    /// The values as bound: the values sent, and the assigned values.
    #[must_use]
    pub fn bound_values(&self) -> Values {
        let mut values = self.values.as_array().map(str::to_owned);
        for (at, field) in Field::BINDING.into_iter().enumerate() {
            if let (Origin::Assigned, Some(marker2)) = (self.head.origins[at], self.head.marker2) {
                values[at] = assigned::value(field, marker2);
            }
        }
        Values::from_array(values)
    }

    /// The scheme 3 marker of the bound values.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        let values = self.bound_values();
        // A decoded request always has a form.
        let form = marker::form(&values.serial, self.head.origins, self.head.marker2).unwrap_or(Form::Plain);
        marker::scheme3(values.as_array(), form)
    }

    /// The name of the request.
    #[must_use]
    pub fn name(&self) -> RequestName {
        RequestName::of(&self.head, self.marker3())
    }
}

/// Computes the length of a request in bytes from its beginning; `None` where the beginning is too short.
pub(super) fn length(beginning: &[u8]) -> Option<usize> {
    (0..3).try_fold(HEAD, |at, _| Some(at + 1 + value::following(*beginning.get(at)?)))
}
