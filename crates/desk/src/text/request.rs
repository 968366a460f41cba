//! Words for why a text holds no request.

use super::{DeskLine as L, DeskSentence as S};
use crate::request_parser::ParseError;
use countersign_core::protocol::RequestError;
use countersign_core::text::{Lang, Line as _};

/// Returns the stable code, what is wrong, and what to do now.
#[must_use]
pub fn request_fault(lang: Lang, error: &ParseError) -> (&'static str, String, String) {
    let lines = |what: L, next: L| (what.say(lang).to_owned(), next.say(lang).to_owned());
    let with = |what: S<'_>, next: L| (what.say(lang), next.say(lang).to_owned());
    let (what, next) = match error {
        ParseError::TooLong => lines(L::RequestTooLong, L::RequestTooLongDo),
        ParseError::Invalid(RequestError::NotFound) => lines(L::RequestNone, L::RequestNoneDo),
        ParseError::Invalid(RequestError::CutOff) => lines(L::RequestCut, L::RequestInvalidDo),
        ParseError::Invalid(RequestError::Check | RequestError::Foreign(_)) => {
            lines(L::RequestSlip, L::RequestInvalidDo)
        }
        ParseError::Invalid(RequestError::Format(_) | RequestError::Kind(_)) => {
            lines(L::RequestNewer, L::RequestNewerDo)
        }
        ParseError::Invalid(_) => lines(L::RequestInvalid, L::RequestInvalidDo),
        ParseError::SpokenCheck(number) => with(S::RequestSpokenCheck { number }, L::RequestSpokenCheckDo),
        ParseError::SpokenNumber(number) if number.is_empty() => {
            lines(L::RequestSpokenNumberNone, L::RequestSpokenNumberDo)
        }
        ParseError::SpokenNumber(number) => with(S::RequestSpokenNumber { number }, L::RequestSpokenNumberDo),
        ParseError::SpokenLine(line) => with(S::RequestSpokenLine { line }, L::RequestSpokenDo),
    };
    let code = if matches!(error, ParseError::TooLong) { "REQUEST-TOO-LONG" } else { "REQUEST-INVALID" };
    (code, what, next)
}
