//! The judgement of a machine under a policy: one [`Finding`] a field, each with a stable code.
//!
//! Lives here: the rules and their version, normalisation, verdicts. The device and the desk call the
//! same functions, so that they cannot disagree. Never here: I/O, or knowing who asks.

mod anchor;
mod derived;
mod finding;
mod judge;
mod note;
mod policy;
mod rules;
pub mod spellings;
mod value;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod unseen_tests;

pub use anchor::{DeviceAnchor, anchor};
pub use derived::{dell_tag, hp_serial};
pub use finding::{Finding, Kind, Review, Verdict, code, refuses};
pub use judge::{judge, judge_text, review};
pub use note::{Note, Part, made_by};
pub use policy::{Declared, Policy};
pub use rules::uuid;
pub use value::{MAX_VALUE, value_of};

/// The version of the rules in this program. A profile names the version it was made with.
pub const RULES_VERSION: u16 = 2;
