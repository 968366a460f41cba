//! The wire: markers, requests, licenses, the typed code. These module docs are the specification.
//!
//! Lives here: pure encoding, decoding, signing and verifying; every parser is total and canonical
//! (any bytes give a value or a named error, and only one spelling of a value is taken).
//! Never here: I/O, the clock, randomness (nonces and keys are handed in).
//!
//! # What travels
//!
//! | what | bytes | how it is carried | specified in |
//! | --- | --- | --- | --- |
//! | request | 26 and the three values, 29 to 221 | QR and address in base 32, text form | [`request`], `head`, `request_text`, [`qr`] |
//! | spoken request | 40 | four typed lines, numbers 8–11 | [`spoken`] |
//! | license code | 70 | seven typed lines, numbers 1–7 | [`license`] |
//! | release receipt | 10 | one typed line, number 12 | [`receipt`] |
//!
//! They are made of license numbers ([`number`]), markers ([`marker`]), the platform ([`platform`]), typed lines
//! ([`mod@line`], `gf32`, `crockford`), and a request is called by its name ([`request_name`]). `mend` and `pasted_lines` help people and
//! are no part of the wire.
//!
//! # Conventions
//!
//! - Bytes of a number stand in big-endian order. Bits are counted from 0, the lowest; tables begin with the highest.
//! - Days are counted from 2020-01-01 (day 0), UTC.
//! - Text is UTF-8.
//! - **Two base-32 alphabets.** Addresses use RFC 4648 (`A`–`Z`, `2`–`7`), because readers of addresses know it and a QR's
//!   alphanumeric mode holds it. What people read and type uses Crockford's (`0`–`9`, `A`–`Z` without `I`, `L`, `O`, `U`), because
//!   look-alikes can be told. Both take five bits a symbol, the highest first; bits left over are zero.
//! - **Digests** are SHA-256 over a domain tag, one NUL byte, and the parts in order; shorter ones are its first bytes.
//!   A product's identifier alone is digested without a tag.
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
//! # What is frozen
//!
//! Everything of format 1, by the vectors in `tests/vectors`: accepted ones with every form, refused ones with the
//! error's name. A change of any of it is format 2 of the request (4 bits) or of the license code (3 bits).
//! Reserved bits are zero and refused otherwise, so that format 1 can't grow unnoticed; only platform bytes may be
//! added, and unknown ones are kept.

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
