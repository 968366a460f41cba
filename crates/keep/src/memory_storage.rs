//! A storage in memory: practice keeps its session here, and nothing of it outlives the program.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::storage::{Room, Storage, StorageError};

/// A storage that forgets.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    pieces: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryStorage {
    /// An empty storage.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn pieces(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        // Every change is one call on the map, so even a poisoned lock guards a whole map.
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for MemoryStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.pieces().get(name).cloned())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.pieces().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.pieces().remove(name);
        Ok(())
    }

    fn rehearse(&self) -> Result<Room, StorageError> {
        Ok(Room { free: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_there_until_it_is_taken() {
        let shelf = MemoryStorage::new();
        assert_eq!(shelf.read("a"), Ok(None));
        shelf.write("a", b"one").unwrap();
        shelf.write("a", b"two").unwrap();
        assert_eq!(shelf.read("a"), Ok(Some(b"two".to_vec())));
        shelf.remove("a").unwrap();
        shelf.remove("a").unwrap();
        assert_eq!(shelf.read("a"), Ok(None));
    }
}
