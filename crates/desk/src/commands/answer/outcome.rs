//! Answering one text, and its outcome as text and as JSON.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::commands::answer_text;
use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::request_parser::{self, ParseError};
use crate::text::DeskSentence;
use crate::{DeskData, presentation};
use countersign_core::protocol::Scheme;
use countersign_ledger::{self as ledger, Answer, RequestContext, Requester};

/// What is needed to answer texts.
pub(super) struct Answering<'a> {
    pub(super) data: &'a DeskData,
    pub(super) scheme: Scheme,
    pub(super) invocation: &'a Invocation,
}

/// A text and its answer.
pub(super) struct Outcome {
    /// Where the text comes from: a file, `-`, or `argument`.
    pub(super) source: String,
    /// The lines (8–11) of a spoken request that were corrected.
    pub(super) mended: Vec<u8>,
    /// The license file that was written.
    pub(super) license_file: Option<PathBuf>,
    pub(super) answer: Result<Answer, ParseError>,
}

impl Outcome {
    /// Whether a license code was issued.
    pub(super) fn is_issued(&self) -> bool {
        matches!(&self.answer, Ok(answer) if answer.reason().is_none())
    }
}

impl Answering<'_> {
    /// Answers a text. A fault of the desk is a failure of the command; a text without a request isn't.
    pub(super) fn answer(&self, source: String, text: &str) -> Result<Outcome, Failure> {
        let parsed = request_parser::parse_and_mend(text, |guess| self.data.knows_number(guess));
        let (request, mended) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                return Ok(Outcome { source, mended: Vec::new(), license_file: None, answer: Err(error) });
            }
        };
        let asker = Requester::Operator(self.invocation.operator.clone());
        let context = RequestContext { now: self.invocation.now, requester: asker, scheme: self.scheme };
        let answer = ledger::answer(&*self.data.store, self.data, &request, &context)
            .map_err(|error| Failure::answer(&error, self.invocation.lang))?;
        Ok(Outcome { source, mended, license_file: None, answer: Ok(answer) })
    }

    /// The outcome as text.
    pub(super) fn to_text(&self, outcome: &Outcome) -> String {
        let lang = self.invocation.lang;
        match &outcome.answer {
            Ok(answer) => {
                let mut text = answer_text::answer(answer, &self.data.profiles.newest().policy, lang);
                if !outcome.mended.is_empty() {
                    let lines = outcome.mended.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
                    let mended = DeskSentence::RequestMended { lines: &lines }.say(lang);
                    text.push_str(&format!("\n{mended}\n"));
                }
                text
            }
            Err(error) => Failure::request(error, lang).to_text(),
        }
    }

    /// The outcome as a JSON object.
    pub(super) fn to_json(&self, outcome: &Outcome) -> Value {
        let lang = self.invocation.lang;
        let mut object = match &outcome.answer {
            Ok(answer) => presentation::to_json(answer, &self.data.profiles.newest().policy, lang),
            Err(error) => Failure::request(error, lang).to_json(),
        };
        if let Some(keys) = object.as_object_mut() {
            keys.insert("source".to_owned(), json!(outcome.source));
            if let Some(path) = &outcome.license_file {
                keys.insert("license-file".to_owned(), json!(path.display().to_string()));
            }
            if !outcome.mended.is_empty() {
                keys.insert("mended".to_owned(), json!(outcome.mended));
            }
        }
        object
    }
}
