//! Storages for tests: one fails at the n-th change, like a power cut; one refuses every change; one can't be
//! read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::memory_storage::MemoryStorage;
use super::storage::{FreeSpace, Storage, StorageError};

/// How much of the operation was done before the power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    Before,
    /// Half of the bytes were written, as a bad disk or firmware may do.
    Torn,
    /// All of it, but the call didn't return.
    After,
}

/// The power supply of one machine. It is cut after a number of changes, counted over all storages.
#[derive(Debug)]
pub struct Power {
    left: AtomicUsize,
    cut: Cut,
}

impl Power {
    pub fn for_operations(left: usize, cut: Cut) -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(left), cut })
    }

    /// Whether the power is cut.
    pub fn is_out(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    /// Counts one operation. `Ok` while there is power, `Err(Some)` for the operation during which the power
    /// is cut, `Err(None)` after that.
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

/// A storage in memory that depends on `power`.
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

/// A storage that refuses every change with the same error, like a full disk or a read-only mount.
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

/// A storage that can be neither read nor changed.
#[derive(Debug, Clone)]
pub struct UnreadableStorage(pub StorageError);

impl Storage for UnreadableStorage {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Err(self.0)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
        Err(self.0)
    }

    fn remove(&self, _: &str) -> Result<(), StorageError> {
        Err(self.0)
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        Err(self.0)
    }
}

/// A shared storage in memory. Its content outlives a power cut.
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
