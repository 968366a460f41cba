//! The list of open requests on both storages.

use super::Keep;
use crate::envelope::RecordError;
use crate::keep_code::KeepCode;
use crate::open_requests::{self, OpenRequest, OpenRequests};
use crate::storage::{Storage, StorageError, StorageKind};
use crate::tombstone::Tombstone;
use crate::write_report::{WriteOutcome, WriteReport};

type ParseList = fn(&[u8]) -> Result<Vec<OpenRequest>, RecordError>;

/// The list of one storage, as it was read.
enum ReadList {
    /// A whole list, or none.
    Known(Vec<OpenRequest>),
    /// A damaged list. It counts as empty.
    Damaged,
    /// A list that a newer program wrote. It must not be overwritten.
    Newer,
    /// The storage can't be read, so the list must not be overwritten.
    Unreadable(StorageError),
}

impl ReadList {
    fn read(storage: Option<&dyn Storage>, name: &str, parse: ParseList) -> Self {
        match storage.map_or(Ok(None), |storage| storage.read(name)) {
            Err(error) => Self::Unreadable(error),
            Ok(None) => Self::Known(Vec::new()),
            Ok(Some(bytes)) => match parse(&bytes) {
                Ok(list) => Self::Known(list),
                Err(RecordError::Version(_)) => Self::Newer,
                Err(_) => Self::Damaged,
            },
        }
    }

    /// Writes a list in place of this one, unless this one must stay.
    fn replace(&self, storage: Option<&dyn Storage>, name: &str, bytes: Option<Vec<u8>>) -> WriteOutcome {
        let too_large = StorageError::Io(std::io::ErrorKind::FileTooLarge);
        match (self, storage, bytes) {
            (_, None, _) => WriteOutcome::Failed(StorageError::NotThere),
            (Self::Newer, ..) => WriteOutcome::Newer,
            (Self::Unreadable(error), ..) => WriteOutcome::Failed(*error),
            (_, _, None) => WriteOutcome::Failed(too_large),
            (_, Some(storage), Some(bytes)) => match storage.write(name, &bytes) {
                Ok(()) => WriteOutcome::Written,
                Err(error) => WriteOutcome::Failed(error),
            },
        }
    }

    /// Returns the requests.
    fn requests(&self) -> Vec<OpenRequest> {
        if let Self::Known(list) = self { list.clone() } else { Vec::new() }
    }

    /// Whether there is a list that this program can't use.
    const fn is_broken(&self) -> bool {
        matches!(self, Self::Damaged | Self::Newer)
    }
}

/// The lists of both storages.
struct ReadLists {
    file: ReadList,
    efi: ReadList,
}

impl ReadLists {
    fn problem(&self) -> Option<KeepCode> {
        // A storage that can't be read may hold requests.
        let fault = |kind, list: &ReadList| match list {
            ReadList::Unreadable(error) => Some(KeepCode::of_storage_error(kind, *error)),
            _ => None,
        };
        if self.file.is_broken() || self.efi.is_broken() {
            return Some(KeepCode::RequestsBroken);
        }
        fault(StorageKind::File, &self.file).or_else(|| fault(StorageKind::Efi, &self.efi))
    }
}

impl Keep {
    /// Returns the requests that a code may still answer. Requests from before the last release are left out,
    /// so that a state folder restored from a backup makes no old code valid again.
    #[must_use]
    pub fn open_requests(&self) -> OpenRequests {
        let lists = self.read_requests();
        OpenRequests { list: self.still_open(&lists, &self.load().released), problem: lists.problem() }
    }

    /// Adds a request as the newest. A full list loses its oldest request. A list that can't be read, or that a newer
    /// program wrote, is not overwritten.
    #[must_use = "after a restart, no code is accepted for a request that no storage holds"]
    pub fn remember_request(&self, request: &OpenRequest) -> WriteReport {
        let (lists, released) = (self.read_requests(), self.load().released);
        let mut list = self.still_open(&lists, &released);
        list.retain(|one| !one.is(request.number, request.nonce));
        list.push(OpenRequest { released: released.counter(), ..request.clone() });
        self.write_requests(&lists, &open_requests::bounded(list))
    }

    /// Keeps these requests open after a release that raised the counter.
    #[must_use]
    pub(super) fn reopen_requests(&self, list: Vec<OpenRequest>, released: u32) -> WriteReport {
        let list: Vec<_> = list.into_iter().map(|one| OpenRequest { released, ..one }).collect();
        self.write_requests(&self.read_requests(), &list)
    }

    fn read_requests(&self) -> ReadLists {
        let (file_name, efi_name) = self.request_names();
        ReadLists {
            file: ReadList::read(Some(self.file.as_ref()), &file_name, open_requests::from_file),
            efi: ReadList::read(self.efi.as_deref(), &efi_name, open_requests::from_efi),
        }
    }

    /// Returns the requests of both lists that no release has closed.
    fn still_open(&self, lists: &ReadLists, released: &Tombstone) -> Vec<OpenRequest> {
        let mut list = open_requests::merged(lists.efi.requests(), lists.file.requests());
        list.retain(|one| {
            one.released >= released.counter() && released.find(one.number, one.nonce).is_none()
        });
        list.into_iter().map(|one| one.with_secret_checked(&self.product)).collect()
    }

    fn write_requests(&self, before: &ReadLists, list: &[OpenRequest]) -> WriteReport {
        let (file_name, efi_name) = self.request_names();
        let (file, efi) = (open_requests::to_file(list), open_requests::to_efi(list));
        WriteReport {
            file: before.file.replace(Some(self.file.as_ref()), &file_name, file),
            efi: before.efi.replace(self.efi.as_deref(), &efi_name, efi),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use countersign_core::machine::{Origin, SourceKind};
    use countersign_core::protocol::Marker;

    use super::*;
    use crate::failing_storage::{RefusingStorage, UnreadableStorage};
    use crate::keep::fixture::secret;
    use crate::{MemoryStorage, Storage};

    fn open(n: u8) -> OpenRequest {
        let secret = secret(n);
        OpenRequest {
            number: [n; 6],
            nonce: secret.nonce("p", [n; 6]),
            at: 100 - i64::from(n),
            marker2: n.is_multiple_of(2).then_some(Marker([n; 10])),
            marker3: Marker([n; 10]),
            origins: [Origin::Firmware, Origin::Recovered(SourceKind::OemString), Origin::Declared],
            released: 0,
            secret: Some(secret),
            request: Some(vec![n; 102]),
        }
    }

    fn numbers(found: &OpenRequests) -> Vec<u8> {
        found.list.iter().map(|one| one.number[0]).collect()
    }

    #[test]
    fn the_newest_eight_requests_are_kept_in_the_order_they_were_made() {
        let keep = Keep::in_memory("p");
        for n in 1..=10 {
            assert!(keep.remember_request(&open(n)).efi.is_there());
        }
        assert_eq!(numbers(&keep.open_requests()), [3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(keep.open_requests().list[7], open(10));
        assert_eq!(keep.remember_request(&open(4)).lost(), None);
        assert_eq!(numbers(&keep.open_requests()), [3, 5, 6, 7, 8, 9, 10, 4]);
    }

    #[test]
    fn after_a_reinstall_uefi_has_the_requests_without_values_and_secrets() {
        let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(efi.clone())), "p");
        for n in 1..=8 {
            assert_eq!(keep.remember_request(&open(n)).lost(), None);
        }
        file.remove(&keep.request_names().0).unwrap();
        let in_efi = efi.read(&keep.request_names().1).unwrap().unwrap();
        assert!(in_efi.len() < 512, "{} bytes", in_efi.len());
        let found = keep.open_requests();
        assert_eq!(found.problem, None);
        assert_eq!(found.list[7], OpenRequest { request: None, secret: None, ..open(8) });
        let secret = open(8).secret.unwrap();
        assert!(!in_efi.windows(10).any(|part| part == secret.bytes()));
        assert_eq!(found.list[7].terms("p").marker3, Some(Marker([8; 10])));
        assert_eq!(keep.remember_request(&open(9)).lost(), None);
        assert_eq!(numbers(&keep.open_requests()), [2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_damaged_list_is_treated_as_empty_and_the_other_list_is_used() {
        let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(efi.clone())), "p");
        assert_eq!(keep.remember_request(&open(1)).lost(), None);
        file.write(&keep.request_names().0, b"{}").unwrap();
        let found = keep.open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![1], Some(KeepCode::RequestsBroken)));
        efi.write(&keep.request_names().1, b"CSK").unwrap();
        let found = keep.open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![], Some(KeepCode::RequestsBroken)));
    }

    #[test]
    fn an_unreadable_list_is_an_error_and_not_an_empty_list() {
        let efi = Arc::new(MemoryStorage::new());
        let unreadable = || Box::new(UnreadableStorage(StorageError::Io(std::io::ErrorKind::IsADirectory)));
        let keep = Keep::on_storages(Box::new(MemoryStorage::new()), Some(Box::new(efi.clone())), "p");
        assert_eq!(keep.remember_request(&open(1)).lost(), None);
        let found = Keep::on_storages(unreadable(), Some(Box::new(efi)), "p").open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![1], Some(KeepCode::KeepFault)));
        let found =
            Keep::on_storages(Box::new(MemoryStorage::new()), Some(unreadable()), "p").open_requests();
        assert_eq!((numbers(&found), found.problem), (vec![], Some(KeepCode::EfiFault)));
    }

    #[test]
    fn a_newer_programs_list_is_not_overwritten() {
        let (file, efi) = (Arc::new(MemoryStorage::new()), Arc::new(MemoryStorage::new()));
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(efi.clone())), "p");
        assert_eq!(keep.remember_request(&open(1)).lost(), None);
        let (name, _) = keep.request_names();
        let text = String::from_utf8(file.read(&name).unwrap().unwrap()).unwrap();
        let newer = text.replace("\"version\": 2", "\"version\": 3").into_bytes();
        file.write(&name, &newer).unwrap();
        let stored = keep.remember_request(&open(2));
        assert_eq!((stored.file, stored.efi), (WriteOutcome::Newer, WriteOutcome::Written));
        assert_eq!(file.read(&name).unwrap().unwrap(), newer);
        assert_eq!(numbers(&keep.open_requests()), [1, 2]);
    }

    #[test]
    fn the_report_names_the_error_of_each_storage() {
        let denied = || RefusingStorage { inside: Arc::default(), with: StorageError::Denied };
        let keep = Keep::on_storages(Box::new(denied()), None, "p");
        let stored = keep.remember_request(&open(1));
        assert_eq!(stored.file, WriteOutcome::Failed(StorageError::Denied));
        assert_eq!(stored.efi, WriteOutcome::Failed(StorageError::NotThere));
        assert_eq!(stored.lost(), Some(KeepCode::KeepDenied));
        // One storage is enough.
        let keep = Keep::on_storages(Box::new(denied()), Some(Box::new(MemoryStorage::new())), "p");
        let stored = keep.remember_request(&open(1));
        assert_eq!((stored.file, stored.lost()), (WriteOutcome::Failed(StorageError::Denied), None));
    }
}
