//! Domain tags, and the one way digests are made here.
//!
//! Every digest of the wire is SHA-256 over a domain tag, one NUL byte, and the parts in order; where
//! it is shorter than 32 bytes, its first bytes are taken. No tag is used for two purposes, so that a
//! digest made for one can never stand for another.

use sha2::{Digest, Sha256};

/// Scheme 3 markers of values that firmware holds.
pub(super) const MARKER_3: &str = "countersign marker 3";
/// Scheme 3 markers with a declared value among them.
pub(super) const MARKER_3_DECLARED: &str = "countersign marker 3 declared";
/// Scheme 2 markers.
pub(super) const MARKER_2: &str = "countersign marker 2";
/// Request names.
pub(super) const NAME: &str = "countersign name 1";
/// The check of a request's text form.
pub(super) const TEXT: &str = "countersign text 1";
/// The check of a spoken request.
pub(super) const SPOKEN: &str = "countersign spoken 1";
/// The message a license signs.
pub(super) const LICENSE: &str = "countersign license 1";
/// The release receipt.
pub(super) const RECEIPT: &str = "countersign receipt 1";

/// The first `N` bytes (at most 32) of SHA-256 over tag, NUL and parts.
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
