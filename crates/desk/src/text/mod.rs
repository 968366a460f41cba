//! What the desk alone says: the phone's pages, the office, cases, the administration program.

pub mod en;
pub mod zh;

mod admin;
pub mod case;
mod desk;
pub mod office;
pub mod phone;

pub use admin::AdminLine;
pub use case::CaseLine;
pub use desk::DeskLine;
pub use office::OfficeLine;
pub use phone::PhoneLine;
