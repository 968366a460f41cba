//! The line for people who sign in to a machine that isn't activated. `pam_motd` shows each file in `/run/motd.d`.

use std::path::{Path, PathBuf};

use crate::text::CommandSentence;
use countersign_core::lang::Lang;
use countersign_core::profile::Profile;
use countersign_keep::{ActivationState, Status, remove_text_for_everyone, write_text_for_everyone};

use super::not_written;
use crate::commands::exit::CommandError;

/// The file that `pam_motd` shows.
const FILE: &str = "/run/motd.d/countersign";

/// The file that `--write-motd [FILE]` names.
pub fn path(given: Option<PathBuf>) -> PathBuf {
    given.unwrap_or_else(|| FILE.into())
}

/// The line of a product; `None` if it is activated.
pub fn line(lang: Lang, profile: &Profile, status: &Status, command: &str) -> Option<String> {
    if status.state == ActivationState::Activated {
        return None;
    }
    let state = countersign_keep::text::status_headline(lang, status);
    Some(CommandSentence::Motd { name: &profile.name, state: &state, command: &command }.say(lang))
}

/// The line of a profile that can't be used.
pub fn line_of_unusable(lang: Lang, error: &CommandError) -> String {
    let (what, _) = error.words(lang);
    CommandSentence::MotdUnusable { code: &error.code(), what: &what }.say(lang)
}

/// Writes the lines, or removes the file if there are none.
///
/// # Errors
/// [`Fault::FileWrite`](crate::text::Fault::FileWrite).
pub fn write(lang: Lang, path: &Path, lines: &[String]) -> Result<(), CommandError> {
    let written = match lines {
        [] => remove_text_for_everyone(path),
        lines => write_text_for_everyone(path, &format!("{}\n", lines.join("\n"))),
    };
    written.map_err(|error| not_written(lang, path, error))
}
