//! Answers a request: load, decide, sign, commit. Only then is the answer returned.

mod records;

use countersign_core::protocol::license::{Day, day_of};
use countersign_core::review::Verdict;

use records::{attempt, audit_entry, change, issuance, terms};

use super::{
    ActionKind, Answer, AnswerError, AnswerOutcome, Case, CaseChange, CaseKey, Change, Decision,
    DecisionContext, DecisionOutcome, Grant, GrantKind, IncomingRequest, LicenseRecord, LicenseState,
    MAX_TRIES, OperatorAction, ProfilesAndKeys, RequestContext, Store, StoreError, UnitOfWork, decide,
};

/// Answers one request. A code is committed with its binding before this function returns it.
///
/// # Errors
/// [`AnswerError`] if the desk can't answer. Nothing is changed then.
pub fn answer(
    store: &dyn Store,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
) -> Result<Answer, AnswerError> {
    answer_with_retries(store, desk, request, context, None)
}

/// Moves the request's license number to the machine that made the request. The operator's action and the code
/// are committed together. If the request is refused, only the attempt is recorded, and the number stays with
/// its machine.
///
/// # Errors
/// [`AnswerError::Action`] if the number's state doesn't allow a move or the reason is blank; else as [`answer`].
pub fn move_and_answer(
    store: &dyn Store,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    reason: &str,
) -> Result<Answer, AnswerError> {
    let action = OperatorAction { kind: ActionKind::Move, reason: reason.to_owned() };
    answer_with_retries(store, desk, request, context, Some(&action))
}

/// Decides again while the record changes between load and commit.
fn answer_with_retries(
    store: &dyn Store,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    action: Option<&OperatorAction>,
) -> Result<Answer, AnswerError> {
    for _ in 1..MAX_TRIES {
        match answer_once(store, desk, request, context, action) {
            Err(AnswerError::Store(StoreError::Conflict)) => {}
            done => return done,
        }
    }
    answer_once(store, desk, request, context, action)
}

fn answer_once(
    store: &dyn Store,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    action: Option<&OperatorAction>,
) -> Result<Answer, AnswerError> {
    let head = request.head();
    let profile = desk.profile(head.profile_version);
    let number = profile.unwrap_or_else(|| desk.newest()).mask.unpack(head.number);
    let mut record = number.as_ref().map(|number| store.load(number)).transpose()?.flatten();
    if let (Some(record), Some(action)) = (&mut record, action) {
        record.state = action.apply(&record.state)?;
    }
    let seen_elsewhere = match &record {
        Some(record) => store.seen_elsewhere(request.marker3(), head.scheme2, &record.number)?,
        None => 0,
    };
    let today = day_of(context.now);
    let decision_context = DecisionContext {
        profile,
        newest: desk.newest().version,
        today,
        requester: &context.requester,
        scheme: context.scheme,
        seen_elsewhere,
    };
    let decision = decide(record.as_ref(), request, &decision_context);
    let key = CaseKey::from_request(request, values_good(&decision));
    let Decision { outcome, findings, notes } = decision;
    let (outcome, change) = match outcome {
        DecisionOutcome::Refused(refusal) => (AnswerOutcome::Refused(refusal), None),
        DecisionOutcome::Issued(grant) => {
            issue(grant, record.as_ref(), desk, request, today, action.is_some())?
        }
    };
    let case = case_change(store, key, &outcome)?;
    let joined = match (&case, &outcome) {
        (CaseChange::Join(number), AnswerOutcome::Refused(_)) => Some(*number),
        _ => None,
    };
    let audit = action.zip(change.as_ref()).map(|(action, change)| audit_entry(action, change, context));
    let attempt = attempt(request, context, &findings, &notes, number.clone(), &outcome);
    let opened = store.commit(&UnitOfWork { change, attempt: Some(attempt), case, audit })?;
    Ok(Answer {
        outcome,
        findings,
        notes,
        number,
        name: request.name(),
        platform: head.platform,
        anchored: head.scheme2.is_some(),
        case: opened.or(joined),
    })
}

/// Signs the code of a grant. Returns it with the change of the record; a repeated code changes nothing.
fn issue(
    grant: Grant,
    record: Option<&LicenseRecord>,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    today: Day,
    moving: bool,
) -> Result<(AnswerOutcome, Option<Change>), AnswerError> {
    let (kind, claims, mut binding) = match grant {
        Grant::Repeated { code, claims } => {
            return Ok((AnswerOutcome::Issued { kind: GrantKind::SameRequest, code, claims }, None));
        }
        Grant::New { kind, claims, binding } => (kind, claims, binding),
    };
    let version = request.head().profile_version;
    // `decide` grants nothing without a profile and a record.
    let (Some(profile), Some(record)) = (desk.profile(version), record) else {
        return Err(AnswerError::NoKey(version));
    };
    let signer = desk.signer(profile).ok_or(AnswerError::NoKey(profile.version))?;
    let code = signer.sign(claims, &terms(profile, request))?;
    binding.remember(issuance(request, &code));
    // This very move freed the number, so the grant is a move and no rebinding.
    let kind = if moving && kind.starts_binding() { GrantKind::Moved } else { kind };
    let change = change(record, LicenseState::Bound(binding), today);
    Ok((AnswerOutcome::Issued { kind, code, claims }, Some(change)))
}

/// What happens to the cases of this machine.
fn case_change(store: &dyn Store, key: CaseKey, outcome: &AnswerOutcome) -> Result<CaseChange, StoreError> {
    let of_this_machine = store.open_cases(&key)?.into_iter().filter(|case| case.key.same_machine(&key));
    let newest = |cases: Vec<Case>| cases.into_iter().map(|case| case.number).max();
    Ok(match outcome {
        AnswerOutcome::Refused(_) => {
            newest(of_this_machine.collect()).map_or(CaseChange::Open(key), CaseChange::Join)
        }
        // A repeated code says nothing about the machine's state today.
        AnswerOutcome::Issued { kind: GrantKind::SameRequest, .. } => CaseChange::None,
        AnswerOutcome::Issued { claims, .. } => {
            let (solved, open): (Vec<Case>, Vec<Case>) =
                of_this_machine.partition(|case| case.is_solved_by(claims.scheme));
            if solved.is_empty() {
                newest(open).map_or(CaseChange::None, CaseChange::Join)
            } else {
                CaseChange::Close(solved.into_iter().map(|case| case.number).collect())
            }
        }
    })
}

/// Whether the three values can identify a machine: none is refused and none is unreadable.
fn values_good(decision: &Decision) -> bool {
    !decision.findings.iter().any(|finding| finding.refuses() || finding.verdict == Verdict::Unreadable)
}

#[cfg(test)]
mod tests;
