//! The reasons why an input is not a request, or a request can't be encoded. The names of the variants are part of the vectors.

use thiserror::Error;

use crate::machine::Field;

/// The reason why an input is not a request, or a request can't be encoded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The input has neither an address nor a text form.
    #[error("no request found")]
    NotFound,
    /// The end is missing.
    #[error("cut off")]
    CutOff,
    /// The check of the text form doesn't agree: a character is wrong, missing or added.
    #[error("the check does not match")]
    Check,
    /// A request can't have this character.
    #[error("the character {0:?} is not allowed in a request")]
    Foreign(char),
    /// Unused bits of the last character are set.
    #[error("unused bits are set")]
    Padding,
    /// More bytes or characters follow the end.
    #[error("data after the end")]
    Trailing,
    /// Another format than 2: from another version of the program, or not a request.
    #[error("format {0} is unknown")]
    Format(u8),
    /// Another kind than the expected one (2 is a spoken request).
    #[error("kind {0} is not the expected one")]
    Kind(u8),
    /// The verdict on this field is unknown, or its origin excludes it.
    #[error("invalid verdict on {}", .0.name())]
    Verdict(Field),
    /// The origin and the verdict of this field exclude its source.
    #[error("invalid source of {}", .0.name())]
    Source(Field),
    /// The surroundings are unknown.
    #[error("unknown surroundings")]
    Surroundings,
    /// A value needs a scheme 2 marker, and there is none.
    #[error("a value needs a scheme 2 marker, and there is none")]
    Unanchored,
    /// The scheme 3 marker of a spoken request is all zero.
    #[error("no scheme 3 marker")]
    NoMarker,
    /// The value of this field is refused.
    #[error("{}: {fault}", .field.name())]
    Value {
        /// The field.
        field: Field,
        /// The fault of its value.
        fault: ValueFault,
    },
    /// The host is empty, or has a character that an address can't have.
    #[error("not a host name")]
    Host,
}

/// The fault of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ValueFault {
    /// Over 96 bytes.
    #[error("longer than 96 bytes")]
    TooLong,
    /// Not UTF-8.
    #[error("not UTF-8")]
    Encoding,
    /// A control character.
    #[error("holds a control character")]
    Control,
    /// Not collapsed: blanks at an end, several between words, or blanks other than U+0020.
    #[error("blanks are not collapsed")]
    Blanks,
    /// A first byte that this field can't have.
    #[error("an unknown first byte")]
    FirstByte,
    /// Spelled out, although the value has a packed form.
    #[error("spelled out instead of packed")]
    Unpacked,
    /// Empty, although verdict and origin require a value.
    #[error("empty, although verdict and origin require a value")]
    Missing,
    /// Not empty, although the verdict or the origin excludes a value.
    #[error("present, although verdict or origin excludes a value")]
    Present,
}
