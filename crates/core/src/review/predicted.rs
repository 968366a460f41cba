//! The desk's answer to a machine, as the verdicts on its binding fields predict it.

use super::{Verdict, refuses};
use crate::machine::Field;

/// The device's prediction of the desk's answer. The desk decides about the values by the same function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Predicted {
    /// All binding fields are usable.
    Accepted,
    /// A binding field is refused.
    Refused,
    /// A binding field could not be read, and none is refused.
    Unknown,
}

impl Predicted {
    /// The prediction from the verdict on each binding field.
    #[must_use]
    pub fn of(verdicts: impl IntoIterator<Item = (Field, Verdict)>) -> Self {
        verdicts.into_iter().fold(Self::Accepted, |predicted, (field, verdict)| match predicted {
            Self::Refused => Self::Refused,
            _ if refuses(field, verdict) => Self::Refused,
            _ if verdict == Verdict::Unreadable => Self::Unknown,
            Self::Accepted | Self::Unknown => predicted,
        })
    }

    /// The stable name, such as `accepted`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the desk will accept the request; `None` if the device can't predict it.
    #[must_use]
    pub const fn accepted(self) -> Option<bool> {
        match self {
            Self::Accepted => Some(true),
            Self::Refused => Some(false),
            Self::Unknown => None,
        }
    }
}
