//! What an answer leaves behind: the terms its code is signed for, the change of the number, the record.

use crate::{
    Answered, Attempt, Change, Context, IncomingRequest, Issuance, LicenseRecord, Note, State, Tried,
};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Number, Terms};
use countersign_core::review::{Finding, Verdict};

/// What the code is signed for.
pub(super) fn terms(profile: &Profile, asked: &IncomingRequest) -> Terms {
    let head = asked.head();
    Terms {
        product: profile.product.clone(),
        number: head.number,
        nonce: head.nonce,
        marker2: head.scheme2,
        marker3: Some(asked.marker3()),
    }
}

pub(super) fn issuance(asked: &IncomingRequest, code: &Code) -> Issuance {
    let head = asked.head();
    Issuance {
        nonce: head.nonce,
        name: asked.name(),
        marker2: head.scheme2,
        marker3: asked.marker3(),
        code: code.clone(),
    }
}

pub(super) fn change(standing: &LicenseRecord, state: State, today: Day) -> Change {
    Change {
        number: standing.number.clone(),
        expected: standing.version,
        state,
        first_issued: standing.first_issued.or(Some(today)),
    }
}

pub(super) fn record(
    asked: &IncomingRequest,
    context: &Context,
    findings: &[Finding],
    notes: &[Note],
    number: Option<Number>,
    verdict: &Answered,
) -> Attempt {
    let head = asked.head();
    let (tried, scheme, differs) = match verdict {
        Answered::Issued { how, claims, .. } => (Tried::Issued(*how), claims.scheme, Vec::new()),
        Answered::Refused(refusal) => {
            (Tried::Refused(refusal.reason), context.scheme, refusal.differs.clone())
        }
    };
    let mut verdicts = [Verdict::Unreadable; 3];
    for (to, finding) in verdicts.iter_mut().zip(findings) {
        *to = finding.verdict;
    }
    Attempt {
        at: context.now,
        operator: context.asker.operator().map(str::to_owned),
        by_word: matches!(asked, IncomingRequest::Spoken(_)),
        packed: head.number,
        number,
        name: asked.name(),
        profile: head.profile_version,
        platform: head.platform.0,
        scheme,
        values: asked.values().map(|values| values.map(str::to_owned)),
        verdicts,
        marker2: head.scheme2,
        marker3: asked.marker3(),
        tried,
        differs,
        notes: notes.to_vec(),
        request: asked.written(),
    }
}
