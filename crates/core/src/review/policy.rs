//! The policy of a profile, which review and remedy follow.

use serde::{Deserialize, Serialize};

/// Which values a person may declare (read off the label) where those of the firmware are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeclarePolicy {
    /// None.
    #[default]
    No,
    /// The serial alone.
    Serial,
    /// Any of the three binding fields.
    Any,
}

/// The section `[policy]` of a profile. The default allows nothing beyond the firmware's own values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Policy {
    /// Which values may be declared.
    pub declared: DeclarePolicy,
    /// Whether the older binding (scheme 2, online only) is offered.
    pub older_binding: bool,
    /// Whether the desk answers spoken requests.
    pub spoken: bool,
}
