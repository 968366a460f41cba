//! Data about asking the desk over a network: its answer, what can go wrong, and the progress.
//!
//! `online` (the client) makes these values; this file does no I/O.

use super::code_fault::CodeFault;

/// The seconds that a desk has to answer.
pub const ASK_SECONDS: u32 = 20;

/// The reason code with which a desk refuses a machine's fields; Fix helps.
pub const MACHINE_REFUSED: &str = "MACHINE-REFUSED";
/// The reason code with which a desk refuses an unknown number; Welcome takes another.
pub const NUMBER_UNKNOWN: &str = "NUMBER-UNKNOWN";

/// The reason code with which a desk refuses a request whose license was given back; a new request helps.
pub const REQUEST_SPENT: &str = "REQUEST-SPENT";

/// The result of asking the desk.
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
    /// The desk's address can't be reached.
    Unreachable(NetworkFault),
    /// No answer within the time limit.
    Timeout,
    /// The server can't prove that it is the desk.
    Certificate(CertificateFault),
    /// Something on the network answers in the desk's place, such as a sign-in page.
    CaptivePortal,
    /// The proxy can't be used.
    Proxy(ProxyFault),
    /// The desk is busy, or was asked too often.
    Busy,
    /// The desk doesn't accept the form of the request; its error code.
    NotAccepted(String),
}

impl OnlineError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameNotFound => "ONLINE-NAME",
            Self::Unreachable(_) => "ONLINE-UNREACHABLE",
            Self::Timeout => "ONLINE-TIMEOUT",
            Self::Certificate(_) => "ONLINE-CERTIFICATE",
            Self::CaptivePortal => "ONLINE-PORTAL",
            Self::Proxy(_) => "ONLINE-PROXY",
            Self::Busy => "ONLINE-BUSY",
            Self::NotAccepted(_) => "ONLINE-NOT-TAKEN",
        }
    }
}

/// Why an address can't be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkFault {
    /// Nothing listens there.
    Refused,
    /// No network leads there.
    NoRoute,
    /// The connection broke.
    Broken,
    /// Another fault, in the words of the system or the library.
    Other(String),
}

/// Why a server can't prove that it is the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateFault {
    /// Its certificate isn't valid on the day that this machine's clock shows.
    Date,
    /// Its certificate was not signed by an issuer that this machine trusts.
    Issuer,
    /// Its certificate is for another name.
    Name,
    /// Its certificate was revoked.
    Revoked,
    /// It doesn't speak TLS as the desk does.
    NoTls,
}

/// Why a proxy can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyFault {
    /// It wants a name and a password.
    SignIn,
    /// It refuses to connect.
    Refuses,
    /// Its address is invalid.
    Address,
    /// It can't be reached.
    Network(NetworkFault),
}

/// The desk is asked and has not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The seconds that the desk has left to answer.
    pub seconds_left: u32,
    /// Which request it has.
    pub request: AskedRequest,
}

/// Which request the desk is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedRequest {
    /// The one that a person asked with. If the desk calls it spent, a new one is made at once.
    Asked,
    /// The one that was made because the desk called the one before spent. If the desk calls this one spent too, the person is told.
    Renewed,
}

impl Asking {
    /// The desk has all its time left.
    #[must_use]
    pub const fn with(request: AskedRequest) -> Self {
        Self { seconds_left: ASK_SECONDS, request }
    }
}

/// The progress of asking the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineProgress {
    /// The request was sent.
    Asking(Asking),
    /// The desk refused it.
    Refused(DeskRefusal),
    /// The desk didn't answer.
    Failed(OnlineError),
    /// The desk sent a code that this machine refuses.
    Unusable(CodeFault),
}

impl OnlineProgress {
    /// Whether the desk is asked and has not answered yet.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        matches!(self, Self::Asking(_))
    }
}
