//! Asking the desk over a network: one request out, one answer in, and a name for everything that may go wrong
//! between. Built with the feature `online` alone; the small device build does without.
//!
//! Lives here: the client, what its errors mean, reading what came back. Never here: deciding to ask, threads, words.

mod answer;
mod client;
mod network;
#[cfg(test)]
mod tests;

pub use client::ask;
pub use network::network;
