//! Sentences in English and Chinese that device and desk share: findings, fields, remedies, platforms, bundles.
//!
//! An area declares its lines as an enum with [`lines!`](crate::lines), and its sentences with values as an enum with
//! [`sentences!`](crate::sentences). `en/AREA.rs` and `zh/AREA.rs` match each enum exhaustively, so that a line without words in one
//! language, or a sentence without one of its values, doesn't compile. Other crates have their own module `text`. Never here: the
//! decision which line to show.

#[macro_use]
mod line;

mod bundle;
pub mod en;
mod field;
pub mod platform;
pub mod remedy;
pub mod review;
mod safe_path;
pub mod spelling;
mod step_name;
pub mod way;
pub mod zh;

pub use crate::lang::Lang;
pub use bundle::BundleLine;
pub use field::FieldLine;
pub use line::{
    Line, as_sentence, colon, comma, in_brackets, join_list, join_sentences, labelled, listed, semicolon,
    spaced,
};
pub use platform::PlatformLine;
pub use remedy::{RemedyLine, RemedySentence};
pub use review::{ReviewLine, ReviewSentence};
pub use safe_path::safe_path;
pub use spelling::SpellingLine;
pub use step_name::{StepNameLine, StepNameSentence};
pub use way::{WayLine, WaySentence};
