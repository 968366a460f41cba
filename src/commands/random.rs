//! Random numbers from the system.

use std::io;

use countersign_core::protocol::Secret;

/// The secret of a new request.
///
/// # Errors
/// If the system has no random numbers.
pub fn secret() -> io::Result<Secret> {
    bytes().map(Secret::new)
}

/// The seed of a practice desk's throw-away key.
///
/// # Errors
/// If the system has no random numbers.
pub fn seed() -> io::Result<[u8; 32]> {
    bytes()
}

fn bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        error.raw_os_error().map_or_else(|| io::Error::other(error), io::Error::from_raw_os_error)
    })?;
    Ok(bytes)
}
