//! The bytes of a license code: signing, decoding, verifying. Never here: typing.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroize;

use super::{Claims, Scheme, UnsignedCode};
use crate::digest;
use crate::machine::Origin;
use crate::protocol::head::{origin_bits, part};
use crate::protocol::line::{self, LineNumber};
use crate::protocol::{Marker, Nonce};

/// The id of a signing key, 0–31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyId(pub u8);

/// The data that a license is signed for. The device knows all of it, so the code doesn't contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The product's identifier in the profile.
    pub product: String,
    /// The packed license number ([`Mask::pack`](crate::protocol::Mask::pack)).
    pub number: [u8; 6],
    /// The nonce of the request.
    pub nonce: Nonce,
    /// The request's scheme 2 marker. Claims of scheme 2 bind to it; claims of scheme 3 cover it.
    pub marker2: Option<Marker>,
    /// The request's scheme 3 marker, which claims of scheme 3 bind to.
    pub marker3: Option<Marker>,
    /// The origins of manufacturer, model and serial, which claims of scheme 3 cover.
    pub origins: [Origin; 3],
}

/// A license code: 70 bytes, unverified until [`Code::verify`] succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(pub [u8; 70]);

/// A public key that a profile pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedKey {
    /// The id, 0–31.
    pub id: KeyId,
    /// The Ed25519 public key.
    pub key: [u8; 32],
}

/// The signing key of a desk. Dropping it wipes the secret key from memory.
pub struct Signer {
    id: KeyId,
    key: SigningKey,
}

/// The reason why a code is refused, or can't be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Another format than 2.
    #[error("unknown format")]
    Format,
    /// No pinned key has this id; when signing, the id is over 31.
    #[error("key {0:?} is not pinned")]
    UnknownKey(KeyId),
    /// Reserved bits are set, or the expiry is before the issued day.
    #[error("claims are not canonical")]
    Claims,
    /// The terms have no marker of the claims' scheme.
    #[error("no marker of that scheme")]
    NoMarker,
    /// The signature doesn't verify for these terms and that key.
    #[error("does not verify")]
    Signature,
}

/// Format 2, in the high 3 bits of byte 0.
pub(super) const FORMAT: u8 = 2 << 5;

impl Terms {
    /// The marker of a scheme.
    #[must_use]
    pub const fn marker(&self, scheme: Scheme) -> Option<Marker> {
        match scheme {
            Scheme::Two => self.marker2,
            Scheme::Three => self.marker3,
        }
    }
}

/// Terms with the digest of the product, as in the signed message.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    product: [u8; 32],
    number: [u8; 6],
    nonce: Nonce,
    marker2: Option<Marker>,
    marker3: Option<Marker>,
    origins: [u8; 2],
}

impl Prepared {
    pub(super) fn of(terms: &Terms) -> Self {
        Self {
            product: Sha256::digest(terms.product.as_bytes()).into(),
            number: terms.number,
            nonce: terms.nonce,
            marker2: terms.marker2,
            marker3: terms.marker3,
            origins: origin_bytes(terms.origins),
        }
    }

    /// The signed message for the first six bytes of a code.
    pub(super) fn message(&self, first: &[u8; 6], scheme: Scheme) -> Result<Vec<u8>, CodeError> {
        let none = Marker::to_wire(None);
        let (origins, marker, anchor) = match scheme {
            Scheme::Two => ([0; 2], self.marker2, none),
            Scheme::Three => (self.origins, self.marker3, Marker::to_wire(self.marker2)),
        };
        let marker = marker.ok_or(CodeError::NoMarker)?;
        let parts: [&[u8]; 10] = [
            digest::LICENSE.as_bytes(),
            &[0],
            first,
            &self.product,
            &self.number,
            &[scheme.byte()],
            &origins,
            &marker.0,
            &anchor,
            &self.nonce,
        ];
        Ok(parts.concat())
    }

    /// Returns the claims if `key` signed the code for these terms.
    pub(super) fn verify(&self, code: &Code, key: &VerifyingKey) -> Result<Claims, CodeError> {
        let claims = code.claims()?;
        let message = self.message(&part(&code.0, 0), claims.scheme)?;
        key.verify_strict(&message, &Signature::from_bytes(code.signature()))
            .map_err(|_| CodeError::Signature)?;
        Ok(claims)
    }
}

/// Bit 15 zero, then five bits each for manufacturer, model and serial.
fn origin_bytes(origins: [Origin; 3]) -> [u8; 2] {
    origins.iter().fold(0_u16, |bits, &origin| bits << 5 | u16::from(origin_bits(origin))).to_be_bytes()
}

impl PinnedKey {
    /// The key for verification; `None` where the bytes are not a point of the curve.
    pub(super) fn verifying_key(&self) -> Option<VerifyingKey> {
        VerifyingKey::from_bytes(&self.key).ok()
    }
}

impl Signer {
    /// Creates the key from a secret seed of 32 bytes (RFC 8032). This function's copy of the seed is wiped.
    #[must_use]
    pub fn from_seed(id: KeyId, mut seed: [u8; 32]) -> Self {
        let key = SigningKey::from_bytes(&seed);
        seed.zeroize();
        Self { id, key }
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The public key, for a profile to pin.
    #[must_use]
    pub fn pinned(&self) -> PinnedKey {
        PinnedKey { id: self.id, key: self.key.verifying_key().to_bytes() }
    }

    /// Signs a license code for these terms. The same key, claims and terms give the same code.
    ///
    /// # Errors
    /// [`CodeError::Claims`] for claims that can't be encoded (an edition over 15, an expiry of 0 or before the issued day),
    /// [`CodeError::NoMarker`], and [`CodeError::UnknownKey`] for a key id over 31.
    pub fn sign(&self, claims: Claims, terms: &Terms) -> Result<Code, CodeError> {
        let unsigned = UnsignedCode::new(self.id, claims, terms)?;
        Ok(unsigned.join(&self.key.sign(unsigned.message()).to_bytes()))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Code {
    /// The seven lines, of 20 characters each, without blanks.
    #[must_use]
    pub fn lines(&self) -> [String; 7] {
        let mut from = 0;
        LineNumber::license().map(|number| {
            let line = line::encode(number, &part(&self.0, from));
            from += 10;
            line
        })
    }

    /// Joins the bytes of seven lines to a code.
    #[must_use]
    pub fn from_lines(lines: &[line::Data; 7]) -> Self {
        let mut code = [0; 70];
        for (byte, from) in code.iter_mut().zip(lines.iter().flatten()) {
            *byte = *from;
        }
        Self(code)
    }

    /// The id of the key that the code names. Unverified.
    ///
    /// # Errors
    /// [`CodeError::Format`] for another format.
    pub const fn key_id(&self) -> Result<KeyId, CodeError> {
        if self.0[0] >> 5 == FORMAT >> 5 { Ok(KeyId(self.0[0] & 31)) } else { Err(CodeError::Format) }
    }

    /// The unverified claims.
    ///
    /// # Errors
    /// [`CodeError::Format`] for another format; [`CodeError::Claims`] for claims that are not canonical.
    pub fn claims(&self) -> Result<Claims, CodeError> {
        self.key_id()?;
        Claims::decode(part(&self.0, 1)).ok_or(CodeError::Claims)
    }

    /// Verifies the code for these terms with the pinned key that it names, and returns the claims.
    ///
    /// # Errors
    /// The first fault in the order format, key, claims, marker, signature.
    pub fn verify(&self, pinned: &[PinnedKey], terms: &Terms) -> Result<Claims, CodeError> {
        let id = self.key_id()?;
        let pinned = pinned.iter().find(|pinned| pinned.id == id).ok_or(CodeError::UnknownKey(id))?;
        self.claims()?;
        let key = pinned.verifying_key().ok_or(CodeError::Signature)?;
        Prepared::of(terms).verify(self, &key)
    }

    /// The 64 bytes of the signature.
    pub(super) const fn signature(&self) -> &[u8; 64] {
        let [_, _, _, _, _, _, signature @ ..] = &self.0;
        signature
    }
}
