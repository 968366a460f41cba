//! The texts that only the desk shows: phone pages, office, case summaries, and the program `countersign-desk`. Each is an
//! enum of lines, with their English words in `en` and their Chinese words in `zh`.

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
