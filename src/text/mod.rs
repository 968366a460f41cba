//! The words of the device program, in English (`en`) and Chinese (`zh`). Each area has an enum of lines, and an enum of sentences
//! if some hold values; [`Fault`] lists the refusals and failures, with their values.
//!
//! | area | says |
//! | --- | --- |
//! | `step`, `action`, `help` | the session: its steps, its actions, its help |
//! | `plain` | what the session says otherwise by lines |
//! | `fact`, `check`, `fleet`, `sheet`, `log` | a machine, what would stop a session, many machines, the sheet, the log |
//! | `command`, `topic`, `relay` | commands with their help, `countersign help TOPIC`, `countersign relay` |
//! | `fault`, `system` | refusals and failures; the errors of the system |
//!
//! Never here: words that the desk says too (`countersign_core::text`), the reason of a refused request (`countersign_ledger::text`), words
//! about what is kept (`countersign_keep::text`), or the decision which sentence to say.

pub mod en;
pub mod zh;

mod action;
mod check;
mod command;
mod fact;
mod fault;
mod fleet;
mod help;
mod log;
mod plain;
#[cfg(feature = "online")]
mod relay;
mod sheet;
mod step;
mod system;
mod topic;

pub use action::ActionLine;
pub use check::{CheckLine, CheckSentence, check_name, check_words};
pub use command::{CommandLine, CommandSentence};
pub use fact::{FactLine, FactSentence, machine_facts};
pub use fault::{Fault, code_fault, online_error, profile_fault, request_fault};
pub use fleet::{FleetLine, FleetSentence};
pub use help::HelpLine;
pub use log::{LogLine, LogSentence, log_lines};
pub use plain::{PlainLine, PlainSentence};
#[cfg(feature = "online")]
pub use relay::{RelayLine, RelaySentence};
pub use sheet::{SheetLine, SheetSentence};
pub use step::{StepLine, StepSentence};
pub use system::{SystemLine, SystemSentence, storage_error, system_error};
pub use topic::TopicLine;
