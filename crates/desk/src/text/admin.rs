//! Lines of the commands for cases, operators, keys, profiles, backups and imports.

use std::fmt::Display;

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};
use countersign_ledger::CaseRefusal;

lines! {
    /// Help, reports and refusals of those commands. `…Do` is what to do about the line before it.
    pub enum AdminLine in admin {
        // Help
        Cases, CasesList, CasesShow, CasesNote, CasesClose, OptAll, OptClosed, OptSummary, ArgCase, ArgNote, OptCloseReason,
        Operators, OperatorsAdd, OperatorsList, OperatorsRemove, ArgOperator, OptPasswordStdin, InitOperator,
        Keys, KeysList, KeysAdd, KeysRetire, ArgKey,
        Profiles, ProfilesList, ProfilesShow, ProfilesPublish, ArgVersion, ArgProfileFile,
        Backup, ArgBackup, BackedUpDo, Restore, ArgRestore, RestoredDo, FolderThereDo,
        PubName, PubHost, PubOnline, PubHotline, PubDeclared, PubRecovered, PubAssigned, PubOlder, PubSpoken,
        OptInsecureCookies, Move, OptTo, OptReceipt, OptStrict, OptOlder,
        // Cases
        CaseUnknownDo, CaseClosedAlreadyDo, CaseNoReason, CaseNoReasonDo,
        CaseNoText, CaseNoTextDo, CaseNone,
        // Operators
        NameBadDo, PasswordShort, PasswordLong, PasswordLongDo, PasswordNone, PasswordNoneDo,
        OperatorThereDo, OperatorUnknownDo,
        OperatorsNone, OperatorsNoneDo,
        // Keys and profiles
        KeyActive, KeyRetiredWord, KeyUnpinned, KeyAddedDo,
        KeyUnknownDo, KeyRetiredAlreadyDo, KeyLastDo, KeysFull, KeysFullDo,
        ProfileNewest, ProfilePublishedDo, ProfileSame, ProfileSameDo, ProfileUnknownDo,
        ProfileSettingDo, ProfileNoKey, ProfileNoKeyDo, ProfileThereDo, ProfileNotWrittenDo,
        Yes, No, Serial, Any,
        // Import
        ImportEdition, ImportExpiry, ImportPast, ImportFields, ImportSeats, PartEdition, PartExpiry, PartSeats, ImportQuote,
        ImportTooMany, ImportBadDo, ImportStrictDo,
    }
}

sentences! {
    /// Help, reports and refusals of those commands that hold values. `…Do` is what to do about the line before it.
    pub enum AdminSentence in admin_sentence {
        // Help
        BackedUp { path },
        Restored { path },
        FolderThere { path },
        // Cases
        CaseUnknown { case },
        CaseClosedAlready { case },
        CaseNoted { case },
        CaseClosedNow { case },
        CaseRequests { count },
        // Operators
        NameBad { name },
        PasswordShortDo { count },
        OperatorThere { name },
        OperatorUnknown { name },
        OperatorAdded { name },
        OperatorPassword { password },
        OperatorRemoved { name },
        OperatorLine { at, by },
        // Keys and profiles
        KeyLine { id, state, pinned },
        KeyPinned { profiles },
        KeyAdded { id, profile },
        KeyRetiredNow { id },
        KeyRetiredLeft { profiles },
        KeyUnknown { id },
        KeyRetiredAlready { id },
        KeyLast { id },
        ProfileLine { id, version, name, host, keys, policy },
        ProfilePublished { id, version },
        ProfileUnknown { id },
        ProfileSetting { detail },
        ProfileThere { id },
        ProfileVersionLow { version },
        ProfileVersionLowDo { version },
        ProfileOther { product, mask },
        ProfileNotWritten { id, path, detail },
        ProfileWritten { id, path },
        // Moving and releasing
        MovedNext { number },
        MovedTo { number, name },
        MoveOther { other, number },
        MoveOtherDo { number },
        // Import
        ImportedSome { path, new, known, again, bad },
        ImportBad { line, code, what, text },
        ImportNumber { example },
        ImportTwice { before },
        DiffersPart { what, there, here },
        ImportDiffers { parts, commands },
        ImportStrict { bad },
    }
}

/// Why an act on a case was refused, and what to do now.
#[must_use]
pub fn case_refusal(lang: Lang, refusal: CaseRefusal, case: &dyn Display) -> (String, &'static str) {
    let (what, next) = match refusal {
        CaseRefusal::Unknown => (AdminSentence::CaseUnknown { case }.say(lang), AdminLine::CaseUnknownDo),
        CaseRefusal::Closed => {
            (AdminSentence::CaseClosedAlready { case }.say(lang), AdminLine::CaseClosedAlreadyDo)
        }
        CaseRefusal::NoReason => (AdminLine::CaseNoReason.say(lang).to_owned(), AdminLine::CaseNoReasonDo),
        CaseRefusal::NoText => (AdminLine::CaseNoText.say(lang).to_owned(), AdminLine::CaseNoTextDo),
    };
    (what, next.say(lang))
}
