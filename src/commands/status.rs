//! `countersign status`: is this machine activated. Restores one record from the other on the way.

use std::io::Write;
use std::path::Path;

use crate::text::Fault;
use countersign_keep::{self as keep, Audience};

use super::context::Context;
use super::exit::{CommandError, Exit};

/// Runs the command.
///
/// # Errors
/// [`CommandError`] where there is no profile or machine, or the answer can't be written.
pub fn run(context: &Context, as_json: bool, write: Option<&Path>) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    let machine = context.machine()?;
    let keep = context.keep(&machine, profile);
    let mut status = keep.status(&machine, profile);
    if let Some(verified) = &status.verified
        // A wizard or command that holds the lock does its own keeping.
        && let Ok(_lock) = super::session::lock(keep.folder())
        && keep.restore(verified).is_ok()
    {
        status = keep.status(&machine, profile);
    }
    if let Some(path) = write {
        keep::write_run(path, &status).map_err(|error| {
            let with = [("path", &*path.display().to_string()), ("why", &error.to_string())];
            CommandError::new(Fault::FileWrite, Exit::Fault, &with)
        })?;
    }
    let mut out = super::stdout::paper(context.lang, as_json);
    if as_json {
        writeln!(out, "{}", status.json(Audience::Owner))?;
    } else if write.is_none() {
        for line in countersign_keep::text::status_lines(context.lang, &status) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(of(&status.state))
}

/// The exit code of a state.
pub const fn of(state: &keep::State) -> Exit {
    match state {
        keep::State::Activated => Exit::Done,
        keep::State::Unverified => Exit::Fault,
        keep::State::NotActivated | keep::State::Expired => Exit::Negative,
        keep::State::Changed { .. } => Exit::Changed,
        keep::State::Invalid => Exit::Refused,
    }
}
