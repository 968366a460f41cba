//! Refusals and failures: each with a stable code, what it is, and what to do now.

use countersign_core::lines;
use countersign_core::machine::printable;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{Lang, Line, fill, join_sentences, labelled};

use super::FactLine;
use crate::wizard::online::OnlineError;
use crate::wizard::{CodeFault, CodeTarget};

lines! {
    /// A refusal or a failure. Its words are what it is, a line break, and what to do now.
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

    /// What it is and what to do now, with the placeholders filled in.
    #[must_use]
    pub fn words(self, lang: Lang, with: &[(&str, &str)]) -> (String, String) {
        let (what, cure) = self.say(lang).split_once('\n').unwrap_or((self.say(lang), ""));
        (fill(what, with), fill(cure, with))
    }
}

/// A refused code as a fault with the values of its placeholders.
#[must_use]
pub fn code_fault_parts(lang: Lang, fault: &CodeFault) -> (Fault, Vec<(&'static str, String)>) {
    let numbers = |lines: &[u8]| lines.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    match fault {
        CodeFault::UnreadableLines(lines) => (Fault::CodeLines, vec![("lines", numbers(lines))]),
        CodeFault::DoubtfulLines(lines) => (Fault::CodeLookAgain, vec![("lines", numbers(lines))]),
        CodeFault::NotForThisRequest { name } => (Fault::CodeNotThis, vec![("name", name.clone())]),
        CodeFault::ForOther { target, name } => {
            let what = match target {
                CodeTarget::EarlierRequest(request) => {
                    FactLine::OtherEarlier.fill(lang, &[("name", request)])
                }
                CodeTarget::KeptLicense(number) => FactLine::OtherKept.fill(lang, &[("number", number)]),
            };
            (Fault::CodeForOther, vec![("what", what), ("name", name.clone())])
        }
        CodeFault::UnknownKey(key) => (Fault::CodeKeyUnknown, vec![("key", key.0.to_string())]),
        CodeFault::Expired(day) => (Fault::CodeExpired, vec![("date", date_of(*day))]),
        CodeFault::UnknownForm => (Fault::CodeForm, Vec::new()),
        CodeFault::NotInFile => (Fault::CodeNotInFile, Vec::new()),
    }
}

/// A refused code in words: its stable code, what it is, what to do now.
#[must_use]
pub fn code_fault(lang: Lang, fault: &CodeFault) -> String {
    let (fault, with) = code_fault_parts(lang, fault);
    let with: Vec<_> = with.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (what, cure) = fault.words(lang, &with);
    labelled(lang, fault.code(), &join_sentences(lang, &what, &cure))
}

/// A failure to reach the desk in words: its stable code, what it is, what to do now.
#[must_use]
pub fn online_error(lang: Lang, error: &OnlineError, desk: &str) -> String {
    let (fault, value) = match error {
        OnlineError::NameNotFound => (Fault::OnlineName, None),
        OnlineError::Unreachable(why) => (Fault::OnlineUnreachable, Some(("why", why))),
        OnlineError::Timeout => (Fault::OnlineTimeout, None),
        OnlineError::Certificate(why) => (Fault::OnlineCertificate, Some(("why", why))),
        OnlineError::CaptivePortal => (Fault::OnlinePortal, None),
        OnlineError::Proxy(why) => (Fault::OnlineProxy, Some(("why", why))),
        OnlineError::Busy => (Fault::OnlineBusy, None),
        OnlineError::NotAccepted(code) => (Fault::OnlineNotTaken, Some(("code", code))),
    };
    let printable = value.map(|(name, text)| (name, printable(text.as_bytes())));
    let with: Vec<_> =
        printable.iter().map(|(name, text)| (*name, text.as_str())).chain([("desk", desk)]).collect();
    let (what, cure) = fault.words(lang, &with);
    labelled(lang, fault.code(), &join_sentences(lang, &what, &cure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_a_cause_and_a_cure() {
        for fault in Fault::ALL {
            for lang in [Lang::En, Lang::Zh] {
                let parts: Vec<_> = fault.say(lang).split('\n').collect();
                assert!(parts.len() == 2 && parts.iter().all(|part| !part.is_empty()), "{fault:?} {lang:?}");
            }
        }
    }

    #[test]
    fn codes_are_unique() {
        for (at, fault) in Fault::ALL.iter().enumerate() {
            assert!(Fault::ALL[..at].iter().all(|other| other.code() != fault.code()), "{fault:?}");
        }
    }
}
