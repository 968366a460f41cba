//! Random numbers from the system.

use anyhow::Context;

use countersign_core::protocol::Secret;

/// The secret of a new request.
///
/// # Errors
/// If the system has no random numbers.
pub fn secret() -> anyhow::Result<Secret> {
    bytes().map(Secret::new)
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
