//! Lines of the commands for cases, operators, keys, profiles, backups and imports.

use std::fmt::Display;

use countersign_core::machine::printable;
use countersign_core::profile::{ProfileError, SyntaxFault};
use countersign_core::text::{Lang, Line as _, comma, spaced};
use countersign_core::{lines, sentences};
use countersign_ledger::CaseRefusal;
use countersign_ledger::text::LedgerLine;

use super::{DeskLine, DeskSentence};
use crate::sql::CustomerPart;

lines! {
    /// Help, reports and refusals of those commands. `…Do` is what to do about the line before it.
    pub enum AdminLine in admin {
        // Help
        Cases, CasesList, CasesShow, CasesNote, CasesClose, CasesAssign, CasesWait, CasesGoOn, CasesCustomer, CasesReopen, OptForCustomer, OptReopenReason,
        ArgAssignee, OptAll, OptClosed, OptSummary, ArgCase, ArgNote, OptCloseReason,
        CasesMail, OptMailKind, OptMailLang, OptEml, MailNoAddress,
        Operators, OperatorsAdd, OperatorsList, OperatorsRemove, OperatorsPasswd, OperatorsUnlock, ArgOperator,
        OptPasswordStdin, InitOperator,
        Keys, KeysList, KeysAdd, KeysRetire, ArgKey, OptPkcs11, OptToken, OptLabel,
        Profiles, ProfilesList, ProfilesShow, ProfilesPublish, ArgVersion, ArgProfileFile,
        Backup, ArgBackup, BackedUpDo, Restore, ArgRestore, RestoredDo, BackupLogDo, FolderThereDo, BackupServer, BackupServerDo,
        PubName, PubHost, PubOnline, PubHotline, PubDeclared, PubRecovered, PubAssigned, PubOlder, PubSpoken,
        OptInsecureCookies, Move, MoveNotOneDo, OptTo, OptReceipt, OptStrict, OptOlder,
        // Cases
        CaseUnknownDo, CaseClosedAlreadyDo, CaseNotClosedDo, CaseOtherOpenDo, CaseChangedDo, CaseNoReason, CaseNoReasonDo, CaseReasonTooLongDo,
        CaseNoText, CaseNoTextDo, CaseNoteTooLong, CaseNoteTooLongDo, CaseNone,
        // Operators
        NameBadDo, PasswordShort, PasswordLong, PasswordLongDo, PasswordNone, PasswordNoneDo,
        OperatorThereDo, OperatorUnknownDo,
        OperatorsNone, OperatorsNoneDo,
        // Keys and profiles
        KeyActive, KeyRetiredWord, KeyUnpinned,
        KeyUnknownDo, KeyRetiredAlreadyDo, KeyLastDo, KeysFull, KeysFullDo,
        ProfileNewest, ProfileSame, ProfileSameDo, ProfileUnknownDo,
        ProfileSettingDo, ProductUnknownDo, ProductThereDo, ProductMissingDo, OptProduct, Products, ProductsList, ProductsAdd, ProfileNoKey, ProfileNoKeyDo, ProfileIdLines, ProfileNotRegularDo,
        FaultMask, FaultNoKeys, FaultDesk, FaultOnline, FaultPublished, FaultVersion, FaultProduct, FaultPractice, ProfileThereDo, ProfileNotWrittenDo,
        Yes, No, Serial, Any,
        // Import
        ImportEdition, ImportExpiry, ImportPast, ImportDayNumber, ImportFields, ImportColumnNoNumber, ImportColumns, ImportSeats, PartEdition, PartExpiry, PartSeats, UseRenew, UseEdit, UseBoth, UseUpdateWay, ImportQuote,
        OptUpdate, UpdateBox, UpdateBoxKeeps, ImportTooLong, ImportTooMany, ImportBadDo, ImportStrictDo,
    }
}

sentences! {
    /// Help, reports and refusals of those commands that hold values. `…Do` is what to do about the line before it.
    pub enum AdminSentence in admin_sentence {
        // Help
        BackedUp { path },
        Restored { path },
        BackupLog { path },
        FolderThere { path },
        // Cases
        CaseUnknown { case },
        CaseClosedAlready { case },
        CaseNotClosed { case },
        CaseOtherOpen { case },
        CaseChanged { case },
        CaseNoted { case },
        CaseStepDone { case, act },
        MailHead { to, subject },
        CaseClosedNow { case },
        CaseRequests { count },
        // Operators
        NameBad { name },
        PasswordShortDo { count },
        OperatorThere { name },
        OperatorUnknown { name },
        OperatorAdded { name, role },
        OperatorPassword { password },
        OperatorRemoved { name },
        OperatorPasswordSet { name },
        OperatorUnlocked { name },
        OperatorNotLocked { name },
        OperatorLine { role, at, by },
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
        ProfileNotRegular { path },
        FaultNotToml { line },
        FaultMissing { key },
        FaultUnknown { line, key },
        FaultValue { line, key },
        FaultBadKey { id },
        FaultTwinKeys { one, two },
        FaultText { key },
        ProfileThere { id },
        ProfileVersionLow { version },
        ProfileVersionLowDo { version },
        ProfileOther { products },
        ImportProgress { done, all },
        ProductUnknown { product },
        ProductMissing { products },
        ProductLine { product, name, mask, profiles },
        ProductAdded { product, profile },
        ProductThere { product },
        ProfileNotWritten { id, path, detail },
        KeyAddedDo { path },
        ProfilePublishedDo { path },
        ProductAddedDo { path },
        ProductTakes { setting, product },
        ProductAssumed { setting },
        ProfileWritten { id, path },
        // Moving and releasing
        MovedNext { number },
        MovedTo { number, name },
        MoveOther { other, number },
        MoveBundle { path },
        MoveFolder { path },
        MoveOtherDo { number },
        // Import
        ImportedSome { path, new, known, again, bad },
        ImportBad { line, code, what, text },
        ImportNumber { example },
        ImportTwice { before },
        ImportColumnUnknown { title },
        ImportColumnTwice { title },
        ImportCustomer { part },
        ImportMended { line, text, number },
        ImportUpdated { count },
        ImportReason { path },
        DiffersPart { what, there, here },
        ImportDiffers { parts, cure },
        ImportNotUpdated { parts, why },
        UseUpdateBox { label },
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
        CaseRefusal::NotClosed => {
            (AdminSentence::CaseNotClosed { case }.say(lang), AdminLine::CaseNotClosedDo)
        }
        CaseRefusal::OtherOpen => {
            (AdminSentence::CaseOtherOpen { case }.say(lang), AdminLine::CaseOtherOpenDo)
        }
        CaseRefusal::Changed => (AdminSentence::CaseChanged { case }.say(lang), AdminLine::CaseChangedDo),
        CaseRefusal::NoReason => (AdminLine::CaseNoReason.say(lang).to_owned(), AdminLine::CaseNoReasonDo),
        CaseRefusal::ReasonTooLong => {
            (LedgerLine::ActionReasonTooLong.say(lang).to_owned(), AdminLine::CaseReasonTooLongDo)
        }
        CaseRefusal::NoText => (AdminLine::CaseNoText.say(lang).to_owned(), AdminLine::CaseNoTextDo),
        CaseRefusal::TooLong => {
            (AdminLine::CaseNoteTooLong.say(lang).to_owned(), AdminLine::CaseNoteTooLongDo)
        }
    };
    (what, next.say(lang))
}

/// What is wrong with a profile, as a part of a sentence that begins with the line and the key, if known.
#[must_use]
pub fn profile_fault(lang: Lang, error: &ProfileError) -> String {
    let say = |line: AdminLine| line.say(lang).to_owned();
    match error {
        ProfileError::Syntax(SyntaxFault::NotToml { line }) => AdminSentence::FaultNotToml { line }.say(lang),
        ProfileError::Syntax(SyntaxFault::Missing { key }) => AdminSentence::FaultMissing { key }.say(lang),
        ProfileError::Syntax(SyntaxFault::Unknown { line, key }) => {
            AdminSentence::FaultUnknown { line, key }.say(lang)
        }
        ProfileError::Syntax(SyntaxFault::Value { line, key }) => {
            AdminSentence::FaultValue { line, key }.say(lang)
        }
        ProfileError::Unwritable(detail) => printable(detail.as_bytes()),
        ProfileError::Mask(_) => say(AdminLine::FaultMask),
        ProfileError::NoKeys => say(AdminLine::FaultNoKeys),
        ProfileError::BadKey(id) => AdminSentence::FaultBadKey { id }.say(lang),
        ProfileError::DuplicateKeys(one, two) => AdminSentence::FaultTwinKeys { one, two }.say(lang),
        ProfileError::Desk => say(AdminLine::FaultDesk),
        ProfileError::Online => say(AdminLine::FaultOnline),
        ProfileError::Published => say(AdminLine::FaultPublished),
        ProfileError::Version => say(AdminLine::FaultVersion),
        ProfileError::Product => say(AdminLine::FaultProduct),
        ProfileError::Practice => say(AdminLine::FaultPractice),
        ProfileError::Text(key) => AdminSentence::FaultText { key }.say(lang),
    }
}

/// What is wrong with a line of an import if a part of its customer is too long.
#[must_use]
pub fn import_customer(lang: Lang, part: CustomerPart) -> String {
    AdminSentence::ImportCustomer { part: &DeskLine::of_customer_part(part).say(lang) }.say(lang)
}

/// The name of a part of a license: `edition`, `expiry` or `seats`.
#[must_use]
pub fn license_part(lang: Lang, part: &str) -> &'static str {
    let line = match part {
        "edition" => AdminLine::PartEdition,
        "seats" => AdminLine::PartSeats,
        _ => AdminLine::PartExpiry,
    };
    line.say(lang)
}

/// Returns words for the value of a part of a license, such as `never`, `90d` or `2027-01-01`.
#[must_use]
pub fn license_value(lang: Lang, value: &str) -> String {
    match value.strip_suffix('d') {
        Some(days) => DeskSentence::AfterDays { days: &days }.say(lang),
        None if value == "never" => DeskLine::Never.say(lang).to_owned(),
        None => value.to_owned(),
    }
}

/// Returns words for what an act changed in a license. The audit keeps the change in the form `expiry never -> 90d, seats 1 -> 3`.
#[must_use]
pub fn license_change(lang: Lang, kept: &str) -> String {
    let part = |part: &str| {
        let change = part.split_once(' ').and_then(|(what, values)| Some((what, values.split_once(" -> ")?)));
        change.map_or_else(
            || part.to_owned(),
            |(what, (before, after))| {
                let (before, after) = (license_value(lang, before), license_value(lang, after));
                match lang {
                    Lang::En => format!("{} {before} -> {after}", license_part(lang, what)),
                    Lang::Zh => {
                        let (before, after) = (spaced(&before), spaced(&after));
                        format!("{}由{before}改为{}", license_part(lang, what), after.trim_end())
                    }
                }
            },
        )
    };
    kept.split(", ").map(part).collect::<Vec<_>>().join(comma(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_describes_a_change_in_the_readers_language() {
        let kept = "edition 0 -> 2, expiry never -> 90d, seats 1 -> 3";
        assert_eq!(
            license_change(Lang::En, kept),
            "edition 0 -> 2, expiry without end -> 90 days from first use, seats 1 -> 3"
        );
        assert_eq!(
            license_change(Lang::Zh, kept),
            "版本类型由 0 改为 2，有效期由永久有效改为首次使用起 90 天，席位数由 1 改为 3"
        );
        assert_eq!(license_change(Lang::Zh, ""), "");
    }
}
