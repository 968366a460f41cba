//! The two envelopes of everything kept: whole and of a version we know, or a named error.
//!
//! In UEFI: `CSK`, one byte for the kind, one for the version, 8 bytes of SHA-256 over the rest, then the
//! body in postcard. In a file: a JSON object `{"countersign","version","check","body"}`, where `check` is
//! SHA-256 over the body as this program spells it. The check finds what a cut, a bad block or an edit by
//! hand did; it is no secret, and what an activation is worth is for its signature to say.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::storage::ENTRY_LIMIT;

/// Why bytes from a storage are not what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordError {
    /// Not of our making, or cut short.
    #[error("cut off, or not a record")]
    Malformed,
    /// The check disagrees: altered since it was written.
    #[error("altered since it was written")]
    Checksum,
    /// Written by another version of this program.
    #[error("version {0} is not known to this program")]
    Version(u16),
    /// The check agrees, but the content is none that this program writes.
    #[error("not of the shape of a record")]
    Invalid,
    /// A record of another product.
    #[error("of another product")]
    OtherProduct,
}

/// What is kept, each with its own letter and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordKind {
    Activation,
    Tombstones,
    Requests,
    Session,
    Earlier,
}

impl RecordKind {
    const fn version(self) -> u8 {
        1
    }

    const fn letter(self) -> u8 {
        match self {
            Self::Activation => b'A',
            Self::Tombstones => b'T',
            Self::Requests => b'R',
            Self::Session => b'S',
            Self::Earlier => b'E',
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Tombstones => "released",
            Self::Requests => "requests",
            Self::Session => "session",
            Self::Earlier => "earlier",
        }
    }

    fn digest(self, form: &str, body: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"countersign keep 1\0");
        hash.update(form);
        hash.update([self.letter(), self.version()]);
        hash.update(body);
        hash.finalize().into()
    }
}

const MAGIC: &[u8; 3] = b"CSK";
const CHECK: usize = 8;

/// The UEFI form of `body`. `None` where it can't be written, which no type of this room meets.
pub(super) fn encode_binary<T: Serialize>(what: RecordKind, body: &T) -> Option<Vec<u8>> {
    let body = postcard::to_allocvec(body).ok()?;
    let digest = what.digest("binary", &body);
    Some([MAGIC.as_slice(), &[what.letter(), what.version()], digest.get(..CHECK)?, &body].concat())
}

/// Reads the UEFI form.
pub(super) fn decode_binary<T: DeserializeOwned>(what: RecordKind, bytes: &[u8]) -> Result<T, RecordError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(RecordError::Malformed)?;
    let ([letter, version], rest) = rest.split_first_chunk().ok_or(RecordError::Malformed)?;
    if *letter != what.letter() {
        return Err(RecordError::Malformed);
    }
    if *version != what.version() {
        return Err(RecordError::Version(u16::from(*version)));
    }
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
struct SealedJson<'a, T> {
    countersign: &'a str,
    version: u8,
    check: String,
    body: &'a T,
}

#[derive(Deserialize)]
struct OpenedJson {
    countersign: String,
    version: u16,
    #[serde(default)]
    check: String,
    #[serde(default)]
    body: serde_json::Value,
}

/// The file form of `body`. `None` where it can't be written, which no type of this room meets.
pub(super) fn encode_json<T: Serialize>(what: RecordKind, body: &T) -> Option<Vec<u8>> {
    let check = json_check(what, body)?;
    let sealed = SealedJson { countersign: what.name(), version: what.version(), check, body };
    let mut bytes = serde_json::to_vec_pretty(&sealed).ok()?;
    bytes.push(b'\n');
    (bytes.len() <= ENTRY_LIMIT).then_some(bytes)
}

/// Reads the file form.
pub(super) fn decode_json<T: Serialize + DeserializeOwned>(
    what: RecordKind,
    bytes: &[u8],
) -> Result<T, RecordError> {
    if bytes.len() > ENTRY_LIMIT {
        return Err(RecordError::Malformed);
    }
    let opened: OpenedJson = serde_json::from_slice(bytes).map_err(|_| RecordError::Malformed)?;
    if opened.countersign != what.name() {
        return Err(RecordError::Malformed);
    }
    if opened.version != u16::from(what.version()) {
        return Err(RecordError::Version(opened.version));
    }
    let body: T = serde_json::from_value(opened.body).map_err(|_| RecordError::Invalid)?;
    if json_check(what, &body).as_deref() == Some(opened.check.as_str()) {
        Ok(body)
    } else {
        Err(RecordError::Checksum)
    }
}

fn json_check<T: Serialize>(what: RecordKind, body: &T) -> Option<String> {
    let spelled = serde_json::to_vec(body).ok()?;
    Some(data_encoding::HEXLOWER.encode(&what.digest("json", &spelled)))
}

pub(super) mod bytes {
    //! Optional bytes as base 32 text.

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
        fn what_is_sealed_opens_and_nothing_shorter_does(body: Vec<String>, cut in 0.0..1.0) {
            for (envelope, open) in [
                (encode_binary::<Vec<String>> as fn(_, &_) -> _, decode_binary::<Vec<String>> as fn(_, &_) -> _),
                (encode_json, decode_json),
            ] {
                let sealed: Vec<u8> = envelope(RecordKind::Requests, &body).unwrap();
                prop_assert_eq!(open(RecordKind::Requests, sealed.as_slice()), Ok(body.clone()));
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
                let short = &sealed[..((sealed.len() - 1) as f64 * cut) as usize];
                prop_assert!(open(RecordKind::Requests, short).is_err());
            }
        }

        #[test]
        fn one_flipped_bit_is_seen(body: Vec<u32>, at: prop::sample::Index, bit in 0..8u8) {
            let mut sealed = encode_binary(RecordKind::Requests, &body).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(decode_binary::<Vec<u32>>(RecordKind::Requests, &sealed).is_err());
        }
    }

    #[test]
    fn each_fault_has_its_name() {
        let sealed = encode_binary(RecordKind::Requests, &vec![1_u32]).unwrap();
        let open = decode_binary::<Vec<u32>>;
        assert_eq!(open(RecordKind::Activation, &sealed), Err(RecordError::Malformed));
        assert_eq!(open(RecordKind::Requests, b"CS"), Err(RecordError::Malformed));
        let mut newer = sealed.clone();
        newer[4] = 9;
        assert_eq!(open(RecordKind::Requests, &newer), Err(RecordError::Version(9)));
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(open(RecordKind::Requests, &altered), Err(RecordError::Checksum));
        assert_eq!(decode_binary::<()>(RecordKind::Requests, &sealed), Err(RecordError::Invalid));

        let text = String::from_utf8(encode_json(RecordKind::Requests, &vec![11_u32]).unwrap()).unwrap();
        let open = |text: &str| decode_json::<Vec<u32>>(RecordKind::Requests, text.as_bytes());
        assert_eq!(open(&text), Ok(vec![11]));
        assert_eq!(open(&text.replace("11", "12")), Err(RecordError::Checksum));
        assert_eq!(open(&text.replace("11", "-1")), Err(RecordError::Invalid));
        assert_eq!(open(&text.replace("requests", "session")), Err(RecordError::Malformed));
        assert_eq!(open(&text.replace("\"version\": 1", "\"version\": 2")), Err(RecordError::Version(2)));
        assert_eq!(open(&text[..text.len() / 2]), Err(RecordError::Malformed));
        // Spaces and line ends are nobody's tampering.
        assert_eq!(open(&text.replace('\n', "\r\n")), Ok(vec![11]));
    }
}
