//! A line of a bundle: the machine and its request, or why it holds none.

use std::io;

use serde_json::{Value, json};

use crate::presentation;
use crate::request_parser::{self, ParseError};
use crate::text::{BundleLine as L, DeskSentence, line_list, request_fault};
use countersign_core::bundle::{BundledRequest, HOST_REFUSAL, LineError, is_host};
use countersign_core::text::{BundleLine, Lang, Line as _};
use countersign_ledger::{Answer, IncomingRequest};

/// A line of a bundle.
pub(crate) struct BundleEntry {
    /// The number of the line, from 1 for the head.
    pub(crate) line: u64,
    /// What its administrator calls the machine; `None` where the line doesn't tell.
    pub(crate) host: Option<String>,
    /// The request.
    pub(crate) request: Result<IncomingRequest, EntryRefusal>,
}

/// Why a line of a bundle gets no decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryRefusal {
    /// The line is no entry, or names no host: stable code, and what is wrong.
    Line(&'static str, BundleLine),
    /// The text holds no request.
    NoRequest(ParseError),
    /// A spoken request had these lines corrected, and nobody is there to confirm it.
    Unconfirmed { lines: Vec<u8>, name: String },
    /// The one who asks may not have requests of this product answered.
    ProductOther,
}

impl BundleEntry {
    /// Reads a line. `pack` packs a number of a profile.
    ///
    /// # Errors
    /// The bundle can't be read.
    pub(crate) fn read(
        line: u64,
        entry: Result<BundledRequest, LineError>,
        pack: impl Fn(u16, &str) -> Option<[u8; 6]>,
    ) -> io::Result<Self> {
        let (host, request) = match entry {
            Err(error) => (None, Err(EntryRefusal::of_line(error.refusal()?))),
            Ok(entry) if !is_host(&entry.host) => (None, Err(EntryRefusal::of_line(HOST_REFUSAL))),
            Ok(entry) => (Some(entry.host), request(&entry.request, pack)),
        };
        Ok(Self { line, host, request })
    }
}

fn request(text: &str, pack: impl Fn(u16, &str) -> Option<[u8; 6]>) -> Result<IncomingRequest, EntryRefusal> {
    match request_parser::parse_and_mend(text, pack) {
        Ok((request, mended)) if mended.is_empty() => Ok(request),
        Ok((request, lines)) => Err(EntryRefusal::Unconfirmed { lines, name: request.name() }),
        Err(error) => Err(EntryRefusal::NoRequest(error)),
    }
}

impl EntryRefusal {
    const fn of_line((code, what): (&'static str, BundleLine)) -> Self {
        Self::Line(code, what)
    }

    /// Stable code, what is wrong, what to do now.
    fn say(&self, lang: Lang) -> (&'static str, String, String) {
        let next = || BundleLine::LineDo.say(lang).to_owned();
        match self {
            Self::Line(code, what) => (*code, what.say(lang).to_owned(), next()),
            Self::NoRequest(error) => request_fault(lang, error),
            Self::Unconfirmed { lines, name } => {
                let what = DeskSentence::RequestConfirm { lines: &line_list(lang, lines), name }.say(lang);
                ("REQUEST-CONFIRM", what, next())
            }
            Self::ProductOther => (
                "PRODUCT-OTHER",
                L::ProductOther.say(lang).to_owned(),
                L::ProductOtherDo.say(lang).to_owned(),
            ),
        }
    }

    fn to_json(&self, lang: Lang) -> Value {
        let (code, what, next) = self.say(lang);
        presentation::refused_to_json(code, &what, &next)
    }
}

/// The line of answer: the object of `answer --json` with the number of the line and the host.
pub(crate) fn answer_line(
    line: u64,
    host: Option<&str>,
    answer: Result<&Answer, &EntryRefusal>,
    lang: Lang,
) -> Value {
    let mut object =
        answer.map_or_else(|refusal| refusal.to_json(lang), |answer| presentation::to_json(answer, lang));
    object["line"] = line.into();
    object["host"] = json!(host);
    object
}
