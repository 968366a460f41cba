//! What a profile asks of review.

use serde::{Deserialize, Serialize};

/// Which values a person may declare (read off the label) where the firmware's are bad.
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

/// The part of a profile that review and remedy follow.
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
