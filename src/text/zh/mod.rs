//! The Chinese words, one file for each area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

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

pub use action::action;
pub use check::{check, check_sentence};
pub use command::{command, command_sentence};
pub use fact::{fact, fact_sentence};
pub use fault::fault;
pub use fleet::{fleet, fleet_sentence};
pub use help::help;
pub use log::{log, log_sentence};
pub use plain::{plain, plain_sentence};
#[cfg(feature = "online")]
pub use relay::{relay, relay_sentence};
pub use sheet::{sheet, sheet_sentence};
pub use step::{step, step_sentence};
pub use system::{system, system_sentence};
pub use topic::topic;
