//! The names of a product's entries, on the file storage and on the UEFI storage.
//!
//! | entry | file | UEFI variable |
//! | --- | --- | --- |
//! | activation record | `activation-TAG.json` | `CountersignActivation-TAG` |
//! | tombstone | `released-TAG.json` | `CountersignReleased-TAG` |
//! | open requests | `requests-TAG.json` | `CountersignRequests-TAG` |
//! | session; a damaged one | `session-TAG.json`; `session-TAG.broken` | |
//! | earlier values | `earlier-TAG.json` | |
//!
//! A change needs the same change in `docs/device.md` and in the package's `postrm`, which removes variables by name. The GUID of the
//! variables is in `efi_storage`.

use sha2::{Digest, Sha256};

use super::Keep;

/// Returns eight hexadecimal digits of the product's digest, so that two products on one machine use different names.
pub(super) fn tag(product: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"countersign keep product 1\0");
    hash.update(product);
    let digest: [u8; 32] = hash.finalize().into();
    data_encoding::HEXLOWER.encode(digest.first_chunk::<4>().map_or(&[], |four| four))
}

impl Keep {
    /// Returns an entry's name on the file storage.
    pub(super) fn file_name(&self, entry: &str, ending: &str) -> String {
        format!("{entry}-{}.{ending}", self.tag)
    }

    /// Returns an entry's name on the UEFI storage.
    pub(crate) fn efi_name(&self, entry: &str) -> String {
        format!("Countersign{entry}-{}", self.tag)
    }

    /// Returns the activation record's names: on the file storage, on the UEFI storage.
    pub(crate) fn record_names(&self) -> (String, String) {
        (self.file_name("activation", "json"), self.efi_name("Activation"))
    }

    /// Returns the tombstone's names: on the file storage, on the UEFI storage.
    pub(super) fn tombstone_names(&self) -> (String, String) {
        (self.file_name("released", "json"), self.efi_name("Released"))
    }

    /// Returns the names of the list of open requests: on the file storage, on the UEFI storage.
    pub(super) fn request_names(&self) -> (String, String) {
        (self.file_name("requests", "json"), self.efi_name("Requests"))
    }

    /// Returns the name of the saved session.
    pub(super) fn session_name(&self) -> String {
        self.file_name("session", "json")
    }

    /// Returns the name to which a damaged session is renamed.
    pub(super) fn broken_session_name(&self) -> String {
        self.file_name("session", "broken")
    }

    /// Returns the name of the earlier values.
    pub(super) fn earlier_name(&self) -> String {
        self.file_name("earlier", "json")
    }
}
