//! Sentences in English and Chinese that device and desk share: findings, fields, remedies, platforms.
//!
//! An area declares its lines as an enum with [`lines!`](crate::lines). `en/AREA.rs` and `zh/AREA.rs` hold one exhaustive `match`
//! each, so that a line without words in one language doesn't compile. Placeholders are `{name}`. Other crates have a `text` of
//! their own. Never here: the decision which line to say.

#[macro_use]
mod line;

pub mod en;
mod field;
pub mod platform;
pub mod remedy;
pub mod review;
mod screen;
pub mod spelling;
pub mod zh;

pub use crate::lang::Lang;
pub use field::FieldLine;
pub use line::{Line, fill, labelled, sentences};
pub use remedy::RemedyLine;
pub use review::ReviewLine;
pub use screen::ScreenLine;
pub use spelling::SpellingLine;
