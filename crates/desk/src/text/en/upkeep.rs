//! The commands for the upkeep of the database.

use crate::text::{UpkeepLine as L, UpkeepSentence as S};

/// The English words.
pub fn upkeep(line: L) -> &'static str {
    match line {
        L::Database => "The database: check, migrate, copy",
        L::DatabaseCheck => "Check schema, integrity and the ledger's rules; changes nothing",
        L::DatabaseMigrate => "Upgrade the tables to the newest schema",
        L::DatabaseCopy => "Copy everything into an empty database, and verify the copy",
        L::OptCopyTo => "The target: an empty database on a server (postgres:), or the path of a new file",
        L::Prune => "Remove old requests that are no longer needed",
        L::OptOlderThan => "Only requests that are older than this number of days",
        L::OptPruneKind => {
            "Only requests of this kind: refused, issued, or unknown (the ledger has no such number)"
        }
        L::OptDryRun => "Only count them, and remove nothing",
        L::Sound => "The database is intact, and the ledger's rules are met.",
        L::SchemaOlderDo => "Run countersign-desk database migrate, then check again.",
        L::SchemaNewerDo => "Use the newer program.",
        L::DamagedDo => {
            "Stop the desk, keep the database as it is, and restore the newest backup in which the check finds no fault."
        }
        L::RuleDo => "Was the database changed by hand? Compare it with a backup before you go on.",
        L::ConstraintMissingDo => {
            "Restore it: dump the database, and load the dump into a new one that this program has migrated."
        }
        L::KeysMissingDo => "Restore the keys from a backup; until then nothing is signed for this product.",
        L::KeyTwiceDo => {
            "Stop the desk, remove the wrong one of the two rows, and run REINDEX. The server's system may sort text differently after an upgrade."
        }
        L::CopyVerifying => "Verifying: both databases are read again.",
        L::CopiedDo => {
            "Start the desk with the copy by --database, and never let both serve. The old database is unchanged."
        }
        L::CopyNotEmpty => {
            "The target is not empty. Only an empty database or a new file can be the target of a copy."
        }
        L::CopyNotEmptyDo => "Nothing was changed. Make a new database with createdb, or name another file.",
        L::CopyChangedDo => {
            "Nothing was copied, and the target is still empty. Stop every desk on this database, then copy again."
        }
        L::CopyDiffersDo => {
            "Nothing was copied, and the target is still empty. Check both databases, then copy again."
        }
        L::PruneNone => "There are no requests to remove.",
    }
}

/// The English sentences with values.
pub fn upkeep_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Schema { found, newest } => format!("Schema: {found} (newest: {newest})"),
        S::TableRows { table, rows } => format!("Rows in {table}: {rows}"),
        S::SchemaOlder { found } => format!("The schema {found} is older than this program."),
        S::SchemaNewer { found } => format!("The schema {found} is from a newer program."),
        S::Damaged { detail } => format!("The database is damaged: {detail}."),
        S::ReferenceBroken { found, first } => {
            format!("Rows that refer to a missing row: {found}. The first is in {first}.")
        }
        S::KeyTwice { found, first } => format!("Keys in more than one row of {first}: {found}."),
        S::ConstraintMissing { first } => {
            format!("A constraint or an index is missing or invalid: {first}.")
        }
        S::SeatsExceeded { found, first } => {
            format!(
                "Numbers that are bound to more machines than they have seats: {found}. The first is {first}."
            )
        }
        S::SeatUnanswered { found, first } => {
            format!(
                "Seats that are taken, though no request was answered for them: {found}. The first is of {first}."
            )
        }
        S::CodeWithoutSeat { found, first } => {
            format!(
                "Codes that are kept for a free seat or a revoked number: {found}. The first is of {first}."
            )
        }
        S::NumberUnchanged { found, first } => {
            format!(
                "Numbers that have a machine or a code, and count no change: {found}. The first is {first}."
            )
        }
        S::CaseEmpty { found, first } => {
            format!("Open cases without a request: {found}. The first has the row id {first}.")
        }
        S::CaseMiscounted { found, first } => {
            format!("Cases whose count of machines is wrong: {found}. The first has the row id {first}.")
        }
        S::ProductUnknown { found, first } => {
            format!("Numbers of a product without a profile: {found}. The first is {first}.")
        }
        S::KeysMissing { first } => format!("The product {first} has profiles, but no keys."),
        S::Migrated { from, to } => format!("The schema was upgraded from {from} to {to}."),
        S::MigratedAlready { to } => format!("The schema is already {to}."),
        S::Copying { table, done, of } => format!("{table}: {done} of {of}"),
        S::CopiedTable { table, rows, digest } => format!("Rows in {table}: {rows}, SHA-256 {digest}"),
        S::Copied { to } => format!("Copied to {to}. The counts and digests of all tables match."),
        S::CopyChanged { table } => format!("The source was changed while it was copied, in {table}."),
        S::CopyDiffers { table } => format!("The copy differs from the source in {table}."),
        S::Pruned { count } => format!("Requests removed: {count}"),
        S::WouldPrune { count } => format!("Requests that would be removed: {count}"),
    }
}
