//! `backup` and `restore`: the whole desk to a folder and back.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use super::failure::Failure;
use super::{Call, Exit, Output};
use crate::backup::{self, BackupError};
use crate::desk_data::DATABASE;
use crate::text::AdminLine as A;
use countersign_core::text::Line as _;

pub(super) fn backup(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let to = with.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let database = with.get_one::<PathBuf>("database").cloned().unwrap_or_else(|| call.data.join(DATABASE));
    backup::backup(&call.data, &database, &to).map_err(|error| failed(error, call))?;
    Ok(done(A::BackedUp, A::BackedUpDo, &to, call))
}

pub(super) fn restore(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let from = with.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    backup::restore(&from, &call.data, call.passphrase.as_deref()).map_err(|error| failed(error, call))?;
    Ok(done(A::Restored, A::RestoredDo, &call.data, call))
}

fn done(what: A, next: A, folder: &std::path::Path, call: &Call) -> Output {
    let path = folder.display().to_string();
    if call.json {
        return Output::done(format!("{}\n", json!({ "folder": path })));
    }
    let with = [("path", &*path)];
    Output::done(format!("{}\n{}\n", what.fill(call.lang, &with), next.fill(call.lang, &with)))
}

fn failed(error: BackupError, call: &Call) -> Failure {
    match error {
        BackupError::There(path) => {
            let with = [("path", &*path.display().to_string())];
            Failure::new(Exit::Usage, "FOLDER-THERE", (A::FolderThere, A::FolderThereDo), &with, call.lang)
        }
        BackupError::Open(error) => Failure::open(error, call.lang),
        BackupError::Store(error) => Failure::store(&error, call.lang),
        BackupError::Io { path, error } => Failure::file(&path, &error, call.lang),
    }
}
