//! `countersign status`: tells whether this machine is activated, and restores a lost record from the other one.
//!
//! This file has the status of one product, `several` the status of several, `motd` the line for people who sign in.

pub mod motd;
mod several;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::page;
use crate::text::{CommandLine, Fault, storage_error};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::text::Line;
use countersign_keep::{self as keep, Audience, Distrust, Keep, Status, StorageError, WriteOutcome};

use crate::commands::context::Context;
use crate::commands::exit::{CommandError, Exit};
use crate::commands::lock::lock;
use crate::commands::stdout;

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no profile or machine, or the answer can't be written.
pub fn run(context: &Context, output: StatusOutput, files: &WrittenFiles) -> anyhow::Result<Exit> {
    let as_json = output == StatusOutput::Json;
    if output != StatusOutput::Text && matches!(files.run, Some(RunTarget::StandardOutput)) {
        return Err(CommandError::new(Fault::OutputTwice, Exit::Usage).into());
    }
    if !context.several.is_empty() {
        return several::run(context, output, files);
    }
    let profile = context.profile()?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    let status = examine(context, &machine, profile, &keep);
    match &files.run {
        Some(RunTarget::ProductFile) => {
            write_run_file(&keep::run_file(&profile.product), &status, context.lang)?;
        }
        Some(RunTarget::File(path)) => write_run_file(path, &status, context.lang)?,
        Some(RunTarget::StandardOutput) | None => {}
    }
    if let Some(path) = &files.motd {
        let line = motd::line(context.lang, profile, &status, "sudo countersign");
        motd::write(context.lang, path, line.as_slice())?;
    }
    if output == StatusOutput::Nothing {
        return Ok(Exit::from(&status.state));
    }
    let mut out = stdout::output(context.lang, as_json || files.run.is_some());
    if as_json {
        writeln!(out, "{}", status.json(Audience::Owner))?;
    } else if let Some(RunTarget::StandardOutput) = files.run {
        writeln!(out, "{}", status.json(Audience::Everyone))?;
    } else if files.run.is_none() {
        let width = stdout::width();
        let lines = countersign_keep::text::status_lines(context.lang, &status);
        for line in lines.iter().flat_map(|line| page::whole_or_wrapped(line, "", "  ", width)) {
            writeln!(out, "{line}")?;
        }
    }
    say_distrusted_state(context, &keep);
    Ok(Exit::from(&status.state))
}

/// Restores a lost record, keeps the day, and returns the status of the product.
fn examine(context: &Context, machine: &Machine, profile: &Profile, keep: &Keep) -> Status {
    let mut status = keep.status(machine, profile);
    if status.verified.is_some()
        // While another program holds the lock, that program writes the records.
        && let Ok(_lock) = lock(keep.folder(), context.lang)
    {
        // A program that held the lock until now may have kept another license.
        status = keep.status(machine, profile);
        if let Some(verified) = &status.verified
            && let Ok(report) = keep.restore(verified)
            && [report.file, report.efi].contains(&WriteOutcome::Written)
        {
            status = keep.status(machine, profile);
        }
    }
    if let Some(update) = &status.update
        && machine.read_as_root
        && let Ok(_lock) = lock(keep.folder(), context.lang)
    {
        // If that fails, the next `status` of root keeps the day.
        let _ = keep.apply(update);
    }
    status
}

/// Says that the state folder can't be trusted. The status then rests on the record in UEFI, or is unverified. The cure names the file.
fn say_distrusted_state(context: &Context, keep: &Keep) {
    if let Err(error) = context.require_trusted_state(keep) {
        error.say(context.lang);
    }
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

/// The files that the answer is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFiles {
    /// The file with the status as JSON.
    pub run: Option<RunTarget>,
    /// The file with a line for people who sign in.
    pub motd: Option<PathBuf>,
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
    keep::write_run_file(path, status).map_err(|error| not_written(lang, path, error))
}

/// A file for everyone that can't be written.
fn not_written(lang: Lang, path: &Path, error: StorageError) -> CommandError {
    let why = match error {
        StorageError::Distrusted(Distrust::NotRegular) => CommandLine::NotRegularFile.say(lang).to_owned(),
        error => storage_error(lang, error),
    };
    CommandError::new(Fault::FileWrite { path: path.display().to_string(), why }, Exit::Fault)
}
