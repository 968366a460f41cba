//! The wire: requests, license codes, receipts. `docs/protocol.md` in the repository is its specification.
//!
//! Lives here: pure encoding, decoding, signing and verifying. Every decoder is total and canonical: any bytes give a value or a
//! typed error, and a value has exactly one accepted encoding. Never here: I/O, the clock, randomness (the caller passes secrets
//! and keys).
//!
//! # Messages
//!
//! | message | bytes | carried as | code |
//! | --- | --- | --- | --- |
//! | request | 32 and three values, 35 to 323 | QR and address in base 32, text form | [`request`], `head`, `value`, `request_text`, [`qr`] |
//! | spoken request | 40 | four typed lines, numbers 8–11 | [`spoken`] |
//! | license code | 70 | seven typed lines, numbers 1–7 | [`license`] |
//! | release receipt | 10 | one typed line, number 12 | [`receipt`] |
//!
//! Their parts are license numbers ([`number`]), markers ([`marker`](crate::marker)), the platform ([`platform`]), the surroundings
//! ([`surroundings`]) and typed lines ([`mod@line`], `gf32`, `crockford`). People refer to a request by its name
//! ([`request_name`]). `line_candidates`, `slips`, `alignment` and `pasted_lines` help people with typing and are not part of the wire.
//!
//! # Frozen
//!
//! The vectors in `tests/vectors` freeze format 2: accepted messages in every form, and refused messages with the name of the error.
//! A change of any vector requires format 3 of the request (4 bits) or of the license code (3 bits). Only platform bytes may be
//! added; a decoder keeps unknown platform bytes.

mod alignment;
pub mod binding;
mod combinations;
mod crockford;
mod gf32;
mod given;
mod head;
pub mod license;
pub mod line;
mod line_candidates;
mod look_alikes;
mod makers;
mod mask_place;
pub mod number;
mod pasted_lines;
pub mod platform;
pub mod qr;
pub mod receipt;
mod refusal_code;
pub mod request;
mod request_error;
pub mod request_name;
#[cfg(test)]
mod request_tests;
mod request_text;
mod slips;
pub mod spoken;
pub mod surroundings;
mod value;
mod way;

pub use crate::marker::Marker;
pub use given::{Given, given};
pub use head::Head;
pub use license::{Claims, Code, Edition, KeyId, PinnedKey, Scheme, Signer, Terms, UnsignedCode};
pub use line::{LineNumber, LineReading};
pub use number::{Mask, Number};
pub use platform::Platform;
pub use receipt::Secret;
pub use refusal_code::{REFUSAL_CODES, refusal_code_in};
pub use request::{Nonce, Request, RequestError, Values};
pub use request_name::RequestName;
pub use surroundings::{Surroundings, WritingPlace};
