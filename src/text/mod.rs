//! The sentences of the device program, in English (`en`) and Chinese (`zh`): one enum for each area.
//!
//! Never here: the decision which sentence to say.

pub mod en;
pub mod zh;

mod action;
mod command;
mod fact;
mod fault;
mod help;
mod plain;
mod step;

pub use action::ActionLine;
pub use command::CommandLine;
pub use fact::{FactLine, machine_facts};
pub use fault::{Fault, code_fault, code_fault_parts, online_error};
pub use help::HelpLine;
pub use plain::PlainLine;
pub use step::StepLine;
