//! A request as it reaches the desk, in full or spoken, and who brings it.

use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Request, Values, marker};
use countersign_core::review::{self, Finding, Verdict, maker_spellings};

use super::Issuance;

/// A request: with the values (QR, text, file), or spoken, with the markers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingRequest {
    /// A request that carries its values.
    Full(Request),
    /// A request read out on the telephone.
    Spoken(SpokenRequest),
}

/// Who brings the request to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    /// Anybody: the phone page, the device itself.
    Public,
    /// An operator, by name: signed in, or running the desk's program.
    Operator(String),
}

impl Requester {
    /// The operator's name, if it is an operator.
    #[must_use]
    pub fn operator(&self) -> Option<&str> {
        match self {
            Self::Public => None,
            Self::Operator(name) => Some(name),
        }
    }
}

impl IncomingRequest {
    /// The head. Both forms have one.
    #[must_use]
    pub const fn head(&self) -> &Head {
        match self {
            Self::Full(request) => &request.head,
            Self::Spoken(spoken) => &spoken.head,
        }
    }

    /// The scheme 3 marker: computed from the values, or as it was read out.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        match self {
            Self::Full(request) => request.marker3(),
            Self::Spoken(spoken) => spoken.marker3,
        }
    }

    /// The request's name, as people read it out. Both forms of a request have the same name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Full(request) => request.name().to_string(),
            Self::Spoken(spoken) => spoken.name().to_string(),
        }
    }

    /// Manufacturer, model and serial; `None` if the request is spoken.
    #[must_use]
    pub fn values(&self) -> Option<[&str; 3]> {
        match self {
            Self::Full(Request { values: Values { manufacturer, model, serial }, .. }) => {
                Some([manufacturer, model, serial])
            }
            Self::Spoken(_) => None,
        }
    }

    /// The request as text for [`IncomingRequest::from_text`]: the text form, or the four spoken lines. Empty if
    /// the request has no encoding, which no decoded request meets.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Full(request) => request.text().unwrap_or_default(),
            Self::Spoken(spoken) => spoken.lines().join("\n"),
        }
    }

    /// The request from [`IncomingRequest::to_text`]. `None` if the text is none.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        match lines.as_slice() {
            &[a, b, c, d] if !a.starts_with('[') => {
                SpokenRequest::parse(&[a, b, c, d]).ok().map(Self::Spoken)
            }
            _ => Request::parse(text).ok().map(Self::Full),
        }
    }

    /// Whether a person declared one of the values.
    #[must_use]
    pub fn declared(&self) -> bool {
        self.head().origins.contains(&Origin::Declared)
    }

    /// Whether that issuance answered this very request.
    #[must_use]
    pub fn was_answered_by(&self, issuance: &Issuance) -> bool {
        let head = self.head();
        head.nonce == issuance.nonce
            && head.scheme2 == issuance.marker2
            && self.marker3() == issuance.marker3
            && self.name() == issuance.name
    }

    /// Whether the values are the same to a marker. A known respelling of the maker counts as the same.
    pub(super) fn same_values(&self, others: Option<&[String; 3]>) -> bool {
        match (self.values(), others) {
            (Some(mine), Some(others)) => Field::BINDING
                .into_iter()
                .zip(mine.into_iter().zip(others))
                .all(|(field, (mine, other))| maker_spellings::same_value(field, mine, other)),
            _ => false,
        }
    }

    /// Whether that marker digests these values under another known spelling of the maker.
    pub(super) fn is_respelling_of(&self, bound: Marker) -> bool {
        let Some([maker, model, serial]) = self.values() else { return false };
        let anchor = self.head().scheme2.filter(|_| self.declared());
        maker_spellings::other_spellings(Field::Manufacturer, maker)
            .any(|other| marker::scheme3([other, model, serial], anchor) == bound)
    }

    /// The desk's judgement of the three binding fields: manufacturer, model, serial. A spoken request has no
    /// values, so the device's verdicts stand. They stand for an empty value too: only the device knows why it is
    /// empty.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let head = self.head();
        Field::BINDING
            .into_iter()
            .zip(head.verdicts)
            .zip(head.origins)
            .enumerate()
            .map(|(at, ((field, device_verdict), origin))| {
                let value = self.values().and_then(|values| values.get(at).copied());
                let (verdict, kind) = match (value, device_verdict) {
                    (None, device_verdict) => (device_verdict, None),
                    (Some(""), Verdict::Ok | Verdict::Shared) => (Verdict::Blank, None),
                    (Some(""), device_verdict) => (device_verdict, None),
                    (Some(value), _) => review::judge_text(field, value),
                };
                let shown = countersign_core::machine::printable(value.unwrap_or_default().as_bytes());
                Finding { field, shown, value: value.unwrap_or_default().to_owned(), origin, verdict, kind }
            })
            .collect()
    }
}
