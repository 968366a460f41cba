//! The judgement of a machine: one [`Finding`] per field, each with a verdict and a stable code.
//!
//! Lives here: the rules and their version, the binding form of a value, verdicts. Device and desk call the same functions, so
//! that they agree. Never here: I/O, or a difference between callers.
//!
//! | function | judges |
//! | --- | --- |
//! | [`review()`] | a machine |
//! | [`judge`] | the reading of one field |
//! | [`judge_field`] | one field of a machine |
//! | [`judge_text`] | one field as text |
//! | files | hold |
//! | --- | --- |
//! | `judge` | the judgement of a field, a text and a machine; start here |
//! | `rules/` | the families of placeholders |
//! | `embedded_serials`, `repeated_fields`, `stray_signs` | comparisons of fields, and signs around a value |
//! | `maker_spellings` | the spellings of makers |
//! | `anchor`, `binding_value` | the anchor; the form in which a value is bound |
//! | `policy`, `finding`, `note`, `predicted` | the policy of a profile, and the types of results |
//!
//! ```
//! use countersign_core::machine::Field;
//! use countersign_core::review::{FindingKind, Verdict, judge_text};
//!
//! assert_eq!(judge_text(Field::Model, "B450M Pro4"), (Verdict::Ok, None));
//! let filler = judge_text(Field::Serial, "Default string");
//! assert_eq!(filler, (Verdict::Placeholder, Some(FindingKind::DefaultString)));
//! ```

mod anchor;
mod binding_value;
mod embedded_serials;
mod finding;
mod judge;
pub mod maker_spellings;
mod note;
mod policy;
mod predicted;
mod repeated_fields;
mod rules;
mod stray_signs;

#[cfg(test)]
mod tests;

pub use anchor::{AnchorReading, DeviceAnchor, anchor, anchor_readings};
pub use binding_value::{MAX_VALUE_BYTES, binding_value, typed_value};
pub(crate) use embedded_serials::{dell_board_tag, dell_uuid_tag, hp_uuid_serial, oem_serial};
pub use finding::{Finding, FindingKind, Verdict, finding_code, refuses};
pub use judge::{Review, judge, judge_field, judge_text, review};
pub(crate) use note::has_maker;
pub use note::{Note, Part};
pub use policy::{DeclarePolicy, Policy};
pub use predicted::Predicted;
pub use repeated_fields::{judge_repeats, says_nothing_new};
pub use stray_signs::without_stray_signs;

/// The version of the rules. It is raised when a verdict on a binding field changes. A profile names the version that it was made
/// with.
pub const RULES_VERSION: u16 = 3;
