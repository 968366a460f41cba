//! The license code: claims and a signature, 70 bytes, seven typed lines.
//!
//! | bytes | content |
//! | --- | --- |
//! | 0 | high 3 bits: format, 2; low 5 bits: key id |
//! | 1 | high 4 bits: edition; bit 3: scheme 2 (else 3); bits 2–0: zero |
//! | 2–3 | issued: days since 2020-01-01, big-endian |
//! | 4–5 | expires: the last valid day, in days since 2020-01-01, big-endian; 0 for never |
//! | 6–69 | Ed25519 signature (RFC 8032) |
//!
//! A decoder refuses another format, a set zero bit, and an expiry other than 0 before the issued day.
//!
//! **The signed message** has these parts of fixed length, in this order:
//!
//! | bytes | content |
//! | --- | --- |
//! | 22 | the tag `countersign license 2` and a zero byte |
//! | 1 | byte 0 of the code |
//! | 5 | bytes 1–5 of the code |
//! | 32 | SHA-256 of the product's identifier, UTF-8 |
//! | 6 | license number, packed by the mask |
//! | 1 | scheme: 2 or 3 |
//! | 2 | origins and sources: bit 15 zero, then for manufacturer, model and serial 2 bits origin and 3 bits source (`head`) |
//! | 10 | marker of that scheme |
//! | 10 | the request's scheme 2 marker, all zero for none |
//! | 8 | nonce of the request |
//!
//! For the origin firmware, the source is always 0. Under scheme 2, the origins and the second marker are all zero.
//!
//! Verification is strict: canonical S, no point of small order. The device knows all parts except bytes 0–5 of the code, so the code
//! contains only these bytes and the signature.
//!
//! **Typed**, the 70 bytes are seven lines ([`mod@line`](super::line)) of ten bytes each, numbers 1 to 7.
//!
//! ```
//! use countersign_core::protocol::license::{Claims, CodeError, Edition, KeyId, Scheme, Signer, Terms};
//! use countersign_core::machine::Origin;
//! use countersign_core::marker::{self, Form};
//!
//! let signer = Signer::from_seed(KeyId(0), [7; 32]);
//! let terms = Terms {
//!     product: "example-os".to_owned(),
//!     number: [0, 0, 0xbf, 0xef, 0x31, 0x2f],
//!     nonce: [1, 2, 3, 4, 5, 6, 7, 8],
//!     marker2: None,
//!     marker3: Some(marker::scheme3(["ASRock", "B450M Pro4", "M80-0123X7"], Form::Plain)),
//!     origins: [Origin::Firmware; 3],
//! };
//! let claims =
//!     Claims { edition: Edition(1), scheme: Scheme::Three, issued: 2517, expires: None };
//! let code = signer.sign(claims, &terms)?;
//! assert!(code.lines().iter().all(|line| line.len() == 20));
//!
//! assert_eq!(code.verify(&[signer.pinned()], &terms), Ok(claims));
//! let other = Terms { nonce: [8, 7, 6, 5, 4, 3, 2, 1], ..terms };
//! assert_eq!(code.verify(&[signer.pinned()], &other), Err(CodeError::Signature));
//! # Ok::<(), CodeError>(())
//! ```

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
mod unsigned;

pub use claims::{Claims, Edition, Scheme, Validity};
pub use code::{Code, CodeError, KeyId, PinnedKey, Signer, Terms};
pub use day::{Day, date_at, date_of, day_of, day_of_date, moment_at};
pub use diagnosis::{Diagnosis, OtherTerms, diagnose};
pub use search::{FoundCode, MAX_CHECKS, MAX_CHECKS_EARLIER, Search, SearchProgress};
pub use typed::{TypedLines, find_lines, row_text};
pub use unsigned::UnsignedCode;

use code::Prepared;
