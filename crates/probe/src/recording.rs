//! Recorded machines (`--hardware PATH`): a raw dump, a folder shaped like `/sys` or `/`, or `dmidecode` text.
//!
//! Of this computer, only the clock is read.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use countersign_core::machine::{
    Clock, Field, Machine, MachineSource, Reading, RecordingFault, Tables, UnknownLine, parse_recording,
};

use super::clock;
use super::computer::{MAX_BYTES, read};
use super::file_tree::FileTree;

/// The reason why a recording could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// There is no file or folder at this path.
    #[error("{0}: not found")]
    NotFound(PathBuf),
    /// This user may not read the recording.
    #[error("{0}: may not be read")]
    Denied(PathBuf),
    /// The file or folder is empty.
    #[error("{0}: empty")]
    Empty(PathBuf),
    /// The file is longer than 16 MiB.
    #[error("{0}: longer than {MAX_BYTES} bytes")]
    TooLarge(PathBuf),
    /// The recording is neither a dump, nor a folder shaped like `/sys`, nor `dmidecode` text.
    #[error("{0}: neither a dump, nor a folder shaped like /sys, nor dmidecode text")]
    Unknown(PathBuf),
    /// The recording is `dmidecode` text that gives no value. The error has the first line that isn't understood.
    #[error("{0}: {1}")]
    NotUnderstood(PathBuf, UnknownLine),
    /// An I/O error.
    #[error("{0}: reading failed")]
    Broken(PathBuf),
}

impl RecordingError {
    /// The path of the recording.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::NotFound(path)
            | Self::Denied(path)
            | Self::Empty(path)
            | Self::TooLarge(path)
            | Self::Unknown(path)
            | Self::NotUnderstood(path, _)
            | Self::Broken(path) => path,
        }
    }
}

/// Reads the recorded machine at `path`.
///
/// A recording is a file of `dmidecode --dump-bin`, a bare table (its entry point may be a file `smbios_entry_point` in the same
/// folder), a folder shaped like `/sys` or like `/` (with `sys`, `proc` or both), or the text that `dmidecode` prints, in UTF-8,
/// UTF-16 or GB18030; at most 16 MiB. Cut or garbled tables give a machine with [`Tables::Damaged`]. The clock is this computer's, or
/// the value of the environment variable `COUNTERSIGN_NOW` (seconds since 1970-01-01 UTC).
///
/// # Errors
///
/// [`RecordingError`], where there is no recording at `path` or it can't be read.
pub fn recording(path: &Path) -> Result<Machine, RecordingError> {
    let source = MachineSource::Recording(path.to_path_buf());
    let clock = clock::of_recording();
    let kind = fs::metadata(path).map_err(|error| failed(path, error.kind()))?;
    if kind.is_dir() {
        return folder(path, source, clock);
    }
    // Opening a named pipe would block until it has a writer.
    if !kind.is_file() {
        return Err(RecordingError::Unknown(path.to_path_buf()));
    }
    let bytes = contents(path)?;
    let machine = Machine { source, clock, ..Machine::default() };
    let beside = || contents(&path.with_file_name("smbios_entry_point")).ok();
    parse_recording(machine, &bytes, beside).map_err(|fault| match fault {
        RecordingFault::NoRecording => RecordingError::Unknown(path.to_path_buf()),
        RecordingFault::NotUnderstood(line) => RecordingError::NotUnderstood(path.to_path_buf(), line),
    })
}

/// A folder is shaped like `/sys` if it has one of these.
const SHAPE: [&str; 4] =
    ["firmware/dmi/tables/DMI", "class/dmi/id", "firmware/devicetree/base", "firmware/efi"];

fn folder(path: &Path, source: MachineSource, clock: Clock) -> Result<Machine, RecordingError> {
    let names = fs::read_dir(path).map_err(|error| failed(path, error.kind()))?;
    if names.count() == 0 {
        return Err(RecordingError::Empty(path.to_path_buf()));
    }
    let sys = FileTree::Folder(path.to_path_buf());
    // A folder shaped like `/`, with `sys`, `proc` or both.
    let [below, proc] = ["sys", "proc"].map(|name| FileTree::Folder(path.join(name)));
    let mut machine = if SHAPE.iter().any(|part| sys.has(part)) {
        read(source, clock, &sys, None, None)
    } else if SHAPE.iter().any(|part| below.has(part)) || proc.has("cpuinfo") {
        read(source, clock, &below, Some(&proc), None)
    } else {
        return Err(RecordingError::Unknown(path.to_path_buf()));
    };
    mark_unrecorded(&mut machine);
    Ok(machine)
}

/// The fields in files that only root may read. Another user's copy of `/sys` lacks them.
const ROOT_ONLY: [Field; 4] = [Field::Serial, Field::Uuid, Field::BoardSerial, Field::ChassisSerial];

/// Marks values as damaged that the machine may have, but that a folder without tables lacks: all values, where the folder has no data
/// of the firmware; the values that only root may read, where all of them are missing. A virtual machine without data of the firmware
/// is not marked, because some have no tables.
fn mark_unrecorded(machine: &mut Machine) {
    if machine.tables != Tables::None {
        return;
    }
    if machine.lacks_smbios() {
        if machine.device_tree.is_none() && machine.hypervisor.is_none() {
            machine.set_all_readings(&Reading::Damaged);
        }
        return;
    }
    // The kernel hides a UUID that was never set, so it may be missing from root's copy too.
    let by_root = ROOT_ONLY
        .iter()
        .any(|field| *machine.reading(*field) != Reading::NoStructure && *field != Field::Uuid);
    if !by_root && machine.reading(Field::Uuid).bytes().is_none() {
        machine.fields.extend(ROOT_ONLY.map(|field| (field, Reading::Damaged)));
    }
}

/// Reads a complete file of at most `MAX_BYTES` bytes.
fn contents(path: &Path) -> Result<Vec<u8>, RecordingError> {
    let broken = |error: std::io::Error| failed(path, error.kind());
    let mut bytes = Vec::new();
    File::open(path).map_err(broken)?.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(broken)?;
    match bytes.len() as u64 {
        0 => Err(RecordingError::Empty(path.to_path_buf())),
        length if length > MAX_BYTES => Err(RecordingError::TooLarge(path.to_path_buf())),
        _ => Ok(bytes),
    }
}

fn failed(path: &Path, kind: ErrorKind) -> RecordingError {
    let path = path.to_path_buf();
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => RecordingError::NotFound(path),
        ErrorKind::PermissionDenied => RecordingError::Denied(path),
        _ => RecordingError::Broken(path),
    }
}
