//! The Chinese words, one file for each area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

mod ledger;

pub use ledger::{ledger, ledger_sentence};
