//! The open requests: the last eight, so that a code still fits after the session was lost.
//!
//! The file holds each whole; UEFI holds what a code is checked against (number, nonce, markers) and no
//! value, since anyone may read it there. Order is the order they were made in, not the clock's.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::request::RequestError;
use countersign_core::protocol::{Marker, Nonce, Request, Terms};

use super::code::KeepCode;
use super::envelope::{self, RecordError, RecordKind};
use super::keep::Keep;
use super::loaded::{WriteOutcome, WriteReport};
use super::storage::StorageError;

/// How many are kept, newest last.
pub const REQUEST_LIMIT: usize = 8;

/// The most bytes of one encoded request that are read back.
const REQUEST_BYTES: usize = 1024;

/// One request that was shown and may still be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// Its nonce.
    pub nonce: Nonce,
    /// When it was made, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The machine's scheme 2 marker in it.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of its values.
    pub marker3: Option<Marker>,
    /// The request, encoded; `None` where only UEFI remembered it.
    pub request: Option<Vec<u8>>,
}

impl OpenRequest {
    /// That request, as it is kept.
    ///
    /// # Errors
    /// Where the request has no encoding.
    pub fn of(request: &Request, at: i64) -> Result<Self, RequestError> {
        Ok(Self {
            number: request.head.number,
            nonce: request.head.nonce,
            at,
            marker2: request.head.scheme2,
            marker3: Some(request.marker3()),
            request: Some(request.encode()?),
        })
    }

    /// What a code that answers it has to be for.
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

    /// The request, where it is remembered whole.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        Request::decode(self.request.as_deref()?).ok()
    }

    fn is(&self, number: [u8; 6], nonce: Nonce) -> bool {
        self.number == number && self.nonce == nonce
    }
}

/// The open requests that were found, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRequests {
    /// At most [`REQUEST_LIMIT`].
    pub list: Vec<OpenRequest>,
    /// A storage's list was damaged, and counts as empty.
    pub problem: Option<KeepCode>,
}

/// One request in both forms.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: [u8; 6],
    nonce: [u8; 4],
    at: i64,
    marker2: Option<[u8; 10]>,
    marker3: Option<[u8; 10]>,
}

/// One request in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    line: Line,
    #[serde(with = "envelope::bytes")]
    request: Option<Vec<u8>>,
}

impl Line {
    fn of(one: &OpenRequest) -> Self {
        Self {
            number: one.number,
            nonce: one.nonce,
            at: one.at,
            marker2: one.marker2.map(|marker| marker.0),
            marker3: one.marker3.map(|marker| marker.0),
        }
    }

    fn with(self, request: Option<Vec<u8>>) -> OpenRequest {
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

fn to_efi(list: &[OpenRequest]) -> Option<Vec<u8>> {
    envelope::encode_binary(RecordKind::Requests, &list.iter().map(Line::of).collect::<Vec<_>>())
}

fn from_efi(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let lines: Vec<Line> = envelope::decode_binary(RecordKind::Requests, bytes)?;
    checked(lines.into_iter().map(|line| line.with(None)).collect())
}

fn to_file(list: &[OpenRequest]) -> Option<Vec<u8>> {
    let line = |one: &OpenRequest| FileLine { line: Line::of(one), request: one.request.clone() };
    envelope::encode_json(RecordKind::Requests, &list.iter().map(line).collect::<Vec<_>>())
}

fn from_file(bytes: &[u8]) -> Result<Vec<OpenRequest>, RecordError> {
    let lines: Vec<FileLine> = envelope::decode_json(RecordKind::Requests, bytes)?;
    checked(lines.into_iter().map(|both| both.line.with(both.request)).collect())
}

fn checked(list: Vec<OpenRequest>) -> Result<Vec<OpenRequest>, RecordError> {
    let short = |one: &OpenRequest| one.request.as_ref().is_none_or(|bytes| bytes.len() <= REQUEST_BYTES);
    let fits = list.len() <= REQUEST_LIMIT && list.iter().all(short);
    if fits { Ok(list) } else { Err(RecordError::Invalid) }
}

/// UEFI's that the file lacks, then the file's: after a reinstall the file has the newer ones alone.
fn merged(efi: Vec<OpenRequest>, file: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let mut all = efi;
    all.retain(|one| !file.iter().any(|other| other.is(one.number, one.nonce)));
    all.extend(file);
    bounded(all)
}

fn bounded(mut list: Vec<OpenRequest>) -> Vec<OpenRequest> {
    let over = list.len().saturating_sub(REQUEST_LIMIT);
    list.drain(..over);
    list
}

impl Keep {
    fn request_names(&self) -> (String, String) {
        (self.file_name("requests", "json"), self.efi_name("Requests"))
    }

    /// The requests that may still be answered; none of a license that was given back.
    #[must_use]
    pub fn open_requests(&self) -> OpenRequests {
        let (file_name, efi_name) = self.request_names();
        let mut problem = None;
        let mut parsed = |read: Option<Result<Vec<OpenRequest>, RecordError>>| match read {
            Some(Ok(list)) => list,
            Some(Err(_)) => {
                problem = Some(KeepCode::RequestsBroken);
                Vec::new()
            }
            None => Vec::new(),
        };
        // A storage that can't be read has no requests to offer; the rehearsal says why.
        let file = parsed(self.file.read(&file_name).ok().flatten().map(|bytes| from_file(&bytes)));
        let efi = self.efi.as_ref().and_then(|storage| storage.read(&efi_name).ok().flatten());
        let efi = parsed(efi.map(|bytes| from_efi(&bytes)));
        let mut list = merged(efi, file);
        let released = self.load().released;
        list.retain(|one| !released.contains(one.number, one.nonce));
        OpenRequests { list, problem }
    }

    /// Remembers a request, as the newest; the oldest falls out of a full list.
    pub fn remember_request(&self, request: &OpenRequest) -> WriteReport {
        let mut list = self.open_requests().list;
        list.retain(|one| !one.is(request.number, request.nonce));
        list.push(request.clone());
        self.write_requests(&bounded(list))
    }

    /// Forgets a request, once it is answered or given up.
    pub fn forget_request(&self, number: [u8; 6], nonce: Nonce) -> WriteReport {
        let mut list = self.open_requests().list;
        list.retain(|one| !one.is(number, nonce));
        self.write_requests(&list)
    }

    fn write_requests(&self, list: &[OpenRequest]) -> WriteReport {
        let (file_name, efi_name) = self.request_names();
        let outcome = |done: Result<(), StorageError>| {
            done.map_or_else(WriteOutcome::Failed, |()| WriteOutcome::Written)
        };
        let too_large = StorageError::Io(std::io::ErrorKind::FileTooLarge);
        let file = to_file(list).ok_or(too_large).and_then(|bytes| self.file.write(&file_name, &bytes));
        let efi = match &self.efi {
            Some(storage) => to_efi(list).ok_or(too_large).and_then(|bytes| storage.write(&efi_name, &bytes)),
            None => Err(StorageError::NotThere),
        };
        WriteReport { file: outcome(file), efi: outcome(efi) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::failing_storage::RefusingStorage;
    use super::super::{MemoryStorage, Storage};
    use super::*;

    fn open(n: u8) -> OpenRequest {
        OpenRequest {
            number: [n; 6],
            nonce: [n; 4],
            at: 100 - i64::from(n),
            marker2: n.is_multiple_of(2).then_some(Marker([n; 10])),
            marker3: Some(Marker([n; 10])),
            request: Some(vec![n; 102]),
        }
    }

    fn numbers(found: &OpenRequests) -> Vec<u8> {
        found.list.iter().map(|one| one.number[0]).collect()
    }

    #[test]
    fn the_last_eight_are_kept_in_the_order_they_were_made() {
        let keep = Keep::in_memory("p");
        for n in 1..=10 {
            assert!(keep.remember_request(&open(n)).efi.is_there());
        }
        assert_eq!(numbers(&keep.open_requests()), [3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(keep.open_requests().list[7], open(10));
        keep.remember_request(&open(4));
        keep.forget_request([9; 6], [9; 4]);
        assert_eq!(numbers(&keep.open_requests()), [3, 5, 6, 7, 8, 10, 4]);
    }

    #[test]
    fn uefi_remembers_them_without_values_after_a_reinstall() {
        let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(efi.clone())), "p");
        for n in 1..=8 {
            keep.remember_request(&open(n));
        }
        file.remove(&keep.request_names().0).unwrap();
        let in_efi = efi.read(&keep.request_names().1).unwrap().unwrap();
        assert!(in_efi.len() < 512, "{} bytes", in_efi.len());
        let found = keep.open_requests();
        assert_eq!(found.problem, None);
        assert_eq!(found.list[7], OpenRequest { request: None, ..open(8) });
        assert_eq!(found.list[7].terms("p").marker3, Some(Marker([8; 10])));
        keep.remember_request(&open(9));
        assert_eq!(numbers(&keep.open_requests()), [2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_damaged_list_is_empty_and_named_and_the_other_serves() {
        let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(efi.clone())), "p");
        keep.remember_request(&open(1));
        file.write(&keep.request_names().0, b"{}").unwrap();
        let found = keep.open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![1], Some(KeepCode::RequestsBroken)));
        efi.write(&keep.request_names().1, b"CSK").unwrap();
        let found = keep.open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![], Some(KeepCode::RequestsBroken)));
    }

    #[test]
    fn what_cannot_be_written_is_told_for_each_shelf() {
        let denied = || RefusingStorage { inside: Arc::default(), with: StorageError::Denied };
        let keep = Keep::on_storages(Box::new(denied()), None, "p");
        let stored = keep.remember_request(&open(1));
        assert_eq!(stored.file, WriteOutcome::Failed(StorageError::Denied));
        assert_eq!(stored.efi, WriteOutcome::Failed(StorageError::NotThere));
    }
}
