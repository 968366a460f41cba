//! The data that an answer leaves behind: the signed terms, the issuance, the change, the attempt, the audit.

use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Number, Terms};
use countersign_core::review::{Finding, Verdict};

use crate::{
    AnswerOutcome, Attempt, AttemptOutcome, AuditEntry, Change, IncomingRequest, Issuance, LicenseRecord,
    LicenseState, Note, OperatorAction, RequestContext,
};

/// What the code is signed for.
pub(super) fn terms(profile: &Profile, request: &IncomingRequest) -> Terms {
    let head = request.head();
    Terms {
        product: profile.product.clone(),
        number: head.number,
        nonce: head.nonce,
        marker2: head.scheme2,
        marker3: Some(request.marker3()),
    }
}

pub(super) fn issuance(request: &IncomingRequest, code: &Code) -> Issuance {
    let head = request.head();
    Issuance {
        nonce: head.nonce,
        name: request.name(),
        marker2: head.scheme2,
        marker3: request.marker3(),
        code: code.clone(),
    }
}

pub(super) fn change(record: &LicenseRecord, state: LicenseState, today: Day) -> Change {
    Change {
        number: record.number.clone(),
        expected: record.version,
        state,
        first_issued: record.first_issued.or(Some(today)),
    }
}

pub(super) fn audit_entry(action: &OperatorAction, change: &Change, context: &RequestContext) -> AuditEntry {
    AuditEntry {
        at: context.now,
        operator: context.requester.operator().unwrap_or_default().to_owned(),
        number: change.number.clone(),
        action: action.clone(),
    }
}

pub(super) fn attempt(
    request: &IncomingRequest,
    context: &RequestContext,
    findings: &[Finding],
    notes: &[Note],
    number: Option<Number>,
    outcome: &AnswerOutcome,
) -> Attempt {
    let head = request.head();
    let (outcome, scheme, differs) = match outcome {
        AnswerOutcome::Issued { kind, claims, .. } => {
            (AttemptOutcome::Issued(*kind), claims.scheme, Vec::new())
        }
        AnswerOutcome::Refused(refusal) => {
            (AttemptOutcome::Refused(refusal.reason), context.scheme, refusal.differs.clone())
        }
    };
    let mut verdicts = [Verdict::Unreadable; 3];
    for (verdict, finding) in verdicts.iter_mut().zip(findings) {
        *verdict = finding.verdict;
    }
    Attempt {
        at: context.now,
        operator: context.requester.operator().map(str::to_owned),
        spoken: matches!(request, IncomingRequest::Spoken(_)),
        packed: head.number,
        number,
        name: request.name(),
        profile: head.profile_version,
        platform: head.platform.0,
        scheme,
        values: request.values().map(|values| values.map(str::to_owned)),
        verdicts,
        marker2: head.scheme2,
        marker3: request.marker3(),
        outcome,
        differs,
        notes: notes.to_vec(),
        request: request.to_text(),
    }
}
