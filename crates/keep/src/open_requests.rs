//! Open requests and their two forms: a code still fits after the session was lost.
//!
//! The file holds each request whole. UEFI holds what a code is checked against (number, nonce, markers) and no
//! value, because every user may read it there. The list is in the order the requests were made, whatever the clock
//! said.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::request::RequestError;
use countersign_core::protocol::{Marker, Nonce, Request, Terms};

use super::code::KeepCode;
use super::envelope::{self, RecordError, RecordKind};

/// How many open requests are kept, the newest.
pub const REQUEST_LIMIT: usize = 8;

/// The most bytes of one encoded request in a file.
const REQUEST_BYTES: usize = 1024;

/// A request that was shown and may still be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// The request's nonce.
    pub nonce: Nonce,
    /// When it was made, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The machine's scheme 2 marker, if it had one.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of the values.
    pub marker3: Option<Marker>,
    /// The encoded request; `None` if only UEFI holds it.
    pub request: Option<Vec<u8>>,
}

impl OpenRequest {
    /// The open request of `request`, made at `at` (in seconds since 1970-01-01 UTC).
    ///
    /// # Errors
    /// [`RequestError`] if the request has no encoding.
    pub fn new(request: &Request, at: i64) -> Result<Self, RequestError> {
        Ok(Self {
            number: request.head.number,
            nonce: request.head.nonce,
            at,
            marker2: request.head.scheme2,
            marker3: Some(request.marker3()),
            request: Some(request.encode()?),
        })
    }

    /// What a code that answers it must be signed for.
    #[must_use]
    pub fn terms(&self, product: &str) -> Terms {
        Terms {
            product: product.to_owned(),
            number: self.number,
            nonce: self.nonce,
            marker2: self.marker2,
            marker3: self.marker3,
        }
    }

    /// The request; `None` if only UEFI holds it.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        Request::decode(self.request.as_deref()?).ok()
    }

    pub(super) fn is(&self, number: [u8; 6], nonce: Nonce) -> bool {
        self.number == number && self.nonce == nonce
    }
}

/// The open requests that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRequests {
    /// At most [`REQUEST_LIMIT`] requests, oldest first.
    pub list: Vec<OpenRequest>,
    /// A storage's list was damaged or could not be read, and counts as empty.
    pub problem: Option<KeepCode>,
}

/// One request in UEFI.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EfiForm {
    number: [u8; 6],
    nonce: [u8; 4],
    at: i64,
    marker2: Option<[u8; 10]>,
    marker3: Option<[u8; 10]>,
}

/// One request in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    line: EfiForm,
    #[serde(with = "envelope::bytes")]
    request: Option<Vec<u8>>,
}

impl EfiForm {
    fn new(one: &OpenRequest) -> Self {
        Self {
            number: one.number,
            nonce: one.nonce,
            at: one.at,
            marker2: one.marker2.map(|marker| marker.0),
            marker3: one.marker3.map(|marker| marker.0),
        }
    }

    fn with_request(self, request: Option<Vec<u8>>) -> OpenRequest {
        OpenRequest {
            number: self.number,
            nonce: self.nonce,
            at: self.at,
            marker2: self.marker2.map(Marker),
            marker3: self.marker3.map(Marker),
            request,
        }
    }
}

pub(super) fn to_efi(list: &[OpenRequest]) -> Option<Vec<u8>> {
    envelope::encode_binary(RecordKind::Requests, &list.iter().map(EfiForm::new).collect::<Vec<_>>())
}

pub(super) fn from_efi(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let forms: Vec<EfiForm> = envelope::decode_binary(RecordKind::Requests, bytes)?;
    checked(forms.into_iter().map(|form| form.with_request(None)).collect())
}

pub(super) fn to_file(list: &[OpenRequest]) -> Option<Vec<u8>> {
    let form = |one: &OpenRequest| FileForm { line: EfiForm::new(one), request: one.request.clone() };
    envelope::encode_json(RecordKind::Requests, &list.iter().map(form).collect::<Vec<_>>())
}

pub(super) fn from_file(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let forms: Vec<FileForm> = envelope::decode_json(RecordKind::Requests, bytes)?;
    checked(forms.into_iter().map(|form| form.line.with_request(form.request)).collect())
}

fn checked(list: Vec<OpenRequest>) -> Result<Vec<OpenRequest>, RecordError> {
    let short = |one: &OpenRequest| one.request.as_ref().is_none_or(|bytes| bytes.len() <= REQUEST_BYTES);
    let fits = list.len() <= REQUEST_LIMIT && list.iter().all(short);
    if fits { Ok(list) } else { Err(RecordError::Invalid) }
}

/// UEFI's requests that the file lacks, then the file's: after a reinstall the file has only newer ones.
pub(super) fn merged(efi: Vec<OpenRequest>, file: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let mut all = efi;
    all.retain(|one| !file.iter().any(|other| other.is(one.number, one.nonce)));
    all.extend(file);
    bounded(all)
}

/// The newest [`REQUEST_LIMIT`].
pub(super) fn bounded(mut list: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let excess = list.len().saturating_sub(REQUEST_LIMIT);
    list.drain(..excess);
    list
}
