//! What the device program alone says: steps, keys, help, commands, faults, plain prompts.
//!
//! Never here: the decision which line to say.

pub mod en;
pub mod zh;

mod action;
mod command;
mod compose;
mod fact;
mod fault;
mod help;
mod plain;
mod step;

pub use action::ActionLine;
pub use command::CommandLine;
pub use compose::{code_fault, code_fault_parts, machine_facts, online_error};
pub use fact::FactLine;
pub use fault::Fault;
pub use help::HelpLine;
pub use plain::PlainLine;
pub use step::StepLine;
