//! Chinese: one file an area.

mod field;
mod remedy;
mod review;
mod screen;
mod spelling;

pub use field::field;
pub use remedy::remedy;
pub use review::review;
pub use screen::screen;
pub use spelling::spelling;
