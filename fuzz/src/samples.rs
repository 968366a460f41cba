//! Reads the test vectors of the protocol, the samples that ship with the program, and the recordings beside the repository.

use std::path::{Path, PathBuf};

use countersign_core::machine::{Clock, EfiStore, Machine, MachineSource};
use countersign_probe::{sample, samples};
use serde::de::DeserializeOwned;

use crate::Seed;

#[path = "../../crates/core/tests/vectors/shape.rs"]
#[allow(dead_code, missing_docs, reason = "shared with the tests, which need all of it")]
pub mod shape;

/// Returns the root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads a file of test vectors.
pub fn vectors<T: DeserializeOwned>(name: &str) -> T {
    let path = root().join("crates/core/tests/vectors").join(name);
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Returns the names and machines of all samples.
pub fn machines() -> Vec<(String, Machine)> {
    let found = samples().iter().filter_map(|listed| Some((listed.name.to_owned(), sample(listed.name)?)));
    found.collect()
}

/// Returns a sample as if it were this computer, read as root.
pub fn as_this_computer(name: &str) -> Machine {
    Machine {
        source: MachineSource::ThisComputer,
        clock: Clock::at(1_780_000_000),
        read_as_root: true,
        efi_store: EfiStore::Writable { free: Some(65_536) },
        ..sample(name).unwrap()
    }
}

/// Returns the folder of the recordings: the one that `COUNTERSIGN_SHARED` names, or the one beside the repository.
fn shared() -> PathBuf {
    std::env::var_os("COUNTERSIGN_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// Reads the recorded files of a folder, without those larger than `max_bytes`. If the folder is missing, prints that and returns none.
pub fn recorded(folder: &str, max_bytes: u64) -> Vec<Seed> {
    let path = shared().join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        eprintln!("SKIPPED: {} is missing; the targets start without its seeds", path.display());
        return Vec::new();
    };
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.ok()?;
        let short = entry.metadata().ok().filter(|kind| kind.is_file() && kind.len() <= max_bytes);
        short.and(Some((entry.file_name().into_string().ok()?, std::fs::read(entry.path()).ok()?)))
    };
    entries.filter_map(file).collect()
}

/// Reads the recorded folders in a folder: the name of each, and its files with their relative paths.
pub fn recorded_folders(folder: &str) -> Vec<(String, Vec<Seed>)> {
    let path = shared().join(folder);
    let entries = std::fs::read_dir(&path).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), files_below(&entry.path())))
        .collect()
}

/// Reads all files below a folder, with their relative paths.
fn files_below(folder: &Path) -> Vec<Seed> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(folder), std::fs::read(&path)) {
                found.push((name.to_string_lossy().into_owned(), bytes));
            }
        }
    }
    found
}

/// Reads the table of sequences that terminals send: their names and bytes.
pub fn sequences() -> Vec<Seed> {
    let path = shared().join("terminal/sequences.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is missing; the targets start without its seeds", path.display());
        return Vec::new();
    };
    let row = |line: &str| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), unescaped(columns.nth(1)?)))
    };
    table.lines().skip(1).filter_map(row).collect()
}

/// Decodes `\xHH` and `\\` in a text.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut parts = text.split('\\');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        match part.strip_prefix('x').and_then(|rest| u8::from_str_radix(rest.get(..2)?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part.bytes().skip(3));
            }
            None if part.is_empty() => bytes.push(b'\\'),
            None => bytes.extend(part.bytes()),
        }
    }
    bytes
}
