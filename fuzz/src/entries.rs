//! The entries that `countersign-keep` has on its storages, and their envelopes. An input is written in a valid envelope, so it passes the
//! check of its checksum.
//!
//! Never here: the meaning of an entry. `crates/keep/src/envelope.rs` defines the formats.

use std::sync::Arc;

use countersign_core::profile::Profile;
use countersign_core::protocol::{Mask, Signer};
use countersign_core::review::Policy;
use countersign_keep::{FreeSpace, Keep, MemoryStorage, Storage, StorageError};
use sha2::{Digest, Sha256};

/// The name of the product.
pub const PRODUCT: &str = "example-os";

/// The version of every envelope.
const VERSION: u8 = 2;
/// The length of an envelope in UEFI before its checksum: `CSK`, a letter, the version.
const EFI_HEAD_BYTES: usize = 5;
/// The length of the checksum in UEFI.
const EFI_CHECKSUM_BYTES: usize = 8;

/// An entry: its name in an input, its letter, and its place.
#[derive(Debug, Clone, Copy)]
struct Entry {
    name: &'static str,
    letter: u8,
    place: Place,
}

/// A storage, and the kind of an entry in the storage's spelling.
#[derive(Debug, Clone, Copy)]
enum Place {
    File(&'static str),
    Efi(&'static str),
}

impl Place {
    /// Returns the name of the entry on its storage.
    fn path(self) -> String {
        match self {
            Self::File(kind) => format!("{kind}-{}.json", tag()),
            Self::Efi(kind) => format!("Countersign{kind}-{}", tag()),
        }
    }
}

const ENTRIES: [Entry; 8] = [
    Entry { name: "file/activation", letter: b'A', place: Place::File("activation") },
    Entry { name: "efi/activation", letter: b'A', place: Place::Efi("Activation") },
    Entry { name: "file/released", letter: b'T', place: Place::File("released") },
    Entry { name: "efi/released", letter: b'T', place: Place::Efi("Released") },
    Entry { name: "file/requests", letter: b'R', place: Place::File("requests") },
    Entry { name: "efi/requests", letter: b'R', place: Place::Efi("Requests") },
    Entry { name: "file/session", letter: b'S', place: Place::File("session") },
    Entry { name: "file/earlier", letter: b'E', place: Place::File("earlier") },
];

/// Returns the eight digits in the names of the product's entries.
fn tag() -> String {
    let digest = Sha256::new().chain_update("countersign keep product 1\0").chain_update(PRODUCT).finalize();
    data_encoding::HEXLOWER.encode(&digest[..4])
}

impl Entry {
    fn digest(self, form: &str, body: &[u8]) -> [u8; 32] {
        let hash = Sha256::new().chain_update("countersign keep 2\0").chain_update(form);
        hash.chain_update([self.letter, VERSION]).chain_update(body).finalize().into()
    }

    /// Returns the body in a valid envelope.
    fn sealed(self, body: &[u8]) -> Vec<u8> {
        match self.place {
            Place::File(kind) => {
                let check = data_encoding::HEXLOWER.encode(&self.digest("json", body));
                let head = format!(
                    "{{\"countersign\":\"{kind}\",\"version\":{VERSION},\"check\":\"{check}\",\"body\":"
                );
                [head.as_bytes(), body, b"}"].concat()
            }
            Place::Efi(_) => {
                let digest = self.digest("binary", body);
                [b"CSK", [self.letter, VERSION].as_slice(), &digest[..EFI_CHECKSUM_BYTES], body].concat()
            }
        }
    }

    /// Returns the body of a complete entry, in the form that [`Entry::sealed`] takes.
    fn body(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self.place {
            Place::File(_) => {
                // The checksum depends on the order of the members, so the text is kept and only the blanks are removed.
                let text = std::str::from_utf8(bytes).ok()?;
                let (_, body) = text.split_once("\"body\": ")?;
                Some(compact(body.trim_end().strip_suffix('}')?.trim_end()).into_bytes())
            }
            Place::Efi(_) => bytes.get(EFI_HEAD_BYTES + EFI_CHECKSUM_BYTES..).map(<[u8]>::to_vec),
        }
    }
}

/// Removes the blanks and line breaks between the members of a JSON text.
fn compact(json: &str) -> String {
    let (mut out, mut in_string, mut escaped) = (String::new(), false, false);
    for c in json.chars() {
        if in_string || !c.is_whitespace() {
            out.push(c);
        }
        in_string ^= c == '"' && !escaped;
        escaped = in_string && c == '\\' && !escaped;
    }
    out
}

/// A storage in memory that the caller of [`keep_on`] can read too.
#[derive(Debug)]
struct SharedStorage(Arc<MemoryStorage>);

impl Storage for SharedStorage {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.0.read(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.0.write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.0.remove(name)
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        self.0.check_writable()
    }
}

/// Returns the product's [`Keep`] on two storages.
pub fn keep_on(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) -> Keep {
    Keep::on_storages(
        Box::new(SharedStorage(file.clone())),
        Some(Box::new(SharedStorage(efi.clone()))),
        PRODUCT,
    )
}

/// Writes the sections to the storages: `NAME` unchanged, `NAME sealed` in a valid envelope.
pub fn write_entries(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>, sections: &[(&str, &[u8])]) {
    for (name, bytes) in sections {
        let (name, sealed) = name.strip_suffix(" sealed").map_or((*name, false), |name| (name, true));
        let Some(entry) = ENTRIES.iter().find(|entry| entry.name == name) else { continue };
        let bytes = if sealed { entry.sealed(bytes) } else { bytes.to_vec() };
        match entry.place {
            Place::File(_) => file.write(&entry.place.path(), &bytes).unwrap(),
            Place::Efi(_) => efi.write(&entry.place.path(), &bytes).unwrap(),
        }
    }
}

/// Removes the records of released licenses.
pub fn remove_releases(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) {
    file.remove(&Place::File("released").path()).unwrap();
    efi.remove(&Place::Efi("Released").path()).unwrap();
}

/// Returns the entries of both storages with their envelopes.
pub fn read_entries(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) -> Vec<(&'static str, Vec<u8>)> {
    let read = |entry: &Entry| match entry.place {
        Place::File(_) => file.read(&entry.place.path()).unwrap(),
        Place::Efi(_) => efi.read(&entry.place.path()).unwrap(),
    };
    ENTRIES.iter().filter_map(|entry| Some((entry.name, read(entry)?))).collect()
}

/// Returns the entries without their envelopes, as sections for [`write_entries`].
pub fn without_envelopes(entries: &[(&'static str, Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let open = |(name, bytes): &(&'static str, Vec<u8>)| {
        let entry = ENTRIES.iter().find(|entry| entry.name == *name)?;
        Some((sealed_name(entry.name), entry.body(bytes)?))
    };
    entries.iter().filter_map(open).collect()
}

fn sealed_name(name: &str) -> &'static str {
    match name {
        "file/activation" => "file/activation sealed",
        "efi/activation" => "efi/activation sealed",
        "file/released" => "file/released sealed",
        "efi/released" => "efi/released sealed",
        "file/requests" => "file/requests sealed",
        "efi/requests" => "efi/requests sealed",
        "file/session" => "file/session sealed",
        _ => "file/earlier sealed",
    }
}

/// Returns the product's profile. Its policy allows everything.
pub fn profile(signer: &Signer) -> Profile {
    Profile {
        id: 1,
        published: None,
        version: 1,
        product: PRODUCT.to_owned(),
        name: "Example OS 10".to_owned(),
        mask: Mask::parse("AA99999999999").unwrap(),
        desk: "desk.example".to_owned(),
        online: None,
        hotline: Some("+1 555 0100".to_owned()),
        rules: 3,
        policy: Policy::OPEN,
        keys: vec![signer.pinned()],
    }
}
