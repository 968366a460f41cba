//! The failures of commands: a stable code, what is wrong, the next step.

use std::path::Path;

use serde_json::Value;

use super::exit::Exit;
use super::invocation::Secret;
use super::text_layout::{coded, wrap};
use crate::OpenError;
use crate::key_and_profile_changes::ChangeError;
use crate::keys::KeyError;
use crate::passphrase::PassphraseError;
use crate::presentation;
use crate::profiles::{ProductFault, ProfilesError};
use crate::request_parser::ParseError;
use crate::text::{
    AdminLine as A, AdminSentence, DatabaseFault, DeskLine as L, DeskSentence, ServeLine, ServeSentence,
    TokenLine, TokenSentence, profile_fault, request_fault, token::token_fault,
};
use crate::tokens::{PlaceError, TokenFault, TokenPlace};
use countersign_core::protocol::Number;
use countersign_core::text::{Lang, Line as _, labelled, listed, safe_path};
use countersign_ledger::ActionError;
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{ActionRefusal, AnswerError, StoreError};

/// Why a command failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// The stable code.
    pub(super) code: &'static str,
    /// What is wrong.
    pub(super) what: String,
    /// The next step.
    pub(super) next: String,
}

impl Failure {
    /// Creates a failure from what is wrong and the next step.
    pub(super) fn new(
        exit: Exit,
        code: &'static str,
        what: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self { exit, code, what: what.into(), next: next.into() }
    }

    /// Creates a refusal by the desk.
    pub(super) fn refused(code: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(Exit::Refused, code, what, next)
    }

    /// Creates a fault of the desk or its files.
    pub(super) fn fault(code: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(Exit::Fault, code, what, next)
    }

    /// Creates the failure of a change of keys or profiles.
    pub(super) fn change(error: ChangeError, lang: Lang) -> Self {
        let say = |line: A| line.say(lang);
        match error {
            ChangeError::Keys(error) => Self::keys(error, lang),
            ChangeError::Profiles(error) => Self::profiles(error, lang),
            ChangeError::Store(error) => Self::store(&error, lang),
            ChangeError::ProductUnknown(product) => {
                let what = AdminSentence::ProductUnknown { product: &product }.say(lang);
                Self::refused("PRODUCT-UNKNOWN", what, say(A::ProductUnknownDo))
            }
            ChangeError::ProductThere(product) => {
                let what = AdminSentence::ProductThere { product: &product }.say(lang);
                Self::refused("PRODUCT-THERE", what, say(A::ProductThereDo))
            }
            ChangeError::KeyThere(id) => {
                let what = TokenSentence::KeyThere { id: &id }.say(lang);
                Self::refused("KEY-THERE", what, TokenLine::KeyThereDo.say(lang))
            }
            ChangeError::KeyUnknown(id) => {
                let what = AdminSentence::KeyUnknown { id: &id }.say(lang);
                Self::refused("KEY-UNKNOWN", what, say(A::KeyUnknownDo))
            }
            ChangeError::AlreadyRetired(id) => {
                let what = AdminSentence::KeyRetiredAlready { id: &id }.say(lang);
                Self::refused("KEY-RETIRED", what, say(A::KeyRetiredAlreadyDo))
            }
            ChangeError::LastKey(id) => {
                let what = AdminSentence::KeyLast { id: &id }.say(lang);
                Self::refused("KEY-LAST", what, say(A::KeyLastDo))
            }
            ChangeError::NoneLeft => Self::refused("KEYS-FULL", say(A::KeysFull), say(A::KeysFullDo)),
            ChangeError::NothingChanges => {
                Self::refused("PROFILE-SAME", say(A::ProfileSame), say(A::ProfileSameDo))
            }
            ChangeError::Published(id) => {
                let what = AdminSentence::ProfileThere { id: &id }.say(lang);
                Self::refused("PROFILE-PUBLISHED", what, say(A::ProfileThereDo))
            }
            ChangeError::VersionTooLow(version) => {
                let what = AdminSentence::ProfileVersionLow { version: &version }.say(lang);
                let next = AdminSentence::ProfileVersionLowDo { version: &version }.say(lang);
                Self::refused("PROFILE-VERSION", what, next)
            }
            ChangeError::OtherNumbers { products } => {
                let what = AdminSentence::ProfileOther { products: &products }.say(lang);
                Self::refused("PROFILE-OTHER", what, say(A::ProfileSettingDo))
            }
            ChangeError::NoKeyPinned => {
                Self::refused("PROFILE-NO-KEY", say(A::ProfileNoKey), say(A::ProfileNoKeyDo))
            }
            ChangeError::NotWrittenBack { id, path, error } => {
                let (path, detail) = (safe_path(&path), error);
                let what =
                    AdminSentence::ProfileNotWritten { id: &id, path: &path, detail: &detail }.say(lang);
                Self::fault("FILE-UNWRITTEN", what, say(A::ProfileNotWrittenDo))
            }
            ChangeError::Invalid(error) => {
                let what = AdminSentence::ProfileSetting { detail: &profile_fault(lang, &error) }.say(lang);
                Self::refused("SETTING-INVALID", what, say(A::ProfileSettingDo))
            }
            ChangeError::IdLines => {
                Self::refused("SETTING-INVALID", say(A::ProfileIdLines), say(A::ProfileSettingDo))
            }
            ChangeError::NotRegular(path) => {
                let what = AdminSentence::ProfileNotRegular { path: &safe_path(&path) }.say(lang);
                Self::refused("FILE-NOT-REGULAR", what, say(A::ProfileNotRegularDo))
            }
        }
    }

    /// Creates the failure of an act on a license number.
    pub(super) fn act(error: &ActionError, number: &Number, lang: Lang) -> Self {
        match error {
            ActionError::Store(error) => Self::store(error, lang),
            ActionError::Unknown => Self::number_unknown(number, lang),
            ActionError::Refused(refusal) => Self::act_refused(*refusal, number, lang),
        }
    }

    fn act_refused(refusal: ActionRefusal, number: &Number, lang: Lang) -> Self {
        let what = labelled(lang, number.as_str(), LedgerLine::of_action_refusal(refusal).say(lang));
        Self::refused(refusal.code(), what, L::of_refused_action(refusal).say(lang))
    }

    /// Creates the failure of a license number that the ledger doesn't have.
    pub(super) fn number_unknown(number: &Number, lang: Lang) -> Self {
        let what = DeskSentence::NumberNotHere { number }.say(lang);
        Self::refused("NUMBER-UNKNOWN", what, L::NumberNotHereDo.say(lang))
    }

    /// Returns the text for standard error.
    pub(super) fn to_text(&self, lang: Lang) -> String {
        format!("{}\n{}\n", coded(lang, self.code, &self.what, 0), wrap(&self.next, 0, 0))
    }

    /// Creates the failure of a text that is no request.
    pub(super) fn request(error: &ParseError, lang: Lang) -> Self {
        let (code, what, next) = request_fault(lang, error);
        Self::refused(code, what, next)
    }

    /// Creates the failure of a file that can't be read or written.
    pub(super) fn file(path: &Path, error: &std::io::Error, lang: Lang) -> Self {
        let what = DeskSentence::FileUnreadable { path: &safe_path(path), detail: error }.say(lang);
        Self::fault("FILE-UNREADABLE", what, L::FileUnreadableDo.say(lang))
    }

    /// Creates the failure of a desk that can't be opened.
    pub(super) fn open(error: OpenError, lang: Lang) -> Self {
        match error {
            OpenError::NoDesk(path) => {
                let what = DeskSentence::DeskNone { path: &safe_path(&path) }.say(lang);
                Self::fault("DESK-NONE", what, L::DeskNoneDo.say(lang))
            }
            OpenError::Keys(error) => Self::keys(error, lang),
            OpenError::Profiles(error) => Self::profiles(error, lang),
            OpenError::Connect(fault) => Self::database(DatabaseFault::of_connection(&fault, lang)),
            OpenError::Store(error) => Self::store(&error, lang),
        }
    }

    /// Creates the failure of a command without a known product.
    pub(super) fn product(fault: ProductFault, lang: Lang) -> Self {
        match fault {
            ProductFault::Unknown(product) => Self::change(ChangeError::ProductUnknown(product), lang),
            ProductFault::Missing(products) => {
                let what = AdminSentence::ProductMissing { products: &listed(lang, &products) }.say(lang);
                Self::new(Exit::Usage, "PRODUCT-MISSING", what, A::ProductMissingDo.say(lang))
            }
        }
    }

    /// Creates the failure of a database address that can't be used, or of a connection.
    pub(super) fn database(fault: DatabaseFault) -> Self {
        Self::fault(fault.code, fault.what, fault.next)
    }

    /// Creates the failure of keys that can't be read, written or generated.
    pub(super) fn keys(error: KeyError, lang: Lang) -> Self {
        let say = |line: L| line.say(lang);
        match error {
            KeyError::Exposed { path, mode } => {
                let (path, mode) = (safe_path(&path), format!("{mode:03o}"));
                let what = DeskSentence::KeysExposed { path: &path, mode: &mode }.say(lang);
                Self::fault("KEYS-EXPOSED", what, say(L::KeysExposedDo))
            }
            KeyError::Newer(_) => Self::fault("KEYS-NEWER", say(L::KeysNewer), say(L::KeysNewerDo)),
            KeyError::Malformed(detail) => {
                let what = DeskSentence::KeysDamaged { detail: &detail }.say(lang);
                Self::fault("KEYS-DAMAGED", what, say(L::KeysDamagedDo))
            }
            KeyError::Unsealed => Self::fault("KEYS-UNSEALED", say(L::KeysUnsealed), say(L::KeysUnsealedDo)),
            KeyError::NeedsPassphrase => Self::fault("KEYS-SEALED", say(L::KeysSealed), say(L::KeysSealedDo)),
            KeyError::WrongPassphrase => {
                Self::fault("PASSPHRASE-WRONG", say(L::PassphraseWrong), say(L::PassphraseWrongDo))
            }
            KeyError::System(detail) => Self::system("SYSTEM-FAULT", &detail, lang),
        }
    }

    /// Creates the failure of a token.
    pub(super) fn token(fault: &TokenFault, place: &TokenPlace, lang: Lang) -> Self {
        let (what, next) = token_fault(lang, fault, place);
        Self::fault(fault.code(), what, next)
    }

    /// Creates the failure of options that don't name the place of a key.
    pub(super) fn place(error: PlaceError, lang: Lang) -> Self {
        let what = match error {
            PlaceError::Module => TokenLine::PlaceModule,
            PlaceError::Token => TokenLine::PlaceToken,
            PlaceError::Label => TokenLine::PlaceLabel,
        };
        Self::new(Exit::Usage, "TOKEN-PLACE", what.say(lang), TokenLine::PlaceDo.say(lang))
    }

    /// Creates the failure of a file that contains no passphrase or PIN, or can't be used.
    pub(super) fn secret(secret: Secret, path: &Path, error: &PassphraseError, lang: Lang) -> Self {
        let shown = safe_path(path);
        match error {
            PassphraseError::Io(error) => Self::file(path, error, lang),
            PassphraseError::NotRegular => {
                let what = ServeSentence::FileNotRegular { path: &shown }.say(lang);
                Self::fault("FILE-NOT-REGULAR", what, ServeLine::PassphraseNotRegularDo.say(lang))
            }
            PassphraseError::Exposed(mode) if secret == Secret::Pin => {
                let what = TokenSentence::PinExposed { path: &shown, mode: &format!("{mode:03o}") }.say(lang);
                Self::fault("PIN-EXPOSED", what, TokenLine::PinExposedDo.say(lang))
            }
            PassphraseError::Empty if secret == Secret::Pin => {
                let what = TokenSentence::PinEmpty { path: &shown }.say(lang);
                Self::fault("PIN-EMPTY", what, TokenLine::PinEmptyDo.say(lang))
            }
            PassphraseError::Exposed(mode) => {
                let mode = format!("{mode:03o}");
                let what = ServeSentence::PassphraseExposed { path: &shown, mode: &mode }.say(lang);
                Self::fault("PASSPHRASE-EXPOSED", what, ServeLine::PassphraseExposedDo.say(lang))
            }
            PassphraseError::Empty => {
                let what = ServeSentence::PassphraseEmpty { path: &shown }.say(lang);
                Self::fault("PASSPHRASE-EMPTY", what, ServeLine::PassphraseEmptyDo.say(lang))
            }
        }
    }

    /// Creates the failure of the operating system or a library.
    pub(super) fn system(code: &'static str, detail: &dyn std::fmt::Display, lang: Lang) -> Self {
        Self::fault(code, DeskSentence::SystemFault { detail }.say(lang), L::SystemFaultDo.say(lang))
    }

    /// Creates the failure of profiles that can't be read or published.
    pub(super) fn profiles(error: ProfilesError, lang: Lang) -> Self {
        match error {
            ProfilesError::Io { path, error } => Self::file(&path, &error, lang),
            ProfilesError::Invalid { id, error } => {
                let detail = labelled(lang, &id.to_string(), &profile_fault(lang, &error));
                let what = DeskSentence::ProfileDamaged { detail: &detail }.say(lang);
                Self::fault("PROFILE-DAMAGED", what, L::ProfileDamagedDo.say(lang))
            }
            other => {
                let what = DeskSentence::ProfileDamaged { detail: &other }.say(lang);
                Self::fault("PROFILE-DAMAGED", what, L::ProfileDamagedDo.say(lang))
            }
        }
    }

    /// Creates the failure of the database.
    pub(super) fn store(error: &StoreError, lang: Lang) -> Self {
        let say = |line: L| line.say(lang).to_owned();
        let (what, next) = match error {
            StoreError::Conflict | StoreError::Busy => (say(L::StoreBusy), L::StoreBusyDo),
            StoreError::Unconfirmed => (say(L::StoreUnconfirmed), L::StoreUnconfirmedDo),
            StoreError::Newer(version) => (DeskSentence::StoreNewer { version }.say(lang), L::StoreNewerDo),
            StoreError::Full => (say(L::StoreFull), L::StoreFullDo),
            StoreError::ReadOnly => (say(L::StoreReadOnly), L::StoreReadOnlyDo),
            StoreError::Denied(detail) => (DeskSentence::StoreDenied { detail }.say(lang), L::StoreDeniedDo),
            StoreError::Damaged(detail) => {
                (DeskSentence::StoreDamaged { detail }.say(lang), L::StoreDamagedDo)
            }
            StoreError::Fault(detail) => (DeskSentence::StoreFault { detail }.say(lang), L::StoreFaultDo),
        };
        Self::fault(error.code(), what, next.say(lang))
    }

    /// Creates the failure of a request without an answer from the ledger.
    pub(super) fn answer(error: &AnswerError, lang: Lang) -> Self {
        match error {
            AnswerError::Store(error) => Self::store(error, lang),
            AnswerError::Stale => Self::store(&StoreError::Busy, lang),
            AnswerError::NoKey(version) => {
                let what = DeskSentence::KeyMissing { version }.say(lang);
                Self::fault("KEY-MISSING", what, L::KeyMissingDo.say(lang))
            }
            AnswerError::KeyUnavailable { key, fault } => {
                let what = TokenSentence::Unavailable { id: &key.0, code: fault }.say(lang);
                Self::fault("KEY-UNAVAILABLE", what, TokenLine::UnavailableDo.say(lang))
            }
            AnswerError::Action(refusal) => {
                let what = LedgerLine::of_action_refusal(*refusal).say(lang);
                Self::refused(refusal.code(), what, L::of_refused_action(*refusal).say(lang))
            }
            AnswerError::Unsignable(detail) => Self::system("CODE-UNSIGNABLE", detail, lang),
        }
    }

    /// Returns the JSON object in place of an answer: a refusal of the input, or a fault of the desk.
    pub(super) fn to_json(&self) -> Value {
        let mut object = presentation::refused_to_json(self.code, &self.what, &self.next);
        if self.exit != Exit::Refused {
            object["decision"] = Value::Null;
        }
        object
    }
}
