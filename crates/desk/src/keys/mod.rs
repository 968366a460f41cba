//! The desk's signing keys, one ring for each product. The database holds the ring's text, sealed if a
//! passphrase is given.
//!
//! A key is in the ring, or on a token that the ring names (`tokens`).
//!
//! The text is TOML: `format` and either `[[keys]]` or `[sealed]`. A sealed box holds the same `[[keys]]`
//! text, encrypted with XChaCha20-Poly1305 (24-byte nonce) under a key that Argon2id (RFC 9106) derives from
//! the passphrase. The parameters and the salt are stored beside the box and are authenticated with it.

mod error;
mod ring;
mod ring_text;
mod sealed;
#[cfg(test)]
mod tests;

pub use error::KeyError;
pub use ring::{KeyRing, KeyState, ListedKey, RingKey};
pub(crate) use sealed::Sealed;
