//! Why the desk has no connection to its database: what is wrong, and what to do now.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::postgres::{AddressError, CertificateFault, ConnectFault, OLDEST_SERVER};

lines! {
    /// Faults of an address and of a connection. `…Do` is what to do about the line before it.
    pub enum DatabaseLine in database {
        // The address
        AddressNoPath, AddressSlashes, AddressCredentials, AddressHost, AddressPort, AddressNoDatabase,
        AddressUnknownOption, AddressDo, AddressCredentialsDo, AddressUnknownOptionDo,
        // The connection
        RootsDo, UnreachableDo, NoAnswerDo, NotReadyDo, TooManySessionsDo, PasswordDo, PasswordMissingDo,
        NotAllowedDo, DatabaseUnknownDo, TooOldDo, NoTlsDo, CertificateNameDo, CertificateIssuerDo,
        CertificateDaysDo, CertificateOtherDo, TlsDo, ReadOnlyDo, OtherDo,
    }
}

sentences! {
    /// Faults of an address and of a connection that hold values.
    pub enum DatabaseSentence in database_sentence {
        // The address
        AddressScheme { scheme },
        AddressEncoding { part },
        AddressValue { option },
        // The connection
        Roots { detail },
        Unreachable { host, detail },
        NoAnswer { host, seconds },
        NotReady { host },
        TooManySessions { host },
        Password { host },
        PasswordMissing { host },
        NotAllowed { host, detail },
        DatabaseUnknown { host, database },
        TooOld { host, version, oldest },
        NoTls { host },
        CertificateName { host },
        CertificateIssuer { host },
        CertificateDays { host },
        CertificateOther { host, detail },
        Tls { host, detail },
        ReadOnly { hosts },
        Other { host, detail },
    }
}

/// The words for a fault: its stable code, what is wrong, and what to do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFault {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do now.
    pub next: &'static str,
}

impl DatabaseFault {
    /// The words for an invalid address.
    #[must_use]
    pub fn of_address(error: &AddressError, lang: Lang) -> Self {
        use DatabaseLine as L;
        use DatabaseSentence as S;
        let say = |line: L| line.say(lang).to_owned();
        let (what, next) = match error {
            AddressError::NoPath => (say(L::AddressNoPath), L::AddressDo),
            AddressError::Scheme(scheme) => (S::AddressScheme { scheme }.say(lang), L::AddressDo),
            AddressError::Slashes => (say(L::AddressSlashes), L::AddressDo),
            AddressError::Credentials => (say(L::AddressCredentials), L::AddressCredentialsDo),
            AddressError::Encoding(part) => (S::AddressEncoding { part }.say(lang), L::AddressCredentialsDo),
            AddressError::Host => (say(L::AddressHost), L::AddressDo),
            AddressError::Port => (say(L::AddressPort), L::AddressDo),
            AddressError::NoDatabase => (say(L::AddressNoDatabase), L::AddressDo),
            AddressError::UnknownOption => (say(L::AddressUnknownOption), L::AddressUnknownOptionDo),
            AddressError::Value(option) => (S::AddressValue { option }.say(lang), L::AddressUnknownOptionDo),
        };
        Self { code: "DATABASE-ADDRESS", what, next: next.say(lang) }
    }

    /// The words for a failed connection.
    #[must_use]
    pub fn of_connection(fault: &ConnectFault, lang: Lang) -> Self {
        use ConnectFault as F;
        use DatabaseLine as L;
        use DatabaseSentence as S;
        let (code, what, next) = match fault {
            F::Roots(detail) => ("DATABASE-ROOTS", S::Roots { detail }, L::RootsDo),
            F::Unreachable { host, detail } => {
                ("DATABASE-UNREACHABLE", S::Unreachable { host, detail }, L::UnreachableDo)
            }
            F::NoAnswer { host, seconds } => {
                ("DATABASE-UNREACHABLE", S::NoAnswer { host, seconds }, L::NoAnswerDo)
            }
            F::NotReady { host } => ("DATABASE-NOT-READY", S::NotReady { host }, L::NotReadyDo),
            F::TooManySessions { host } => {
                ("DATABASE-SESSIONS", S::TooManySessions { host }, L::TooManySessionsDo)
            }
            F::Password { host } => ("DATABASE-PASSWORD", S::Password { host }, L::PasswordDo),
            F::PasswordMissing { host } => {
                ("DATABASE-PASSWORD", S::PasswordMissing { host }, L::PasswordMissingDo)
            }
            F::NotAllowed { host, detail } => {
                ("DATABASE-DENIED", S::NotAllowed { host, detail }, L::NotAllowedDo)
            }
            F::DatabaseUnknown { host, database } => {
                ("DATABASE-UNKNOWN", S::DatabaseUnknown { host, database }, L::DatabaseUnknownDo)
            }
            F::TooOld { host, version } => {
                ("DATABASE-TOO-OLD", S::TooOld { host, version, oldest: &OLDEST_SERVER }, L::TooOldDo)
            }
            F::NoTls { host } => ("DATABASE-TLS", S::NoTls { host }, L::NoTlsDo),
            F::Certificate { host, fault } => {
                let (what, next) = match fault {
                    CertificateFault::Name => (S::CertificateName { host }, L::CertificateNameDo),
                    CertificateFault::Issuer => (S::CertificateIssuer { host }, L::CertificateIssuerDo),
                    CertificateFault::Days => (S::CertificateDays { host }, L::CertificateDaysDo),
                    CertificateFault::Other(detail) => {
                        (S::CertificateOther { host, detail }, L::CertificateOtherDo)
                    }
                };
                ("DATABASE-CERTIFICATE", what, next)
            }
            F::Tls { host, detail } => ("DATABASE-TLS", S::Tls { host, detail }, L::TlsDo),
            F::ReadOnly { host: hosts } | F::NoneReadWrite { hosts } => {
                ("DATABASE-READ-ONLY", S::ReadOnly { hosts }, L::ReadOnlyDo)
            }
            F::Other { host, detail } => ("DATABASE-FAULT", S::Other { host, detail }, L::OtherDo),
        };
        Self { code, what: what.say(lang), next: next.say(lang) }
    }
}
