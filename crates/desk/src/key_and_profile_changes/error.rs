//! Why a change of products, keys or profiles was not made.

use std::path::PathBuf;

use thiserror::Error;

use crate::keys::KeyError;
use crate::profiles::ProfilesError;
use crate::secrets::SecretsError;
use countersign_core::profile::ProfileError;
use countersign_ledger::StoreError;

/// Why a change of products, keys or profiles was not made.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// The keys can't be read or generated.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A profile can't be read or written.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// The database can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key of the token is already the key with this ID.
    #[error("the key is key {0}")]
    KeyThere(u8),
    /// The desk has no such product.
    #[error("no product {0}")]
    ProductUnknown(String),
    /// The desk already has the product.
    #[error("product {0} already exists")]
    ProductThere(String),
    /// No key has this ID.
    #[error("no key {0}")]
    KeyUnknown(u8),
    /// The key is already retired.
    #[error("key {0} is already retired")]
    AlreadyRetired(u8),
    /// No other key would sign for the newest profile.
    #[error("key {0} is the last that signs for the newest profile")]
    LastKey(u8),
    /// All key IDs, profile IDs or versions are in use.
    #[error("no key number is left")]
    NoneLeft,
    /// The new profile would equal the newest.
    #[error("nothing changes")]
    NothingChanges,
    /// The file's profile is already published, under this ID.
    #[error("already published as profile {0}")]
    Published(u16),
    /// The version isn't higher than the newest of the product.
    #[error("the version must be {0} or higher")]
    VersionTooLow(u16),
    /// The desk has no such product, or its numbers have another mask.
    #[error("product and mask must be one of these: {products}")]
    OtherNumbers {
        /// The desk's products with the masks of their numbers.
        products: String,
    },
    /// The profile pins no key that the desk signs with.
    #[error("no active key is pinned")]
    NoKeyPinned,
    /// The profile is published, but the file still has its old text.
    #[error("published as profile {id}; {path}: {error}")]
    NotWrittenBack {
        /// The ID of the published profile.
        id: u16,
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
    /// The profile is invalid.
    #[error(transparent)]
    Invalid(ProfileError),
    /// `id` or `published` is not on a line of its own in the file.
    #[error("'id' and 'published' are lines of their own")]
    IdLines,
    /// The path is a link, a pipe, a folder or a device.
    #[error("{0}: not a regular file")]
    NotRegular(PathBuf),
}

impl From<SecretsError> for ChangeError {
    fn from(error: SecretsError) -> Self {
        match error {
            SecretsError::Key(error) => Self::Keys(error),
            SecretsError::Store(error) => Self::Store(error),
        }
    }
}
