//! The storages of one machine, and activations to store on them.

use std::sync::Arc;

use countersign_core::machine::{Field, Origin, SourceKind};
use countersign_core::protocol::{Code, Marker, Scheme, Secret};
use countersign_core::remedy::Source;

use super::Keep;
use crate::failing_storage::{FailingStorage, Power};
use crate::record::field_digests;
use crate::{Activation, ClockMemory, MemoryStorage, Storage as _, StorageKind, WriteOutcome, WriteReport};

pub const PRODUCT: &str = "example-os";

/// Returns the secret of the request with the given seed.
pub fn secret(seed: u8) -> Secret {
    Secret::new([0xa5, 0x5a, 0xc3, 0x3c, 0x96, 0x69, 0xf0, 0x0f, 0x81, seed])
}

/// Returns an activation that depends on the seed alone, as it is before it is stored.
pub fn activation(seed: u8) -> Activation {
    let number_packed = [seed; 6];
    let nonce = secret(seed).nonce(PRODUCT, number_packed);
    let serial = format!("S{seed}");
    Activation {
        product: PRODUCT.into(),
        number_packed,
        nonce,
        scheme: Scheme::Three,
        marker: Marker([seed | 1; 10]),
        marker2: Some(Marker([!seed | 1; 10])),
        anchors: [Some(Marker([!seed | 1; 10])), None, Some(Marker([9; 10]))],
        origins: [Origin::Firmware, Origin::Recovered(SourceKind::Board), Origin::Declared],
        sources: [None, Some(Source::Field(Field::BoardModel)), None],
        code: Code([seed; 70]),
        kept_at: 1_700_000_000,
        digests: field_digests(nonce, ["Maker", "Model", &serial]),
        profile_id: 7,
        sequence: 0,
        first_lost: None,
        values: Some(["Maker".into(), "Model".into(), serial]),
        secret: Some(secret(seed)),
        clock: Some(ClockMemory::beginning(2_000)),
    }
}

/// Returns an activation as a storage holds it.
pub fn stored(seed: u8, sequence: u32) -> Activation {
    Activation { sequence, ..activation(seed) }
}

/// Returns an activation as UEFI holds it.
pub fn bare(record: Activation) -> Activation {
    Activation { values: None, secret: None, clock: None, ..record }
}

/// The storages of one machine. Their content outlives a power cut.
#[derive(Clone, Default)]
pub struct Disks {
    pub file: Arc<MemoryStorage>,
    pub efi: Arc<MemoryStorage>,
}

impl Disks {
    pub fn keep(&self) -> Keep {
        Keep::on_storages(Box::new(self.file.clone()), Some(Box::new(self.efi.clone())), PRODUCT)
    }

    pub fn keep_on(&self, power: &Arc<Power>) -> Keep {
        let failing = |inside: &Arc<MemoryStorage>| {
            Box::new(FailingStorage { inside: inside.clone(), power: power.clone() })
        };
        Keep::on_storages(failing(&self.file), Some(failing(&self.efi)), PRODUCT)
    }

    pub fn copy(&self) -> Self {
        let copy = Self::default();
        let keep = self.keep();
        let (file, efi) = (["activation", "released", "requests"], ["Activation", "Released", "Requests"]);
        for entry in file.map(|entry| keep.file_name(entry, "json")) {
            self.file.read(&entry).unwrap().into_iter().for_each(|b| copy.file.write(&entry, &b).unwrap());
        }
        for entry in efi.map(|entry| keep.efi_name(entry)) {
            self.efi.read(&entry).unwrap().into_iter().for_each(|b| copy.efi.write(&entry, &b).unwrap());
        }
        copy
    }

    /// Writes the records of a copy over the current records, as an attacker could.
    pub fn put_back_records(&self, copy: &Self) {
        let (file, efi) = self.keep().record_names();
        self.file.write(&file, &copy.file.read(&file).unwrap().unwrap()).unwrap();
        self.efi.write(&efi, &copy.efi.read(&efi).unwrap().unwrap()).unwrap();
    }

    pub fn wipe_file(&self) {
        let keep = self.keep();
        for entry in ["activation", "released", "requests"] {
            self.file.remove(&keep.file_name(entry, "json")).unwrap();
        }
    }

    pub fn damage(&self, kind: StorageKind) {
        let keep = self.keep();
        match kind {
            StorageKind::File => self.file.write(&keep.file_name("activation", "json"), b"{\"cou").unwrap(),
            StorageKind::Efi => {
                self.efi.write(&keep.efi_name("Activation"), b"CSKA\x02but cut in half").unwrap()
            }
        }
    }
}

/// Both storages were written.
pub const BOTH: WriteReport = WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Written };
