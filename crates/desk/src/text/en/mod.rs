//! English words, one file per area.

mod admin;
mod case;
mod desk;
mod office;
mod phone;

pub use admin::admin;
pub use case::case;
pub use desk::desk;
pub use office::office;
pub use phone::phone;
