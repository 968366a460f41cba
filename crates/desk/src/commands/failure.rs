//! The failures of commands: stable code, what is wrong, what to do now.

use std::path::Path;

use serde_json::{Value, json};

use super::exit::Exit;
use super::text_layout::wrap;
use crate::OpenError;
use crate::key_and_profile_changes::ChangeError;
use crate::keys::KeyError;
use crate::profiles::ProfilesError;
use crate::request_parser::ParseError;
use crate::text::{AdminLine as A, DeskLine as L};
use countersign_core::protocol::{Number, RequestError};
use countersign_core::text::{Lang, Line};
use countersign_ledger::ActionError;
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionRefusal, AnswerError, StoreError};

/// Why a command didn't do what it was asked to do.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// The stable code.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) what: String,
    /// What to do now.
    pub(super) next: String,
}

impl Failure {
    /// A failure with these lines: what is wrong, and what to do. `with` fills their placeholders.
    pub(super) fn new<W: Line>(
        exit: Exit,
        code: &'static str,
        (what, next): (W, W),
        with: &[(&str, &str)],
        lang: Lang,
    ) -> Self {
        Self { exit, code, what: what.fill(lang, with), next: next.fill(lang, with) }
    }

    /// A refusal by the desk.
    pub(super) fn refused<W: Line>(
        code: &'static str,
        lines: (W, W),
        with: &[(&str, &str)],
        lang: Lang,
    ) -> Self {
        Self::new(Exit::Refused, code, lines, with, lang)
    }

    /// Keys or profiles were not changed.
    pub(super) fn change(error: ChangeError, lang: Lang) -> Self {
        let key = |code, lines, id: u8| Self::refused(code, lines, &[("id", &*id.to_string())], lang);
        match error {
            ChangeError::Keys(error) => Self::keys(error, lang),
            ChangeError::Profiles(error) => Self::profiles(error, lang),
            ChangeError::KeyUnknown(id) => key("KEY-UNKNOWN", (A::KeyUnknown, A::KeyUnknownDo), id),
            ChangeError::AlreadyRetired(id) => {
                key("KEY-RETIRED", (A::KeyRetiredAlready, A::KeyRetiredAlreadyDo), id)
            }
            ChangeError::LastKey(id) => key("KEY-LAST", (A::KeyLast, A::KeyLastDo), id),
            ChangeError::NoneLeft => Self::refused("KEYS-FULL", (A::KeysFull, A::KeysFullDo), &[], lang),
            ChangeError::NothingChanges => {
                Self::refused("PROFILE-SAME", (A::ProfileSame, A::ProfileSameDo), &[], lang)
            }
            ChangeError::InvalidSetting(detail) => {
                let lines = (A::ProfileSetting, A::ProfileSettingDo);
                Self::refused("SETTING-INVALID", lines, &[("detail", &detail)], lang)
            }
        }
    }

    /// An act on a license number was not done.
    pub(super) fn act(error: &ActionError, number: &Number, lang: Lang) -> Self {
        match error {
            ActionError::Store(error) => Self::store(error, lang),
            ActionError::Unknown => {
                let with = [("number", number.as_str())];
                Self::refused("NUMBER-UNKNOWN", (L::NumberNotHere, L::NumberNotHereDo), &with, lang)
            }
            ActionError::Refused(refusal) => Self::act_refused(*refusal, number, lang),
        }
    }

    fn act_refused(refusal: ActionRefusal, number: &Number, lang: Lang) -> Self {
        let what = format!("{}: {}", number.as_str(), LedgerLine::of_action_refusal(refusal).say(lang));
        Self { exit: Exit::Refused, code: refusal.code(), what, next: L::ActRefusedDo.say(lang).to_owned() }
    }

    /// The text for standard error.
    pub(super) fn to_text(&self) -> String {
        format!("{}: {}\n{}\n", self.code, wrap(&self.what, self.code.len() + 2, 0), wrap(&self.next, 0, 0))
    }

    /// A text is no request.
    pub(super) fn request(error: &ParseError, lang: Lang) -> Self {
        let fail = |code, lines, with: &[(&str, &str)]| Self::new(Exit::Refused, code, lines, with, lang);
        match error {
            ParseError::TooLong => fail("REQUEST-TOO-LONG", (L::RequestTooLong, L::RequestTooLongDo), &[]),
            ParseError::Invalid(error) => {
                let (what, next) = match error {
                    RequestError::NotFound => (L::RequestNone, L::RequestNoneDo),
                    RequestError::CutOff => (L::RequestCut, L::RequestInvalidDo),
                    RequestError::Check | RequestError::Foreign(_) => (L::RequestSlip, L::RequestInvalidDo),
                    RequestError::Format(_) | RequestError::Kind(_) => (L::RequestNewer, L::RequestNewerDo),
                    _ => (L::RequestInvalid, L::RequestInvalidDo),
                };
                fail("REQUEST-INVALID", (what, next), &[])
            }
            ParseError::Spoken(None) => {
                fail("REQUEST-INVALID", (L::RequestSpokenCheck, L::RequestSpokenDo), &[])
            }
            ParseError::Spoken(Some(line)) => {
                let with = [("line", &*line.to_string())];
                fail("REQUEST-INVALID", (L::RequestSpokenLine, L::RequestSpokenDo), &with)
            }
        }
    }

    /// A file can't be read or written.
    pub(super) fn file(path: &Path, error: &std::io::Error, lang: Lang) -> Self {
        let with = [("path", &*path.display().to_string()), ("detail", &*error.to_string())];
        let lines = (L::FileUnreadable, L::FileUnreadableDo);
        Self::new(Exit::Fault, "FILE-UNREADABLE", lines, &with, lang)
    }

    /// A desk can't be opened.
    pub(super) fn open(error: OpenError, lang: Lang) -> Self {
        match error {
            OpenError::NoDesk(path) => {
                let with = [("path", &*path.display().to_string())];
                Self::new(Exit::Fault, "DESK-NONE", (L::DeskNone, L::DeskNoneDo), &with, lang)
            }
            OpenError::Keys(error) => Self::keys(error, lang),
            OpenError::Profiles(error) => Self::profiles(error, lang),
            OpenError::Store(error) => Self::store(&error, lang),
        }
    }

    /// The keys can't be read, written or made.
    pub(super) fn keys(error: KeyError, lang: Lang) -> Self {
        let fault = |code, lines, with: &[(&str, &str)]| Self::new(Exit::Fault, code, lines, with, lang);
        match error {
            KeyError::Io { path, error } => Self::file(&path, &error, lang),
            KeyError::Exposed { path, mode } => {
                let with = [("path", &*path.display().to_string()), ("mode", &*format!("{mode:03o}"))];
                fault("KEYS-EXPOSED", (L::KeysExposed, L::KeysExposedDo), &with)
            }
            KeyError::Newer(_) => fault("KEYS-NEWER", (L::KeysNewer, L::KeysNewerDo), &[]),
            KeyError::Malformed(detail) => {
                fault("KEYS-DAMAGED", (L::KeysDamaged, L::KeysDamagedDo), &[("detail", &detail)])
            }
            KeyError::NeedsPassphrase => fault("KEYS-SEALED", (L::KeysSealed, L::KeysSealedDo), &[]),
            KeyError::WrongPassphrase => {
                fault("PASSPHRASE-WRONG", (L::PassphraseWrong, L::PassphraseWrongDo), &[])
            }
            KeyError::System(detail) => {
                fault("SYSTEM-FAULT", (L::SystemFault, L::SystemFaultDo), &[("detail", &detail)])
            }
        }
    }

    /// The profiles can't be read or published.
    pub(super) fn profiles(error: ProfilesError, lang: Lang) -> Self {
        match error {
            ProfilesError::Io { path, error } => Self::file(&path, &error, lang),
            other => {
                let with = [("detail", &*other.to_string())];
                let lines = (L::ProfileDamaged, L::ProfileDamagedDo);
                Self::new(Exit::Fault, "PROFILE-DAMAGED", lines, &with, lang)
            }
        }
    }

    /// The database can't be used.
    pub(super) fn store(error: &StoreError, lang: Lang) -> Self {
        let fault =
            |code, lines, detail: &str| Self::new(Exit::Fault, code, lines, &[("detail", detail)], lang);
        match error {
            StoreError::Conflict | StoreError::Busy => {
                fault("STORE-BUSY", (L::StoreBusy, L::StoreBusyDo), "")
            }
            StoreError::Full => fault("STORE-FULL", (L::StoreFull, L::StoreFullDo), ""),
            StoreError::ReadOnly => fault("STORE-READ-ONLY", (L::StoreReadOnly, L::StoreReadOnlyDo), ""),
            StoreError::Damaged(detail) => {
                fault("STORE-DAMAGED", (L::StoreDamaged, L::StoreDamagedDo), detail)
            }
            StoreError::Fault(detail) => fault("STORE-FAULT", (L::StoreFault, L::StoreFaultDo), detail),
        }
    }

    /// The ledger gave no answer.
    pub(super) fn answer(error: &AnswerError, lang: Lang) -> Self {
        match error {
            AnswerError::Store(error) => Self::store(error, lang),
            AnswerError::NoKey(version) => {
                let with = [("version", &*version.to_string())];
                Self::new(Exit::Fault, "KEY-MISSING", (L::KeyMissing, L::KeyMissingDo), &with, lang)
            }
            AnswerError::Action(refusal) => {
                let what = LedgerLine::of_action_refusal(*refusal).say(lang).to_owned();
                let next = L::ActRefusedDo.say(lang).to_owned();
                Self { exit: Exit::Refused, code: refusal.code(), what, next }
            }
            AnswerError::Unsignable(detail) => {
                let with = [("detail", &*detail.to_string())];
                let lines = (L::SystemFault, L::SystemFaultDo);
                Self::new(Exit::Fault, "CODE-UNSIGNABLE", lines, &with, lang)
            }
        }
    }

    /// The JSON object in place of an answer: a refusal of the input, or a fault of the desk.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "decision": (self.exit == Exit::Refused).then_some("refused"),
            "code": null,
            "lines": null,
            "reason": self.code,
            "what": self.what,
            "next": self.next,
            "findings": [],
            "differs": [],
            "case": null,
        })
    }
}
