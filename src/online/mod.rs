//! The client that asks the desk over a network: one request, one answer, and a named error for each failure.
//!
//! It is built only with the feature `online`; the small device build has none.
//!
//! | file | holds |
//! | --- | --- |
//! | `client` | the request of this machine, and the check whether the desk answers; start here |
//! | `hand_on` | requests of other machines, for `relay` |
//! | `time_limits` | how long each of these may take |
//! | `answer` | the meaning of the desk's JSON |
//! | `fault` | the named error of a failure |
//! | `network` | whether this computer has a route to other networks |
//!
//! Never here: the decision to ask, threads, words.

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
