//! The record of one activation.
//!
//! It holds no text of the license number. The number that is shown is unpacked with the profile's mask from
//! the number that the signature covers. The module `forms` has its two forms on the storages.

mod forms;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use countersign_core::machine::{Field, Origin};
use countersign_core::marker::normalise;
use countersign_core::protocol::license::{CodeError, Day, day_of};
use countersign_core::protocol::{
    Claims, Code, Marker, Nonce, PinnedKey, Scheme, Secret, Terms, binding::Binding,
};
use countersign_core::remedy::Source;

use super::anchor::AnchorMarkers;
use super::clock::ClockMemory;

/// The digest of one field's value: the first 8 bytes of SHA-256, salted with the request's nonce.
pub type FieldDigest = [u8; 8];

/// The record of one activation. [`Activation::accept`] creates a verified record; a loaded record is not
/// verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The product's identifier in the profile.
    pub product: String,
    /// The license number, packed by the profile's mask.
    pub number_packed: [u8; 6],
    /// The nonce of the request that the license answers.
    pub nonce: Nonce,
    /// The scheme that the license binds by.
    pub scheme: Scheme,
    /// The marker that the license binds to.
    pub marker: Marker,
    /// The request's scheme 2 marker. Under scheme 2 it is `marker`.
    pub marker2: Option<Marker>,
    /// The markers of the anchors that were there when the code was entered, including `marker2`.
    pub anchors: AnchorMarkers,
    /// The origins of manufacturer, model and serial; `firmware` under scheme 2, which binds none of them.
    pub origins: [Origin; 3],
    /// The source of each recovered value.
    pub sources: [Option<Source>; 3],
    /// The license code.
    pub code: Code,
    /// When the code was accepted, in seconds since 1970-01-01 UTC.
    pub kept_at: i64,
    /// Digests of the bound manufacturer, model and serial.
    pub digests: [FieldDigest; 3],
    /// The ID of the profile that verified the code.
    pub profile_id: u16,
    /// Counts the activations on this machine: the later of two has the higher number, whatever the clock
    /// showed. [`Keep::store`](super::Keep::store) sets it.
    pub sequence: u32,
    /// The first day on which a bound value was found lost; `None` while none is lost.
    pub first_lost: Option<Day>,
    /// The bound manufacturer, model and serial; only in the file, and never under scheme 2.
    pub values: Option<[String; 3]>,
    /// The secret of the request, which the receipt is made from; only in the file.
    pub secret: Option<Secret>,
    /// The latest day seen; only in the file.
    pub clock: Option<ClockMemory>,
}

/// The input of [`Activation::accept`].
#[derive(Debug, Clone)]
pub struct ActivationInput<'a> {
    /// The license code that was entered.
    pub code: &'a Code,
    /// The product's identifier in the profile.
    pub product: &'a str,
    /// The license number of the request, packed by the profile's mask.
    pub number: [u8; 6],
    /// The nonce of the request.
    pub nonce: Nonce,
    /// The binding of this machine that the request was made from.
    pub binding: &'a Binding,
    /// The anchors of this machine: [`anchor_markers`](super::anchor_markers).
    pub anchors: AnchorMarkers,
    /// The secret of the request. It is stored only if it gives the nonce.
    pub secret: Option<Secret>,
    /// The ID of the profile.
    pub profile_id: u16,
    /// The current time, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

impl ActivationInput<'_> {
    /// Returns the terms that the code must be signed for.
    #[must_use]
    pub fn terms(&self) -> Terms {
        self.binding.terms(self.product, self.number, self.nonce)
    }
}

impl Activation {
    /// Verifies the code and creates its record.
    ///
    /// # Errors
    /// [`CodeError`] if no key of `pinned` signed the code for these terms.
    pub fn accept(input: ActivationInput<'_>, pinned: &[PinnedKey]) -> Result<(Self, Claims), CodeError> {
        let terms = input.terms();
        let claims = input.code.verify(pinned, &terms)?;
        let marker = terms.marker(claims.scheme).ok_or(CodeError::NoMarker)?;
        let values = input.binding.values.as_array();
        // Scheme 2 signs neither values nor origins.
        let (origins, sources, kept_values) = match claims.scheme {
            Scheme::Two => ([Origin::Firmware; 3], [None; 3], None),
            Scheme::Three => (input.binding.origins, input.binding.sources, Some(values.map(str::to_owned))),
        };
        let of_nonce = |secret: &Secret| secret.nonce(input.product, input.number) == input.nonce;
        let clock = ClockMemory::beginning(claims.issued).after(day_of(input.now), None);
        let activation = Self {
            product: terms.product,
            number_packed: input.number,
            nonce: input.nonce,
            scheme: claims.scheme,
            marker,
            marker2: terms.marker2,
            anchors: input.anchors,
            origins,
            sources,
            code: input.code.clone(),
            kept_at: input.now,
            digests: field_digests(input.nonce, values),
            profile_id: input.profile_id,
            sequence: 0,
            first_lost: None,
            values: kept_values,
            secret: input.secret.filter(of_nonce),
            clock: Some(clock),
        };
        Ok((activation, claims))
    }

    /// Returns the terms that the code is signed for.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            product: self.product.clone(),
            number: self.number_packed,
            nonce: self.nonce,
            marker2: self.marker2,
            marker3: (self.scheme == Scheme::Three).then_some(self.marker),
            origins: self.origins,
        }
    }

    /// Whether both records have the same license code. Fields that only the file stores may differ.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.is_of_same_request(other) && self.code == other.code
    }

    fn is_of_same_request(&self, other: &Self) -> bool {
        self.number_packed == other.number_packed && self.nonce == other.nonce
    }

    /// Whether both records are equal except for the fields that only the file stores, and except for the
    /// first lost day, because a power cut may leave it on one storage only.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        let bare =
            |one: &Self| Self { values: None, secret: None, clock: None, first_lost: None, ..one.clone() };
        bare(self) == bare(other)
    }

    /// Fills in what the file's record `there` has for the same request, so that writing a record from UEFI
    /// never loses a secret.
    pub(super) fn with_secret_of(mut self, there: Option<&Self>) -> Self {
        let Some(there) = there.filter(|there| there.is_of_same_request(&self)) else { return self };
        self.secret = self.secret.or_else(|| there.secret.clone());
        if self.is_same_as(there) {
            self.values = self.values.or_else(|| there.values.clone());
            self.clock = self.clock.or_else(|| there.clock.clone());
        }
        self
    }
}

/// Returns the earlier of two days.
pub(super) fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

/// Returns the digest of one binding field's value. This function normalises `value`.
#[must_use]
pub fn field_digest(nonce: Nonce, field: Field, value: &str) -> FieldDigest {
    let mut hash = Sha256::new();
    hash.update(b"countersign keep field 2\0");
    hash.update(nonce);
    hash.update(field.name());
    hash.update([0]);
    hash.update(normalise(value));
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().copied().unwrap_or_default()
}

pub(super) fn field_digests(nonce: Nonce, [manufacturer, model, serial]: [&str; 3]) -> [FieldDigest; 3] {
    let [a, b, c] = Field::BINDING;
    [field_digest(nonce, a, manufacturer), field_digest(nonce, b, model), field_digest(nonce, c, serial)]
}
