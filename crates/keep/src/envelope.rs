//! The two envelopes of all stored records. Decoding returns a complete body of a known version, or an error.
//!
//! In UEFI: `CSK`, one byte for the kind, one for the version, 8 bytes of SHA-256, then the body in postcard.
//! In a file: a JSON object `{"countersign","version","check","body"}`, where `check` is SHA-256. Both
//! digests cover a tag, the form, the kind, the version and the body as this program encodes it. They detect
//! torn writes, bad blocks and manual edits. They use no secret: only the signature protects an activation
//! from forgery.

use std::cmp::Ordering;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::storage::ENTRY_LIMIT;

/// The reason why bytes from a storage don't decode as a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordError {
    /// Not a record of this kind, or truncated.
    #[error("cut off, or not a record")]
    Malformed,
    /// The checksum differs: the record was changed after it was written.
    #[error("altered since it was written")]
    Checksum,
    /// A newer program wrote the record.
    #[error("version {0} is not known to this program")]
    Version(u16),
    /// An older program wrote the record in a version that this program doesn't read.
    #[error("version {0} is no longer read")]
    Older(u16),
    /// The checksum is right, but the content doesn't decode as this kind of record.
    #[error("not of the shape of a record")]
    Invalid,
    /// The record is of another product.
    #[error("of another product")]
    OtherProduct,
}

/// The kinds of records, each with its letter and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordKind {
    Activation,
    Tombstone,
    Requests,
    Session,
    Earlier,
}

impl RecordKind {
    const fn version(self) -> u8 {
        2
    }

    fn check_version(self, version: u16) -> Result<(), RecordError> {
        match version.cmp(&u16::from(self.version())) {
            Ordering::Less => Err(RecordError::Older(version)),
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(RecordError::Version(version)),
        }
    }

    const fn letter(self) -> u8 {
        match self {
            Self::Activation => b'A',
            Self::Tombstone => b'T',
            Self::Requests => b'R',
            Self::Session => b'S',
            Self::Earlier => b'E',
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Tombstone => "released",
            Self::Requests => "requests",
            Self::Session => "session",
            Self::Earlier => "earlier",
        }
    }

    fn digest(self, form: &str, body: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"countersign keep 2\0");
        hash.update(form);
        hash.update([self.letter(), self.version()]);
        hash.update(body);
        hash.finalize().into()
    }
}

const MAGIC: &[u8; 3] = b"CSK";
const CHECK: usize = 8;

/// The number of bytes before the body in UEFI.
#[cfg(test)]
pub(super) const HEAD: usize = MAGIC.len() + 2 + CHECK;

/// Encodes `body` in the UEFI form. `None` if postcard can't encode it, which happens for no type of this
/// crate.
pub(super) fn encode_binary<T: Serialize>(what: RecordKind, body: &T) -> Option<Vec<u8>> {
    Some(sealed(what, &postcard::to_allocvec(body).ok()?))
}

/// Puts the envelope around an encoded body.
pub(super) fn sealed(what: RecordKind, body: &[u8]) -> Vec<u8> {
    let digest = what.digest("binary", body);
    let check: &[u8] = digest.first_chunk::<CHECK>().map_or(&[], |check| check);
    [MAGIC.as_slice(), &[what.letter(), what.version()], check, body].concat()
}

/// Decodes the UEFI form.
pub(super) fn decode_binary<T: DeserializeOwned>(what: RecordKind, bytes: &[u8]) -> Result<T, RecordError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(RecordError::Malformed)?;
    let ([letter, version], rest) = rest.split_first_chunk().ok_or(RecordError::Malformed)?;
    if *letter != what.letter() {
        return Err(RecordError::Malformed);
    }
    what.check_version(u16::from(*version))?;
    let (check, body) = rest.split_first_chunk::<CHECK>().ok_or(RecordError::Malformed)?;
    if !what.digest("binary", body).starts_with(check) {
        return Err(RecordError::Checksum);
    }
    match postcard::take_from_bytes(body) {
        Ok((value, [])) => Ok(value),
        _ => Err(RecordError::Invalid),
    }
}

#[derive(Serialize)]
struct JsonEnvelope<'a, T> {
    countersign: &'a str,
    version: u8,
    check: String,
    body: &'a T,
}

#[derive(Deserialize)]
struct OpenedEnvelope {
    countersign: String,
    version: u16,
    #[serde(default)]
    check: String,
    #[serde(default)]
    body: serde_json::Value,
}

/// Encodes `body` in the file form. `None` if JSON can't encode it or the result is longer than
/// [`ENTRY_LIMIT`].
pub(super) fn encode_json<T: Serialize>(what: RecordKind, body: &T) -> Option<Vec<u8>> {
    let check = json_check(what, body)?;
    let encoded = JsonEnvelope { countersign: what.name(), version: what.version(), check, body };
    let mut bytes = serde_json::to_vec_pretty(&encoded).ok()?;
    bytes.push(b'\n');
    (bytes.len() <= ENTRY_LIMIT).then_some(bytes)
}

/// Decodes the file form.
pub(super) fn decode_json<T: Serialize + DeserializeOwned>(
    what: RecordKind,
    bytes: &[u8],
) -> Result<T, RecordError> {
    if bytes.len() > ENTRY_LIMIT {
        return Err(RecordError::Malformed);
    }
    let opened: OpenedEnvelope = serde_json::from_slice(bytes).map_err(|_| RecordError::Malformed)?;
    if opened.countersign != what.name() {
        return Err(RecordError::Malformed);
    }
    what.check_version(opened.version)?;
    let body: T = serde_json::from_value(opened.body).map_err(|_| RecordError::Invalid)?;
    if json_check(what, &body).as_deref() == Some(opened.check.as_str()) {
        Ok(body)
    } else {
        Err(RecordError::Checksum)
    }
}

fn json_check<T: Serialize>(what: RecordKind, body: &T) -> Option<String> {
    let encoded = serde_json::to_vec(body).ok()?;
    Some(data_encoding::HEXLOWER.encode(&what.digest("json", &encoded)))
}

pub(super) mod bytes {
    //! Optional bytes as base 32 text (RFC 4648, without padding).

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        bytes.as_ref().map(|bytes| data_encoding::BASE32_NOPAD.encode(bytes)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let decode = |text: String| data_encoding::BASE32_NOPAD.decode(text.as_bytes());
        text.map(decode).transpose().map_err(D::Error::custom)
    }
}

pub(super) mod secret {
    //! The optional secret of a request, as base 32 text like [`bytes`](super::bytes).

    use serde::{Deserializer, Serializer, de::Error};

    use countersign_core::protocol::Secret;

    pub fn serialize<S: Serializer>(secret: &Option<Secret>, to: S) -> Result<S::Ok, S::Error> {
        super::bytes::serialize(&secret.as_ref().map(|secret| secret.bytes().to_vec()), to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
        let bytes = super::bytes::deserialize(from)?;
        let secret = |bytes: Vec<u8>| <[u8; 10]>::try_from(bytes).map(Secret::new);
        bytes.map(secret).transpose().map_err(|_| D::Error::custom("not 10 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_give_a_value_or_an_error(bytes: Vec<u8>) {
            let _ = decode_binary::<Vec<String>>(RecordKind::Requests, &bytes);
            let _ = decode_json::<Vec<String>>(RecordKind::Requests, &bytes);
        }

        #[test]
        fn an_encoded_record_decodes_and_a_truncated_one_does_not(body: Vec<String>, cut in 0.0..1.0) {
            for (encode, decode) in [
                (encode_binary::<Vec<String>> as fn(_, &_) -> _, decode_binary::<Vec<String>> as fn(_, &_) -> _),
                (encode_json, decode_json),
            ] {
                let encoded: Vec<u8> = encode(RecordKind::Requests, &body).unwrap();
                prop_assert_eq!(decode(RecordKind::Requests, encoded.as_slice()), Ok(body.clone()));
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
                let short = &encoded[..((encoded.len() - 1) as f64 * cut) as usize];
                prop_assert!(decode(RecordKind::Requests, short).is_err());
            }
        }

        #[test]
        fn one_flipped_bit_is_an_error(body: Vec<u32>, at: prop::sample::Index, bit in 0..8u8) {
            let mut encoded = encode_binary(RecordKind::Requests, &body).unwrap();
            let at = at.index(encoded.len());
            encoded[at] ^= 1 << bit;
            prop_assert!(decode_binary::<Vec<u32>>(RecordKind::Requests, &encoded).is_err());
        }
    }

    #[test]
    fn each_kind_of_damage_has_its_own_error() {
        let encoded = encode_binary(RecordKind::Requests, &vec![1_u32]).unwrap();
        let decode = decode_binary::<Vec<u32>>;
        assert_eq!(decode(RecordKind::Activation, &encoded), Err(RecordError::Malformed));
        assert_eq!(decode(RecordKind::Requests, b"CS"), Err(RecordError::Malformed));
        let mut newer = encoded.clone();
        newer[4] = 9;
        assert_eq!(decode(RecordKind::Requests, &newer), Err(RecordError::Version(9)));
        newer[4] = 1;
        assert_eq!(decode(RecordKind::Requests, &newer), Err(RecordError::Older(1)));
        let mut altered = encoded.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(decode(RecordKind::Requests, &altered), Err(RecordError::Checksum));
        assert_eq!(decode_binary::<()>(RecordKind::Requests, &encoded), Err(RecordError::Invalid));

        let text = String::from_utf8(encode_json(RecordKind::Requests, &vec![11_u32]).unwrap()).unwrap();
        let decode = |text: &str| decode_json::<Vec<u32>>(RecordKind::Requests, text.as_bytes());
        assert_eq!(decode(&text), Ok(vec![11]));
        assert_eq!(decode(&text.replace("11", "12")), Err(RecordError::Checksum));
        assert_eq!(decode(&text.replace("11", "-1")), Err(RecordError::Invalid));
        assert_eq!(decode(&text.replace("requests", "session")), Err(RecordError::Malformed));
        for (version, error) in [(1, RecordError::Older(1)), (3, RecordError::Version(3))] {
            let text = text.replace("\"version\": 2", &format!("\"version\": {version}"));
            assert_eq!(decode(&text), Err(error));
        }
        assert_eq!(decode(&text[..text.len() / 2]), Err(RecordError::Malformed));
        // Blanks and line ends may differ.
        assert_eq!(decode(&text.replace('\n', "\r\n")), Ok(vec![11]));
    }
}
