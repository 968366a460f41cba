//! The client that asks the desk over a network: one request, one answer, and a name for each failure between.
//!
//! It is built only with the feature `online`; the small device build has none. Never here: the decision to ask, threads,
//! words.

mod answer;
mod client;
mod fault;
mod network;
#[cfg(test)]
mod tests;

pub use client::{ask, reach};
pub use network::has_network;
