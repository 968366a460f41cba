//! The two forms of a record. Decoding is strict: any bytes give a record or an error.
//!
//! The UEFI form holds digests of the binding fields, never their values and no part of the secret, because
//! every user may read efivarfs. It has at most about 320 bytes; some firmware stores at most 1 KiB in a
//! variable. The file form also holds the values, the secret and the latest day.

use serde::{Deserialize, Serialize};

use countersign_core::machine::Origin;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Marker, Scheme, Secret};
use countersign_core::remedy::Source;
use countersign_core::review::{MAX_VALUE_BYTES, binding_value};

use super::{Activation, FieldDigest, field_digests};
use crate::clock::ClockMemory;
use crate::envelope::{self, RecordError, RecordKind};

/// The maximum number of bytes of a product's identifier. A profile allows 40.
const PRODUCT_LIMIT: usize = 64;

/// The fields of both forms, in the order that postcard encodes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EfiForm {
    product: String,
    number_packed: [u8; 6],
    nonce: [u8; 8],
    scheme: Scheme,
    marker: [u8; 10],
    marker2: Option<[u8; 10]>,
    anchors: [Option<[u8; 10]>; 3],
    origins: [Origin; 3],
    sources: [Option<String>; 3],
    #[serde(with = "code")]
    code: Code,
    kept_at: i64,
    digests: [FieldDigest; 3],
    profile_id: u16,
    sequence: u32,
    first_lost: Option<Day>,
}

/// The file form: the UEFI form and the fields that only the file stores.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    record: EfiForm,
    values: Option<[String; 3]>,
    #[serde(with = "envelope::secret")]
    secret: Option<Secret>,
    clock: Option<ClockMemory>,
}

impl Activation {
    /// Encodes the UEFI form. Never `None` for a record that [`Activation::accept`] created.
    pub(crate) fn to_efi(&self) -> Option<Vec<u8>> {
        envelope::encode_binary(RecordKind::Activation, &EfiForm::new(self))
    }

    /// Decodes the UEFI form.
    pub(crate) fn from_efi(bytes: &[u8]) -> Result<Self, RecordError> {
        let form: EfiForm = envelope::decode_binary(RecordKind::Activation, bytes)?;
        form.activation().filter(Self::is_consistent).ok_or(RecordError::Invalid)
    }

    /// Encodes the file form. Never `None` for a record that [`Activation::accept`] created.
    pub(crate) fn to_file(&self) -> Option<Vec<u8>> {
        let form = FileForm {
            record: EfiForm::new(self),
            values: self.values.clone(),
            secret: self.secret.clone(),
            clock: self.clock.clone(),
        };
        envelope::encode_json(RecordKind::Activation, &form)
    }

    /// Decodes the file form.
    pub(crate) fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let FileForm { record, values, secret, clock } =
            envelope::decode_json(RecordKind::Activation, bytes)?;
        let record = record.activation().map(|record| Self { values, secret, clock, ..record });
        record.filter(Self::is_consistent).ok_or(RecordError::Invalid)
    }

    /// Whether [`Activation::accept`] could have created the record, as far as that can be checked without a
    /// key.
    fn is_consistent(&self) -> bool {
        let sources_fit = self.origins.iter().zip(self.sources).all(|(origin, source)| {
            origin.source() == source.map(Source::kind) && source.is_none_or(Source::is_readable)
        });
        let binds_nothing_else = match self.scheme {
            Scheme::Two => {
                self.marker2 == Some(self.marker)
                    && self.origins == [Origin::Firmware; 3]
                    && self.values.is_none()
            }
            Scheme::Three => true,
        };
        let is_value = |value: &String| {
            value.len() <= MAX_VALUE_BYTES && binding_value(value.as_bytes()).as_ref() == Some(value)
        };
        let values_fit = self.values.as_ref().is_none_or(|values| {
            values.iter().all(is_value)
                && field_digests(self.nonce, values.each_ref().map(String::as_str)) == self.digests
        });
        let secret_fits = |secret: &Secret| secret.nonce(&self.product, self.number_packed) == self.nonce;
        self.product.len() <= PRODUCT_LIMIT
            && sources_fit
            && binds_nothing_else
            && values_fit
            && self.secret.as_ref().is_none_or(secret_fits)
            && self.clock.as_ref().is_none_or(ClockMemory::is_bounded)
    }
}

impl EfiForm {
    fn new(one: &Activation) -> Self {
        let bytes = |marker: Option<Marker>| marker.map(|marker| marker.0);
        Self {
            product: one.product.clone(),
            number_packed: one.number_packed,
            nonce: one.nonce,
            scheme: one.scheme,
            marker: one.marker.0,
            marker2: bytes(one.marker2),
            anchors: one.anchors.map(bytes),
            origins: one.origins,
            sources: one.sources.map(|source| source.map(|source| source.name().to_owned())),
            code: one.code.clone(),
            kept_at: one.kept_at,
            digests: one.digests,
            profile_id: one.profile_id,
            sequence: one.sequence,
            first_lost: one.first_lost,
        }
    }

    /// Converts the form to a record; `None` if a marker is all zero or a source name is unknown.
    fn activation(self) -> Option<Activation> {
        let marker =
            |bytes: Option<[u8; 10]>| bytes.map(Marker::from_wire).map_or(Some(None), |m| m.map(Some));
        let source = |name: &Option<String>| {
            name.as_ref().map(|name| Source::from_name(name)).map_or(Some(None), |source| source.map(Some))
        };
        let [a, b, c] = self.anchors;
        let [manufacturer, model, serial] = &self.sources;
        Some(Activation {
            product: self.product,
            number_packed: self.number_packed,
            nonce: self.nonce,
            scheme: self.scheme,
            marker: Marker::from_wire(self.marker)?,
            marker2: marker(self.marker2)?,
            anchors: [marker(a)?, marker(b)?, marker(c)?],
            origins: self.origins,
            sources: [source(manufacturer)?, source(model)?, source(serial)?],
            code: self.code,
            kept_at: self.kept_at,
            digests: self.digests,
            profile_id: self.profile_id,
            sequence: self.sequence,
            first_lost: self.first_lost,
            values: None,
            secret: None,
            clock: None,
        })
    }
}

mod code {
    //! A license code: in the file as 112 characters of base 32 (RFC 4648, without padding), in UEFI as its 70 bytes.

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use countersign_core::protocol::Code;

    pub fn serialize<S: Serializer>(code: &Code, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            data_encoding::BASE32_NOPAD.encode(&code.0).serialize(to)
        } else {
            code.0.as_slice().serialize(to)
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
        let bytes = if from.is_human_readable() {
            let text = String::deserialize(from)?;
            data_encoding::BASE32_NOPAD.decode(text.as_bytes()).map_err(D::Error::custom)?
        } else {
            Vec::deserialize(from)?
        };
        bytes.try_into().map(Code).map_err(|_| D::Error::custom("not 70 bytes"))
    }
}
