//! The client that asks the desk over a network: one request, one answer, and a named error for each failure. `hand_on` does the same
//! for other machines.
//!
//! It is built only with the feature `online`; the small device build has none. Never here: the decision to ask, threads,
//! words.

mod answer;
mod client;
mod fault;
mod hand_on;
mod network;
#[cfg(test)]
mod tests;
mod time_limits;

pub use client::{ask, reach};
pub use hand_on::{Decision, HandedOn, Interface, Told};
pub use network::has_network;
