//! Tests of the crate as a whole: recordings, samples, and real machines.

mod corpus;
mod folders;
mod hypervisors;
mod platforms;
mod ports;
mod removable_media;
mod samples;

use std::fs;
use std::path::Path;

use countersign_core::machine::*;
use tempfile::TempDir;

use super::*;
use crate::computer::{RunningSystem, read};
use crate::efi::VariableStore;
use crate::file_tree::FileTree;

/// Parses these bytes like those of a file.
fn read_bytes(bytes: &[u8]) -> Option<Machine> {
    parse_recording(Machine::default(), bytes, || None).ok()
}

/// A machine with these values.
fn machine(fields: &[(Field, &str)]) -> Machine {
    fields.iter().fold(Machine::default(), |machine, (field, value)| machine.with_value(*field, value))
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Reads a computer with its `/sys`, `/proc` and `/` in this folder, as `sys`, `proc` and `root`.
fn computer(folder: &Path) -> Machine {
    let tree = |name| FileTree::Folder(folder.join(name));
    let around = RunningSystem {
        proc: tree("proc"),
        root: tree("root"),
        path: Some(folder.join("bin").into()),
        is_root: false,
        store: VariableStore::Efivarfs,
    };
    read(MachineSource::ThisComputer, Clock::at(1_800_000_000), &tree("sys"), None, Some(&around))
}

/// Whether file modes restrict this process. They don't restrict root.
fn modes_bind() -> bool {
    let bind = !rustix::process::geteuid().is_root();
    if !bind {
        countersign_testing::skipped("file modes say nothing to root");
    }
    bind
}
