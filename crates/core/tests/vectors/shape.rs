//! The shapes of the vector files. Bytes are hexadecimal text; errors are the names that `Debug` prints.

use std::fmt::Write as _;

use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::{Head, Marker, Platform, Request, Surroundings, Terms, Values};
use countersign_core::review::Verdict;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// Bytes as hexadecimal text.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// The bytes of hexadecimal text.
pub fn bytes(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap()
}

/// `N` bytes of hexadecimal text.
pub fn fixed<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().unwrap()
}

/// The name of an error, such as `Value { field: Model, fault: Missing }`.
pub fn named(error: impl std::fmt::Debug) -> String {
    let mut name = String::new();
    write!(name, "{error:?}").unwrap();
    name
}

fn marker(hex: &Option<String>) -> Option<Marker> {
    hex.as_deref().map(|hex| Marker(fixed(hex)))
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Markers {
    pub normalised: Vec<Normalised>,
    pub scheme3: Vec<Scheme3>,
    pub scheme2: Vec<Scheme2>,
    pub assigned: Vec<AssignedSerial>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Normalised {
    pub value: String,
    pub collapsed: String,
    pub normalised: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme3 {
    pub values: [String; 3],
    /// The scheme 2 marker of the anchored form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchored: Option<String>,
    pub marker: String,
}

/// The serial assigned to the machine with this scheme 2 marker.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignedSerial {
    pub marker2: String,
    pub serial: String,
}

/// Parses an origin: its name, and for a recovered value a `:` and the source.
pub fn origin(text: &str) -> Origin {
    let recovered = text.strip_prefix("recovered:").map(|name| Origin::Recovered(source(name)));
    let others = [Origin::Firmware, Origin::Assigned, Origin::Declared];
    recovered.or(others.into_iter().find(|origin| origin.name() == text)).unwrap()
}

/// The source with this name.
pub fn source(name: &str) -> SourceKind {
    SourceKind::ALL.into_iter().find(|source| source.name() == name).unwrap()
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scheme2 {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board_serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
    pub marker: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Numbers {
    pub accepted: Vec<NumberAccepted>,
    pub refused: Vec<NumberRefused>,
    pub refused_packed: Vec<PackedRefused>,
    pub refused_mask: Vec<MaskRefused>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberAccepted {
    pub mask: String,
    pub typed: String,
    pub number: String,
    pub shown: String,
    pub packed: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRefused {
    pub mask: String,
    pub typed: String,
    pub error: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedRefused {
    pub mask: String,
    pub packed: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskRefused {
    pub mask: String,
    pub error: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Requests {
    pub accepted: Vec<RequestAccepted>,
    pub refused: Vec<RequestRefused>,
    pub pasted: Vec<Pasted>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RequestAccepted {
    pub why: String,
    pub profile_id: u16,
    pub number: String,
    pub nonce: String,
    pub platform: u8,
    /// The byte on the wire.
    pub surroundings: u8,
    pub verdicts: [Verdict; 3],
    pub origins: [String; 3],
    /// The source where a proper value is available; empty where there is none.
    pub available: [String; 3],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker2: Option<String>,
    /// The values as sent.
    pub values: [String; 3],
    pub bytes: String,
    pub marker3: String,
    pub name: String,
    /// The address with the host `desk.example`.
    pub url: String,
    pub text: String,
    pub spoken: [String; 4],
}

impl RequestAccepted {
    /// The request of this vector.
    pub fn request(&self) -> Request {
        let [manufacturer, model, serial] = self.values.clone();
        Request {
            head: Head {
                profile_id: self.profile_id,
                number: fixed(&self.number),
                nonce: fixed(&self.nonce),
                platform: Platform(self.platform),
                surroundings: Surroundings::from_byte(self.surroundings).unwrap(),
                verdicts: self.verdicts,
                origins: self.origins.each_ref().map(|text| origin(text)),
                available: self.available.each_ref().map(|name| (!name.is_empty()).then(|| source(name))),
                marker2: marker(&self.marker2),
            },
            values: Values { manufacturer, model, serial },
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestRefused {
    pub why: String,
    pub bytes: String,
    pub error: String,
}

/// Pasted text, and the name of the request in it or the error.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    pub input: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    pub read: Vec<SpokenRead>,
}

/// Four typed lines, and the name of their request or the error.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SpokenRead {
    pub why: String,
    /// No profile has the id of line 8, or the number doesn't fit its mask.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub profile_unknown: bool,
    /// The packed license number.
    pub number: String,
    pub lines: [String; 4],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker3: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Licenses {
    pub accepted: Vec<LicenseAccepted>,
    pub signed_alike: Vec<SignedAlike>,
    pub refused: Vec<LicenseRefused>,
    pub receipts: Vec<ReceiptVector>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LicenseAccepted {
    /// The secret seed of a key for these vectors only.
    pub seed: String,
    pub key_id: u8,
    pub public: String,
    pub edition: u8,
    pub scheme: u8,
    pub issued: u16,
    /// The last valid day; 0 for never.
    pub expires: u16,
    #[serde(flatten)]
    pub terms: TermsText,
    pub code: String,
    pub lines: [String; 7],
}

/// Requests that differ only in data that no code signs, and the code of scheme 3 without an expiry that all of them share.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SignedAlike {
    pub why: String,
    pub seed: String,
    pub key_id: u8,
    pub edition: u8,
    pub issued: u16,
    pub product: String,
    /// The bytes of each request.
    pub requests: Vec<String>,
    pub code: String,
}

/// The secret of a request, its nonce and its receipt.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptVector {
    pub product: String,
    pub number: String,
    pub secret: String,
    pub nonce: String,
    pub receipt: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct TermsText {
    pub product: String,
    pub number: String,
    pub nonce: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker3: Option<String>,
    pub origins: [String; 3],
}

impl TermsText {
    /// The terms of this vector.
    pub fn terms(&self) -> Terms {
        Terms {
            product: self.product.clone(),
            number: fixed(&self.number),
            nonce: fixed(&self.nonce),
            marker2: marker(&self.marker2),
            marker3: marker(&self.marker3),
            origins: self.origins.each_ref().map(|text| origin(text)),
        }
    }
}

/// The terms of a code that answers a request.
pub fn terms_of(product: &str, request: &Request) -> Terms {
    Terms {
        product: product.into(),
        number: request.head.number,
        nonce: request.head.nonce,
        marker2: request.head.marker2,
        marker3: Some(request.marker3()),
        origins: request.head.origins,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LicenseRefused {
    pub why: String,
    pub key_id: u8,
    pub public: String,
    #[serde(flatten)]
    pub terms: TermsText,
    pub code: String,
    pub error: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    pub clean: Vec<LineClean>,
    pub read: Vec<LineRead>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineClean {
    pub number: u8,
    pub data: String,
    pub line: String,
}

/// A typed line, and its reading.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineRead {
    pub number: u8,
    pub typed: String,
    pub reading: String,
}
