//! Digests with domain tags.
//!
//! A digest of the wire is SHA-256 over a domain tag, one NUL byte, and the parts in order; a shorter one is its first bytes. Each
//! tag has one purpose, so that no digest can be used for another.

use sha2::{Digest, Sha256};

/// Scheme 3 markers without a declared value.
pub(super) const MARKER_3: &str = "countersign marker 3";
/// Scheme 3 markers with a declared value.
pub(super) const MARKER_3_DECLARED: &str = "countersign marker 3 declared";
/// Scheme 2 markers.
pub(super) const MARKER_2: &str = "countersign marker 2";
/// Request names.
pub(super) const NAME: &str = "countersign name 1";
/// The check of the text form of a request.
pub(super) const TEXT: &str = "countersign text 1";
/// The check of a spoken request.
pub(super) const SPOKEN: &str = "countersign spoken 1";
/// The message that a license code signs.
pub(super) const LICENSE: &str = "countersign license 1";
/// Release receipts.
pub(super) const RECEIPT: &str = "countersign receipt 1";

/// The first `N` (at most 32) bytes of SHA-256 over tag, NUL and parts.
pub(super) fn tagged<const N: usize>(tag: &str, parts: &[&[u8]]) -> [u8; N] {
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
