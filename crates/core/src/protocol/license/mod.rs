//! The license code: claims and a signature, 70 bytes, seven typed lines.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0 | high 3 bits: format, 1; low 5 bits: key id |
//! | 1 | high 4 bits: edition; bit 3: scheme 2 (else 3); bit 2: declared; bits 1–0: zero |
//! | 2–3 | issued: days since 2020-01-01, big-endian |
//! | 4–5 | expires: days since 2020-01-01, big-endian; the last day it is good; 0 for never |
//! | 6–69 | Ed25519 signature (RFC 8032) |
//!
//! Refused: another format, a zero bit set, an expiry other than 0 before the issued day.
//!
//! **Signed** are these bytes, all of fixed width, in this order:
//!
//! | bytes | what |
//! | --- | --- |
//! | 22 | the tag `countersign license 1` and a NUL byte |
//! | 1 | byte 0 of the code |
//! | 5 | bytes 1–5 of the code |
//! | 32 | SHA-256 of the product's identifier, UTF-8 |
//! | 6 | license number, packed by the mask |
//! | 1 | scheme: 2 or 3 |
//! | 10 | marker of that scheme |
//! | 4 | nonce of the request |
//!
//! The signature is checked by the strict rules (canonical S, no point of small order). The device knows
//! all but the code's own bytes, so nothing else is carried.
//!
//! **Typed**, the 70 bytes are seven lines (`line`) of ten bytes each, numbers 1 to 7.

mod claims;
mod code;
mod day;
mod diagnosis;
mod search;
#[cfg(test)]
mod tests;
mod typed;
#[cfg(test)]
mod typing_tests;

pub use claims::{Claims, Edition, Scheme, Validity};
pub use code::{Code, CodeError, KeyId, PinnedKey, Signer, Terms};
pub use day::{Day, date_at, date_of, day_of, moment_at};
pub use diagnosis::{Diagnosis, OtherTerms, diagnose};
pub use search::{FoundCode, MAX_CHECKS, MAX_CHECKS_EARLIER, Search, SearchProgress};
pub use typed::{TypedLines, find_lines};

use code::Prepared;
