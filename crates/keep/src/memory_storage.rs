//! A storage in memory, for practice and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::storage::{FreeSpace, Storage, StorageError};

/// A storage in memory.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    entries: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl MemoryStorage {
    /// Creates an empty storage.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        // A poisoned lock is safe to use: every change is one call on the map.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for MemoryStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.entries().get(name).cloned())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.entries().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.entries().remove(name);
        Ok(())
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        Ok(FreeSpace { bytes: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_exists_until_it_is_removed() {
        let storage = MemoryStorage::new();
        assert_eq!(storage.read("a"), Ok(None));
        storage.write("a", b"one").unwrap();
        storage.write("a", b"two").unwrap();
        assert_eq!(storage.read("a"), Ok(Some(b"two".to_vec())));
        storage.remove("a").unwrap();
        storage.remove("a").unwrap();
        assert_eq!(storage.read("a"), Ok(None));
    }
}
