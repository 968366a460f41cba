//! What the device program alone says: steps, keys, help, commands, faults, plain prompts.
//!
//! Never here: the decision which line to say.

pub mod en;
pub mod zh;

mod action;
mod command;
mod fact;
mod fault;
mod help;
mod plain;
mod said;
mod step;

pub use action::ActionLine;
pub use command::CommandLine;
pub use fact::FactLine;
pub use fault::Fault;
pub use help::HelpLine;
pub use plain::PlainLine;
pub use said::{code_fault, code_fault_parts, facts, trouble};
pub use step::StepLine;
