//! Answers a request: load, decide, sign, commit. Only then is the answer returned.

mod records;

use countersign_core::protocol::license::{Day, day_of};
use countersign_core::review::Finding;

use records::{answered, attempt, audit_entry, terms};

use super::{
    Act, ActionEffect, Answer, AnswerError, AnswerOutcome, Case, CaseChange, CaseKey, Change, Decision,
    DecisionContext, DecisionOutcome, Grant, GrantKind, IncomingRequest, LicenseRecord, MAX_TRIES,
    OperatorAction, Profiles, ProfilesAndKeys, Reason, RequestContext, Store, StoreError, UnitOfWork, decide,
    ways,
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

/// Moves a seat of the request's license number to the machine that made the request. The operator's action and the
/// code are committed together. If the request is refused, only the attempt is recorded, and the seat stays with its
/// machine. A request that was ever answered is refused.
///
/// # Errors
/// [`AnswerError::Action`] if the number doesn't allow the move or the reason is blank; else as [`answer`].
pub fn move_and_answer(
    store: &dyn Store,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    seat: Option<u16>,
    reason: &str,
) -> Result<Answer, AnswerError> {
    let action = OperatorAction { act: Act::Move(seat), reason: reason.to_owned() };
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
    let profile = desk.profile(head.profile_id);
    let keys = profile.map(|profile| desk.living_keys(profile)).unwrap_or_default();
    let mask = profile.or_else(|| desk.newest()).map(|profile| &profile.mask);
    let number = mask.and_then(|mask| mask.unpack(head.number));
    let loaded = number.as_ref().map(|number| store.load(number)).transpose()?.flatten();
    let effect = match (&loaded, action) {
        (Some(record), Some(action)) => Some(action.apply(record)?),
        _ => None,
    };
    let record = effect.as_ref().map(|effect| effect.change.record()).or(loaded);
    let answered = match &record {
        Some(record) => store.answered(&record.number, &head.nonce)?,
        None => None,
    };
    // A request that was answered before is not judged again.
    let seen_elsewhere = match &record {
        Some(record) if answered.is_none() => {
            store.machines_with(request.identity().values, &record.number)?
        }
        _ => Vec::new(),
    };
    let today = day_of(context.now);
    let decision_context = DecisionContext {
        profile: profile
            .and_then(|named| desk.newest_of(&named.product).map(|newest| Profiles { named, newest })),
        keys: &keys,
        today,
        requester: &context.requester,
        scheme: context.scheme,
        freed: effect.as_ref().and_then(|effect| effect.seat),
        answered: answered.as_ref(),
        seen_elsewhere: &seen_elsewhere,
    };
    let mut decision = decide(record.as_ref(), request, &decision_context);
    if effect.is_some() && answered.is_some() {
        refuse_spent(&mut decision);
    }
    let policy = match decision_context.profile {
        Some(profiles) => profiles.policy(),
        None => desk.newest().map(|newest| newest.policy).unwrap_or_default(),
    };
    let key = CaseKey::from_request(request, values_good(&decision));
    let Decision { outcome, findings, notes } = decision;
    let change = record.as_ref().map(|record| Issuing { record, effect: effect.as_ref(), today });
    let (outcome, change) = match (outcome, change) {
        (DecisionOutcome::Issued(grant), Some(issuing)) => issue(grant, issuing, desk, request)?,
        (DecisionOutcome::Refused(refusal), _) => (AnswerOutcome::Refused(refusal), None),
        // `decide` grants nothing without a record.
        (DecisionOutcome::Issued(_), None) => (AnswerOutcome::Refused(Reason::NumberUnknown.into()), None),
    };
    let case = case_change(store, key, &outcome)?;
    let joined = match (&case, &outcome) {
        (CaseChange::Join(number), AnswerOutcome::Refused(_)) => Some(*number),
        _ => None,
    };
    let done = action.zip(effect.as_ref()).filter(|_| change.is_some());
    let audit = done.map(|(action, effect)| audit_entry(action, effect, context));
    let attempt = attempt(request, context, &findings, &notes, number.clone(), &outcome);
    let ways = match &outcome {
        AnswerOutcome::Refused(refusal) => ways(request, refusal.reason, &findings, &policy),
        AnswerOutcome::Issued { .. } => Vec::new(),
    };
    let opened = store.commit(&UnitOfWork { change, attempt: Some(attempt), case, audit })?;
    Ok(Answer {
        outcome,
        findings,
        ways,
        notes,
        number,
        name: request.name(),
        platform: head.platform,
        marker2: head.marker2,
        case: opened.or(joined),
    })
}

/// Refuses a move to a request that was answered before. Its device may hold the code of a seat that the move frees.
fn refuse_spent(decision: &mut Decision) {
    if let DecisionOutcome::Issued(_) = decision.outcome {
        decision.outcome = DecisionOutcome::Refused(Reason::RequestSpent.into());
    }
}

/// What a code is issued on.
struct Issuing<'a> {
    record: &'a LicenseRecord,
    effect: Option<&'a ActionEffect>,
    today: Day,
}

/// Signs the code of a grant. Returns it with the change of the record; a repeated code changes nothing.
fn issue(
    grant: Grant,
    issuing: Issuing<'_>,
    desk: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
) -> Result<(AnswerOutcome, Option<Change>), AnswerError> {
    let (kind, claims, seat, binding, spend) = match grant {
        Grant::Repeated { seat, code, claims } => {
            return Ok((AnswerOutcome::Issued { kind: GrantKind::SameRequest, seat, code, claims }, None));
        }
        Grant::New { kind, claims, seat, binding, spend } => (kind, claims, seat, binding, spend),
    };
    let Issuing { record, effect, today } = issuing;
    let id = request.head().profile_id;
    let profile = desk.profile(id).ok_or(AnswerError::NoKey(id))?;
    let signer = desk.signer(profile).ok_or(AnswerError::NoKey(id))?;
    let code = signer.sign(claims, &terms(profile, request))?;
    // This very move freed the seat, so the grant is a move and no rebinding.
    let kind = if effect.is_some() && kind.starts_binding() { GrantKind::Moved } else { kind };
    let mut change = effect.map_or_else(|| Change::of(record), |effect| effect.change.clone());
    change.seats.insert(seat, *binding);
    change.first_issued = record.first_issued.or(Some(today));
    change.spend.extend(spend);
    change.answered = Some(answered(request, seat, claims.scheme, &code));
    Ok((AnswerOutcome::Issued { kind, seat, code, claims }, Some(change)))
}

/// What happens to the cases of this machine.
fn case_change(store: &dyn Store, key: CaseKey, outcome: &AnswerOutcome) -> Result<CaseChange, StoreError> {
    let of_this_machine = store.open_cases(&key)?.into_iter().filter(|case| case.key.same_machine(&key));
    let newest = |cases: Vec<Case>| cases.into_iter().map(|case| case.number).max();
    Ok(match outcome {
        AnswerOutcome::Refused(refusal) => match newest(of_this_machine.collect()) {
            Some(case) => CaseChange::Join(case),
            // Anybody can make up numbers: they open no cases.
            None if refusal.reason == Reason::NumberUnknown => CaseChange::None,
            None => CaseChange::Open(key),
        },
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
    !decision.findings.iter().any(Finding::is_bad)
}

#[cfg(test)]
mod tests;
