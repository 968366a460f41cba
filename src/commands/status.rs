//! `countersign status`: tells whether this machine is activated, and restores a lost record from the other one.

use std::io::Write;
use std::path::Path;

use crate::text::Fault;
use countersign_keep::{self as keep, Audience};

use super::context::Context;
use super::exit::{CommandError, Exit};
use super::lock::lock;
use super::stdout;

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if there is no profile or machine, or the answer can't be written.
pub fn run(context: &Context, as_json: bool, write: Option<&Path>) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    let mut status = keep.status(&machine, profile);
    if let Some(verified) = &status.verified
        // While another program holds the lock, that program writes the records.
        && let Ok(_lock) = lock(keep.folder())
        && keep.restore(verified).is_ok()
    {
        status = keep.status(&machine, profile);
    }
    if let Some(path) = write {
        keep::write_run_file(path, &status).map_err(|error| {
            CommandError::new(
                Fault::FileWrite { path: path.display().to_string(), why: error.to_string() },
                Exit::Fault,
            )
        })?;
    }
    let mut out = stdout::output(context.lang, as_json);
    if as_json {
        writeln!(out, "{}", status.json(Audience::Owner))?;
    } else if write.is_none() {
        for line in countersign_keep::text::status_lines(context.lang, &status) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit_of(&status.state))
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
