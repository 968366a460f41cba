//! What goes wrong with a desk's own things, as code, words and next step.

use std::path::Path;

use serde_json::{Value, json};

use super::Exit;
use super::paper::wrap;
use crate::desk::OpenError;
use crate::desk::keys::KeyError;
use crate::desk::profiles::ProfilesError;
use crate::ledger::{AnswerError, StoreError};
use crate::text::{DeskLine as L, Lang, Line as _};

/// Why a command didn't do what was asked.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// The stable code.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) what: String,
    /// What to do now.
    pub(super) next: &'static str,
}

impl Failure {
    /// A failure of these two lines, the first filled.
    pub(super) fn new(
        exit: Exit,
        code: &'static str,
        (what, next): (L, L),
        with: &[(&str, &str)],
        lang: Lang,
    ) -> Self {
        Self { exit, code, what: what.fill(lang, with), next: next.say(lang) }
    }

    /// What goes to standard error.
    pub(super) fn words(&self) -> String {
        format!("{}: {}\n{}\n", self.code, wrap(&self.what, self.code.len() + 2, 0), wrap(self.next, 0, 0))
    }

    pub(super) fn file(path: &Path, error: &std::io::Error, lang: Lang) -> Self {
        let with = [("path", &*path.display().to_string()), ("detail", &*error.to_string())];
        let lines = (L::FileUnreadable, L::FileUnreadableDo);
        Self::new(Exit::Fault, "FILE-UNREADABLE", lines, &with, lang)
    }

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

    pub(super) fn answer(error: &AnswerError, lang: Lang) -> Self {
        match error {
            AnswerError::Store(error) => Self::store(error, lang),
            AnswerError::NoKey(version) => {
                let with = [("version", &*version.to_string())];
                Self::new(Exit::Fault, "KEY-MISSING", (L::KeyMissing, L::KeyMissingDo), &with, lang)
            }
            AnswerError::Unsignable(detail) => {
                let with = [("detail", &*detail.to_string())];
                let lines = (L::SystemFault, L::SystemFaultDo);
                Self::new(Exit::Fault, "CODE-UNSIGNABLE", lines, &with, lang)
            }
        }
    }
}

/// What stands in an answer's place where there is none: a refusal of the input, or a fault of the desk.
pub(super) fn object(failure: &Failure) -> Value {
    json!({
        "decision": (failure.exit == Exit::Refused).then_some("refused"),
        "code": null,
        "lines": null,
        "reason": failure.code,
        "what": failure.what,
        "next": failure.next,
        "findings": [],
        "differs": [],
        "case": null,
    })
}
