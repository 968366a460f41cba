//! Reads the records and tombstones on both storages.

use super::Keep;
use crate::envelope::RecordError;
use crate::keep_code::KeepCode;
use crate::loaded::{Loaded, RecordState};
use crate::record::{Activation, earlier};
use crate::storage::Storage;
use crate::tombstone::Tombstone;

type ParseRecord = fn(&[u8]) -> Result<Activation, RecordError>;
type ParseTombstone = fn(&[u8]) -> Result<Tombstone, RecordError>;

impl Keep {
    /// Reads both storages. Writes nothing and verifies nothing.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let mut problems = Vec::new();
        let released = self.load_tombstones(&mut problems);
        let (file_name, efi_name) = self.record_names();
        let (file, file_record) =
            self.load_record(Some(self.file.as_ref()), &file_name, Activation::from_file, &released);
        let (efi, efi_record) =
            self.load_record(self.efi.as_deref(), &efi_name, Activation::from_efi, &released);
        match (file_record, efi_record) {
            (Some(file_record), Some(efi_record)) if file_record.agrees_with(&efi_record) => {
                let first_lost = earlier(file_record.first_lost, efi_record.first_lost);
                let activation = Some(Activation { first_lost, ..file_record });
                Loaded { activation, other: None, file, efi, released, problems }
            }
            (Some(file_record), Some(efi_record)) if efi_record.sequence > file_record.sequence => {
                let (activation, other) = (Some(efi_record), Some(file_record));
                Loaded { activation, other, file: RecordState::Differs, efi, released, problems }
            }
            (Some(file_record), Some(efi_record)) => {
                let (activation, other) = (Some(file_record), Some(efi_record));
                Loaded { activation, other, file, efi: RecordState::Differs, released, problems }
            }
            (file_record, efi_record) => {
                Loaded { activation: file_record.or(efi_record), other: None, file, efi, released, problems }
            }
        }
    }

    fn load_record(
        &self,
        storage: Option<&dyn Storage>,
        name: &str,
        parse: ParseRecord,
        released: &Tombstone,
    ) -> (RecordState, Option<Activation>) {
        let Some(storage) = storage else { return (RecordState::NoStorage, None) };
        let bytes = match storage.read(name) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return (RecordState::NoRecord, None),
            Err(error) => return (RecordState::Unreadable(error), None),
        };
        match parse(&bytes) {
            Ok(record) if record.product != self.product => {
                (RecordState::Corrupt(RecordError::OtherProduct), None)
            }
            Ok(record) if released.covers(record.sequence) => (RecordState::Released, None),
            Ok(record) => (RecordState::Whole, Some(record)),
            Err(error) => (RecordState::Corrupt(error), None),
        }
    }

    fn load_tombstones(&self, problems: &mut Vec<KeepCode>) -> Tombstone {
        let (file_name, efi_name) = self.tombstone_names();
        let mut read = |storage: Option<&dyn Storage>, name: &str, parse: ParseTombstone| {
            // The state of the record reports a storage that can't be read.
            let bytes = storage.and_then(|storage| storage.read(name).ok().flatten())?;
            parse(&bytes)
                .inspect_err(|_| {
                    if !problems.contains(&KeepCode::ReleasedBroken) {
                        problems.push(KeepCode::ReleasedBroken);
                    }
                })
                .ok()
        };
        let file = read(Some(self.file.as_ref()), &file_name, Tombstone::from_file);
        let efi = read(self.efi.as_deref(), &efi_name, Tombstone::from_efi);
        file.unwrap_or_default().merged(efi.unwrap_or_default())
    }
}
