//! A request as it reaches the desk, full or spoken, and its sender.

use countersign_core::machine::Field;
use countersign_core::marker::{self, Form};
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Head, Marker, Request, Values, judge_request};
use countersign_core::review::{Finding, maker_spellings};

use super::Identity;
use super::case::{LineTooLong, clean_line};

/// A request: with the values (QR, text, file), or spoken, with the markers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingRequest {
    /// A request that carries its values.
    Full(Request),
    /// A request read out on the telephone.
    Spoken(SpokenRequest),
}

/// Who sends the request to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    /// Any user of the phone page, or the device itself.
    Public,
    /// An operator, by name: signed in, or running the desk's program.
    Operator(String),
    /// An operator who has verified which machine asks.
    Verifier {
        /// The operator's name.
        operator: String,
        /// What was verified. The audit keeps it with the code.
        verified: String,
    },
}

impl Requester {
    /// Returns the operator as a requester, with what the operator typed about a verification. A blank text
    /// means that nothing was verified.
    ///
    /// # Errors
    /// [`LineTooLong`] if the text is longer than a line of the audit may be.
    pub fn of_operator(operator: String, typed: &str) -> Result<Self, LineTooLong> {
        let verified = clean_line(typed)?;
        Ok(if verified.is_empty() { Self::Operator(operator) } else { Self::Verifier { operator, verified } })
    }

    /// Returns the operator's name; `None` for the public.
    #[must_use]
    pub fn operator(&self) -> Option<&str> {
        match self {
            Self::Public => None,
            Self::Operator(operator) | Self::Verifier { operator, .. } => Some(operator),
        }
    }

    /// Returns what the operator has verified; `None` if that is nothing.
    #[must_use]
    pub fn verified(&self) -> Option<&str> {
        match self {
            Self::Public | Self::Operator(_) => None,
            Self::Verifier { verified, .. } => Some(verified),
        }
    }
}

impl IncomingRequest {
    /// Returns the head. Both forms have one.
    #[must_use]
    pub const fn head(&self) -> &Head {
        match self {
            Self::Full(request) => &request.head,
            Self::Spoken(spoken) => &spoken.head,
        }
    }

    /// Returns the scheme 3 marker: computed from the values, or as it was read out.
    #[must_use]
    pub fn marker3(&self) -> Marker {
        match self {
            Self::Full(request) => request.marker3(),
            Self::Spoken(spoken) => spoken.marker3,
        }
    }

    /// Returns the request's name, as people read it out. Both forms of a request have the same name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Full(request) => request.name().to_string(),
            Self::Spoken(spoken) => spoken.name().to_string(),
        }
    }

    /// Returns manufacturer, model and serial as bound, including assigned values; `None` if the request is
    /// spoken.
    #[must_use]
    pub fn values(&self) -> Option<[String; 3]> {
        match self {
            Self::Full(request) => Some(request.bound_values().as_array().map(str::to_owned)),
            Self::Spoken(_) => None,
        }
    }

    /// Returns the machine's identity, as this request shows it.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let marker3 = self.marker3();
        let values = match self {
            Self::Full(request) => marker::scheme3(request.bound_values().as_array(), Form::Plain),
            Self::Spoken(_) => marker3,
        };
        Identity { marker2: self.head().marker2, marker3, values, origins: self.head().origins }
    }

    /// Returns the request as text for [`IncomingRequest::from_text`]: the text form, or the four spoken
    /// lines. Empty if the request can't be encoded, which happens for no decoded request.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Full(request) => request.text().unwrap_or_default(),
            Self::Spoken(spoken) => spoken.lines().join("\n"),
        }
    }

    /// Parses the request from the text of [`IncomingRequest::to_text`] and its packed license number. `None`
    /// if the text is no request.
    #[must_use]
    pub fn from_text(text: &str, number: [u8; 6]) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        match lines.as_slice() {
            &[a, b, c, d] if !a.starts_with('[') => {
                SpokenRequest::parse(&[a, b, c, d], |_| Some(number)).ok().map(Self::Spoken)
            }
            _ => Request::parse(text).ok().map(Self::Full),
        }
    }

    /// Whether the values give the same marker. Another known spelling of the maker counts as the same.
    pub(super) fn has_same_values(&self, others: Option<&[String; 3]>) -> bool {
        match (self.values(), others) {
            (Some(mine), Some(others)) => Field::BINDING
                .into_iter()
                .zip(mine.iter().zip(others))
                .all(|(field, (mine, other))| maker_spellings::same_value(field, mine, other)),
            _ => false,
        }
    }

    /// Returns the desk's judgement of the three binding fields: manufacturer, model, serial.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        judge_request(self.head(), self.values().map(Values::from_array).as_ref())
    }
}
