//! `backup` and `restore`.

use std::path::PathBuf;

use clap::ArgMatches;
use serde_json::json;

use super::exit::Exit;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::text_layout::wrap;
use crate::backup::{self, BackupError};
use crate::postgres::DatabaseAddress;
use crate::text::{AdminLine as A, AdminSentence};
use countersign_core::text::{Line as _, safe_path};

pub(super) fn backup(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let to = args.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let store = invocation.open_store()?;
    invocation.wait(backup::backup(&store, &to)).map_err(|error| failure(error, invocation))?;
    invocation.record(&store, "backup-written", &safe_path(&to))?;
    let what = AdminSentence::BackedUp { path: &safe_path(&to) }.say(invocation.lang);
    Ok(report(&what, A::BackedUpDo, &to, invocation))
}

pub(super) fn restore(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let from = args.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    if let DatabaseAddress::Postgres(_) = invocation.place.database() {
        return Err(failure(BackupError::Server, invocation));
    }
    let event = invocation.event("backup-restored", &safe_path(&from));
    let restored = backup::restore(&from, invocation.folder(), invocation.passphrase()?, &event);
    invocation.wait(restored).map_err(|error| failure(error, invocation))?;
    let what = AdminSentence::Restored { path: &safe_path(invocation.folder()) }.say(invocation.lang);
    Ok(report(&what, A::RestoredDo, invocation.folder(), invocation))
}

fn report(what: &str, next: A, folder: &std::path::Path, invocation: &Invocation) -> Output {
    if invocation.json {
        return Output::done(format!("{}\n", json!({ "folder": folder.display().to_string() })));
    }
    Output::done(format!("{what}\n{}\n", wrap(next.say(invocation.lang), 0, 0)))
}

fn failure(error: BackupError, invocation: &Invocation) -> Failure {
    match error {
        BackupError::TargetExists(path) => {
            let what = AdminSentence::FolderThere { path: &safe_path(&path) }.say(invocation.lang);
            Failure::new(Exit::Usage, "FOLDER-THERE", what, A::FolderThereDo.say(invocation.lang))
        }
        BackupError::Server => {
            let (what, next) = (A::BackupServer.say(invocation.lang), A::BackupServerDo.say(invocation.lang));
            Failure::refused("BACKUP-SERVER", what, next)
        }
        BackupError::Log(path) => {
            let what = AdminSentence::BackupLog { path: &safe_path(&path) }.say(invocation.lang);
            Failure::refused("BACKUP-LOG", what, A::BackupLogDo.say(invocation.lang))
        }
        BackupError::Open(error) => Failure::open(error, invocation.lang),
        BackupError::Store(error) => Failure::store(&error, invocation.lang),
        BackupError::Io { path, error } => Failure::file(&path, &error, invocation.lang),
    }
}
