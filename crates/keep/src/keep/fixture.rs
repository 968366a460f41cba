//! The storages of one machine, and activations to store on them.

use std::sync::Arc;

use countersign_core::protocol::{Code, Marker, Scheme};

use super::Keep;
use crate::failing_storage::{FailingStorage, Power};
use crate::{Activation, MemoryStorage, Storage as _, StorageKind, WriteOutcome, WriteReport};

pub const PRODUCT: &str = "example-os";

/// An activation that depends on the seed alone.
pub fn activation(seed: u8) -> Activation {
    Activation {
        product: PRODUCT.into(),
        number: format!("AA{seed:011}"),
        number_packed: [seed; 6],
        nonce: [seed; 4],
        scheme: Scheme::Three,
        marker: Marker([seed; 10]),
        marker2: Some(Marker([seed ^ 0xff; 10])),
        declared: false,
        code: Code([seed; 70]),
        kept_at: 1_700_000_000,
        digests: [[seed; 8]; 3],
        firmware_digests: None,
        profile_version: 7,
        sequence: 1,
        values: Some(["Maker".into(), "Model".into(), format!("S{seed}")]),
        firmware_values: None,
    }
}

/// The storages of one machine. They outlive a power cut.
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
        let (file, efi) = (["activation", "released"], ["Activation", "Released"]);
        for entry in file.map(|entry| keep.file_name(entry, "json")) {
            self.file.read(&entry).unwrap().into_iter().for_each(|b| copy.file.write(&entry, &b).unwrap());
        }
        for entry in efi.map(|entry| keep.efi_name(entry)) {
            self.efi.read(&entry).unwrap().into_iter().for_each(|b| copy.efi.write(&entry, &b).unwrap());
        }
        copy
    }

    pub fn wipe_file(&self) {
        let keep = self.keep();
        for entry in ["activation", "released"] {
            self.file.remove(&keep.file_name(entry, "json")).unwrap();
        }
    }

    pub fn damage(&self, kind: StorageKind) {
        let keep = self.keep();
        match kind {
            StorageKind::File => self.file.write(&keep.file_name("activation", "json"), b"{\"cou").unwrap(),
            StorageKind::Efi => {
                self.efi.write(&keep.efi_name("Activation"), b"CSKA\x01but cut in half").unwrap()
            }
        }
    }
}

/// Both storages were written.
pub const BOTH: WriteReport = WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Written };
