//! Reads the records and tombstones on both storages.

use super::Keep;
use crate::envelope::RecordError;
use crate::loaded::{Loaded, RecordState, TombstoneState};
use crate::record::{Activation, earlier};
use crate::storage::{Storage, StorageKind};
use crate::tombstone::Tombstone;
use crate::write_report::KeepError;

type ParseRecord = fn(&[u8]) -> Result<Activation, RecordError>;
type ParseTombstone = fn(&[u8]) -> Result<Tombstone, RecordError>;

impl Keep {
    /// Reads both storages. Writes nothing and verifies nothing.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let (file_name, efi_name) = self.tombstone_names();
        let (in_file, file_tombstone) =
            load_tombstone(Some(self.file.as_ref()), &file_name, StorageKind::File, Tombstone::from_file);
        let (in_efi, efi_tombstone) =
            load_tombstone(self.efi.as_deref(), &efi_name, StorageKind::Efi, Tombstone::from_efi);
        let released = in_file.merged(in_efi);

        let (file_name, efi_name) = self.record_names();
        let (file, file_record) =
            self.load_record(Some(self.file.as_ref()), &file_name, Activation::from_file, &released);
        let (efi, efi_record) =
            self.load_record(self.efi.as_deref(), &efi_name, Activation::from_efi, &released);
        let unchosen =
            Loaded { activation: None, other: None, file, efi, released, file_tombstone, efi_tombstone };
        match (file_record, efi_record) {
            (Some(file_record), Some(efi_record)) if file_record.agrees_with(&efi_record) => {
                let first_lost = earlier(file_record.first_lost, efi_record.first_lost);
                Loaded { activation: Some(Activation { first_lost, ..file_record }), ..unchosen }
            }
            (Some(file_record), Some(efi_record)) if efi_record.sequence > file_record.sequence => {
                let (activation, other) = (Some(efi_record), Some(file_record));
                Loaded { activation, other, file: RecordState::Differs, ..unchosen }
            }
            (Some(file_record), Some(efi_record)) => {
                let (activation, other) = (Some(file_record), Some(efi_record));
                Loaded { activation, other, efi: RecordState::Differs, ..unchosen }
            }
            (file_record, efi_record) => Loaded { activation: file_record.or(efi_record), ..unchosen },
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
}

fn load_tombstone(
    storage: Option<&dyn Storage>,
    name: &str,
    kind: StorageKind,
    parse: ParseTombstone,
) -> (Tombstone, TombstoneState) {
    let state = match storage.map_or(Ok(None), |storage| storage.read(name)) {
        Err(error) => TombstoneState::Unknown(KeepError::Storage(kind, error)),
        Ok(None) => TombstoneState::Known,
        Ok(Some(bytes)) => match parse(&bytes) {
            Ok(tombstone) => return (tombstone, TombstoneState::Known),
            Err(RecordError::Version(_)) => TombstoneState::Unknown(KeepError::Newer(kind)),
            Err(_) => TombstoneState::Damaged,
        },
    };
    (Tombstone::default(), state)
}
