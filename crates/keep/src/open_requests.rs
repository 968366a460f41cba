//! Open requests and their two forms. They are stored, so that a code can still be entered after the session
//! was lost.
//!
//! The file holds each complete request with its secret. UEFI holds only what a code is checked against
//! (number, nonce, markers, origins), without values and secret, because every user may read it there. The
//! list is in the order in which the requests were made, whatever the clock showed.

use serde::{Deserialize, Serialize};

use countersign_core::machine::Origin;
use countersign_core::protocol::request::RequestError;
use countersign_core::protocol::{Marker, Nonce, Request, Secret, Terms};

use super::envelope::{self, RecordError, RecordKind};
use super::keep_code::KeepCode;

/// The maximum number of open requests; the newest are kept.
pub const REQUEST_LIMIT: usize = 8;

/// The maximum number of bytes of one encoded request in a file.
const REQUEST_BYTES: usize = 1024;

/// A request that was shown and may still be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// The request's nonce.
    pub nonce: Nonce,
    /// When the request was made, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The request's scheme 2 marker, if it had one.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of the bound values.
    pub marker3: Marker,
    /// The origins of manufacturer, model and serial.
    pub origins: [Origin; 3],
    /// The counter of the tombstone when the request was made: a later release closes the request.
    /// [`Keep::remember_request`](super::Keep::remember_request) sets it.
    pub released: u32,
    /// The secret of the nonce; `None` if only UEFI holds the request.
    pub secret: Option<Secret>,
    /// The encoded request; `None` if only UEFI holds the request.
    pub request: Option<Vec<u8>>,
}

impl OpenRequest {
    /// Creates the entry for `request`, made at `at` (in seconds since 1970-01-01 UTC). Its nonce was derived
    /// from `secret`.
    ///
    /// # Errors
    /// [`RequestError`] if the request can't be encoded.
    pub fn new(request: &Request, secret: Secret, at: i64) -> Result<Self, RequestError> {
        Ok(Self {
            number: request.head.number,
            nonce: request.head.nonce,
            at,
            marker2: request.head.marker2,
            marker3: request.marker3(),
            origins: request.head.origins,
            released: 0,
            secret: Some(secret),
            request: Some(request.encode()?),
        })
    }

    /// Returns the terms that a code for this request must be signed for.
    #[must_use]
    pub fn terms(&self, product: &str) -> Terms {
        Terms {
            product: product.to_owned(),
            number: self.number,
            nonce: self.nonce,
            marker2: self.marker2,
            marker3: Some(self.marker3),
            origins: self.origins,
        }
    }

    /// Decodes the request; `None` if only UEFI holds it.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        Request::decode(self.request.as_deref()?).ok()
    }

    /// Whether the request has this packed license number and this nonce.
    #[must_use]
    pub fn is(&self, number: [u8; 6], nonce: Nonce) -> bool {
        self.number == number && self.nonce == nonce
    }

    /// Removes the secret if it doesn't give the nonce.
    pub(super) fn with_secret_checked(mut self, product: &str) -> Self {
        self.secret = self.secret.filter(|secret| secret.nonce(product, self.number) == self.nonce);
        self
    }
}

/// The open requests that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRequests {
    /// At most [`REQUEST_LIMIT`] requests, oldest first.
    pub list: Vec<OpenRequest>,
    /// The problem of a storage with a damaged or unreadable list. Such a list counts as empty.
    pub problem: Option<KeepCode>,
}

/// One request in UEFI.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EfiForm {
    number: [u8; 6],
    nonce: [u8; 8],
    at: i64,
    marker2: Option<[u8; 10]>,
    marker3: [u8; 10],
    origins: [Origin; 3],
    released: u32,
}

/// One request in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    line: EfiForm,
    #[serde(with = "envelope::secret")]
    secret: Option<Secret>,
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
            marker3: one.marker3.0,
            origins: one.origins,
            released: one.released,
        }
    }

    /// Converts the form to a request; `None` if a marker is all zero.
    fn open(self, secret: Option<Secret>, request: Option<Vec<u8>>) -> Option<OpenRequest> {
        Some(OpenRequest {
            number: self.number,
            nonce: self.nonce,
            at: self.at,
            marker2: self.marker2.map(Marker::from_wire).map_or(Some(None), |marker| marker.map(Some))?,
            marker3: Marker::from_wire(self.marker3)?,
            origins: self.origins,
            released: self.released,
            secret,
            request,
        })
    }
}

pub(super) fn to_efi(list: &[OpenRequest]) -> Option<Vec<u8>> {
    envelope::encode_binary(RecordKind::Requests, &list.iter().map(EfiForm::new).collect::<Vec<_>>())
}

pub(super) fn from_efi(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let forms: Vec<EfiForm> = envelope::decode_binary(RecordKind::Requests, bytes)?;
    checked(forms.into_iter().map(|form| form.open(None, None)))
}

pub(super) fn to_file(list: &[OpenRequest]) -> Option<Vec<u8>> {
    let form = |one: &OpenRequest| FileForm {
        line: EfiForm::new(one),
        secret: one.secret.clone(),
        request: one.request.clone(),
    };
    envelope::encode_json(RecordKind::Requests, &list.iter().map(form).collect::<Vec<_>>())
}

pub(super) fn from_file(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let forms: Vec<FileForm> = envelope::decode_json(RecordKind::Requests, bytes)?;
    checked(forms.into_iter().map(|form| form.line.open(form.secret, form.request)))
}

fn checked(list: impl Iterator<Item = Option<OpenRequest>>) -> Result<Vec<OpenRequest>, RecordError> {
    let list = list.collect::<Option<Vec<_>>>().ok_or(RecordError::Invalid)?;
    let short = |one: &OpenRequest| one.request.as_ref().is_none_or(|bytes| bytes.len() <= REQUEST_BYTES);
    let fits = list.len() <= REQUEST_LIMIT && list.iter().all(short);
    if fits { Ok(list) } else { Err(RecordError::Invalid) }
}

/// Returns UEFI's requests that the file doesn't have, then the file's: after a reinstall the file has only
/// newer requests.
pub(super) fn merged(efi: Vec<OpenRequest>, file: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let mut all = efi;
    all.retain(|one| !file.iter().any(|other| other.is(one.number, one.nonce)));
    all.extend(file);
    bounded(all)
}

/// Keeps the newest [`REQUEST_LIMIT`] requests.
pub(super) fn bounded(mut list: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let excess = list.len().saturating_sub(REQUEST_LIMIT);
    list.drain(..excess);
    list
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::envelope::sealed;
    use crate::tombstone::Tombstone;

    proptest! {
        #[test]
        fn any_bytes_give_a_list_or_an_error(bytes: Vec<u8>) {
            let in_envelope = sealed(RecordKind::Requests, &bytes);
            for bytes in [&bytes, &in_envelope] {
                let list = from_efi(bytes).unwrap_or_default();
                prop_assert!(list.len() <= REQUEST_LIMIT);
                let _ = (from_file(bytes), Tombstone::from_file(bytes));
            }
            let _ = Tombstone::from_efi(&sealed(RecordKind::Tombstone, &bytes));
        }
    }
}
