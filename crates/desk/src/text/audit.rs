//! Lines about the audit's chain: the commands `audit`, and what a check finds.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::audit::{AuditFinding, AuditFindingKind};

lines! {
    /// Help, reports and refusals. `…Do` is what to do about the line before it.
    pub enum AuditLine in audit {
        // Help
        Audit, Verify, Head, Export, OptHead, OptCsv,
        // Reports
        NotSigned, Sound, Empty, EmptyDo, HeadMalformedDo, HeadForgedDo,
        // Findings
        AlteredDo, UnchainedDo, HeadDo, OtherKeyDo,
    }
}

sentences! {
    /// Reports and findings that hold values.
    pub enum AuditSentence in audit_sentence {
        Checked { entries, heads },
        Before { count },
        SignedAt { at },
        HeadMalformed { path },
        HeadForged { path },
        Altered { position },
        EntryMissing { position },
        LinkMissing { position },
        Unchained { count },
        End { position },
        Head { position },
        HeadSignature { position },
        OtherKey { position },
    }
}

/// What a check found, and what to do now.
#[must_use]
pub fn finding(lang: Lang, finding: &AuditFinding) -> (String, &'static str) {
    let position = &finding.position;
    let (what, next) = match finding.kind {
        AuditFindingKind::Altered => (AuditSentence::Altered { position }, AuditLine::AlteredDo),
        AuditFindingKind::EntryMissing => (AuditSentence::EntryMissing { position }, AuditLine::AlteredDo),
        AuditFindingKind::LinkMissing => (AuditSentence::LinkMissing { position }, AuditLine::AlteredDo),
        AuditFindingKind::Unchained => (AuditSentence::Unchained { count: position }, AuditLine::UnchainedDo),
        AuditFindingKind::End => (AuditSentence::End { position }, AuditLine::AlteredDo),
        AuditFindingKind::Head => (AuditSentence::Head { position }, AuditLine::HeadDo),
        AuditFindingKind::HeadSignature => (AuditSentence::HeadSignature { position }, AuditLine::HeadDo),
        AuditFindingKind::OtherKey => (AuditSentence::OtherKey { position }, AuditLine::OtherKeyDo),
    };
    (what.say(lang), next.say(lang))
}
