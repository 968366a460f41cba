//! The earlier record of this machine: binding values it once had and that were accepted.
//!
//! When a flash of the firmware loses them, they are the first remedy offered. They outlive a release.

use countersign_core::remedy::Earlier;

use super::code::KeepCode;
use super::envelope::{self, RecordError, RecordKind};
use super::keep::Keep;
use super::loaded::KeepError;
use super::storage::StorageKind;

/// The most characters of one value.
const VALUE_LIMIT: usize = 256;

fn from_file(bytes: &[u8]) -> Result<Earlier, RecordError> {
    let earlier: Earlier = envelope::decode_json(RecordKind::Earlier, bytes)?;
    let fits = earlier.values.iter().all(|value| value.chars().count() <= VALUE_LIMIT);
    if fits { Ok(earlier) } else { Err(RecordError::Invalid) }
}

impl Keep {
    fn earlier_name(&self) -> String {
        self.file_name("earlier", "json")
    }

    /// The earlier record, or else the values of the activation that is kept; and what is the matter with
    /// the file, if it is there and can't be made out.
    #[must_use]
    pub fn earlier_values(&self) -> (Option<Earlier>, Option<KeepCode>) {
        let read = self.file.read(&self.earlier_name()).ok().flatten();
        let (found, problem) = match read.map(|bytes| from_file(&bytes)) {
            Some(Ok(earlier)) => (Some(earlier), None),
            Some(Err(_)) => (None, Some(KeepCode::EarlierBroken)),
            None => (None, None),
        };
        let of_activation = || {
            let kept = self.load();
            kept.records().find_map(|one| one.values.clone()).map(|values| Earlier { values })
        };
        (found.or_else(of_activation), problem)
    }

    /// Remembers values that review accepted on this machine.
    ///
    /// # Errors
    /// Where the state folder can't be written.
    pub fn remember_earlier_values(&self, earlier: &Earlier) -> Result<(), KeepError> {
        let bytes = envelope::encode_json(RecordKind::Earlier, earlier).ok_or(KeepError::Unencodable)?;
        let name = self.earlier_name();
        // Written on every look at a machine, so only where it says something new.
        if self.file.read(&name).ok().flatten().as_ref() == Some(&bytes) {
            return Ok(());
        }
        self.file.write(&name, &bytes).map_err(|error| KeepError::Storage(StorageKind::File, error))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::{PRODUCT, activation};
    use super::super::{MemoryStorage, Storage};
    use super::*;

    #[test]
    fn the_record_comes_first_and_an_activation_stands_in() {
        let file = Arc::new(MemoryStorage::new());
        let keep = Keep::on_storages(Box::new(file.clone()), None, PRODUCT);
        assert_eq!(keep.earlier_values(), (None, None));
        keep.store(&activation(1)).unwrap();
        let of_activation = Earlier { values: activation(1).values.unwrap() };
        assert_eq!(keep.earlier_values(), (Some(of_activation.clone()), None));
        let own = Earlier { values: ["A".into(), "B".into(), "C".into()] };
        keep.remember_earlier_values(&own).unwrap();
        assert_eq!(keep.earlier_values(), (Some(own), None));
        file.write(&keep.earlier_name(), b"rubbish").unwrap();
        assert_eq!(keep.earlier_values(), (Some(of_activation), Some(KeepCode::EarlierBroken)));
    }
}
