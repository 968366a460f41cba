//! The record of one activation, and its two forms.
//!
//! The UEFI form holds digests of the binding fields, never their values, because every user may read efivarfs. The file
//! form holds the values too: they show what a changed machine was before, and are offered as a remedy.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use countersign_core::machine::Field;
use countersign_core::protocol::license::CodeError;
use countersign_core::protocol::marker::normalise;
use countersign_core::protocol::{Claims, Code, Marker, Nonce, Number, PinnedKey, Scheme, Terms};

use super::envelope::{self, RecordError, RecordKind};

/// The digest of one field's value: the first 8 bytes of SHA-256, salted with the request's nonce.
pub type FieldDigest = [u8; 8];

/// The most characters of one text in a record. It limits a forged record.
const TEXT_LIMIT: usize = 256;

/// The record of one activation. [`Activation::accept`] makes a verified one; a loaded one is not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The product's identifier in the profile.
    pub product: String,
    /// The license number, as people write it.
    pub number: String,
    /// The license number, packed by the profile's mask.
    pub number_packed: [u8; 6],
    /// The nonce of the request that the license answers.
    pub nonce: Nonce,
    /// The scheme that the license binds by.
    pub scheme: Scheme,
    /// The marker that it binds to.
    pub marker: Marker,
    /// The machine's scheme 2 marker at that time. Declared values depend on it.
    pub marker2: Option<Marker>,
    /// A person declared one of the binding values.
    pub declared: bool,
    /// The license code.
    pub code: Code,
    /// When it was accepted, in seconds since 1970-01-01 UTC.
    pub kept_at: i64,
    /// Digests of the bound manufacturer, model and serial.
    pub digests: [FieldDigest; 3],
    /// Digests of the firmware's own values at a declaration, in both forms.
    pub firmware_digests: Option<[FieldDigest; 3]>,
    /// The version of the profile that verified it.
    pub profile_version: u16,
    /// Counts the activations on this machine: the later of two has the higher number, whatever the clock said.
    /// [`Keep::store`](super::Keep::store) sets it.
    pub sequence: u32,
    /// The bound manufacturer, model and serial; in the file alone.
    pub values: Option<[String; 3]>,
    /// The firmware's own values at a declaration; in the file alone.
    pub firmware_values: Option<[String; 3]>,
}

/// What [`Activation::accept`] verifies.
#[derive(Debug, Clone)]
pub struct ActivationInput<'a> {
    /// The license code that was entered.
    pub code: &'a Code,
    /// What the code must be signed for.
    pub terms: &'a Terms,
    /// The license number, as people write it.
    pub number: &'a Number,
    /// The manufacturer, model and serial in the scheme 3 marker.
    pub values: [&'a str; 3],
    /// The firmware's own values, if one of `values` was declared.
    pub firmware: Option<[&'a str; 3]>,
    /// The version of the profile.
    pub profile_version: u16,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

impl Activation {
    /// Verifies the code and makes its record.
    ///
    /// # Errors
    /// [`CodeError`] if no key of `pinned` signed the code for these terms.
    pub fn accept(input: &ActivationInput<'_>, pinned: &[PinnedKey]) -> Result<(Self, Claims), CodeError> {
        let claims = input.code.verify(pinned, input.terms)?;
        let marker = input.terms.marker(claims.scheme).ok_or(CodeError::NoMarker)?;
        let nonce = input.terms.nonce;
        let activation = Self {
            product: input.terms.product.clone(),
            number: input.number.as_str().to_owned(),
            number_packed: input.terms.number,
            nonce,
            scheme: claims.scheme,
            marker,
            marker2: input.terms.marker2,
            declared: claims.declared,
            code: input.code.clone(),
            kept_at: input.now,
            digests: field_digests(nonce, input.values),
            firmware_digests: input.firmware.map(|values| field_digests(nonce, values)),
            profile_version: input.profile_version,
            sequence: 0,
            values: Some(input.values.map(str::to_owned)),
            firmware_values: input.firmware.map(|values| values.map(str::to_owned)),
        };
        Ok((activation, claims))
    }

    /// What the code is signed for.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let (marker2, marker3) = match self.scheme {
            Scheme::Two => (Some(self.marker), None),
            Scheme::Three => (self.marker2, Some(self.marker)),
        };
        Terms {
            product: self.product.clone(),
            number: self.number_packed,
            nonce: self.nonce,
            marker2,
            marker3,
        }
    }

    /// Whether both records are of the same license code. One may lack values.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.number_packed == other.number_packed && self.nonce == other.nonce && self.code == other.code
    }

    /// Whether both records are equal except for the values, which only the file has.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        let bare = |one: &Self| Self { values: None, firmware_values: None, ..one.clone() };
        bare(self) == bare(other)
    }

    /// The UEFI form. `None` never happens for a record that [`Activation::accept`] made.
    pub(super) fn to_efi(&self) -> Option<Vec<u8>> {
        envelope::encode_binary(RecordKind::Activation, &EfiForm::new(self))
    }

    /// Reads the UEFI form.
    pub(super) fn from_efi(bytes: &[u8]) -> Result<Self, RecordError> {
        envelope::decode_binary::<EfiForm>(RecordKind::Activation, bytes)?.activation().bounded()
    }

    /// The file form. `None` never happens for a record that [`Activation::accept`] made.
    pub(super) fn to_file(&self) -> Option<Vec<u8>> {
        let form = FileForm {
            record: EfiForm::new(self),
            values: self.values.clone(),
            firmware_values: self.firmware_values.clone(),
        };
        envelope::encode_json(RecordKind::Activation, &form)
    }

    /// Reads the file form.
    pub(super) fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let form: FileForm = envelope::decode_json(RecordKind::Activation, bytes)?;
        let record = form.record.activation();
        Self { values: form.values, firmware_values: form.firmware_values, ..record }.bounded()
    }

    fn bounded(self) -> Result<Self, RecordError> {
        let short = |text: &String| text.chars().count() <= TEXT_LIMIT;
        let values_fit = self.values.iter().chain(&self.firmware_values).flatten().all(short);
        let fits = values_fit && short(&self.product) && short(&self.number);
        if fits { Ok(self) } else { Err(RecordError::Invalid) }
    }
}

/// The digest of one binding field's value. `value` is normalised here.
#[must_use]
pub fn field_digest(nonce: Nonce, field: Field, value: &str) -> FieldDigest {
    let mut hash = Sha256::new();
    hash.update(b"countersign keep field 1\0");
    hash.update(nonce);
    hash.update(field.name());
    hash.update([0]);
    hash.update(normalise(value));
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().copied().unwrap_or_default()
}

fn field_digests(nonce: Nonce, [manufacturer, model, serial]: [&str; 3]) -> [FieldDigest; 3] {
    let [a, b, c] = Field::BINDING;
    [field_digest(nonce, a, manufacturer), field_digest(nonce, b, model), field_digest(nonce, c, serial)]
}

/// The fields of both forms, in the order that postcard encodes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EfiForm {
    product: String,
    number: String,
    number_packed: [u8; 6],
    nonce: [u8; 4],
    scheme: Scheme,
    marker: [u8; 10],
    marker2: Option<[u8; 10]>,
    declared: bool,
    #[serde(with = "code")]
    code: Code,
    kept_at: i64,
    digests: [FieldDigest; 3],
    firmware_digests: Option<[FieldDigest; 3]>,
    profile_version: u16,
    sequence: u32,
}

/// The file form: the UEFI form and the values.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    record: EfiForm,
    values: Option<[String; 3]>,
    firmware_values: Option<[String; 3]>,
}

mod code {
    //! A license code in both forms: its 70 bytes as 112 characters of base 32 (RFC 4648, without padding).

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use countersign_core::protocol::Code;

    pub fn serialize<S: Serializer>(code: &Code, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&data_encoding::BASE32_NOPAD.encode(&code.0))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = data_encoding::BASE32_NOPAD.decode(text.as_bytes()).map_err(D::Error::custom)?;
        bytes.try_into().map(Code).map_err(|_| D::Error::custom("not 70 bytes"))
    }
}

impl EfiForm {
    fn new(one: &Activation) -> Self {
        Self {
            product: one.product.clone(),
            number: one.number.clone(),
            number_packed: one.number_packed,
            nonce: one.nonce,
            scheme: one.scheme,
            marker: one.marker.0,
            marker2: one.marker2.map(|marker| marker.0),
            declared: one.declared,
            code: one.code.clone(),
            kept_at: one.kept_at,
            digests: one.digests,
            firmware_digests: one.firmware_digests,
            profile_version: one.profile_version,
            sequence: one.sequence,
        }
    }

    fn activation(self) -> Activation {
        Activation {
            product: self.product,
            number: self.number,
            number_packed: self.number_packed,
            nonce: self.nonce,
            scheme: self.scheme,
            marker: Marker(self.marker),
            marker2: self.marker2.map(Marker),
            declared: self.declared,
            code: self.code,
            kept_at: self.kept_at,
            digests: self.digests,
            firmware_digests: self.firmware_digests,
            profile_version: self.profile_version,
            sequence: self.sequence,
            values: None,
            firmware_values: None,
        }
    }
}

#[cfg(test)]
mod tests;
