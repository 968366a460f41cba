//! Recognises the kind of a text that a person enters: code, refusal, request, receipt, license number.
//!
//! Never here: the check of the content.

use super::line::LineNumber;
use super::{Mask, Number, Request, RequestError, Secret, license, pasted_lines, refusal_code_in, spoken};
use crate::reader;

/// The kind of a text, with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A license code, or at least one line of it; a line that was not found is empty.
    Code([String; 7]),
    /// A desk's refusal, by its code.
    Refusal(&'static str),
    /// A request, with its name where it has one.
    Request(Option<String>),
    /// A receipt.
    Receipt(Secret),
    /// A license number.
    Number(Number),
    /// None of these.
    Unknown,
}

/// Recognises the kind of a text. A code or a refusal takes precedence over a request that is quoted below it; a code without any
/// line in its place is tried last. Without a mask, license numbers are not recognised.
///
/// ```
/// use countersign_core::protocol::{Given, Mask, given};
///
/// let mask = Mask::parse("AA99999999999").map_err(|error| error.to_string())?;
/// assert!(matches!(given("序列号：AA03220123951", Some(&mask)), Given::Number(_)));
/// assert_eq!(given("Dear customer", Some(&mask)), Given::Unknown);
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn given(text: &str, mask: Option<&Mask>) -> Given {
    let lines = license::find_lines(text);
    if let Some(lines) =
        lines.as_ref().filter(|lines| pasted_lines::in_place(lines, &LineNumber::license()) > 0)
    {
        return Given::Code(lines.clone());
    }
    if let Some(code) = reader::readings(text).find_map(|text| refusal_code_in(&text)) {
        return Given::Refusal(code);
    }
    match Request::parse(text) {
        Ok(request) => return Given::Request(Some(request.name().to_string())),
        // A part of a request, or a request with a fault.
        Err(RequestError::NotFound) => {}
        Err(_) if Request::is_announced(text) => return Given::Request(None),
        Err(_) => {}
    }
    let spoken = spoken::find_lines(text);
    if spoken.is_some_and(|lines| pasted_lines::in_place(&lines, &LineNumber::spoken()) > 1) {
        return Given::Request(None);
    }
    if let Some(secret) = Secret::clean_in(text) {
        return Given::Receipt(secret);
    }
    if let Some(number) = mask.and_then(|mask| mask.find_number(text).ok()) {
        return Given::Number(number);
    }
    lines.map_or(Given::Unknown, Given::Code)
}

#[cfg(test)]
#[path = "given_tests.rs"]
mod tests;
