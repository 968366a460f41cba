//! The data that an answer records: the signed terms, the answered nonce, the attempt, the audit entry.

use countersign_core::profile::Profile;
use countersign_core::protocol::{Code, Scheme, Terms};
use countersign_core::review::{Finding, Verdict};

use crate::{
    ActionEffect, ActionKind, AnswerOutcome, AnsweredNonce, Attempt, AttemptOutcome, AuditEntry,
    IncomingRequest, LicenseId, NonceState, Note, OperatorAction, RequestContext,
};

/// Returns the terms that the code is signed for.
pub(super) fn terms(profile: &Profile, request: &IncomingRequest) -> Terms {
    let head = request.head();
    Terms {
        product: profile.product.clone(),
        number: head.number,
        nonce: head.nonce,
        marker2: head.marker2,
        marker3: Some(request.marker3()),
        origins: head.origins,
    }
}

pub(super) fn answered(request: &IncomingRequest, seat: u16, scheme: Scheme, code: &Code) -> AnsweredNonce {
    let head = request.head();
    AnsweredNonce {
        nonce: head.nonce,
        seat,
        name: request.name(),
        scheme,
        marker2: head.marker2,
        marker3: request.marker3(),
        origins: head.origins,
        state: NonceState::Live(code.clone()),
    }
}

/// Returns the audit entry of an operator's action. `verified` is what the operator has verified besides; the
/// reason says it too.
pub(super) fn audit_entry(
    action: &OperatorAction,
    effect: &ActionEffect,
    context: &RequestContext,
    verified: Option<&str>,
) -> AuditEntry {
    AuditEntry {
        at: context.now,
        operator: context.requester.operator().unwrap_or_default().to_owned(),
        license: effect.change.before.id.clone(),
        kind: action.act.kind(),
        seat: effect.seat,
        detail: effect.detail.clone(),
        reason: [Some(action.reason.as_str()), verified].into_iter().flatten().collect::<Vec<_>>().join("; "),
    }
}

/// Returns the audit entry of an answer that rests on what the operator has verified.
pub(super) fn verification(
    license: &LicenseId,
    seat: u16,
    context: &RequestContext,
    verified: &str,
) -> AuditEntry {
    AuditEntry {
        at: context.now,
        operator: context.requester.operator().unwrap_or_default().to_owned(),
        license: license.clone(),
        kind: ActionKind::Verify,
        seat: Some(seat),
        detail: String::new(),
        reason: verified.to_owned(),
    }
}

pub(super) fn attempt(
    request: &IncomingRequest,
    context: &RequestContext,
    findings: &[Finding],
    notes: &[Note],
    license: Option<LicenseId>,
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
        license,
        name: request.name(),
        profile: head.profile_id,
        platform: head.platform.0,
        scheme,
        values: request.values(),
        verdicts,
        origins: head.origins,
        marker2: head.marker2,
        marker3: request.marker3(),
        outcome,
        differs,
        notes: notes.to_vec(),
        request: request.to_text(),
    }
}
