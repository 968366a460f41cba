//! `countersign release`: gives the license back and prints the receipt for the desk.

use std::io::{BufRead, IsTerminal, Write};

use serde_json::json;

use crate::text::{CommandLine as L, CommandSentence, Fault};
use countersign_core::lang::Lang;
use countersign_core::profile::Profile;
use countersign_core::protocol::line;
use countersign_core::text::Line;
use countersign_keep::{Keep, KeepError, StorageError, StorageKind};

use super::context::Context;
use super::exit::{CommandError, Exit};
use super::lock::lock;
use super::{stderr, stdout};

/// Runs the command. It asks first, unless `yes`.
///
/// # Errors
/// [`CommandError`] if nothing is kept, no terminal is there for the question, or a record can't be erased.
pub fn run(context: &Context, as_json: bool, yes: bool) -> anyhow::Result<Exit> {
    let profile = context.profile()?;
    let machine = context.machine()?;
    let keep = context.keep_to_write(&machine, profile)?;
    let _lock = lock(keep.folder(), context.lang)?;
    // Missing rights or room, and a missing license, are reported before the question.
    check_writable(&keep)
        .and_then(|()| keep.releasable())
        .map_err(|error| CommandError::not_kept(error.code(), context.lang))?;
    if !yes {
        if !std::io::stdin().is_terminal() {
            return Err(CommandError::new(Fault::ReleaseAsk, Exit::Usage).into());
        }
        // Standard output is for the receipt alone.
        stderr::write(question(&keep, profile, context.lang) + " ");
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
            return Ok(Exit::Negative);
        }
    }
    let released = keep.release().map_err(|error| CommandError::not_kept(error.code(), context.lang))?;
    let number = profile.mask.shown(released.number);
    let mut out = stdout::output(context.lang, as_json);
    if as_json {
        let receipt = released.receipt();
        writeln!(out, "{}", json!({ "state": "released", "number": number, "receipt": receipt }))?;
    } else if let Some(receipt) = released.receipt() {
        writeln!(out, "{}", CommandSentence::Released { number: &number }.say(context.lang))?;
        writeln!(out, "12  {}", line::grouped(&receipt))?;
        writeln!(out, "{}", L::ReleasedNow.say(context.lang))?;
    } else {
        // A reinstall lost the secret. The desk's operator releases the number.
        writeln!(out, "{}", CommandSentence::ReleasedWithoutReceipt { number: &number }.say(context.lang))?;
    }
    Ok(Exit::Done)
}

/// The question: which license it is, and whether there will be a receipt.
fn question(keep: &Keep, profile: &Profile, lang: Lang) -> String {
    let kept = keep.load().activation;
    let number = kept.as_ref().and_then(|kept| profile.mask.unpack(kept.number_packed));
    match (kept, number) {
        (Some(kept), Some(number)) if kept.secret.is_some() => {
            CommandSentence::ReleaseAskNumber { number: &number }.say(lang)
        }
        (Some(_), Some(number)) => CommandSentence::ReleaseAskNoReceipt { number: &number }.say(lang),
        _ => L::ReleaseAsk.say(lang).to_owned(),
    }
}

/// Checks that the records can be changed.
fn check_writable(keep: &Keep) -> Result<(), KeepError> {
    let rehearsal = keep.check_writable();
    rehearsal.file.map_err(|error| KeepError::Storage(StorageKind::File, error))?;
    match rehearsal.efi {
        Err(StorageError::Denied) => Err(KeepError::Storage(StorageKind::Efi, StorageError::Denied)),
        _ => Ok(()),
    }
}
