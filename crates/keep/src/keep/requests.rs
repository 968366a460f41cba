//! The list of open requests on both storages.

use super::Keep;
use crate::envelope::RecordError;
use crate::keep_code::KeepCode;
use crate::open_requests::{self, OpenRequest, OpenRequests};
use crate::storage::{Storage, StorageError, StorageKind};
use crate::write_report::{WriteOutcome, WriteReport};

impl Keep {
    /// Returns the requests that a code may still answer. Requests from before the last release are left out,
    /// so that a state folder restored from a backup makes no old code valid again.
    #[must_use]
    pub fn open_requests(&self) -> OpenRequests {
        let (file_name, efi_name) = self.request_names();
        let mut problem = None;
        let mut list_of = |parsed: Option<Result<Vec<OpenRequest>, RecordError>>| match parsed {
            Some(Ok(list)) => list,
            Some(Err(_)) => {
                problem = Some(KeepCode::RequestsBroken);
                Vec::new()
            }
            None => Vec::new(),
        };
        let file_read = self.file.read(&file_name);
        let efi_read = self.efi.as_ref().map_or(Ok(None), |storage| storage.read(&efi_name));
        let file = file_read.as_ref().ok().and_then(|bytes| bytes.as_deref());
        let file = list_of(file.map(open_requests::from_file));
        let efi = efi_read.as_ref().ok().and_then(|bytes| bytes.as_deref());
        let efi = list_of(efi.map(open_requests::from_efi));
        // A storage that can't be read may hold requests.
        let fault = |kind, read: Result<_, StorageError>| {
            read.err().map(|error| KeepCode::of_storage_error(kind, error))
        };
        let problem = problem
            .or_else(|| fault(StorageKind::File, file_read))
            .or_else(|| fault(StorageKind::Efi, efi_read));
        let mut list = open_requests::merged(efi, file);
        let released = self.load().released;
        list.retain(|one| {
            one.released >= released.counter() && released.find(one.number, one.nonce).is_none()
        });
        let list = list.into_iter().map(|one| one.with_secret_checked(&self.product)).collect();
        OpenRequests { list, problem }
    }

    /// Adds a request as the newest. A full list loses its oldest request. A list that can't be read, or that a newer
    /// program wrote, is not overwritten.
    #[must_use = "after a restart, no code is accepted for a request that no storage holds"]
    pub fn remember_request(&self, request: &OpenRequest) -> WriteReport {
        let mut list = self.open_requests().list;
        list.retain(|one| !one.is(request.number, request.nonce));
        list.push(OpenRequest { released: self.load().released.counter(), ..request.clone() });
        self.write_requests(&open_requests::bounded(list))
    }

    /// Keeps these requests open after a release that raised the counter.
    #[must_use]
    pub(super) fn reopen_requests(&self, list: Vec<OpenRequest>, released: u32) -> WriteReport {
        let list: Vec<_> = list.into_iter().map(|one| OpenRequest { released, ..one }).collect();
        self.write_requests(&list)
    }

    fn write_requests(&self, list: &[OpenRequest]) -> WriteReport {
        let (file_name, efi_name) = self.request_names();
        let file = open_requests::to_file(list);
        let efi = open_requests::to_efi(list);
        WriteReport {
            file: write_list(Some(self.file.as_ref()), &file_name, file, open_requests::from_file),
            efi: write_list(self.efi.as_deref(), &efi_name, efi, open_requests::from_efi),
        }
    }
}

type ParseList = fn(&[u8]) -> Result<Vec<OpenRequest>, RecordError>;

fn write_list(
    storage: Option<&dyn Storage>,
    name: &str,
    bytes: Option<Vec<u8>>,
    parse: ParseList,
) -> WriteOutcome {
    let Some(storage) = storage else { return WriteOutcome::Failed(StorageError::NotThere) };
    let Some(bytes) = bytes else {
        return WriteOutcome::Failed(StorageError::Io(std::io::ErrorKind::FileTooLarge));
    };
    let written = storage.read(name).and_then(|old| match old.map(|old| parse(&old)) {
        Some(Err(RecordError::Version(_))) => Ok(WriteOutcome::Newer),
        _ => storage.write(name, &bytes).map(|()| WriteOutcome::Written),
    });
    written.unwrap_or_else(WriteOutcome::Failed)
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
