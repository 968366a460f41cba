//! Answers one text, and formats its outcome as text and as JSON.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::bundles::WholeDigest;
use crate::commands::answer_text;
use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::commands::text_layout::wrap;
use crate::request_parser::{self, ParseError};
use crate::text::{DeskLine, DeskSentence, line_list};
use crate::{DeskData, presentation};
use countersign_core::protocol::license::date_of;
use countersign_core::protocol::{RequestName, Scheme};
use countersign_core::text::{Lang, Line as _, safe_path};
use countersign_ledger::{
    self as ledger, Answer, AnswerOutcome, IncomingRequest, ProfilesAndKeys as _, Refusal, RequestContext,
    Requester,
};

/// The input for answering texts.
pub(super) struct Answering<'a> {
    pub(super) data: &'a DeskData,
    pub(super) scheme: Scheme,
    /// The name of the request that the caller has confirmed.
    pub(super) confirmed: Option<&'a str>,
    pub(super) requester: Requester,
    pub(super) invocation: &'a Invocation,
}

/// A text and its answer.
pub(super) struct Outcome {
    /// The source of the text: a file, `-`, or `argument`.
    pub(super) source: String,
    /// The lines (8–11) of a spoken request that were corrected.
    pub(super) mended: Vec<u8>,
    /// The license file that was written.
    pub(super) license_file: Option<PathBuf>,
    pub(super) answer: Result<Answer, NotAnswered>,
}

/// Why a text got no answer.
pub(super) enum NotAnswered {
    /// The file can't be read.
    Unreadable(PathBuf, io::Error),
    /// The text is not a request.
    NoRequest(ParseError),
    /// Its lines were corrected, and the caller has to confirm the result.
    Unconfirmed(Unconfirmed),
}

/// A corrected spoken request.
pub(super) struct Unconfirmed {
    /// The lines (8–11) that were corrected.
    lines: Vec<u8>,
    /// The name of the corrected request.
    name: String,
}

impl From<Unconfirmed> for NotAnswered {
    fn from(unconfirmed: Unconfirmed) -> Self {
        Self::Unconfirmed(unconfirmed)
    }
}

impl NotAnswered {
    pub(super) fn failure(&self, lang: Lang) -> Failure {
        match self {
            Self::Unreadable(path, error) => Failure::file(path, error, lang),
            Self::NoRequest(error) => Failure::request(error, lang),
            Self::Unconfirmed(Unconfirmed { lines, name }) => {
                let lines = line_list(lang, lines);
                let what = DeskSentence::RequestConfirm { lines: &lines, name }.say(lang);
                Failure::refused("REQUEST-CONFIRM", what, DeskSentence::RequestConfirmDo { name }.say(lang))
            }
        }
    }
}

impl Outcome {
    /// Creates the outcome of a file that can't be read.
    pub(super) fn unreadable(path: &Path, error: io::Error) -> Self {
        Self {
            source: safe_path(path),
            mended: Vec::new(),
            license_file: None,
            answer: Err(NotAnswered::Unreadable(path.to_owned(), error)),
        }
    }

    /// Whether a license code was issued.
    pub(super) fn is_issued(&self) -> bool {
        matches!(&self.answer, Ok(answer) if answer.reason().is_none())
    }
}

impl Answering<'_> {
    /// Answers a text. A fault of the desk is a failure of the command; a text without a request is not.
    pub(super) fn answer(&self, source: String, text: &str) -> Result<Outcome, Failure> {
        let parsed =
            request_parser::parse_and_mend(text, |profile, number| self.data.published.pack(profile, number));
        let (request, mended) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                return Ok(Outcome {
                    source,
                    mended: Vec::new(),
                    license_file: None,
                    answer: Err(NotAnswered::NoRequest(error)),
                });
            }
        };
        if !mended.is_empty() && !self.is_confirmed(&request) {
            let unconfirmed = Unconfirmed { lines: mended, name: request.name() };
            return Ok(Outcome {
                source,
                mended: Vec::new(),
                license_file: None,
                answer: Err(unconfirmed.into()),
            });
        }
        let answer = self.decide(&request, None)?;
        Ok(Outcome { source, mended, license_file: None, answer: Ok(answer) })
    }

    /// Lets the ledger answer a request.
    pub(super) fn decide(
        &self,
        request: &IncomingRequest,
        bundle: Option<WholeDigest>,
    ) -> Result<Answer, Failure> {
        let profile = self.data.published.profile(request.head().profile_id);
        let bundle = bundle.zip(profile).map(|(bundle, profile)| bundle.of_product(&profile.product));
        let requester = self.requester.clone();
        let context = RequestContext { now: self.invocation.now, requester, scheme: self.scheme, bundle };
        let answer =
            self.invocation.wait(ledger::answer(&*self.data.store, &self.data.published, request, &context));
        answer.map_err(|error| Failure::answer(&error, self.invocation.lang))
    }

    fn is_confirmed(&self, request: &IncomingRequest) -> bool {
        let confirmed = self.confirmed.and_then(|name| name.parse::<RequestName>().ok());
        confirmed.is_some_and(|name| name.to_string() == request.name())
    }

    /// Returns the outcome as text.
    pub(super) fn to_text(&self, outcome: &Outcome) -> String {
        let lang = self.invocation.lang;
        match &outcome.answer {
            Ok(answer) => {
                let mut text = answer_text::answer(answer, lang);
                text.push_str(&self.holders(answer));
                if !outcome.mended.is_empty() {
                    let lines = line_list(lang, &outcome.mended);
                    let mended = DeskSentence::RequestMended { lines: &lines }.say(lang);
                    text.push_str(&format!("\n{mended}\n"));
                }
                text
            }
            Err(error) => error.failure(lang).to_text(lang),
        }
    }

    /// Returns the machines on the seats, if a refusal says that all of several seats are taken.
    fn holders(&self, answer: &Answer) -> String {
        let (AnswerOutcome::Refused(Refusal { full: Some(_), .. }), Some(license)) =
            (&answer.outcome, &answer.license)
        else {
            return String::new();
        };
        let lang = self.invocation.lang;
        // The answer is valid without them.
        let record = self.invocation.wait(self.data.store.license_record(license)).ok().flatten();
        let seats = record.into_iter().flat_map(|record| record.seats);
        let lines = seats.map(|(seat, binding)| {
            let machine = presentation::bound_values(lang, &binding)
                .unwrap_or_else(|| DeskLine::ShowByWord.say(lang).to_owned());
            let day = date_of(binding.bound);
            let line = DeskSentence::SeatHeld { seat: &seat, machine: &machine, day: &day }.say(lang);
            format!("{}\n", wrap(&line, 0, 2))
        });
        std::iter::once("\n".to_owned()).chain(lines).collect()
    }

    /// Returns the outcome as a JSON object.
    pub(super) fn to_json(&self, outcome: &Outcome) -> Value {
        let lang = self.invocation.lang;
        let mut object = match &outcome.answer {
            Ok(answer) => presentation::to_json(answer, lang),
            Err(error) => error.failure(lang).to_json(),
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
