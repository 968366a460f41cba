//! The audit's chain.

use crate::text::{AuditLine as L, AuditSentence as S};

/// The English words.
pub fn audit(line: L) -> &'static str {
    match line {
        L::Audit => "The audit: check, sign and export it",
        L::Verify => "Check that no entry was altered, removed or moved",
        L::Head => "Sign the newest entry and print the head, to keep it elsewhere",
        L::Export => "Write all entries to standard output",
        L::OptHead => {
            "A head that was kept elsewhere; only this shows what the owner of the database changed"
        }
        L::OptCsv => "Comma-separated values for spreadsheets; default: JSON",
        L::NotSigned => "No head is signed yet.",
        L::Sound => "Every entry is as it was written.",
        L::Empty => "There are no entries yet.",
        L::EmptyDo => "Nothing was signed. The first change or sign-in makes an entry.",
        L::HeadMalformedDo => "Nothing was checked. Name a file that countersign-desk audit head wrote.",
        L::HeadForgedDo => "Nothing was checked. Somebody changed the file: take another copy of it.",
        L::AlteredDo => {
            "Somebody wrote into the database. Keep a copy of it, and compare it with the newest backup: countersign-desk audit export."
        }
        L::UnchainedDo => {
            "Somebody or another program wrote entries that the desk didn't. Keep a copy of the database and look at the newest entries."
        }
        L::HeadDo => {
            "The entries up to there aren't the ones that were signed, or the signature is from another key. Keep a copy of the database, and compare it with a backup of that day."
        }
        L::OtherKeyDo => {
            "The head belongs to another desk, or somebody replaced the desk's key. Compare the line key of the file with an older head."
        }
    }
}

/// The English words of sentences.
pub fn audit_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Checked { entries, heads } => format!("Entries checked: {entries}, signed heads: {heads}."),
        S::Before { count } => {
            format!("Entries from before the start of the chain, checked together: {count}.")
        }
        S::SignedAt { at } => format!("Signed last at {at} UTC."),
        S::HeadMalformed { path } => format!("{path} has no signed head."),
        S::HeadForged { path } => format!("The signature in {path} doesn't match its lines."),
        S::Altered { position } => format!("Entry {position} isn't the one that was written."),
        S::EntryMissing { position } => format!("Entry {position} is missing."),
        S::LinkMissing { position } => format!("Link {position} is missing, with its entry."),
        S::Unchained { count } => format!("Entries that the desk didn't write: {count}."),
        S::End { position } => format!("The chain doesn't end at {position}, where the desk wrote last."),
        S::Head { position } => {
            format!("The head that was signed at {position} doesn't match the entries.")
        }
        S::HeadSignature { position } => {
            format!("The head at {position} has no valid signature of this desk.")
        }
        S::OtherKey { position } => {
            format!("The head at {position} was signed by another key than this desk's.")
        }
    }
}
