//! The values of labels that are not names of another module's type.

/// A limit on strangers that refuses a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Requests from a source.
    Source,
    /// Answers about a number to a source.
    Number,
    /// Answers about a number.
    NumberTotal,
    /// Unknown numbers from a source.
    Unknown,
    /// Unknown numbers.
    UnknownTotal,
    /// Sign-ins from a source.
    SignIns,
    /// Requests with a token.
    Token,
    /// Passwords that wait to be hashed.
    PasswordQueue,
}

impl Limit {
    pub(super) const ALL: [Self; 8] = [
        Self::Source,
        Self::Number,
        Self::NumberTotal,
        Self::Unknown,
        Self::UnknownTotal,
        Self::SignIns,
        Self::Token,
        Self::PasswordQueue,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Number => "number",
            Self::NumberTotal => "number-total",
            Self::Unknown => "unknown",
            Self::UnknownTotal => "unknown-total",
            Self::SignIns => "sign-ins",
            Self::Token => "token",
            Self::PasswordQueue => "password-queue",
        }
    }
}

/// A limit that closes a connection at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionLimit {
    /// Open connections.
    Total,
    /// Open connections from a source.
    Source,
}

impl ConnectionLimit {
    pub(super) const ALL: [Self; 2] = [Self::Total, Self::Source];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Source => "source",
        }
    }
}

/// The outcome of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Signed in.
    Accepted,
    /// The password is right, and a code is requested.
    NeedsCode,
    /// Wrong name or password.
    Wrong,
    /// Wrong code of the second factor, or wrong recovery code.
    WrongCode,
    /// A sign-in by the provider was refused.
    Provider,
    /// The name is locked for this source.
    Locked,
    /// Refused by a limit, before the password was checked.
    Limited,
    /// Sent by a page of another site.
    OtherSite,
    /// A fault of the desk.
    Fault,
}

impl SignInOutcome {
    pub(super) const ALL: [Self; 9] = [
        Self::Accepted,
        Self::NeedsCode,
        Self::Wrong,
        Self::WrongCode,
        Self::Provider,
        Self::Locked,
        Self::Limited,
        Self::OtherSite,
        Self::Fault,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NeedsCode => "needs-code",
            Self::Wrong => "wrong",
            Self::WrongCode => "wrong-code",
            Self::Provider => "provider",
            Self::Locked => "locked",
            Self::Limited => "limited",
            Self::OtherSite => "other-site",
            Self::Fault => "fault",
        }
    }
}

/// Why a request of a program was refused before any data was read for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramRefusal {
    /// The program sent no token.
    Missing,
    /// The program sent a token that is unknown or revoked.
    Invalid,
    /// The token has expired.
    Expired,
    /// The token doesn't have the scope.
    Scope,
    /// The token is for another product.
    Product,
    /// The program sent an idempotency key with another request.
    KeyReused,
}

impl ProgramRefusal {
    pub(super) const ALL: [Self; 6] =
        [Self::Missing, Self::Invalid, Self::Expired, Self::Scope, Self::Product, Self::KeyReused];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Expired => "expired",
            Self::Scope => "scope",
            Self::Product => "product",
            Self::KeyReused => "key-reused",
        }
    }
}
