//! What a program refuses or fails at: each with a stable code, what it is, and what to do now.

use countersign_core::lines;

use countersign_core::text::{Lang, Line, fill};

lines! {
    /// A refusal or a failure. Its words are two: what it is, a line break, what to do now.
    pub enum Fault in fault {
        ProfileMissing,
        ProfileUnreadable,
        ProfileSyntax,
        ProfileNoKeys,
        ProfileBadKey,
        ProfileTwinKeys,
        ProfileNeeded,
        HardwareNotFound,
        HardwareDenied,
        HardwareEmpty,
        HardwareTooLarge,
        HardwareUnknown,
        HardwareBroken,
        HardwareOne,
        StateNeeded,
        NumberNeeded,
        NumberMalformed,
        RequestNone,
        RequestTooLong,
        CodeLines,
        CodeLookAgain,
        CodeNotThis,
        CodeForOther,
        CodeKeyUnknown,
        CodeExpired,
        CodeForm,
        CodeNotInFile,
        FileRead,
        FileWrite,
        LockHeld,
        NoTerminal,
        SampleUnknown,
        ReleaseAsk,
        NotKept,
        OnlineName,
        OnlineUnreachable,
        OnlineTimeout,
        OnlineCertificate,
        OnlinePortal,
        OnlineProxy,
        OnlineBusy,
        OnlineNotTaken,
        Unexpected,
    }
}

impl Fault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProfileMissing => "PROFILE-MISSING",
            Self::ProfileUnreadable => "PROFILE-UNREADABLE",
            Self::ProfileSyntax => "PROFILE-SYNTAX",
            Self::ProfileNoKeys => "PROFILE-NO-KEYS",
            Self::ProfileBadKey => "PROFILE-BAD-KEY",
            Self::ProfileTwinKeys => "PROFILE-TWIN-KEYS",
            Self::ProfileNeeded => "PROFILE-NEEDED",
            Self::HardwareNotFound => "HARDWARE-NOT-FOUND",
            Self::HardwareDenied => "HARDWARE-DENIED",
            Self::HardwareEmpty => "HARDWARE-EMPTY",
            Self::HardwareTooLarge => "HARDWARE-TOO-LARGE",
            Self::HardwareUnknown => "HARDWARE-UNKNOWN",
            Self::HardwareBroken => "HARDWARE-BROKEN",
            Self::HardwareOne => "HARDWARE-ONE",
            Self::StateNeeded => "STATE-NEEDED",
            Self::NumberNeeded => "NUMBER-NEEDED",
            Self::NumberMalformed => "NUMBER-MALFORMED",
            Self::RequestNone => "REQUEST-NONE",
            Self::RequestTooLong => "REQUEST-TOO-LONG",
            Self::CodeLines => "CODE-LINES",
            Self::CodeLookAgain => "CODE-LOOK-AGAIN",
            Self::CodeNotThis => "CODE-NOT-THIS",
            Self::CodeForOther => "CODE-FOR-OTHER",
            Self::CodeKeyUnknown => "CODE-KEY-UNKNOWN",
            Self::CodeExpired => "CODE-EXPIRED",
            Self::CodeForm => "CODE-FORM",
            Self::CodeNotInFile => "CODE-NOT-IN-FILE",
            Self::FileRead => "FILE-READ",
            Self::FileWrite => "FILE-WRITE",
            Self::LockHeld => "LOCK-HELD",
            Self::NoTerminal => "NO-TERMINAL",
            Self::SampleUnknown => "SAMPLE-UNKNOWN",
            Self::ReleaseAsk => "RELEASE-ASK",
            Self::NotKept => "NOT-KEPT",
            Self::OnlineName => "ONLINE-NAME",
            Self::OnlineUnreachable => "ONLINE-UNREACHABLE",
            Self::OnlineTimeout => "ONLINE-TIMEOUT",
            Self::OnlineCertificate => "ONLINE-CERTIFICATE",
            Self::OnlinePortal => "ONLINE-PORTAL",
            Self::OnlineProxy => "ONLINE-PROXY",
            Self::OnlineBusy => "ONLINE-BUSY",
            Self::OnlineNotTaken => "ONLINE-NOT-TAKEN",
            Self::Unexpected => "FAULT",
        }
    }

    /// What it is and what to do now, each with its `{name}`s filled in.
    #[must_use]
    pub fn words(self, lang: Lang, with: &[(&str, &str)]) -> (String, String) {
        let (what, cure) = self.say(lang).split_once('\n').unwrap_or((self.say(lang), ""));
        (fill(what, with), fill(cure, with))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_stands_beside_its_cure() {
        for fault in Fault::ALL {
            for lang in [Lang::En, Lang::Zh] {
                let parts: Vec<_> = fault.say(lang).split('\n').collect();
                assert!(parts.len() == 2 && parts.iter().all(|part| !part.is_empty()), "{fault:?} {lang:?}");
            }
        }
    }

    #[test]
    fn codes_are_unlike() {
        for (at, fault) in Fault::ALL.iter().enumerate() {
            assert!(Fault::ALL[..at].iter().all(|other| other.code() != fault.code()), "{fault:?}");
        }
    }
}
