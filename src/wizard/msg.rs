//! Messages, which `update` takes, and effects, which it returns.

use std::path::PathBuf;

use countersign_core::machine::Field;
use countersign_core::protocol::{Request, Secret};
use countersign_core::remedy::Command;
use countersign_keep::{Activation, KeepCode, KeepError, OpenRequest, Session, WriteReport};

use super::action::Action;
use super::facts::Facts;
use super::job::{Job, JobId, JobNews};
use super::key::Key;
use super::products::{ListedProduct, OpenedProduct};
use super::scroll::Viewport;

/// Something that happened: an input of the person, the result of an effect, or news of a job.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// An action was chosen from a numbered list (`plain`).
    Act(Action),
    /// A whole answer was given for the text in focus (`plain`).
    Answer(String),
    /// Other lines of the page are in view than before: the screen or the page has another size, or the page was scrolled.
    Drawn(Viewport),
    /// The clock: seconds since 1970-01-01 UTC. It comes before the message that happened at that time.
    Clock(i64),
    /// The machine was read.
    Machine(Box<Facts>),
    /// The machine could not be read again; the refusal in words.
    MachineNotRead(String),
    /// The list of products, with the status that each has now.
    Products(Vec<ListedProduct>),
    /// A product of the list was opened.
    ProductOpened(Box<OpenedProduct>),
    /// A secret was drawn.
    Secret(Secret),
    /// No secret could be drawn; the system's reason.
    SecretFailed(String),
    /// A request was remembered in these storages, or in none.
    RequestRemembered(WriteReport),
    /// The session was saved, or it could not be; the reason.
    SessionSaved(Result<(), KeepCode>),
    /// The saved session could not be deleted; the reason.
    SessionNotForgotten(KeepCode),
    /// A file was written.
    Written(PathBuf),
    /// A file could not be written; the system's reason.
    FileFailed(PathBuf, String),
    /// Text was copied to the terminal's clipboard.
    Copied,
    /// Text could not be copied: the terminal has no clipboard, or the text is too long for it.
    NotCopied,
    /// An activation was kept, or not.
    Kept(Result<(WriteReport, Box<Facts>), KeepError>),
    /// A tool ended; the folder with the old values, if it was started.
    ToolEnded(ToolEnd, Option<PathBuf>),
    /// The program could not be started again with `sudo`; the reason.
    SudoFailed(String),
    /// The practice desk answered: a code's seven lines, or the codes of its refusal.
    PracticeAnswered(Result<[String; 7], Vec<String>>),
    /// The worker reports about that job, which may be cancelled already.
    Job(JobId, JobNews),
}

/// How a tool ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToolEnd {
    /// It succeeded.
    Success,
    /// It failed with this status.
    Status(i32),
    /// This signal ended it, maybe in the middle of a write.
    Signal(i32),
    /// It could not be started.
    NotStarted,
    /// It was not started, because the old values could not be saved; the reason.
    NotSaved(String),
    /// It ended well, but its value isn't there.
    NotThere,
}

impl ToolEnd {
    /// Whether the tool failed by itself, so that its own message tells the cause.
    #[must_use]
    pub const fn is_told_by_tool(&self) -> bool {
        matches!(self, Self::Status(_) | Self::Signal(_) | Self::NotThere)
    }
}

/// Something to do outside the wizard. Each effect except a job gives at most one message.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read the machine → [`Msg::Machine`], or [`Msg::MachineNotRead`].
    ReadMachine,
    /// Read the status of each product → [`Msg::Products`].
    ListProducts,
    /// Open the product of that index among those that can be opened → [`Msg::ProductOpened`].
    OpenProduct(usize),
    /// Draw the secret of a new request → [`Msg::Secret`], or [`Msg::SecretFailed`].
    DrawSecret,
    /// Save the session → [`Msg::SessionSaved`].
    SaveSession(Box<Session>),
    /// Delete the saved session, because the session is over → [`Msg::SessionNotForgotten`] if that fails.
    ForgetSession,
    /// Remember a request, so that its code is accepted after a restart → [`Msg::RequestRemembered`].
    RememberRequest(Box<OpenRequest>),
    /// Copy to the terminal's clipboard → [`Msg::Copied`], or [`Msg::NotCopied`].
    Copy(String),
    /// Make the report → [`Msg::Copied`] or [`Msg::NotCopied`], [`Msg::Written`] or [`Msg::FileFailed`].
    Report(ReportTarget),
    /// Keep an activation → [`Msg::Kept`].
    Keep(Box<Activation>),
    /// Give the terminal to these commands, one after the other until one fails → [`Msg::ToolEnded`].
    Run(Vec<Command>),
    /// Start the program again with `sudo` → [`Msg::SudoFailed`] if that fails.
    Sudo,
    /// Practice: take a sample machine, or this computer for `None` → [`Msg::Machine`].
    TakeSample(Option<String>),
    /// Practice: pretend that the firmware has these values now → [`Msg::Machine`].
    PretendFixed(Vec<(Field, String)>),
    /// Practice: ask the built-in desk → [`Msg::PracticeAnswered`].
    AskPracticeDesk(Box<Request>),
    /// Start a job on another thread, in place of the one that runs → [`Msg::Job`], several times.
    StartJob(JobId, Job),
    /// Cancel the job that runs.
    CancelJob,
    /// Stop the process, as ^Z does.
    Suspend,
    /// Give the screen up, and go on line by line.
    LineByLine,
    /// Leave.
    Quit,
}

/// Where the report goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportTarget {
    /// The terminal's clipboard.
    Clipboard,
    /// A file.
    File,
}
