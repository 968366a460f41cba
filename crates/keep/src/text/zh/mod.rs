//! Chinese: one file an area.

mod keep;
mod status;

pub use keep::keep;
pub use status::status;
