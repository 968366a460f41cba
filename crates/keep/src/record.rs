//! The record of one activation, and its two forms.
//!
//! The UEFI form holds digests of the binding fields, never their values: anyone may read efivarfs. The
//! file form holds the values too, so that a changed machine can be told what it was, and an earlier
//! value be offered as a remedy.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use countersign_core::machine::Field;
use countersign_core::protocol::license::CodeError;
use countersign_core::protocol::marker::normalise;
use countersign_core::protocol::{Claims, Code, Marker, Nonce, Number, Pinned, Scheme, Terms};

use super::envelope::{self, RecordError, RecordKind};

/// The digest of one field's value: 8 bytes of SHA-256, salted with the request's nonce.
pub type FieldDigest = [u8; 8];

/// The most characters of a text in a record, which bounds what a forged one can hold.
const TEXT_LIMIT: usize = 256;

/// One activation, as it is kept. [`Activation::accept`] is how one comes to be: nothing is kept that
/// wasn't verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The product's identifier in the profile.
    pub product: String,
    /// The license number, as people write it.
    pub number: String,
    /// The license number, packed by the profile's mask.
    pub number_packed: [u8; 6],
    /// The request it answers.
    pub nonce: Nonce,
    /// Which marker the license binds to.
    pub scheme: Scheme,
    /// The marker it binds to.
    pub marker: Marker,
    /// The machine's scheme 2 marker at that time, which a declared value is anchored to.
    pub marker2: Option<Marker>,
    /// One of the binding values was declared: read off the label by a person.
    pub declared: bool,
    /// The license code.
    pub code: Code,
    /// When it was kept, in seconds since 1970-01-01 UTC.
    pub kept_at: i64,
    /// Digests of manufacturer, model and serial as bound.
    pub digests: [FieldDigest; 3],
    /// Digests of what firmware said for them at a declaration; kept in both forms.
    pub firmware_digests: Option<[FieldDigest; 3]>,
    /// The version of the profile it was verified under.
    pub profile_version: u16,
    /// Counts the activations kept here, so that the later of two is known whatever the clock said.
    /// [`Keep::store`](super::Keep::store) sets it.
    pub sequence: u32,
    /// Manufacturer, model and serial as bound; in the file alone.
    pub values: Option<[String; 3]>,
    /// What firmware said for them at a declaration; in the file alone.
    pub firmware_values: Option<[String; 3]>,
}

/// What an activation is made from.
#[derive(Debug, Clone)]
pub struct ActivationInput<'a> {
    /// The code that was typed.
    pub code: &'a Code,
    /// What it has to be for.
    pub terms: &'a Terms,
    /// The license number, as people write it.
    pub number: &'a Number,
    /// Manufacturer, model and serial that the scheme 3 marker was made from.
    pub values: [&'a str; 3],
    /// What firmware says for them, where one of `values` was declared.
    pub firmware: Option<[&'a str; 3]>,
    /// The profile's version.
    pub profile_version: u16,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
}

impl Activation {
    /// Verifies the code, and makes the record of it.
    ///
    /// # Errors
    /// [`CodeError`] where the code does not verify under `pinned` for these terms.
    pub fn accept(from: &ActivationInput<'_>, pinned: &[Pinned]) -> Result<(Self, Claims), CodeError> {
        let claims = from.code.verify(pinned, from.terms)?;
        let marker = from.terms.marker(claims.scheme).ok_or(CodeError::NoMarker)?;
        let nonce = from.terms.nonce;
        let activation = Self {
            product: from.terms.product.clone(),
            number: from.number.as_str().to_owned(),
            number_packed: from.terms.number,
            nonce,
            scheme: claims.scheme,
            marker,
            marker2: from.terms.marker2,
            declared: claims.declared,
            code: from.code.clone(),
            kept_at: from.now,
            digests: field_digests(nonce, from.values),
            firmware_digests: from.firmware.map(|values| field_digests(nonce, values)),
            profile_version: from.profile_version,
            sequence: 0,
            values: Some(from.values.map(str::to_owned)),
            firmware_values: from.firmware.map(|values| values.map(str::to_owned)),
        };
        Ok((activation, claims))
    }

    /// The markers and names that the code was signed over.
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

    /// Whether both are records of the same license code, however much each of them holds.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.number_packed == other.number_packed && self.nonce == other.nonce && self.code == other.code
    }

    /// Whether the whole record is the same, but for the values that stand in the file alone.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        let bare = |one: &Self| Self { values: None, firmware_values: None, ..one.clone() };
        bare(self) == bare(other)
    }

    /// The UEFI form. `None` never happens for a record that [`Activation::accept`] made.
    pub(super) fn to_efi(&self) -> Option<Vec<u8>> {
        envelope::encode_binary(RecordKind::Activation, &Binary::of(self))
    }

    /// Reads the UEFI form.
    pub(super) fn from_efi(bytes: &[u8]) -> Result<Self, RecordError> {
        envelope::decode_binary::<Binary>(RecordKind::Activation, bytes)?.activation().bounded()
    }

    /// The file form. `None` never happens for a record that [`Activation::accept`] made.
    pub(super) fn to_file(&self) -> Option<Vec<u8>> {
        let text = Text {
            record: Binary::of(self),
            values: self.values.clone(),
            firmware_values: self.firmware_values.clone(),
        };
        envelope::encode_json(RecordKind::Activation, &text)
    }

    /// Reads the file form.
    pub(super) fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let text: Text = envelope::decode_json(RecordKind::Activation, bytes)?;
        let record = text.record.activation();
        Self { values: text.values, firmware_values: text.firmware_values, ..record }.bounded()
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
    let whole: [u8; 32] = hash.finalize().into();
    whole.first_chunk().copied().unwrap_or_default()
}

fn field_digests(nonce: Nonce, [manufacturer, model, serial]: [&str; 3]) -> [FieldDigest; 3] {
    let [a, b, c] = Field::BINDING;
    [field_digest(nonce, a, manufacturer), field_digest(nonce, b, model), field_digest(nonce, c, serial)]
}

/// What both forms hold, in postcard's order. The code is a plain list: serde knows no arrays of 70.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Binary {
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

/// The file form: the same, and the values.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    record: Binary,
    values: Option<[String; 3]>,
    firmware_values: Option<[String; 3]>,
}

mod code {
    //! A license code in a record: base 32 of its 70 bytes in both forms, 112 characters.

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

impl Binary {
    fn of(from: &Activation) -> Self {
        Self {
            product: from.product.clone(),
            number: from.number.clone(),
            number_packed: from.number_packed,
            nonce: from.nonce,
            scheme: from.scheme,
            marker: from.marker.0,
            marker2: from.marker2.map(|marker| marker.0),
            declared: from.declared,
            code: from.code.clone(),
            kept_at: from.kept_at,
            digests: from.digests,
            firmware_digests: from.firmware_digests,
            profile_version: from.profile_version,
            sequence: from.sequence,
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
