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
//! Start at [`binding`] (which values are bound, and where they come from), then [`request`] and [`license`].
//!
//! | files | hold |
//! | --- | --- |
//! | [`binding`], `way` | the values of a machine with their origins, and both markers: for requests, for codes, for `status` |
//! | [`request`], `request_text`, `request_error`, [`spoken`], [`qr`] | a request as bytes, as address and text, as spoken lines, as a QR |
//! | `head`, `value`, `makers`, [`platform`], [`surroundings`] | the parts of a request; [`marker`](crate::marker) has the markers |
//! | [`number`], `mask_place` | license numbers and their mask |
//! | [`license`], [`receipt`], `refusal_code` | the code, the receipt, the codes with which a desk refuses |
//! | [`mod@line`], `gf32`, `crockford` | typed lines; the letters that are always read as another character (O, I, L, U) |
//! | `line_candidates`, `look_alikes`, `slips`, `combinations`, `alignment`, `pasted_lines` | help with typing errors, not part of the wire; `look_alikes` has the characters that are taken for each other |
//! | `given`, [`request_name`] | which of these a text is; the short name of a request |
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
mod judged_request;
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
pub use judged_request::judge_request;
pub use license::{Claims, Code, Edition, KeyId, PinnedKey, Scheme, Signer, Terms, UnsignedCode};
pub use line::{LineNumber, LineReading};
pub use number::{Mask, Number};
pub use platform::Platform;
pub use receipt::Secret;
pub use refusal_code::{REFUSAL_CODES, refusal_code_in};
pub use request::{Nonce, Request, RequestError, Values};
pub use request_name::RequestName;
pub use surroundings::{Surroundings, WritingPlace};
