//! A storage for tests that fails at the n-th operation, as a power cut would.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::memory_storage::MemoryStorage;
use super::storage::{FreeSpace, Storage, StorageError};

/// How the operation that meets the cut ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before it did anything.
    Before,
    /// After a write had put half of its bytes there, as a bad disk or firmware might.
    Torn,
    /// After it was done, but before anyone heard.
    After,
}

/// The power of one machine: runs out after so many operations that change something, on all storages.
#[derive(Debug)]
pub struct Power {
    left: AtomicUsize,
    cut: Cut,
}

impl Power {
    pub fn for_operations(left: usize, cut: Cut) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(left), cut })
    }

    /// Whether the cut was met.
    pub fn is_out(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    /// `Ok` while there is power; the cut for the operation that meets it; `Err(None)` after it.
    fn spend(&self) -> Result<(), Option<Cut>> {
        match self.left.load(Ordering::SeqCst) {
            0 => Err(None),
            left => {
                self.left.store(left - 1, Ordering::SeqCst);
                if left == 1 { Err(Some(self.cut)) } else { Ok(()) }
            }
        }
    }
}

const OUT: StorageError = StorageError::Io(std::io::ErrorKind::Other);

/// A memory storage on that power.
#[derive(Debug, Clone)]
pub struct FailingStorage {
    pub inside: Arc<MemoryStorage>,
    pub power: Arc<Power>,
}

impl Storage for FailingStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        if self.power.is_out() { Err(OUT) } else { self.inside.read(name) }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        match self.power.spend() {
            Ok(()) => self.inside.write(name, bytes),
            Err(cut) => {
                match cut {
                    Some(Cut::After) => self.inside.write(name, bytes)?,
                    Some(Cut::Torn) => self.inside.write(name, &bytes[..bytes.len() / 2])?,
                    Some(Cut::Before) | None => {}
                }
                Err(OUT)
            }
        }
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        match self.power.spend() {
            Ok(()) => self.inside.remove(name),
            Err(cut) => {
                if cut == Some(Cut::After) {
                    self.inside.remove(name)?;
                }
                Err(OUT)
            }
        }
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        if self.power.is_out() { Err(OUT) } else { self.inside.check_writable() }
    }
}

/// A storage that refuses every change with one error: a full disk, a read-only mount.
#[derive(Debug, Clone)]
pub struct RefusingStorage {
    pub inside: Arc<MemoryStorage>,
    pub with: StorageError,
}

impl Storage for RefusingStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.inside.read(name)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
        Err(self.with)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        if self.with == StorageError::Full { self.inside.remove(name) } else { Err(self.with) }
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        Err(self.with)
    }
}

/// A shared memory storage as a storage of its own.
impl Storage for Arc<MemoryStorage> {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.as_ref().read(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.as_ref().write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.as_ref().remove(name)
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        self.as_ref().check_writable()
    }
}
