//! Binding values that this machine had before and that review accepted.
//!
//! They are the first remedy offered when a firmware update loses them. They outlive a release.

use countersign_core::remedy::EarlierRecord;

use super::Keep;
use crate::code::KeepCode;
use crate::envelope::{self, RecordError, RecordKind};
use crate::storage::StorageKind;
use crate::write_report::KeepError;

/// The most characters of one value.
const VALUE_LIMIT: usize = 256;

fn from_file(bytes: &[u8]) -> Result<EarlierRecord, RecordError> {
    let earlier: EarlierRecord = envelope::decode_json(RecordKind::Earlier, bytes)?;
    let fits = earlier.values.iter().all(|value| value.chars().count() <= VALUE_LIMIT);
    if fits { Ok(earlier) } else { Err(RecordError::Invalid) }
}

impl Keep {
    fn earlier_name(&self) -> String {
        self.file_name("earlier", "json")
    }

    /// The earlier values, or else the values of the stored activation; and [`KeepCode::EarlierBroken`] if the
    /// file with the earlier values is damaged.
    #[must_use]
    pub fn earlier_values(&self) -> (Option<EarlierRecord>, Option<KeepCode>) {
        let bytes = self.file.read(&self.earlier_name()).ok().flatten();
        let (found, problem) = match bytes.map(|bytes| from_file(&bytes)) {
            Some(Ok(earlier)) => (Some(earlier), None),
            Some(Err(_)) => (None, Some(KeepCode::EarlierBroken)),
            None => (None, None),
        };
        let of_activation = || {
            let loaded = self.load();
            loaded.records().find_map(|one| one.values.clone()).map(|values| EarlierRecord { values })
        };
        (found.or_else(of_activation), problem)
    }

    /// Stores values that review accepted on this machine.
    ///
    /// # Errors
    /// [`KeepError`] if the state folder can't be written.
    pub fn remember_earlier_values(&self, earlier: &EarlierRecord) -> Result<(), KeepError> {
        let bytes = envelope::encode_json(RecordKind::Earlier, earlier).ok_or(KeepError::Unencodable)?;
        let name = self.earlier_name();
        // Every look at a machine calls this; only new values are written.
        if self.file.read(&name).ok().flatten().as_ref() == Some(&bytes) {
            return Ok(());
        }
        self.file.write(&name, &bytes).map_err(|error| KeepError::Storage(StorageKind::File, error))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::keep::fixture::{PRODUCT, activation};
    use crate::{MemoryStorage, Storage};

    #[test]
    fn the_earlier_record_comes_first_then_the_activations_values() {
        let file = Arc::new(MemoryStorage::new());
        let keep = Keep::on_storages(Box::new(file.clone()), None, PRODUCT);
        assert_eq!(keep.earlier_values(), (None, None));
        keep.store(&activation(1)).unwrap();
        let of_activation = EarlierRecord { values: activation(1).values.unwrap() };
        assert_eq!(keep.earlier_values(), (Some(of_activation.clone()), None));
        let own = EarlierRecord { values: ["A".into(), "B".into(), "C".into()] };
        keep.remember_earlier_values(&own).unwrap();
        assert_eq!(keep.earlier_values(), (Some(own), None));
        file.write(&keep.earlier_name(), b"rubbish").unwrap();
        assert_eq!(keep.earlier_values(), (Some(of_activation), Some(KeepCode::EarlierBroken)));
    }
}
