//! The notice: the last thing that happened, in one line.

use countersign_core::machine::printable;
use countersign_keep::KeepCode;

use super::msg::ToolEnd;
use super::request_fault::RequestFault;

/// The last thing that happened. `page` has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Text was copied to the terminal's clipboard.
    Copied,
    /// Text could not be copied.
    NotCopied,
    /// A file was written at this path.
    Written(String),
    /// Practice: a file of this name would have been written.
    Pretended(String),
    /// A file could not be written or read: its path and the system's reason.
    FileFailed(String, String),
    /// No request was made, and an older one is still shown.
    NoRequest(RequestFault),
    /// No storage took the request; the reason.
    RequestNotRemembered(KeepCode),
    /// The session could not be saved; the reason.
    SessionNotSaved(KeepCode),
    /// The saved session could not be deleted; the reason.
    SessionNotForgotten(KeepCode),
    /// A problem with what is kept.
    Kept(KeepCode),
    /// The machine could not be read again; the refusal in words.
    NotReadAgain(String),
    /// The machine was read again, and nothing changed.
    ReadAgainSame,
    /// The machine was read again, and something changed.
    ReadAgainChanged,
    /// A tool ended; the folder with the old values, if it was started.
    Tool(ToolEnd, Option<String>),
    /// The program could not be started again with `sudo`; the system's reason.
    SudoFailed(String),
    /// The practice desk answered.
    PracticeAnswered,
    /// The language that `--lang` asks for can't be shown; the reason in words.
    LanguageUnshown(String),
}

/// The system's reason as one short line, so that a notice never pushes the typed text off the screen.
pub(super) fn reason(why: &str) -> String {
    printable(why.as_bytes())
}
