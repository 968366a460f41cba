//! Exit codes, and how the program reports a failure: its code, what it is, what to do now.

use std::io::Write;
use std::process::ExitCode;

use crate::text::Fault;
use countersign_core::lang::Lang;
use countersign_core::machine::{is_visible, printable};
use countersign_core::text::{join_sentences, labelled};
use countersign_keep::text::{distrust_meaning, distrust_next_step, keep_meaning, keep_next_step};
use countersign_keep::{ActivationState, DistrustedPath, KeepCode};

/// The exit codes. They are a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, activated.
    Done = 0,
    /// A fault, or the answer is not known.
    Fault = 1,
    /// Wrong usage.
    Usage = 2,
    /// Not acceptable, not activated, expired.
    Negative = 3,
    /// The machine changed.
    Changed = 4,
    /// Refused, invalid.
    Refused = 5,
}

impl Exit {
    /// Every exit code.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Fault, Self::Usage, Self::Negative, Self::Changed, Self::Refused];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&ActivationState> for Exit {
    fn from(state: &ActivationState) -> Self {
        let code = state.exit_code();
        Self::ALL.into_iter().find(|exit| *exit as u8 == code).unwrap_or(Self::Fault)
    }
}

/// A refusal or failure of a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {:?}", .fault.code(), .fault)]
pub struct CommandError {
    /// What it is.
    pub fault: Fault,
    /// The exit code.
    pub exit: Exit,
}

impl CommandError {
    /// An error because something was not kept.
    #[must_use]
    pub fn not_kept(code: KeepCode, lang: Lang) -> Self {
        let fault = Fault::NotKept {
            code: code.as_str().to_owned(),
            what: keep_meaning(lang, code),
            cure: keep_next_step(lang, code),
        };
        Self::new(fault, Exit::Fault)
    }

    /// An error because what is kept can't be read.
    #[must_use]
    pub fn of_state(code: KeepCode, lang: Lang) -> Self {
        let (what, cure) = (keep_meaning(lang, code), keep_next_step(lang, code));
        Self::new(Fault::State { code: code.as_str().to_owned(), what, cure }, Exit::Fault)
    }

    /// An error because the state folder, or a file in it, isn't used.
    #[must_use]
    pub fn of_distrusted_state(found: &DistrustedPath, lang: Lang) -> Self {
        let code = KeepCode::of_distrust(found.why).as_str().to_owned();
        let (what, cure) = (distrust_meaning(lang, found), distrust_next_step(lang, found));
        Self::new(Fault::State { code, what, cure }, Exit::Fault)
    }

    /// An error with that exit code.
    #[must_use]
    pub const fn new(fault: Fault, exit: Exit) -> Self {
        Self { fault, exit }
    }

    /// The stable code. If something was not kept or can't be read, or the desk gives no license code, it is the code of the reason.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.fault {
            Fault::NotKept { code, .. } | Fault::State { code, .. } => code,
            #[cfg(feature = "online")]
            Fault::NoCode { code, .. } => code,
            fault => fault.code(),
        }
    }

    /// Says it on standard error: the code and what it is, then what to do now.
    pub fn say(&self, lang: Lang) {
        let (what, cure) = self.words(lang);
        let _ = writeln!(std::io::stderr(), "{}\n{cure}", labelled(lang, self.code(), &what));
    }

    /// Code, what it is and what to do now, as one text.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let (what, cure) = self.words(lang);
        labelled(lang, self.code(), &join_sentences(lang, &what, &cure))
    }

    /// What it is and what to do now.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        let (what, cure) = self.fault.words(lang);
        (visible(&what), visible(&cure))
    }
}

/// The text with `?` in place of each character that a terminal could act on or a person could not see. A path may have such
/// characters.
fn visible(text: &str) -> String {
    text.chars().map(|c| if is_visible(c) { c } else { '?' }).collect()
}

/// Reports an error on standard error, and with `--json` as an object on standard output too.
pub fn report(error: &anyhow::Error, lang: Lang, json: bool) -> Exit {
    // A reader such as `head` closed the pipe. It needs no message, but a script must not take that for success.
    let closed_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(closed_pipe) {
        return Exit::Fault;
    }
    let error = error.downcast_ref::<CommandError>().cloned().unwrap_or_else(|| {
        let why = printable(format!("{error:#}").as_bytes());
        CommandError::new(Fault::Unexpected { why }, Exit::Fault)
    });
    if json {
        let (what, cure) = error.words(lang);
        let object = serde_json::json!({ "error": { "code": error.code(), "what": what, "cure": cure } });
        let _ = writeln!(std::io::stdout(), "{object}");
    }
    error.say(lang);
    error.exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_ends_with_the_exit_code_of_each_state() {
        use ActivationState as S;
        let changed = S::Changed { fields: Vec::new(), device: false };
        for state in [S::Activated, S::NotActivated, changed, S::Expired, S::Invalid, S::Unverified] {
            assert_eq!(Exit::from(&state) as u8, state.exit_code(), "{state:?}");
        }
    }
}
