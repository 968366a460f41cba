//! `countersign status`: tells whether this machine is activated, and restores a lost record from the other one.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::text::{CommandLine, Fault, storage_error};
use countersign_core::lang::Lang;
use countersign_core::text::Line;
use countersign_keep::{self as keep, Audience, Distrust, Status, StorageError};

use super::context::Context;
use super::exit::{CommandError, Exit};
use super::lock::lock;
use super::stdout;

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no profile or machine, or the answer can't be written.
pub fn run(context: &Context, output: StatusOutput, write: Option<&RunTarget>) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    let as_json = output == StatusOutput::Json;
    if output != StatusOutput::Text && matches!(write, Some(RunTarget::StandardOutput)) {
        return Err(CommandError::new(Fault::OutputTwice, Exit::Usage).into());
    }
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    let mut status = keep.status(&machine, profile);
    if let Some(verified) = &status.verified
        // While another program holds the lock, that program writes the records.
        && let Ok(_lock) = lock(keep.folder(), context.lang)
        && keep.restore(verified).is_ok()
    {
        status = keep.status(&machine, profile);
    }
    if let Some(update) = &status.update
        && machine.read_as_root
        && let Ok(_lock) = lock(keep.folder(), context.lang)
    {
        // If that fails, the next status of root sees the same day.
        let _ = keep.apply(update);
    }
    match write {
        Some(RunTarget::ProductFile) => {
            write_run_file(&keep::run_file(&profile.product), &status, context.lang)?;
        }
        Some(RunTarget::File(path)) => write_run_file(path, &status, context.lang)?,
        Some(RunTarget::StandardOutput) | None => {}
    }
    if output == StatusOutput::Nothing {
        return Ok(exit_of(&status.state));
    }
    let mut out = stdout::output(context.lang, as_json || write.is_some());
    if as_json {
        writeln!(out, "{}", status.json(Audience::Owner))?;
    } else if let Some(RunTarget::StandardOutput) = write {
        writeln!(out, "{}", status.json(Audience::Everyone))?;
    } else if write.is_none() {
        for line in countersign_keep::text::status_lines(context.lang, &status) {
            writeln!(out, "{line}")?;
        }
    }
    // The status stands by what UEFI holds, or is unverified. The cure names the file.
    if let Err(error) = context.require_trusted_state(&keep) {
        error.say(context.lang);
    }
    Ok(exit_of(&status.state))
}

/// What goes to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusOutput {
    /// Lines of text.
    Text,
    /// One JSON object.
    Json,
    /// Nothing: the exit code is the answer.
    Nothing,
}

/// Where the answer for everyone goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunTarget {
    /// The product's file in `/run/countersign`.
    ProductFile,
    /// A file.
    File(PathBuf),
    /// Standard output.
    StandardOutput,
}

impl RunTarget {
    /// The target that `--write-run [FILE]` names.
    pub fn new(file: Option<PathBuf>) -> Self {
        match file {
            None => Self::ProductFile,
            Some(file) if file.as_os_str() == "-" => Self::StandardOutput,
            Some(file) => Self::File(file),
        }
    }
}

fn write_run_file(path: &Path, status: &Status, lang: Lang) -> Result<(), CommandError> {
    keep::write_run_file(path, status).map_err(|error| {
        let why = match error {
            StorageError::Distrusted(Distrust::NotRegular) => {
                CommandLine::NotRegularFile.say(lang).to_owned()
            }
            error => storage_error(lang, error),
        };
        CommandError::new(Fault::FileWrite { path: path.display().to_string(), why }, Exit::Fault)
    })
}

/// The exit code of a state.
const fn exit_of(state: &keep::ActivationState) -> Exit {
    match state {
        keep::ActivationState::Activated => Exit::Done,
        keep::ActivationState::Unverified => Exit::Fault,
        keep::ActivationState::NotActivated | keep::ActivationState::Expired => Exit::Negative,
        keep::ActivationState::Changed { .. } => Exit::Changed,
        keep::ActivationState::Invalid => Exit::Refused,
    }
}
