//! The release receipt: one typed line (number 12), a MAC keyed by the code's signature.
//!
//! The data of the line are the first 10 bytes of HMAC-SHA-256 (RFC 2104) over the tag `countersign receipt 1`, a NUL byte, the
//! packed license number (6 bytes) and the nonce of the license's request (4 bytes). The key is the license code's 64 signature
//! bytes. Only a holder of that code can make the receipt, so it proves that the bound device gave the license back.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::line::{self, LineNumber};
use super::{Code, Nonce, digest};

/// The receipt: a line of 20 characters without blanks.
#[must_use]
pub fn create(code: &Code, number: [u8; 6], nonce: Nonce) -> String {
    let whole: [u8; 32] = mac(code, number, nonce).finalize().into_bytes().into();
    line::encode(LineNumber::RECEIPT, &std::array::from_fn(|at| whole[at]))
}

/// Whether a typed line is the receipt of that license. The line is mended like any other, and compared in constant time.
#[must_use]
pub fn verify(code: &Code, number: [u8; 6], nonce: Nonce, typed: &str) -> bool {
    line::read(LineNumber::RECEIPT, without_number(typed))
        .data()
        .is_some_and(|data| mac(code, number, nonce).verify_truncated_left(&data).is_ok())
}

/// The line without its number, which is shown before it.
fn without_number(typed: &str) -> &str {
    let typed = typed.trim_start();
    let number = LineNumber::RECEIPT.get().to_string();
    let rest = typed.strip_prefix(&number).filter(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()));
    rest.unwrap_or(typed)
}

/// The MAC. The key has the length of a block of SHA-256, so HMAC uses it unchanged.
fn mac(code: &Code, number: [u8; 6], nonce: Nonce) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*code.signature()).into());
    mac.update(digest::RECEIPT.as_bytes());
    mac.update(&[0]);
    mac.update(&number);
    mac.update(&nonce);
    mac
}
