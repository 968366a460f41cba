//! Asks a desk for one machine after the other. Waits if the desk says so, up to a limit, and stops asking a desk that can't be
//! reached.

use super::answer::Answer;
use super::input::GivenText;
use super::progress::Progress;
use crate::online::{HandedOn, Interface, Told};
use crate::text::{Fault, RelayLine as L};
use crate::wizard::online::OnlineError;
use countersign_core::lang::Lang;
use countersign_core::protocol::{Request, RequestError};
use countersign_core::text::Line;

/// The longest text of a request, in bytes. The desk has the same limit.
pub(super) const TEXT_MAX: usize = 64 * 1024;
/// After this many requests in a row without an answer, no more are sent.
const MOST_FAILURES: u32 = 5;
/// The most seconds to wait for the answer to one request.
const MOST_WAIT: u64 = 600;
/// The seconds to wait for a busy desk that names none.
const USUAL_WAIT: u64 = 5;

/// A desk that is asked.
#[derive(Debug)]
pub(super) struct Asking {
    interface: Interface,
    desk: String,
    lang: Lang,
    failures: Failures,
    /// The progress that the person sees.
    pub(super) progress: Progress,
}

impl Asking {
    /// The desk with that interface, at that address.
    pub(super) const fn new(interface: Interface, desk: String, lang: Lang, progress: Progress) -> Self {
        Self { interface, desk, lang, failures: Failures { in_a_row: 0, last: None }, progress }
    }

    /// The answer to the request in a text.
    pub(super) fn answer(&mut self, text: GivenText) -> Answer {
        let found = text.and_then(|text| request_in(&text, self.lang).map_err(Answer::Refused));
        let request = match found {
            Ok(request) => request,
            Err(answer) => return answer,
        };
        if let Some(error) = self.failures.given_up() {
            return Answer::Open(self.failed(error));
        }
        let mut patience = Patience::default();
        let error = loop {
            match self.interface.ask(&request) {
                HandedOn::Decided(decision) => {
                    self.failures.none();
                    return Answer::Decided(Box::new(decision));
                }
                HandedOn::NotTaken(told) => {
                    self.failures.none();
                    return Answer::Refused(told);
                }
                HandedOn::Later(seconds) => match patience.next_wait(seconds) {
                    Some(seconds) => self.progress.wait(seconds),
                    None => break OnlineError::Busy,
                },
                HandedOn::Failed(error) => break error,
            }
        };
        let told = self.failed(&error);
        self.failures.one_more(error);
        Answer::Open(told)
    }

    /// The number of failures in a row after which the desk was not asked any more; `None` if that many didn't come.
    pub(super) fn gave_up(&self) -> Option<u32> {
        self.failures.given_up().map(|_| MOST_FAILURES)
    }

    fn failed(&self, error: &OnlineError) -> Told {
        let fault = Fault::of_online(self.lang, error, &self.desk);
        let (what, cure) = fault.words(self.lang);
        Told { code: fault.code().to_owned(), what, cure }
    }
}

/// The failures since the last answer.
#[derive(Debug)]
struct Failures {
    in_a_row: u32,
    last: Option<OnlineError>,
}

impl Failures {
    fn none(&mut self) {
        (self.in_a_row, self.last) = (0, None);
    }

    fn one_more(&mut self, error: OnlineError) {
        self.in_a_row += 1;
        self.last = Some(error);
    }

    /// The last failure, if there were too many in a row.
    fn given_up(&self) -> Option<&OnlineError> {
        self.last.as_ref().filter(|_| self.in_a_row >= MOST_FAILURES)
    }
}

/// The seconds that were waited for one request.
#[derive(Debug, Default)]
struct Patience {
    waited: u64,
}

impl Patience {
    /// The seconds of the next wait; `None` if all waits together would be too long.
    fn next_wait(&mut self, asked: Option<u64>) -> Option<u64> {
        let seconds = asked.unwrap_or(USUAL_WAIT).max(1);
        self.waited = self.waited.saturating_add(seconds);
        (self.waited <= MOST_WAIT).then_some(seconds)
    }
}

/// The request in a text. The text itself is not sent, because it may be a whole mail.
fn request_in(text: &str, lang: Lang) -> Result<Request, Told> {
    if text.len() > TEXT_MAX {
        return Err(too_long(lang));
    }
    Request::parse(text).map_err(|error| {
        let (what, cure) = match error {
            RequestError::NotFound => (L::RequestNone, L::RequestNoneDo),
            RequestError::CutOff => (L::RequestCut, L::RequestInvalidDo),
            RequestError::Check | RequestError::Foreign(_) => (L::RequestSlip, L::RequestInvalidDo),
            RequestError::Format(_) | RequestError::Kind(_) => (L::RequestNewer, L::RequestNewerDo),
            _ => (L::RequestInvalid, L::RequestInvalidDo),
        };
        told("REQUEST-INVALID", what, cure, lang)
    })
}

/// The refusal of a text that is too long for a request.
pub(super) fn too_long(lang: Lang) -> Told {
    told("REQUEST-TOO-LONG", L::RequestTooLong, L::RequestTooLongDo, lang)
}

fn told(code: &str, what: L, cure: L, lang: Lang) -> Told {
    Told { code: code.to_owned(), what: what.say(lang).to_owned(), cure: cure.say(lang).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_wait_for_a_request_is_limited() {
        let waits = |asked: &[Option<u64>]| {
            let mut patience = Patience::default();
            asked.iter().map(|asked| patience.next_wait(*asked)).collect::<Vec<_>>()
        };
        for (asked, want) in [
            (vec![None, Some(0), Some(17)], vec![Some(5), Some(1), Some(17)]),
            (vec![Some(600), Some(1), Some(1)], vec![Some(600), None, None]),
            (vec![Some(601)], vec![None]),
            (vec![Some(u64::MAX), Some(u64::MAX)], vec![None, None]),
        ] {
            assert_eq!(waits(&asked), want, "{asked:?}");
        }
        // A desk that is busy for ever, and says so again and again.
        let mut patience = Patience::default();
        let times = std::iter::repeat_with(|| patience.next_wait(Some(0))).take_while(Option::is_some);
        assert_eq!(times.count(), 600);
    }

    #[test]
    fn the_desk_is_given_up_after_failures_in_a_row_and_an_answer_resets_the_count() {
        let mut failures = Failures { in_a_row: 0, last: None };
        for _ in 1..MOST_FAILURES {
            failures.one_more(OnlineError::NameNotFound);
            assert_eq!(failures.given_up(), None);
        }
        failures.none();
        for _ in 1..MOST_FAILURES {
            failures.one_more(OnlineError::NameNotFound);
        }
        assert_eq!(failures.given_up(), None);
        failures.one_more(OnlineError::Timeout);
        assert_eq!(failures.given_up(), Some(&OnlineError::Timeout));
    }

    #[test]
    fn a_text_without_a_request_is_reported_and_not_sent() {
        let code = |text: &str| request_in(text, Lang::En).unwrap_err().code;
        for text in ["", "hello", "[COUNTERSIGN REQUEST 2]", "HTTPS://DESK.EXAMPLE/R/EEAA"] {
            assert_eq!(code(text), "REQUEST-INVALID", "{text}");
        }
        assert_eq!(code(&"x".repeat(TEXT_MAX + 1)), "REQUEST-TOO-LONG");
    }
}
