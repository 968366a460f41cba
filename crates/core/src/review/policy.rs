//! The policy of a profile. Review and remedy follow it.

use serde::{Deserialize, Serialize};

use crate::machine::{Field, Origin, SourceKind};

/// The values that a person may declare (read off the label) where the firmware's own values are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclarePolicy {
    /// No value.
    #[default]
    No,
    /// Only the serial.
    Serial,
    /// Any of the three binding fields.
    Any,
}

/// The section `[policy]` of a profile. The default allows recovered values in addition to the firmware's own values, and nothing
/// else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Policy {
    /// Whether values from other places on the machine may be bound.
    pub recovered: bool,
    /// Whether values may be assigned.
    pub assigned: bool,
    /// The values that may be declared.
    pub declared: DeclarePolicy,
    /// Whether the older binding (scheme 2, online only) is offered.
    pub older_binding: bool,
    /// Whether the desk answers spoken requests.
    pub spoken: bool,
    /// The number of days that a machine stays activated after a bound value was lost.
    pub grace: u16,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            recovered: true,
            assigned: false,
            declared: DeclarePolicy::No,
            older_binding: false,
            spoken: false,
            grace: 14,
        }
    }
}

impl Policy {
    /// The policy that allows every way, as in practice.
    pub const OPEN: Self = Self {
        recovered: true,
        assigned: true,
        declared: DeclarePolicy::Any,
        older_binding: true,
        spoken: true,
        grace: 14,
    };

    /// The policy that allows only what both policies allow.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            recovered: self.recovered && other.recovered,
            assigned: self.assigned && other.assigned,
            declared: self.declared.min(other.declared),
            older_binding: self.older_binding && other.older_binding,
            spoken: self.spoken && other.spoken,
            grace: self.grace.min(other.grace),
        }
    }

    /// Whether a value of this field with this origin may be bound. The device tree is always allowed, because a machine without SMBIOS
    /// has no other source.
    #[must_use]
    pub fn allows(&self, field: Field, origin: Origin) -> bool {
        match origin {
            Origin::Firmware | Origin::Recovered(SourceKind::DeviceTree) => true,
            Origin::Recovered(_) => self.recovered,
            Origin::Assigned => self.assigned,
            Origin::Declared => match self.declared {
                DeclarePolicy::No => false,
                DeclarePolicy::Serial => field == Field::Serial,
                DeclarePolicy::Any => true,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_policies_allow_what_both_allow() {
        let closed = Policy { recovered: false, grace: 0, ..Policy::default() };
        assert_eq!(Policy::OPEN.and(Policy::OPEN), Policy::OPEN);
        let one_each = [
            Policy { recovered: true, ..closed },
            Policy { assigned: true, ..closed },
            Policy { declared: DeclarePolicy::Serial, ..closed },
            Policy { older_binding: true, ..closed },
            Policy { spoken: true, ..closed },
            Policy { grace: 7, ..closed },
        ];
        for one in one_each {
            assert_eq!((one.and(Policy::OPEN), Policy::OPEN.and(one)), (one, one));
            assert_eq!((one.and(closed), closed.and(one)), (closed, closed), "{one:?}");
        }
    }

    #[test]
    fn each_origin_has_its_permission() {
        let closed = Policy { recovered: false, ..Policy::default() };
        let fields = |policy: Policy, origin| Field::BINDING.map(|field| policy.allows(field, origin));
        for always in [Origin::Firmware, Origin::Recovered(SourceKind::DeviceTree)] {
            assert_eq!(fields(closed, always), [true; 3]);
        }
        let board = Origin::Recovered(SourceKind::Board);
        assert_eq!((fields(closed, board), fields(Policy::default(), board)), ([false; 3], [true; 3]));
        let assigned = Policy { assigned: true, ..closed };
        assert_eq!(
            (fields(closed, Origin::Assigned), fields(assigned, Origin::Assigned)),
            ([false; 3], [true; 3])
        );
        for (declared, allowed) in [
            (DeclarePolicy::No, [false; 3]),
            (DeclarePolicy::Serial, [false, false, true]),
            (DeclarePolicy::Any, [true; 3]),
        ] {
            assert_eq!(fields(Policy { declared, ..closed }, Origin::Declared), allowed, "{declared:?}");
        }
    }
}
