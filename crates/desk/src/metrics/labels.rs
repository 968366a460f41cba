//! Label values that no other module defines.

use countersign_core::named_enum;

named_enum! {
    /// A limit that refuses a request.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Limit {
        /// Requests from a source.
        Source = "source",
        /// Answers about a number to a source.
        Number = "number",
        /// Answers about a number.
        NumberTotal = "number-total",
        /// Unknown numbers from a source.
        Unknown = "unknown",
        /// Unknown numbers.
        UnknownTotal = "unknown-total",
        /// Sign-ins from a source.
        SignIns = "sign-ins",
        /// Requests with a token.
        Token = "token",
        /// Passwords that wait to be hashed.
        PasswordQueue = "password-queue",
    }
}

named_enum! {
    /// A limit that closes a connection at once.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ConnectionLimit {
        /// Open connections.
        Total = "total",
        /// Open connections from a source.
        Source = "source",
    }
}

named_enum! {
    /// The outcome of a sign-in.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SignInOutcome {
        /// Signed in.
        Accepted = "accepted",
        /// The password is right, and a code is requested.
        NeedsCode = "needs-code",
        /// Wrong name or password.
        Wrong = "wrong",
        /// Wrong code of the second factor, or wrong recovery code.
        WrongCode = "wrong-code",
        /// A sign-in by the provider was refused.
        ProviderRefused = "provider",
        /// The name is locked for this source.
        Locked = "locked",
        /// Refused by a limit, before the password was checked.
        Limited = "limited",
        /// Sent by a page of another site.
        OtherSite = "other-site",
        /// A fault of the desk.
        Fault = "fault",
    }
}

named_enum! {
    /// Why a request of a program was refused before any data was read for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ProgramRefusal {
        /// The program sent no token.
        Missing = "missing",
        /// The program sent a token that is unknown or revoked.
        Invalid = "invalid",
        /// The token has expired.
        Expired = "expired",
        /// The token doesn't have the scope.
        Scope = "scope",
        /// The token is for another product.
        Product = "product",
        /// The program sent an idempotency key with another request.
        KeyReused = "key-reused",
    }
}
