//! What comes in (messages) and what goes out (effects).

use std::path::PathBuf;

use countersign_core::machine::{Field, Machine};
use countersign_core::protocol::{Nonce, Request, Scheme};
use countersign_core::remedy::Command;
use countersign_keep::{Activation, KeepError, OpenRequest, Session, WriteReport};

use super::action::Action;
use super::key::Key;
use super::online::DeskAnswer;

/// Something happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// An action was chosen by its place in the list (`plain`).
    Act(Action),
    /// A whole answer was given to the input in focus (`plain`).
    Answer(String),
    /// The machine was read.
    Machine(Box<Machine>),
    /// A nonce was drawn.
    Nonce(Nonce),
    /// The session was not kept; the system's reason.
    SessionNotSaved(String),
    /// A file was written.
    Written(PathBuf),
    /// A file was read.
    FileRead(String),
    /// A file could not be written or read; the system's reason.
    FileFailed(PathBuf, String),
    /// Text went to the terminal's clipboard.
    Copied,
    /// An activation was kept, or not.
    Kept(Result<WriteReport, KeepError>),
    /// A tool that was run ended.
    ToolEnded(ToolEnd),
    /// The program could not be started again with `sudo`.
    SudoFailed(String),
    /// Search on for what a badly typed code was meant to be.
    LookOn,
    /// The practice desk answered: a code's seven lines, or the codes of its refusal.
    PracticeAnswered(Result<[String; 7], Vec<String>>),
    /// The desk answered the request of that nonce over the network, or didn't.
    DeskAnswered(Nonce, Box<DeskAnswer>),
}

/// How a tool ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolEnd {
    /// It ended well.
    Success,
    /// It ended with this status.
    Status(i32),
    /// It could not be started, or was killed.
    Failed,
}

/// Something to do outside. Each is answered by at most one message.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read the machine → [`Msg::Machine`].
    ReadMachine,
    /// Draw a nonce → [`Msg::Nonce`].
    DrawNonce,
    /// Keep the session → [`Msg::SessionNotSaved`] where that fails.
    SaveSession(Box<Session>),
    /// The session is overlay: forget it.
    ForgetSession,
    /// Keep a request, so that its code is still known after a restart.
    RememberRequest(Box<OpenRequest>),
    /// Copy to the terminal's clipboard → [`Msg::Copied`].
    Copy(String),
    /// Write a file → [`Msg::Written`] or [`Msg::FileFailed`].
    WriteFile(FileKind),
    /// Make the report → [`Msg::Copied`], [`Msg::Written`] or [`Msg::FileFailed`].
    Report(ReportTarget),
    /// Read a file that may hold a code → [`Msg::FileRead`] or [`Msg::FileFailed`].
    ReadFile(PathBuf),
    /// There is more to search: show so, take a key that waits, then → [`Msg::LookOn`].
    LookOn,
    /// Keep an activation → [`Msg::Kept`].
    Keep(Box<Activation>),
    /// Run a tool in the foreground, the terminal handed over → [`Msg::ToolEnded`].
    Run(Command),
    /// Start the program again with `sudo` → [`Msg::SudoFailed`] where that fails.
    Sudo,
    /// Practice: take another sample machine (none: this computer) → [`Msg::Machine`].
    TakeSample(Option<String>),
    /// Practice: pretend that the firmware now says this → [`Msg::Machine`].
    PretendFixed(Field, String),
    /// Practice: ask the built-in desk → [`Msg::PracticeAnswered`].
    AskPracticeDesk(Box<Request>),
    /// Ask the desk over the network, while the session goes on → [`Msg::DeskAnswered`].
    AskDesk(Box<Request>, Scheme),
    /// Stop the process, as ^Z does.
    Suspend,
    /// Leave.
    Quit,
}

/// What file to write.
#[derive(Debug, Clone)]
pub enum FileKind {
    /// The request in its text form, by its name.
    RequestText {
        /// The request's name.
        name: String,
        /// The text.
        text: String,
    },
    /// The request's QR as PNG.
    RequestPng {
        /// The request's name.
        name: String,
        /// The address it carries.
        url: String,
    },
}

/// Where the report goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTarget {
    /// The terminal's clipboard.
    Clipboard,
    /// A file.
    File,
}
