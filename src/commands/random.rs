//! Random numbers from the system.

use anyhow::Context;

use countersign_core::protocol::Nonce;

/// A nonce for a new request.
///
/// # Errors
/// If the system has no random numbers.
pub fn nonce() -> anyhow::Result<Nonce> {
    bytes()
}

/// The seed of a practice desk's throw-away key.
///
/// # Errors
/// If the system has no random numbers.
pub fn seed() -> anyhow::Result<[u8; 32]> {
    bytes()
}

fn bytes<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).context("random numbers")?;
    Ok(bytes)
}
