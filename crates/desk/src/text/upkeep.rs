//! Lines of the commands for the upkeep of the database: `database` and `prune`.

use std::fmt::Display;

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::sql::{CheckFinding, CheckKind};

lines! {
    /// Help, reports and refusals of those commands. `…Do` is what to do about the line before it.
    pub enum UpkeepLine in upkeep {
        // Help
        Database, DatabaseCheck, DatabaseMigrate, DatabaseCopy, OptCopyTo,
        Prune, OptOlderThan, OptPruneKind, OptDryRun,
        // Check
        Sound, SchemaOlderDo, SchemaNewerDo, DamagedDo, RuleDo, ConstraintMissingDo, KeysMissingDo, KeyTwiceDo,
        // Copy
        CopyVerifying, CopiedDo, CopyNotEmpty, CopyNotEmptyDo, CopyChangedDo, CopyDiffersDo,
        // Prune
        PruneNone,
    }
}

sentences! {
    /// Reports and refusals of those commands that hold values.
    pub enum UpkeepSentence in upkeep_sentence {
        // Check
        Schema { found, newest },
        TableRows { table, rows },
        SchemaOlder { found },
        SchemaNewer { found },
        Damaged { detail },
        ReferenceBroken { found, first },
        KeyTwice { found, first },
        ConstraintMissing { first },
        SeatsExceeded { found, first },
        SeatUnanswered { found, first },
        CodeWithoutSeat { found, first },
        NumberUnchanged { found, first },
        CaseEmpty { found, first },
        CaseMiscounted { found, first },
        ProductUnknown { found, first },
        KeysMissing { first },
        // Migrate
        Migrated { from, to },
        MigratedAlready { to },
        // Copy
        Copying { table, done, of },
        CopiedTable { table, rows, digest },
        Copied { to },
        CopyChanged { table },
        CopyDiffers { table },
        // Prune
        Pruned { count },
        WouldPrune { count },
    }
}

/// The words for a finding: what is wrong, and what to do now.
#[must_use]
pub fn check_finding(lang: Lang, finding: &CheckFinding) -> (String, &'static str) {
    use UpkeepLine as L;
    use UpkeepSentence as S;
    let (found, first): (&dyn Display, &dyn Display) = (&finding.found, &finding.first);
    let (what, next) = match finding.kind {
        CheckKind::SchemaOlder => (S::SchemaOlder { found: first }, L::SchemaOlderDo),
        CheckKind::SchemaNewer => (S::SchemaNewer { found: first }, L::SchemaNewerDo),
        CheckKind::Damaged => (S::Damaged { detail: first }, L::DamagedDo),
        CheckKind::ReferenceBroken => (S::ReferenceBroken { found, first }, L::DamagedDo),
        CheckKind::KeyTwice => (S::KeyTwice { found, first }, L::KeyTwiceDo),
        CheckKind::ConstraintMissing => (S::ConstraintMissing { first }, L::ConstraintMissingDo),
        CheckKind::SeatsExceeded => (S::SeatsExceeded { found, first }, L::RuleDo),
        CheckKind::SeatUnanswered => (S::SeatUnanswered { found, first }, L::RuleDo),
        CheckKind::CodeWithoutSeat => (S::CodeWithoutSeat { found, first }, L::RuleDo),
        CheckKind::NumberUnchanged => (S::NumberUnchanged { found, first }, L::RuleDo),
        CheckKind::CaseEmpty => (S::CaseEmpty { found, first }, L::RuleDo),
        CheckKind::CaseMiscounted => (S::CaseMiscounted { found, first }, L::RuleDo),
        CheckKind::ProductUnknown => (S::ProductUnknown { found, first }, L::RuleDo),
        CheckKind::KeysMissing => (S::KeysMissing { first }, L::KeysMissingDo),
    };
    (what.say(lang), next.say(lang))
}
