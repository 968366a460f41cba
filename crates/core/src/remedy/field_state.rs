//! The state of one binding field, as a plan needs it.

use crate::machine::{Field, Origin, SourceKind};
use crate::protocol::Surroundings;
use crate::review::{self, Policy, Verdict};

/// The state of one binding field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldState {
    /// The firmware's own value can be bound.
    Usable,
    /// The firmware's own value can't be read.
    Unreadable,
    /// The firmware's own value is refused.
    Refused {
        /// The kind of place that has a proper value.
        available: Option<SourceKind>,
        /// The proper value, where it is known.
        value: Option<String>,
    },
}

impl FieldState {
    /// The state of a field by the data in a request.
    pub fn of(
        field: Field,
        verdict: Verdict,
        origin: Origin,
        available: Option<SourceKind>,
        surroundings: Surroundings,
    ) -> Self {
        let refused = |available| Self::Refused { available, value: None };
        if verdict == Verdict::Unreadable {
            return Self::Unreadable;
        }
        if review::refuses(field, verdict) {
            return refused(available);
        }
        match origin {
            Origin::Firmware => Self::Usable,
            // The device tree replaces a missing SMBIOS without a choice.
            Origin::Recovered(SourceKind::DeviceTree) if !surroundings.tables_readable => Self::Usable,
            Origin::Recovered(source) => refused(Some(source)),
            Origin::Assigned | Origin::Declared => refused(None),
        }
    }

    /// Whether the firmware's own value is refused.
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Whether another place has a proper value, and the policy allows binding it.
    pub const fn is_recoverable(&self, policy: &Policy) -> bool {
        policy.recovered && matches!(self, Self::Refused { available: Some(_), .. })
    }
}
