//! Why an input is no request, or a request can't be sent. The names of the variants are part of the vectors.

use thiserror::Error;

use crate::machine::Field;

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
