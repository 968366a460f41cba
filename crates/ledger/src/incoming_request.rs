//! A request in either form, and who brings it.

use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Request, Values, marker};
use countersign_core::review::{self, Finding, Verdict, spellings};

use super::Issuance;

/// What is asked: with the values (QR, text, file), or by word, when only the markers are known.
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
    /// Anyone: the phone page, the device itself.
    Public,
    /// An operator who is signed in (or who runs the desk's program), by name.
    Operator(String),
}

impl Requester {
    /// The operator's name.
    #[must_use]
    pub fn operator(&self) -> Option<&str> {
        match self {
            Self::Public => None,
            Self::Operator(name) => Some(name),
        }
    }
}

impl IncomingRequest {
    /// The head, which both forms carry.
    #[must_use]
    pub const fn head(&self) -> &Head {
        match self {
            Self::Full(request) => &request.head,
            Self::Spoken(spoken) => &spoken.head,
        }
    }

    /// The scheme 3 marker: of the values, or as it was read out.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        match self {
            Self::Full(request) => request.marker3(),
            Self::Spoken(spoken) => spoken.marker3,
        }
    }

    /// The request's name, as it is read out; the same in every form.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Full(request) => request.name().to_string(),
            Self::Spoken(spoken) => spoken.name().to_string(),
        }
    }

    /// Manufacturer, model and serial, where they are known.
    #[must_use]
    pub fn values(&self) -> Option<[&str; 3]> {
        match self {
            Self::Full(Request { values: Values { manufacturer, model, serial }, .. }) => {
                Some([manufacturer, model, serial])
            }
            Self::Spoken(_) => None,
        }
    }

    /// The request as text that [`IncomingRequest::from_text`] takes again: the text form, or the four lines. Empty for one
    /// that no decoder would have let in.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Full(request) => request.text().unwrap_or_default(),
            Self::Spoken(spoken) => spoken.lines().join("\n"),
        }
    }

    /// A request that [`IncomingRequest::to_text`] wrote.
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

    /// One of the values was declared by a person.
    #[must_use]
    pub fn declared(&self) -> bool {
        self.head().origins.contains(&Origin::Declared)
    }

    /// This very request was answered by that code.
    #[must_use]
    pub fn was_answered_by(&self, issuance: &Issuance) -> bool {
        let head = self.head();
        head.nonce == issuance.nonce
            && head.scheme2 == issuance.marker2
            && self.marker3() == issuance.marker3
            && self.name() == issuance.name
    }

    /// The three values equal those, as far as a marker can tell; a known respelling of the maker is no difference.
    pub(super) fn same_values(&self, others: Option<&[String; 3]>) -> bool {
        match (self.values(), others) {
            (Some(mine), Some(others)) => Field::BINDING
                .into_iter()
                .zip(mine.into_iter().zip(others))
                .all(|(field, (mine, other))| spellings::same(field, mine, other)),
            _ => false,
        }
    }

    /// The values are those of that marker, but for a known respelling of the maker.
    pub(super) fn is_respelling_of(&self, bound: Marker) -> bool {
        let Some([maker, model, serial]) = self.values() else { return false };
        let anchor = self.head().scheme2.filter(|_| self.declared());
        spellings::others(Field::Manufacturer, maker)
            .any(|other| marker::scheme3([other, model, serial], anchor) == bound)
    }

    /// The desk's own judgement of the three binding fields. By word there are no values, so the
    /// device's verdicts stand; and where a value is missing, only the device knows why it is.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let head = self.head();
        Field::BINDING
            .into_iter()
            .zip(head.verdicts)
            .zip(head.origins)
            .enumerate()
            .map(|(at, ((field, said), origin))| {
                let value = self.values().and_then(|values| values.get(at).copied());
                let (verdict, kind) = match (value, said) {
                    (None, said) => (said, None),
                    (Some(""), Verdict::Ok | Verdict::Shared) => (Verdict::Blank, None),
                    (Some(""), said) => (said, None),
                    (Some(value), _) => review::judge_text(field, value),
                };
                let shown = countersign_core::machine::shown(value.unwrap_or_default().as_bytes());
                Finding { field, shown, value: value.unwrap_or_default().to_owned(), origin, verdict, kind }
            })
            .collect()
    }
}
