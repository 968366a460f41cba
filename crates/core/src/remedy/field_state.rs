//! What a plan needs to know of one binding field.

use crate::machine::{Field, Origin, SourceKind};
use crate::protocol::Surroundings;
use crate::review::{self, Policy, Verdict};

/// The state of one binding field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldState {
    /// The firmware's own value can be bound.
    Usable,
    /// It can't be read.
    Unreadable,
    /// The firmware's own value is refused.
    Refused {
        /// The kind of place of a proper value.
        available: Option<SourceKind>,
        /// That value, where it is known.
        value: Option<String>,
    },
}

impl FieldState {
    /// The state by what a request tells of the field.
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
            // The device tree stands in for a missing SMBIOS without being chosen.
            Origin::Recovered(SourceKind::DeviceTree) if !surroundings.tables_readable => Self::Usable,
            Origin::Recovered(source) => refused(Some(source)),
            Origin::Assigned | Origin::Declared => refused(None),
        }
    }

    /// Whether the firmware's own value is refused.
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Whether another place has a proper value, and the policy lets it be bound.
    pub const fn is_recoverable(&self, policy: &Policy) -> bool {
        policy.recovered && matches!(self, Self::Refused { available: Some(_), .. })
    }
}
