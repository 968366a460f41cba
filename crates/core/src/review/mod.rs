//! The judgement of a machine under a policy: one [`Finding`] a field, each with a stable code.
//!
//! Lives here: the rules and their version, normalisation, verdicts. The device and the desk call the
//! same functions, so that they cannot disagree. Never here: I/O, or knowing who asks.

mod anchor;
mod binding_value;
mod embedded_serials;
mod finding;
mod judge;
pub mod maker_spellings;
mod note;
mod policy;
mod rules;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod unseen_tests;

pub use anchor::{DeviceAnchor, anchor};
pub use binding_value::{MAX_VALUE_BYTES, binding_value};
pub(crate) use embedded_serials::{dell_board_tag, dell_uuid_tag, hp_uuid_serial, oem_serial};
pub use finding::{Finding, FindingKind, Verdict, finding_code, refuses};
pub use judge::{Review, judge, judge_text, review};
pub(crate) use note::has_maker;
pub use note::{Note, Part};
pub use policy::{DeclarePolicy, Policy};

/// The version of the rules in this program. A profile names the version it was made with.
pub const RULES_VERSION: u16 = 2;
