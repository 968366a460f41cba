//! Lines of the commands for cases, operators, keys, profiles, backups and imports.

use countersign_core::lines;
use countersign_ledger::CaseRefusal;

lines! {
    /// Help, reports and refusals of those commands. `…Do` is what to do about the line before it.
    pub enum AdminLine in admin {
        // Help
        Cases, CasesList, CasesShow, CasesNote, CasesClose, OptAll, OptClosed, OptSummary, ArgCase, ArgNote, OptCloseReason,
        Operators, OperatorsAdd, OperatorsList, OperatorsRemove, ArgOperator, OptPasswordStdin, InitOperator,
        Keys, KeysList, KeysAdd, KeysRetire, ArgKey,
        Profiles, ProfilesList, ProfilesShow, ProfilesPublish, ArgVersion,
        Backup, ArgBackup, BackedUp, BackedUpDo, Restore, ArgRestore, Restored, RestoredDo, FolderThere, FolderThereDo,
        PubName, PubHost, PubOnline, PubHotline, PubDeclared, PubOlder, PubSpoken,
        OptInsecureCookies, Move, OptTo, OptReceipt, OptStrict, OptOlder,
        // Cases
        CaseUnknown, CaseUnknownDo, CaseClosedAlready, CaseClosedAlreadyDo, CaseNoReason, CaseNoReasonDo,
        CaseNoText, CaseNoTextDo, CaseNoted, CaseClosedNow, CaseNone, CaseRequests,
        // Operators
        NameBad, NameBadDo, PasswordShort, PasswordShortDo, PasswordLong, PasswordLongDo, PasswordNone, PasswordNoneDo,
        OperatorThere, OperatorThereDo, OperatorUnknown, OperatorUnknownDo, OperatorAdded, OperatorPassword,
        OperatorRemoved, OperatorsNone, OperatorsNoneDo, OperatorLine,
        // Keys and profiles
        KeyLine, KeyActive, KeyRetiredWord, KeyPinned, KeyUnpinned, KeyAdded, KeyAddedDo, KeyRetiredNow, KeyRetiredLeft,
        KeyUnknown, KeyUnknownDo, KeyRetiredAlready, KeyRetiredAlreadyDo, KeyLast, KeyLastDo, KeysFull, KeysFullDo,
        ProfileLine, ProfileNewest, ProfilePublished, ProfilePublishedDo, ProfileSame, ProfileSameDo, ProfileUnknown, ProfileUnknownDo,
        ProfileSetting, ProfileSettingDo,
        Yes, No, Serial, Any,
        // Moving and releasing
        MovedNext, MovedTo, MoveOther, MoveOtherDo, ReceiptDone,
        // Import
        ImportedSome, ImportBad, ImportNumber, ImportEdition, ImportExpiry, ImportPast, ImportFields, ImportQuote, ImportTwice,
        ImportTooMany, ImportStrict, ImportBadDo, ImportStrictDo,
    }
}

impl AdminLine {
    /// Why an act on a case was refused, and what to do now.
    #[must_use]
    pub const fn of_case_refusal(refusal: CaseRefusal) -> (Self, Self) {
        match refusal {
            CaseRefusal::Unknown => (Self::CaseUnknown, Self::CaseUnknownDo),
            CaseRefusal::Closed => (Self::CaseClosedAlready, Self::CaseClosedAlreadyDo),
            CaseRefusal::NoReason => (Self::CaseNoReason, Self::CaseNoReasonDo),
            CaseRefusal::NoText => (Self::CaseNoText, Self::CaseNoTextDo),
        }
    }
}
