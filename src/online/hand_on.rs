//! Requests of other machines: each is handed on to the desk, and its answer is handed back as it is.
//!
//! Never here: how long to wait between two requests (`commands::relay` decides), how long one request may take (`time_limits`), and where
//! an answer goes.

use serde_json::{Map, Value};
use ureq::Agent;

use super::answer;
use super::client::{agent, request_body, send, uses_proxy};
use super::time_limits::REQUEST;
use crate::wizard::online::{DeskAnswer, OnlineError};
use countersign_core::bundle;
use countersign_core::lang::Lang;
use countersign_core::protocol::{Request, Scheme};
use countersign_core::reader::printable_whole;

/// The longest answer, in bytes: a line of a bundle, with room for the line's number and the longest name of a host.
const ANSWER_MAX: usize = bundle::MAX_LINE - 4096;
/// The most characters of a sentence of the desk that is shown.
const SENTENCE_MAX: usize = 400;

/// The result of handing on a request.
#[derive(Debug, Clone, PartialEq)]
pub enum HandedOn {
    /// The desk decided.
    Decided(Decision),
    /// The desk doesn't take the request, and decided nothing.
    NotTaken(Told),
    /// The desk is busy or was asked too often. Holds the seconds to wait, if the desk names them.
    Later(Option<u64>),
    /// There is no answer of the desk.
    Failed(OnlineError),
}

/// A decision of the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The whole object, as the desk gave it.
    pub object: Map<String, Value>,
    /// The code in its seven lines, or why there is none.
    pub code: Result<[String; 7], Told>,
}

/// What the desk says about a request that gets no code. The texts are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The stable code.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// What to do now.
    pub cure: String,
}

/// The interface of a desk for devices.
#[derive(Debug)]
pub struct Interface {
    agent: Agent,
    url: String,
    proxied: bool,
}

impl Interface {
    /// The interface at `base` (`https://HOST`), whose sentences are to be in that language.
    #[must_use]
    pub fn at(base: &str, lang: Lang) -> Self {
        let url = format!("{base}/api/v1/requests?lang={}", lang.tag());
        let proxied = uses_proxy(&url);
        Self { agent: agent(REQUEST), url, proxied }
    }

    /// Hands a request on. Nothing of the text around it leaves this machine.
    #[must_use]
    pub fn ask(&self, request: &Request) -> HandedOn {
        let Ok(body) = request_body(request, Scheme::Three) else {
            return HandedOn::Failed(OnlineError::NotAccepted("REQUEST-TOO-LONG".to_owned()));
        };
        match send(&self.agent, &self.url, &body, ANSWER_MAX as u64) {
            Ok(response) => read(response.status, response.retry_after, &response.body),
            Err(error) => HandedOn::Failed(super::fault::online_error(&error, self.proxied)),
        }
    }
}

/// The meaning of a response.
fn read(status: u16, retry_after: Option<u64>, body: &[u8]) -> HandedOn {
    let object = || serde_json::from_slice::<Map<String, Value>>(body).unwrap_or_default();
    match answer::read(status, body) {
        DeskAnswer::Issued(lines) => HandedOn::Decided(Decision { object: object(), code: Ok(lines) }),
        DeskAnswer::Refused(refusal) => {
            let object = object();
            let told = told(refusal.reason, object.get("what"), object.get("next"));
            HandedOn::Decided(Decision { object, code: Err(told) })
        }
        DeskAnswer::Failed(OnlineError::Busy) => HandedOn::Later(retry_after),
        DeskAnswer::Failed(OnlineError::NotAccepted(code)) => {
            let object = object();
            let error = object.get("error");
            let part = |name| error.and_then(|error| error.get(name));
            HandedOn::NotTaken(told(code, part("what"), part("cure")))
        }
        DeskAnswer::Failed(error) => HandedOn::Failed(error),
    }
}

fn told(code: String, what: Option<&Value>, cure: Option<&Value>) -> Told {
    let shown = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        printable_whole(&text.chars().take(SENTENCE_MAX).collect::<String>())
    };
    Told { code, what: shown(what), cure: shown(cure) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(status: u16, body: &Value) -> HandedOn {
        read(status, Some(7), body.to_string().as_bytes())
    }

    fn told_of(code: &str, what: &str, cure: &str) -> Told {
        Told { code: code.to_owned(), what: what.to_owned(), cure: cure.to_owned() }
    }

    #[test]
    fn a_decision_is_passed_on_completely() {
        let issued = json!({ "decision": "issued", "code": "0123456789ABCDEFGHJK".repeat(7), "later": [1, { "a": null }] });
        let HandedOn::Decided(decision) = at(200, &issued) else { panic!("the response is not a decision") };
        assert_eq!(Value::Object(decision.object), issued);
        assert_eq!(decision.code.unwrap()[6], "0123456789ABCDEFGHJK");
        let refused = json!({ "decision": "refused", "reason": "MACHINE-REFUSED", "what": "No.", "next": "Do\u{1b}[2J.", "ways": [] });
        let HandedOn::Decided(decision) = at(200, &refused) else { panic!("the response is not a decision") };
        assert_eq!(Value::Object(decision.object), refused);
        let told = decision.code.unwrap_err();
        assert_eq!((told.code.as_str(), told.what.as_str()), ("MACHINE-REFUSED", "No."));
        assert!(!told.cure.contains('\u{1b}'), "{told:?}");
    }

    #[test]
    fn each_other_response_has_its_meaning() {
        let error = |code: &str| json!({ "error": { "code": code, "what": "What.", "cure": "Cure." } });
        let table = [
            (400, error("PROFILE-UNKNOWN"), HandedOn::NotTaken(told_of("PROFILE-UNKNOWN", "What.", "Cure."))),
            (429, error("TOO-OFTEN"), HandedOn::Later(Some(7))),
            (503, error("STORE-BUSY"), HandedOn::Later(Some(7))),
            (502, json!("gateway"), HandedOn::Later(Some(7))),
            (
                200,
                json!({ "decision": "issued", "code": "short" }),
                HandedOn::Failed(OnlineError::CaptivePortal),
            ),
            (200, json!(["decision"]), HandedOn::Failed(OnlineError::CaptivePortal)),
            (302, json!({}), HandedOn::Failed(OnlineError::CaptivePortal)),
        ];
        for (status, body, want) in table {
            assert_eq!(at(status, &body), want, "{status} {body}");
        }
        let bare = json!({ "error": { "code": "OTHER", "what": 7 } });
        assert_eq!(at(400, &bare), HandedOn::NotTaken(told_of("OTHER", "", "")));
    }

    #[test]
    fn an_overlong_sentence_is_truncated() {
        let long = json!({ "error": { "code": "OTHER", "what": "字".repeat(90_000), "cure": "" } });
        let HandedOn::NotTaken(told) = at(400, &long) else { panic!("the request is accepted") };
        assert_eq!(told.what.chars().count(), SENTENCE_MAX);
    }
}
