//! The entries that `countersign-keep` has on its storages, and their envelopes, so that an input gets behind their checksums.
//!
//! Never here: what an entry means. The formats stand in `crates/keep/src/envelope.rs`.

use std::sync::Arc;

use countersign_core::profile::Profile;
use countersign_core::protocol::{Mask, Signer};
use countersign_core::review::Policy;
use countersign_keep::{FreeSpace, Keep, MemoryStorage, Storage, StorageError};
use sha2::{Digest, Sha256};

/// The product whose records are kept.
pub const PRODUCT: &str = "example-os";

/// The version of every envelope.
const VERSION: u8 = 2;
/// Before the checksum of an envelope in UEFI: `CSK`, a letter, the version.
const BEFORE: usize = 5;
const CHECK: usize = 8;

/// An entry: what it is called in an input, its letter, and the storage that it stands on.
#[derive(Debug, Clone, Copy)]
struct Entry {
    name: &'static str,
    letter: u8,
    on: On,
}

#[derive(Debug, Clone, Copy)]
enum On {
    File(&'static str),
    Efi(&'static str),
}

impl On {
    /// The name on its storage.
    fn path(self) -> String {
        match self {
            Self::File(kind) => format!("{kind}-{}.json", tag()),
            Self::Efi(kind) => format!("Countersign{kind}-{}", tag()),
        }
    }
}

const ENTRIES: [Entry; 8] = [
    Entry { name: "file/activation", letter: b'A', on: On::File("activation") },
    Entry { name: "efi/activation", letter: b'A', on: On::Efi("Activation") },
    Entry { name: "file/released", letter: b'T', on: On::File("released") },
    Entry { name: "efi/released", letter: b'T', on: On::Efi("Released") },
    Entry { name: "file/requests", letter: b'R', on: On::File("requests") },
    Entry { name: "efi/requests", letter: b'R', on: On::Efi("Requests") },
    Entry { name: "file/session", letter: b'S', on: On::File("session") },
    Entry { name: "file/earlier", letter: b'E', on: On::File("earlier") },
];

/// The eight digits that tell the product's entries from those of others.
fn tag() -> String {
    let digest = Sha256::new().chain_update("countersign keep product 1\0").chain_update(PRODUCT).finalize();
    data_encoding::HEXLOWER.encode(&digest[..4])
}

impl Entry {
    fn digest(self, form: &str, body: &[u8]) -> [u8; 32] {
        let hash = Sha256::new().chain_update("countersign keep 2\0").chain_update(form);
        hash.chain_update([self.letter, VERSION]).chain_update(body).finalize().into()
    }

    /// The body in a good envelope.
    fn sealed(self, body: &[u8]) -> Vec<u8> {
        match self.on {
            On::File(kind) => {
                let check = data_encoding::HEXLOWER.encode(&self.digest("json", body));
                let head = format!(
                    "{{\"countersign\":\"{kind}\",\"version\":{VERSION},\"check\":\"{check}\",\"body\":"
                );
                [head.as_bytes(), body, b"}"].concat()
            }
            On::Efi(_) => {
                let digest = self.digest("binary", body);
                [b"CSK", [self.letter, VERSION].as_slice(), &digest[..CHECK], body].concat()
            }
        }
    }

    /// The body of a whole entry, as [`Entry::sealed`] takes it.
    fn body(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self.on {
            On::File(_) => {
                // The order of the members counts, so that the text of the body is taken as it stands, without blanks.
                let text = std::str::from_utf8(bytes).ok()?;
                let (_, body) = text.split_once("\"body\": ")?;
                Some(compact(body.trim_end().strip_suffix('}')?.trim_end()).into_bytes())
            }
            On::Efi(_) => bytes.get(BEFORE + CHECK..).map(<[u8]>::to_vec),
        }
    }
}

/// JSON without the blanks and line breaks between its members.
fn compact(json: &str) -> String {
    let (mut out, mut within, mut escaped) = (String::new(), false, false);
    for c in json.chars() {
        if within || !c.is_whitespace() {
            out.push(c);
        }
        within ^= c == '"' && !escaped;
        escaped = within && c == '\\' && !escaped;
    }
    out
}

/// A storage in memory that outlives what is kept on it.
#[derive(Debug)]
struct Shared(Arc<MemoryStorage>);

impl Storage for Shared {
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

/// What the product keeps on these storages.
pub fn keep_on(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) -> Keep {
    Keep::on_storages(Box::new(Shared(file.clone())), Some(Box::new(Shared(efi.clone()))), PRODUCT)
}

/// Writes the sections to both storages: `NAME` as they stand, `NAME sealed` in a good envelope.
pub fn fill(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>, sections: &[(&str, &[u8])]) {
    for (name, bytes) in sections {
        let (name, sealed) = name.strip_suffix(" sealed").map_or((*name, false), |name| (name, true));
        let Some(entry) = ENTRIES.iter().find(|entry| entry.name == name) else { continue };
        let bytes = if sealed { entry.sealed(bytes) } else { bytes.to_vec() };
        match entry.on {
            On::File(_) => file.write(&entry.on.path(), &bytes).unwrap(),
            On::Efi(_) => efi.write(&entry.on.path(), &bytes).unwrap(),
        }
    }
}

/// Removes the marks of what was given back.
pub fn revive(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) {
    file.remove(&On::File("released").path()).unwrap();
    efi.remove(&On::Efi("Released").path()).unwrap();
}

/// What stands on both storages, as it stands.
pub fn written(file: &Arc<MemoryStorage>, efi: &Arc<MemoryStorage>) -> Vec<(&'static str, Vec<u8>)> {
    let read = |entry: &Entry| match entry.on {
        On::File(_) => file.read(&entry.on.path()).unwrap(),
        On::Efi(_) => efi.read(&entry.on.path()).unwrap(),
    };
    ENTRIES.iter().filter_map(|entry| Some((entry.name, read(entry)?))).collect()
}

/// The same without their envelopes.
pub fn opened(written: &[(&'static str, Vec<u8>)]) -> Vec<(&'static str, Vec<u8>)> {
    let open = |(name, bytes): &(&'static str, Vec<u8>)| {
        let entry = ENTRIES.iter().find(|entry| entry.name == *name)?;
        Some((sealed_name(entry.name), entry.body(bytes)?))
    };
    written.iter().filter_map(open).collect()
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

/// The profile of the product, which allows everything.
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
