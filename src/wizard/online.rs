//! Data about asking the desk over a network: its answer, what can go wrong, and how far asking is.
//!
//! `online` (the client) makes these values; here is no I/O.

use super::code_check::CodeFault;

/// The reason code with which a desk refuses a machine's fields; Fix helps.
pub const MACHINE_REFUSED: &str = "MACHINE-REFUSED";
/// The reason code with which a desk refuses an unknown number; Welcome takes another.
pub const NUMBER_UNKNOWN: &str = "NUMBER-UNKNOWN";

/// The reason code with which a desk refuses a request whose license was given back; a new request helps.
pub const REQUEST_SPENT: &str = "REQUEST-SPENT";

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskAnswer {
    /// A license code, in its seven lines.
    Issued([String; 7]),
    /// A refusal.
    Refused(DeskRefusal),
    /// The desk didn't answer.
    Failed(OnlineError),
}

/// A refusal by the desk. It holds codes alone, because `text` has the words of each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRefusal {
    /// The reason's code, such as `DEVICE-DIFFERS`.
    pub reason: String,
    /// The fields' codes, such as `MODEL-BLANK`.
    pub findings: Vec<String>,
    /// The names of the fields that differ from the bound machine.
    pub differs: Vec<String>,
    /// The number of the support case.
    pub case: Option<String>,
}

/// Why the desk didn't answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineError {
    /// The desk's name can't be resolved.
    NameNotFound,
    /// Nothing answers at the address, or the connection broke; the system's reason.
    Unreachable(String),
    /// No answer within the time limit.
    Timeout,
    /// The server can't prove that it is the desk; the reason of the TLS library.
    Certificate(String),
    /// Something between answers in the desk's place, such as a sign-in page.
    CaptivePortal,
    /// The proxy refuses or can't be reached; its reason.
    Proxy(String),
    /// The desk is busy, or was asked too often.
    Busy,
    /// The desk doesn't accept the form of the request; its error code.
    NotAccepted(String),
}

/// How far asking is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineProgress {
    /// The request was sent.
    Asking,
    /// The desk refused it.
    Refused(DeskRefusal),
    /// The desk didn't answer.
    Failed(OnlineError),
    /// The desk sent a code that this machine refuses.
    Unusable(CodeFault),
}
