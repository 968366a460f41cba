//! Digests with domain tags.
//!
//! A digest of the wire is SHA-256 over a domain tag, one zero byte, and the parts in order. A shorter digest is the first bytes of
//! it. Each tag has one purpose, so that a digest made for one purpose can't be used for another.

use sha2::{Digest, Sha256};

/// Scheme 3 markers that digest the three values alone.
pub(crate) const MARKER_3: &str = "countersign marker 3";
/// Scheme 3 markers that also digest the scheme 2 marker.
pub(crate) const MARKER_3_ANCHORED: &str = "countersign marker 3 anchored";
/// Scheme 2 markers.
pub(crate) const MARKER_2: &str = "countersign marker 2";
/// Assigned serials.
pub(crate) const ASSIGNED: &str = "countersign assigned";
/// Request names.
pub(crate) const NAME: &str = "countersign name 2";
/// The check of the text form of a request.
pub(crate) const TEXT: &str = "countersign text 2";
/// The check of a spoken request.
pub(crate) const SPOKEN: &str = "countersign spoken 2";
/// The nonce of a request.
pub(crate) const NONCE: &str = "countersign nonce 2";
/// The message that a license code signs.
pub(crate) const LICENSE: &str = "countersign license 2";

/// The first `N` (at most 32) bytes of SHA-256 over tag, zero byte and parts.
pub(crate) fn tagged<const N: usize>(tag: &str, parts: &[&[u8]]) -> [u8; N] {
    const { assert!(N <= 32) };
    let mut hash = Sha256::new();
    hash.update(tag.as_bytes());
    hash.update([0]);
    for part in parts {
        hash.update(part);
    }
    let whole: [u8; 32] = hash.finalize().into();
    std::array::from_fn(|at| whole[at])
}
