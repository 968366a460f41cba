//! English, an area a file.

mod action;
mod command;
mod fact;
mod fault;
mod field;
mod help;
mod keep;
mod plain;
mod remedy;
mod review;
mod spelling;
mod step;

pub use action::action;
pub use command::command;
pub use fact::fact;
pub use fault::fault;
pub use field::field;
pub use help::help;
pub use plain::plain;
pub use spelling::spelling;
pub use step::step;
mod admin;
mod case;
mod desk;
mod ledger;
mod office;
mod phone;

pub use admin::admin;
pub use case::case;
pub use desk::desk;
pub use keep::keep;
pub use ledger::ledger;
pub use office::office;
pub use phone::phone;
pub use remedy::remedy;
pub use review::review;
