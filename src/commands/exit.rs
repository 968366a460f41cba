//! Exit codes, and the one way a refusal leaves the program: code, what, what to do now.

use std::io::Write;
use std::process::ExitCode;

use crate::text::Fault;
use countersign_core::lang::Lang;

/// The exit codes; others' scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, activated.
    Done = 0,
    /// A fault, or can't tell.
    Fault = 1,
    /// Usage.
    Usage = 2,
    /// Not acceptable, not activated, expired.
    Negative = 3,
    /// The machine changed.
    Changed = 4,
    /// Refused, invalid.
    Refused = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A refusal or failure with its words' values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {:?}", .fault.code(), .with)]
pub struct CommandError {
    /// Which.
    pub fault: Fault,
    /// The values of the `{name}`s in its words.
    pub with: Vec<(&'static str, String)>,
    /// The exit code.
    pub exit: Exit,
}

impl CommandError {
    /// A refusal with these values.
    #[must_use]
    pub fn new(fault: Fault, exit: Exit, with: &[(&'static str, &str)]) -> Self {
        Self { fault, exit, with: with.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
    }

    /// The stable code; where something was not kept, that of the reason.
    #[must_use]
    pub fn code(&self) -> &str {
        let reason = self.with.iter().find(|(name, _)| *name == "code").map(|(_, code)| code.as_str());
        match self.fault {
            Fault::NotKept => reason.unwrap_or(Fault::NotKept.code()),
            fault => fault.code(),
        }
    }

    /// What it is and what to do now.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        let with: Vec<_> = self.with.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (what, cure) = self.fault.words(lang, &with);
        (harmless(&what), harmless(&cure))
    }
}

/// Without control characters: a path may have them, and what reads it is a terminal.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

/// Says what went wrong on standard error, with `--json` as an object on standard output too.
pub fn report(error: &anyhow::Error, lang: Lang, json: bool) -> Exit {
    // Whoever reads only the beginning has seen enough to need no words; to a script it is no yes.
    let gone = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(gone) {
        return Exit::Fault;
    }
    let refused = error.downcast_ref::<CommandError>().cloned().unwrap_or_else(|| {
        let why = countersign_core::machine::shown(format!("{error:#}").as_bytes());
        CommandError::new(Fault::Unexpected, Exit::Fault, &[("why", &why)])
    });
    let (what, cure) = refused.words(lang);
    if json {
        let object = serde_json::json!({ "error": { "code": refused.code(), "what": what, "cure": cure } });
        let _ = writeln!(std::io::stdout(), "{object}");
    }
    let _ = writeln!(std::io::stderr(), "{}: {what}\n{cure}", refused.code());
    refused.exit
}
