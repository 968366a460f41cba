//! Sentences in Chinese and English, and those that every side says: findings, fields, remedies, platforms.
//!
//! An area declares its lines as an enum with [`lines!`](crate::lines); `en/AREA.rs` and `zh/AREA.rs` hold one exhaustive
//! `match` each, so that a line that lacks one language does not compile. Placeholders are `{name}`. The other crates
//! have a `text` of their own for what they alone say. Never here: the decision which line to say.

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
