//! The wire: markers, requests, license codes, receipts. The documentation of these modules is its specification.
//!
//! Lives here: pure encoding, decoding, signing and verifying. Every decoder is total and canonical: any bytes give a value or a
//! named error, and a value has exactly one accepted encoding. Never here: I/O, the clock, randomness (the caller passes nonces
//! and keys).
//!
//! # Messages
//!
//! | message | bytes | carried as | specified in |
//! | --- | --- | --- | --- |
//! | request | 26 and three values, 29 to 317 | QR and address in base 32, text form | [`request`], `head`, `request_text`, [`qr`] |
//! | spoken request | 40 | four typed lines, numbers 8–11 | [`spoken`] |
//! | license code | 70 | seven typed lines, numbers 1–7 | [`license`] |
//! | release receipt | 10 | one typed line, number 12 | [`receipt`] |
//!
//! Their parts are license numbers ([`number`]), markers ([`marker`]), the platform ([`platform`]) and typed lines
//! ([`mod@line`], `gf32`, `crockford`). People refer to a request by its name ([`request_name`]). `mend`, `slips` and
//! `pasted_lines` help people with typing and are no part of the wire.
//!
//! # Conventions
//!
//! - Integers are big-endian. Bits are numbered from 0, the lowest; tables list the highest first.
//! - Days are counted from 2020-01-01 (day 0), UTC.
//! - Text is UTF-8.
//! - **Two base-32 alphabets.** Addresses use that of RFC 4648 (`A`–`Z`, `2`–`7`), which is common in addresses and fits the
//!   alphanumeric mode of a QR. Text that people read and type uses Crockford's (`0`–`9`, `A`–`Z` without `I`, `L`, `O`, `U`),
//!   which has no look-alikes. Both have five bits per symbol, the highest first; unused bits of the last symbol are zero.
//! - **Digests** are SHA-256 over a domain tag, one NUL byte, and the parts in order; a shorter digest is its first bytes.
//!   Only the digest of a product's identifier has no tag.
//!
//! | domain tag | makes | bytes |
//! | --- | --- | --- |
//! | `countersign marker 3` | scheme 3 marker | 10 |
//! | `countersign marker 3 declared` | scheme 3 marker with a declared value | 10 |
//! | `countersign marker 2` | scheme 2 marker | 10 |
//! | `countersign name 1` | request name | 30 bits |
//! | `countersign text 1` | check of the text form | 4 |
//! | `countersign spoken 1` | check of the spoken request | 4 |
//! | `countersign license 1` | begins the message a license signs (Ed25519) | – |
//! | `countersign receipt 1` | begins the message a receipt authenticates (HMAC-SHA-256) | 10 |
//!
//! # Frozen
//!
//! The vectors in `tests/vectors` freeze format 1: accepted messages in every form, and refused ones with the name of the error. Any
//! change of them is format 2 of the request (4 bits) or of the license code (3 bits). Reserved bits must be zero. Only platform
//! bytes may be added; a decoder keeps unknown ones.

pub mod binding;
mod combinations;
mod crockford;
mod digest;
mod gf32;
mod head;
pub mod license;
pub mod line;
pub mod marker;
mod mask_place;
mod mend;
pub mod number;
mod pasted_lines;
pub mod platform;
pub mod qr;
pub mod receipt;
pub mod request;
mod request_error;
pub mod request_name;
#[cfg(test)]
mod request_tests;
mod request_text;
mod slips;
pub mod spoken;

pub use head::Head;
pub use license::{Claims, Code, Edition, KeyId, PinnedKey, Scheme, Signer, Terms};
pub use line::{LineNumber, LineReading};
pub use marker::Marker;
pub use number::{Mask, Number};
pub use platform::Platform;
pub use request::{Nonce, Request, RequestError, Values};
pub use request_name::RequestName;
