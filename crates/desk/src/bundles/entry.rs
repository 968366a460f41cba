//! A line of a bundle: the machine and its request, or why there is no request.

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
    /// The line number; the head is line 1.
    pub(crate) line: u64,
    /// The administrator's name for the machine; `None` if the line has none.
    pub(crate) host: Option<String>,
    /// The request.
    pub(crate) request: Result<IncomingRequest, EntryRefusal>,
}

/// Why a line of a bundle is not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryRefusal {
    /// The line is not an entry, or has no host name: the stable code, and what is wrong.
    Line(&'static str, BundleLine),
    /// The text is not a request.
    NoRequest(ParseError),
    /// Lines of a spoken request were corrected, and no person can confirm the correction here.
    Unconfirmed { lines: Vec<u8>, name: String },
    /// The requester may not have requests of this product answered.
    ProductOther,
}

impl BundleEntry {
    /// Parses a line. `pack` packs a number of a profile.
    ///
    /// # Errors
    /// The error of reading the bundle.
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

    /// Returns the stable code, what is wrong, and the next step.
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

/// Returns the line of the answer: the object of `answer --json` with the line number and the host.
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
