//! Refusals and failures: each with a stable code, what it is, and what to do now.

use std::path::Path;

use countersign_core::machine::{is_visible, printable};
use countersign_core::profile::ProfileError;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{Lang, Line, join_sentences, labelled, listed};
use countersign_keep::profile_file::ProfileFileError;
use countersign_keep::text::{distrust_meaning, distrust_next_step};
use countersign_keep::{Distrust, InstalledFault, PROFILE_LIMIT};

use super::system::{SystemLine, network_fault, proxy_fault, system_error};
use super::{FactSentence, StepLine};
use crate::wizard::online::OnlineError;
use crate::wizard::{CodeFault, CodeTarget, InsteadOfCode, RequestFault};

/// Declares the faults, each with the names of its values and its stable code.
macro_rules! faults {
    ($($(#[$feature:meta])? $fault:ident $({ $($value:ident),+ })? = $code:literal),* $(,)?) => {
        /// A refusal or a failure, with the values that its words name.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the words themselves stand in en/ and zh/")]
        pub enum Fault { $($(#[$feature])? $fault $({ $($value: String),+ })?),* }

        impl Fault {
            /// The stable code.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $($(#[$feature])? Self::$fault { .. } => $code),* }
            }

            /// Each fault; its values are their own names in braces. For tests.
            #[must_use]
            pub fn samples() -> Vec<Self> {
                Vec::from([
                    $($(#[$feature])? Self::$fault $({ $($value: concat!("{", stringify!($value), "}").to_owned()),+ })?),*
                ])
            }
        }
    };
}

faults! {
    ProfileMissing { path } = "PROFILE-MISSING",
    ProfileUnreadable { path, why } = "PROFILE-UNREADABLE",
    ProfileNotRegular { what, cure } = "PROFILE-NOT-REGULAR",
    ProfileOwner { what, cure } = "PROFILE-OWNER",
    ProfileWritable { what, cure } = "PROFILE-WRITABLE",
    ProfileTooLarge { path } = "PROFILE-TOO-LARGE",
    ProfileSyntax { path, why } = "PROFILE-SYNTAX",
    ProfileNoKeys { path } = "PROFILE-NO-KEYS",
    ProfileBadKey { path, why } = "PROFILE-BAD-KEY",
    ProfileTwinKeys { path, why } = "PROFILE-TWIN-KEYS",
    ProfileUnpublished { path } = "PROFILE-UNPUBLISHED",
    ProfileTwice { product, files } = "PROFILE-TWICE",
    ProfileTooMany { folder, limit } = "PROFILE-TOO-MANY",
    ProfileNeeded = "PROFILE-NEEDED",
    ProductNeeded { products } = "PRODUCT-NEEDED",
    ProductUnknown { product, products } = "PRODUCT-UNKNOWN",
    HardwareNotFound { path } = "HARDWARE-NOT-FOUND",
    HardwareDenied { path } = "HARDWARE-DENIED",
    HardwareEmpty { path } = "HARDWARE-EMPTY",
    HardwareTooLarge { path } = "HARDWARE-TOO-LARGE",
    HardwareUnknown { path } = "HARDWARE-UNKNOWN",
    HardwareNotUnderstood { path, line, text } = "HARDWARE-NOT-UNDERSTOOD",
    HardwareCut { path } = "HARDWARE-CUT",
    HardwareBroken { path } = "HARDWARE-BROKEN",
    HardwareOne = "HARDWARE-ONE",
    StateNeeded = "STATE-NEEDED",
    NumberNeeded = "NUMBER-NEEDED",
    NumberMalformed { why, example } = "NUMBER-MALFORMED",
    RequestNone = "REQUEST-NONE",
    WayNotOffered { way } = "WAY-NOT-OFFERED",
    SpokenNotOffered = "SPOKEN-NOT-OFFERED",
    WayUnanchored { way, cure } = "WAY-UNANCHORED",
    DeclareForm { given } = "DECLARE-FORM",
    DeclareTwice { field } = "DECLARE-TWICE",
    DeclareNeedless { field, value } = "DECLARE-NEEDLESS",
    DeclareRefused { field, why } = "DECLARE-REFUSED",
    RequestTooLong = "REQUEST-TOO-LONG",
    RequestNotMade { why } = "REQUEST-NOT-MADE",
    SecretFailed { why } = "SECRET-FAILED",
    CodeLines { lines } = "CODE-LINES",
    CodeLookAgain { lines, mended } = "CODE-LOOK-AGAIN",
    CodeNotThis { name } = "CODE-NOT-THIS",
    CodeForOther { what, name } = "CODE-FOR-OTHER",
    CodeMachineChanged { request } = "CODE-MACHINE-CHANGED",
    CodeMachineUnread { request } = "CODE-MACHINE-UNREAD",
    CodeKeyUnknown { key } = "CODE-KEY-UNKNOWN",
    CodeExpired { date } = "CODE-EXPIRED",
    CodeForm = "CODE-FORM",
    CodeNotInFile = "CODE-NOT-IN-FILE",
    CodeIsRefusal { code } = "CODE-IS-REFUSAL",
    CodeIsRequest { name } = "CODE-IS-REQUEST",
    CodeIsReceipt = "CODE-IS-RECEIPT",
    CodeIsNumber = "CODE-IS-NUMBER",
    FileRead { path, why } = "FILE-READ",
    FileWrite { path, why } = "FILE-WRITE",
    OutputTwice = "OUTPUT-TWICE",
    PngTerminal = "PNG-TERMINAL",
    LockHeld { holder } = "LOCK-HELD",
    NoTerminal = "NO-TERMINAL",
    SampleUnknown { name, names } = "SAMPLE-UNKNOWN",
    TopicUnknown { topic, topics } = "TOPIC-UNKNOWN",
    ReleaseAsk = "RELEASE-ASK",
    NotKept { code, what, cure } = "NOT-KEPT",
    State { code, what, cure } = "STATE",
    OnlineName { desk } = "ONLINE-NAME",
    OnlineUnreachable { desk, why } = "ONLINE-UNREACHABLE",
    OnlineTimeout { desk } = "ONLINE-TIMEOUT",
    OnlineCertificate { desk, why } = "ONLINE-CERTIFICATE",
    OnlinePortal = "ONLINE-PORTAL",
    OnlineProxy { why } = "ONLINE-PROXY",
    OnlineBusy = "ONLINE-BUSY",
    OnlineNotTaken { code } = "ONLINE-NOT-TAKEN",
    #[cfg(feature = "online")] DeskNeeded = "DESK-NEEDED",
    #[cfg(feature = "online")] DeskAddress { given } = "DESK-ADDRESS",
    #[cfg(feature = "online")] BundleOther { path } = "BUNDLE-OTHER",
    #[cfg(feature = "online")] BundleNewer { path, version } = "BUNDLE-NEWER",
    #[cfg(feature = "online")] BundleAlone { path } = "BUNDLE-ALONE",
    #[cfg(feature = "online")] BundleOutput = "BUNDLE-OUTPUT",
    #[cfg(feature = "online")] BundleBusy { path } = "BUNDLE-BUSY",
    #[cfg(feature = "online")] NoCode { code, what, cure } = "NO-CODE",
    Unexpected { why } = "FAULT",
}

impl Fault {
    /// What it is and what to do now.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        match lang {
            Lang::En => super::en::fault(self),
            Lang::Zh => super::zh::fault(self),
        }
    }

    /// A profile that can't be used.
    #[must_use]
    pub fn of_profile(lang: Lang, fault: &InstalledFault) -> Self {
        let shown = |path: &Path| path.display().to_string();
        match fault {
            InstalledFault::File(error) => Self::of_profile_file(lang, error),
            InstalledFault::TooMany(folder) => {
                Self::ProfileTooMany { folder: shown(folder), limit: PROFILE_LIMIT.to_string() }
            }
            InstalledFault::Invalid { path, source } => {
                let (path, why) = (shown(path), source.last_line());
                match source {
                    ProfileError::NoKeys => Self::ProfileNoKeys { path },
                    ProfileError::BadKey(_) => Self::ProfileBadKey { path, why },
                    ProfileError::DuplicateKeys(..) => Self::ProfileTwinKeys { path, why },
                    _ => Self::ProfileSyntax { path, why },
                }
            }
            InstalledFault::Unpublished(path) => Self::ProfileUnpublished { path: shown(path) },
            InstalledFault::Twice { product, files } => {
                let files = listed(lang, files.iter().map(|file| shown(file)));
                Self::ProfileTwice { product: product.clone(), files }
            }
        }
    }

    /// A profile file that can't be read.
    fn of_profile_file(lang: Lang, error: &ProfileFileError) -> Self {
        match error {
            ProfileFileError::Distrusted(found) => {
                let (what, cure) = (distrust_meaning(lang, found), distrust_next_step(lang, found));
                match found.why {
                    Distrust::NotRegular => Self::ProfileNotRegular { what, cure },
                    Distrust::ForeignOwner { .. } => Self::ProfileOwner { what, cure },
                    Distrust::OthersMayWrite { .. } => Self::ProfileWritable { what, cure },
                }
            }
            ProfileFileError::TooLarge(path) => Self::ProfileTooLarge { path: path.display().to_string() },
            ProfileFileError::Unreadable { path, source } => {
                let path = path.display().to_string();
                match source.kind() {
                    std::io::ErrorKind::NotFound => Self::ProfileMissing { path },
                    _ => Self::ProfileUnreadable { path, why: system_error(lang, source) },
                }
            }
        }
    }

    /// A refused code.
    #[must_use]
    pub fn of_code(lang: Lang, fault: &CodeFault) -> Self {
        let numbers = |lines: &[u8]| listed(lang, lines);
        match fault {
            CodeFault::UnreadableLines(lines) => Self::CodeLines { lines: numbers(lines) },
            CodeFault::DoubtfulLines(lines) => {
                Self::CodeLookAgain { lines: numbers(lines), mended: String::new() }
            }
            CodeFault::NotForThisRequest { name } => Self::CodeNotThis { name: name.clone() },
            CodeFault::ForOther { target: CodeTarget::EarlierRequest(request), .. } => {
                Self::CodeMachineChanged { request: request.clone() }
            }
            CodeFault::ForOther { target: CodeTarget::UnreadMachine(request), .. } => {
                Self::CodeMachineUnread { request: request.clone() }
            }
            CodeFault::ForOther { target: CodeTarget::KeptLicense(number), name } => {
                let what = FactSentence::OtherKept { number }.say(lang);
                Self::CodeForOther { what, name: name.clone() }
            }
            CodeFault::UnknownKey(key) => Self::CodeKeyUnknown { key: key.0.to_string() },
            CodeFault::Expired(day) => Self::CodeExpired { date: date_of(*day) },
            CodeFault::UnknownForm => Self::CodeForm,
            CodeFault::NotInFile => Self::CodeNotInFile,
            CodeFault::Instead(InsteadOfCode::Refusal(code)) => {
                Self::CodeIsRefusal { code: (*code).to_owned() }
            }
            CodeFault::Instead(InsteadOfCode::Request(name)) => {
                Self::CodeIsRequest { name: name.clone().unwrap_or_default() }
            }
            CodeFault::Instead(InsteadOfCode::Receipt) => Self::CodeIsReceipt,
            CodeFault::Instead(InsteadOfCode::Number) => Self::CodeIsNumber,
        }
    }

    /// A request that can't be made.
    #[must_use]
    pub fn of_request(fault: &RequestFault) -> Self {
        match fault {
            RequestFault::NoSecret(why) => Self::SecretFailed { why: why.clone() },
            RequestFault::NoNumber => Self::NumberNeeded,
            RequestFault::NotEncoded(error) => Self::RequestNotMade { why: error.to_string() },
        }
    }

    /// A failure to reach the desk at that address.
    #[must_use]
    pub fn of_online(lang: Lang, error: &OnlineError, desk: &str) -> Self {
        let desk = desk.to_owned();
        match error {
            OnlineError::NameNotFound => Self::OnlineName { desk: host_of(&desk).to_owned() },
            OnlineError::Unreachable(why) => Self::OnlineUnreachable { desk, why: network_fault(lang, why) },
            OnlineError::Timeout => Self::OnlineTimeout { desk },
            OnlineError::Certificate(why) => {
                Self::OnlineCertificate { desk, why: SystemLine::of_certificate(*why).say(lang).to_owned() }
            }
            OnlineError::CaptivePortal => Self::OnlinePortal,
            OnlineError::Proxy(why) => Self::OnlineProxy { why: proxy_fault(lang, why) },
            OnlineError::Busy => Self::OnlineBusy,
            OnlineError::NotAccepted(code) => Self::OnlineNotTaken { code: printable(code.as_bytes()) },
        }
    }

    /// The code, what it is, what to do now, as one text.
    fn message(&self, lang: Lang) -> String {
        let (what, cure) = self.words(lang);
        labelled(lang, self.code(), &join_sentences(lang, &what, &cure))
    }
}

/// A refused code in words: its stable code, what it is, what to do now.
#[must_use]
pub fn code_fault(lang: Lang, fault: &CodeFault) -> String {
    Fault::of_code(lang, fault).message(lang)
}

/// A request that the wizard can't make in words: its stable code, what it is, what to do now. The wizard asks for a missing number
/// itself, so there the page says what to do.
#[must_use]
pub fn request_fault(lang: Lang, fault: &RequestFault) -> String {
    let of_command = Fault::of_request(fault);
    match fault {
        RequestFault::NoNumber => labelled(lang, of_command.code(), StepLine::RequestNoNumber.say(lang)),
        RequestFault::NoSecret(_) | RequestFault::NotEncoded(_) => of_command.message(lang),
    }
}

/// A failure to reach the desk in words: its stable code, what it is, what to do now.
#[must_use]
pub fn online_error(lang: Lang, error: &OnlineError, desk: &str) -> String {
    Fault::of_online(lang, error, desk).message(lang)
}

/// A profile that can't be used in words: its stable code, what it is, what to do now. Safe to show: a path may hold anything.
#[must_use]
pub fn profile_fault(lang: Lang, fault: &InstalledFault) -> String {
    let message = Fault::of_profile(lang, fault).message(lang);
    message.chars().map(|c| if is_visible(c) { c } else { '?' }).collect()
}

/// The name of the host in an address.
fn host_of(address: &str) -> &str {
    let behind_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    behind_scheme.split([':', '/']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::wizard::online::{CertificateFault, NetworkFault, ProxyFault};
    use countersign_core::protocol::KeyId;

    #[test]
    fn a_fault_has_the_same_code_in_the_message_and_in_the_log() {
        let name = String::new;
        for fault in [
            CodeFault::UnreadableLines(vec![1]),
            CodeFault::DoubtfulLines(vec![1]),
            CodeFault::NotForThisRequest { name: name() },
            CodeFault::ForOther { target: CodeTarget::EarlierRequest(name()), name: name() },
            CodeFault::ForOther { target: CodeTarget::UnreadMachine(name()), name: name() },
            CodeFault::ForOther { target: CodeTarget::KeptLicense(name()), name: name() },
            CodeFault::UnknownKey(KeyId(1)),
            CodeFault::Expired(1),
            CodeFault::UnknownForm,
            CodeFault::NotInFile,
            CodeFault::Instead(InsteadOfCode::Refusal("TRY-LATER")),
            CodeFault::Instead(InsteadOfCode::Request(None)),
            CodeFault::Instead(InsteadOfCode::Receipt),
            CodeFault::Instead(InsteadOfCode::Number),
        ] {
            assert_eq!(Fault::of_code(Lang::En, &fault).code(), fault.code());
        }
        for error in [
            OnlineError::NameNotFound,
            OnlineError::Unreachable(NetworkFault::Refused),
            OnlineError::Timeout,
            OnlineError::Certificate(CertificateFault::Date),
            OnlineError::CaptivePortal,
            OnlineError::Proxy(ProxyFault::SignIn),
            OnlineError::Busy,
            OnlineError::NotAccepted(name()),
        ] {
            assert_eq!(Fault::of_online(Lang::En, &error, "").code(), error.code());
        }
    }

    #[test]
    fn the_host_of_an_address_is_extracted() {
        for (address, host) in [
            ("https://desk.example.com", "desk.example.com"),
            ("http://desk.example:8443/api", "desk.example"),
            ("desk.example", "desk.example"),
            ("", ""),
        ] {
            assert_eq!(host_of(address), host);
        }
    }

    #[test]
    fn codes_are_unique() {
        let codes: Vec<_> = Fault::samples().iter().map(Fault::code).collect();
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len(), "{codes:?}");
    }
}
