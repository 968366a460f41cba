//! What a desk answers over a network, as far as the wizard follows it. Who asks is an effect.

use countersign_core::protocol::Scheme;

/// The reason by which a desk refuses a machine's fields: Fix helps.
pub const MACHINE_REFUSED: &str = "MACHINE-REFUSED";
/// The reason by which a desk refuses a number that it doesn't know: Welcome takes another.
pub const NUMBER_UNKNOWN: &str = "NUMBER-UNKNOWN";

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskAnswer {
    /// A license code, in its seven lines.
    Issued([String; 7]),
    /// A refusal.
    Refused(DeskRefusal),
    /// No answer of the desk's.
    Failed(OnlineError),
}

/// A refusal: codes alone, for words differ by language and `text` has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRefusal {
    /// The reason's code, such as `DEVICE-DIFFERS`.
    pub reason: String,
    /// The fields' codes, such as `MODEL-BLANK`.
    pub findings: Vec<String>,
    /// The names of the fields that differ from the machine the number is bound to.
    pub differs: Vec<String>,
    /// The case to quote.
    pub case: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineError {
    /// The desk's name leads nowhere.
    NameNotFound,
    /// Nothing answers there, or the link broke; the system's reason.
    Unreachable(String),
    /// Nothing came within the time.
    Timeout,
    /// What answers can't show that it is the desk; TLS's reason.
    Certificate(String),
    /// Something on the way answers in the desk's place: a page to sign in at.
    CaptivePortal,
    /// The proxy doesn't let it through; its reason.
    Proxy(String),
    /// The desk is busy, or was asked too often.
    Busy,
    /// The desk doesn't take the request; its code.
    NotAccepted(String),
}

/// How far asking has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnlineProgress {
    /// Asked; nothing came yet.
    Asking,
    /// Refused.
    Refused(DeskRefusal),
    /// No answer.
    Failed(OnlineError),
    /// A code came that this machine can't take.
    Unusable(super::CodeFault),
}

/// The binding that is asked for.
#[must_use]
pub fn scheme(route: Option<super::route::RouteKind>) -> Scheme {
    if route == Some(super::route::RouteKind::Older) { Scheme::Two } else { Scheme::Three }
}
