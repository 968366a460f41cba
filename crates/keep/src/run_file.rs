//! The file in `/run` with the status, for products that don't run as root.

use std::path::Path;

use super::atomic_file::replace_file;
use super::status::{Audience, Status};
use super::storage::StorageError;

/// The file that the boot unit writes.
pub const RUN_FILE: &str = "/run/countersign/status.json";

/// Writes the JSON for [`Audience::Everyone`] to a file with mode 0644, in one step: a reader gets the last status or
/// this one, never half of one.
///
/// # Errors
/// [`StorageError`] if the file can't be written. The last status is still there.
pub fn write_run_file(path: &Path, status: &Status) -> Result<(), StorageError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(StorageError::NotThere);
    };
    std::fs::create_dir_all(folder)?;
    let mut text = status.json(Audience::Everyone).to_string();
    text.push('\n');
    replace_file(folder, name, text.as_bytes(), 0o644)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::{ActivationState, RecordState};

    fn status() -> Status {
        let (state, file, efi) =
            (ActivationState::NotActivated, RecordState::NoRecord, RecordState::NoStorage);
        Status { state, code: None, license: None, file, efi, notes: Vec::new(), verified: None }
    }

    #[test]
    fn the_run_file_is_readable_by_everyone_and_replaced_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("run/status.json");
        write_run_file(&path, &status()).unwrap();
        write_run_file(&path, &status()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            status().json(Audience::Everyone)
        );
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o444, 0o444);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
