//! The English words, one file for each area.

mod action;
mod command;
mod fact;
mod fault;
mod help;
mod plain;
mod step;

pub use action::action;
pub use command::command;
pub use fact::fact;
pub use fault::fault;
pub use help::help;
pub use plain::plain;
pub use step::step;
