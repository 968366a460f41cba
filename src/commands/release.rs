//! `countersign release`: gives the license back; its receipt goes to the desk.

use std::io::{BufRead, IsTerminal, Write};

use serde_json::json;

use crate::text::{CommandLine as L, Fault};
use countersign_core::protocol::line;
use countersign_core::text::Line;
use countersign_keep::{Keep, KeepError, Place, StorageError};

use super::context::Context;
use super::exit::{CommandError, Exit};

/// Runs the command. It asks first, unless `yes`.
///
/// # Errors
/// [`CommandError`] where nothing is kept, nobody agreed, or a record can't be erased.
pub fn run(context: &Context, as_json: bool, yes: bool) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    let machine = context.machine()?;
    let keep = context.keep_to_write(&machine, profile)?;
    let _lock = super::session::lock(keep.folder())?;
    // Before anyone is asked, or told to agree: rights and room are the true obstacles.
    writable(&keep).map_err(|error| super::effects::not_kept(error, context.lang))?;
    if !yes {
        if !std::io::stdin().is_terminal() {
            return Err(CommandError::new(Fault::ReleaseAsk, Exit::Usage, &[]).into());
        }
        let mut out = super::stdout::paper(context.lang, false);
        write!(out, "{} ", L::ReleaseAsk.say(context.lang))?;
        out.flush()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
            return Ok(Exit::Negative);
        }
    }
    let released =
        keep.release(machine.clock.now).map_err(|error| super::effects::not_kept(error, context.lang))?;
    let number = profile.mask.unpack(released.number).map_or_else(String::new, |number| number.to_string());
    let mut out = super::stdout::paper(context.lang, as_json);
    if as_json {
        writeln!(out, "{}", json!({ "state": "released", "number": number, "receipt": released.receipt }))?;
    } else {
        writeln!(out, "{}", L::Released.fill(context.lang, &[("number", &number)]))?;
        writeln!(out, "12  {}", line::grouped(&released.receipt))?;
        writeln!(out, "{}", L::ReleasedNow.say(context.lang))?;
    }
    Ok(Exit::Done)
}

/// Whether the records can be changed, as far as trying tells.
fn writable(keep: &Keep) -> Result<(), KeepError> {
    let rehearsal = keep.rehearse();
    rehearsal.file.map_err(|error| KeepError::Storage(Place::File, error))?;
    match rehearsal.efi {
        Err(StorageError::Denied) => Err(KeepError::Storage(Place::Efi, StorageError::Denied)),
        _ => Ok(()),
    }
}
