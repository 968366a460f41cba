//! The secret of a request, its nonce, and the release receipt.
//!
//! For each request the device draws a *secret*, 10 random bytes, and keeps it in a file that only root can read. The *nonce* is the
//! first 8 bytes of the digest (tag `countersign nonce 2`) of the product's SHA-256, the packed license number (6 bytes) and the
//! secret. The *receipt* is the secret as one typed line (number 12). A desk computes the nonce from the receipt. Neither request,
//! code nor UEFI record reveals the secret: finding another secret for a nonce takes 2^64 digests.

use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::line::{self, LineNumber, LineReading};
use super::{Nonce, pasted_lines};
use crate::digest;

/// The secret of one request, 10 bytes. Dropping it wipes it from memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 10]);

impl Secret {
    /// The secret of ten random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a file that only root can read.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// The nonce of the request for this product and packed license number.
    ///
    /// ```
    /// use countersign_core::protocol::receipt::Secret;
    ///
    /// let secret = Secret::new([7; 10]);
    /// assert_ne!(secret.nonce("example-os", [1; 6]), secret.nonce("example-os", [2; 6]));
    /// assert_eq!(Secret::of_receipt(&secret.receipt()), Some(secret));
    /// ```
    #[must_use]
    pub fn nonce(&self, product: &str, number: [u8; 6]) -> Nonce {
        let product: [u8; 32] = Sha256::digest(product.as_bytes()).into();
        digest::tagged(digest::NONCE, &[&product, &number, &self.0])
    }

    /// The receipt: a line of 20 characters without blanks.
    #[must_use]
    pub fn receipt(&self) -> String {
        line::encode(LineNumber::RECEIPT, &self.0)
    }

    /// Reads the secret from a receipt that was typed or pasted: with its number or a label before it, quoted by mail, within other
    /// text. The receipt is mended like any other line; `None` where it can't be read.
    #[must_use]
    pub fn of_receipt(text: &str) -> Option<Self> {
        let [found] = pasted_lines::find(text, &[LineNumber::RECEIPT])?;
        line::read(LineNumber::RECEIPT, &found).data().map(Self)
    }

    /// Reads the secret from a receipt in a text; `None` where the receipt has a typing error.
    pub(super) fn clean_in(text: &str) -> Option<Self> {
        let [found] = pasted_lines::find(text, &[LineNumber::RECEIPT])?;
        match line::read(LineNumber::RECEIPT, &found) {
            LineReading::Clean(data) => Some(Self(data)),
            _ => None,
        }
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
