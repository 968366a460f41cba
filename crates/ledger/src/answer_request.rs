//! Answers a request: reads its basis from the store, decides, signs, and commits. The answer is returned
//! after the commit.
//!
//! A key in this process signs during the decision. A key elsewhere signs between two decisions, outside of
//! any transaction: the second decision uses the signature if it results in the same code.

mod issue;
mod records;

use std::sync::Arc;

use countersign_core::protocol::license::day_of;
use countersign_core::review::Finding;

use issue::{Issued, Issuing, issue};
use records::{attempt, audit_entry, verification};

use super::signing::SignedCode;
use super::{
    Act, Answer, AnswerError, AnswerOutcome, Answered, Basis, BundleDigest, Case, CaseChange, CaseKey,
    Decide, Decided, Decision, DecisionContext, DecisionOutcome, GrantKind, IncomingRequest, MAX_TRIES, Note,
    OperatorAction, Profiles, ProfilesAndKeys, Question, Reason, RequestContext, Store, StoreError,
    UnitOfWork, decide, ways,
};

/// Answers one request. A code is committed with its binding before this function returns it.
///
/// # Errors
/// [`AnswerError`] if the desk can't answer. Then nothing is changed.
pub async fn answer<S: Store, D: ProfilesAndKeys + Clone + Send + 'static>(
    store: &S,
    desk: &D,
    request: &IncomingRequest,
    context: &RequestContext,
) -> Result<Answer, AnswerError> {
    answer_signed(store, Asked::new(desk, request, context, None)).await
}

/// Moves a seat of the request's license number to the machine that made the request. The operator's action
/// and the code are committed together. If the request is refused, only the attempt is recorded, and the seat
/// stays with its machine. A request that was already answered is refused.
///
/// # Errors
/// [`AnswerError::Action`] if the number doesn't allow the move or the reason is blank; otherwise as for
/// [`answer`].
pub async fn move_and_answer<S: Store, D: ProfilesAndKeys + Clone + Send + 'static>(
    store: &S,
    desk: &D,
    request: &IncomingRequest,
    context: &RequestContext,
    seat: Option<u16>,
    reason: &str,
) -> Result<Answer, AnswerError> {
    let action = OperatorAction { act: Act::Move(seat), reason: reason.to_owned() };
    answer_signed(store, Asked::new(desk, request, context, Some(action))).await
}

/// Returns the answer that a repeated request would get now: a refusal, or the code that it got before.
/// `None` if the request would get a new code. Writes nothing.
///
/// # Errors
/// [`AnswerError`] if the desk can't answer.
pub async fn answer_again<S: Store, D: ProfilesAndKeys + Clone + Send + 'static>(
    store: &S,
    desk: &D,
    request: &IncomingRequest,
    context: &RequestContext,
) -> Result<Option<Answer>, AnswerError> {
    let asked = Asked::new(desk, request, context, None);
    let basis = store.read(&asked.question).await?;
    Ok(match asked.decide(basis, None)? {
        Decided::Ready(unit, answer) => unit.change.is_none().then_some(*answer),
        Decided::ToSign(_) => None,
    })
}

/// Lets the store answer, and a key elsewhere sign if needed, until the committed decision agrees with the
/// signature.
async fn answer_signed<S: Store, D: ProfilesAndKeys + Send + 'static>(
    store: &S,
    asked: Asked<D>,
) -> Result<Answer, AnswerError> {
    let asked = Arc::new(asked);
    let mut signed = None;
    for _ in 0..MAX_TRIES {
        let decision = AskedWith { asked: Arc::clone(&asked), signed: signed.take() };
        match store.answer(Box::new(decision)).await? {
            Answered::Committed(answer) => return Ok(*answer),
            Answered::ToSign(unsigned) => {
                let profile = asked.request.head().profile_id;
                signed = Some(SignedCode::make(&asked.desk, profile, unsigned).await?);
            }
        }
    }
    Err(StoreError::Conflict.into())
}

/// A request with the code that a key elsewhere has signed for it.
struct AskedWith<D> {
    asked: Arc<Asked<D>>,
    signed: Option<SignedCode>,
}

impl<D: ProfilesAndKeys + Send> Decide for AskedWith<D> {
    fn question(&self) -> &Question {
        &self.asked.question
    }

    fn decide(&self, basis: Basis) -> Result<Decided, AnswerError> {
        self.asked.decide(basis, self.signed.as_ref())
    }
}

/// A request with all data that its decision needs besides the store's.
struct Asked<D> {
    desk: D,
    request: IncomingRequest,
    findings: Vec<Finding>,
    context: RequestContext,
    /// The operator's action that is committed with the code.
    action: Option<OperatorAction>,
    question: Question,
}

impl<D: ProfilesAndKeys + Clone> Asked<D> {
    fn new(
        desk: &D,
        request: &IncomingRequest,
        context: &RequestContext,
        action: Option<OperatorAction>,
    ) -> Self {
        let findings = request.findings();
        let question = question(desk, request, &findings, context.bundle);
        let (desk, request, context) = (desk.clone(), request.clone(), context.clone());
        Self { desk, request, findings, context, action, question }
    }
}

impl<D: ProfilesAndKeys> Asked<D> {
    fn decide(&self, basis: Basis, signed: Option<&SignedCode>) -> Result<Decided, AnswerError> {
        if basis.generation != self.desk.generation() {
            return Err(AnswerError::Stale);
        }
        prepare(self, basis, signed)
    }
}

/// Returns the question to the store for the decision on a request.
fn question(
    desk: &impl ProfilesAndKeys,
    request: &IncomingRequest,
    findings: &[Finding],
    bundle: Option<BundleDigest>,
) -> Question {
    let head = request.head();
    Question {
        license: desk.license_of(request),
        nonce: Some(head.nonce),
        values: Some(request.identity().values),
        case: Some(CaseKey::from_request(request, findings)),
        bundle,
    }
}

/// Decides and signs.
fn prepare<D: ProfilesAndKeys>(
    asked: &Asked<D>,
    basis: Basis,
    signed: Option<&SignedCode>,
) -> Result<Decided, AnswerError> {
    let Asked { desk, request, findings, context, action, question } = asked;
    let (action, question) = (action.as_ref(), question.clone());
    let head = request.head();
    let profile = desk.profile(head.profile_id);
    let keys = profile.map(|profile| desk.living_keys(profile)).unwrap_or_default();
    let effect = match (&basis.record, action) {
        (Some(record), Some(action)) => Some(action.apply(record)?),
        _ => None,
    };
    let freed = effect.as_ref().map(|effect| effect.change.record());
    let record = freed.as_ref().or(basis.record.as_ref());
    let today = day_of(context.now);
    let decision_context = DecisionContext {
        profile: profile
            .and_then(|named| desk.newest_of(&named.product).map(|newest| Profiles { named, newest })),
        keys: &keys,
        today,
        requester: &context.requester,
        scheme: context.scheme,
        freed: effect.as_ref().and_then(|effect| effect.seat),
        answered: basis.answered.as_ref(),
        seen_elsewhere: &basis.seen_elsewhere,
    };
    let mut decision = decide(record, request, findings.clone(), &decision_context);
    if effect.is_some() && basis.answered.is_some() {
        refuse_spent(&mut decision);
    }
    let policy = match decision_context.profile {
        Some(profiles) => profiles.policy(),
        None => desk.newest().map(|newest| newest.policy).unwrap_or_default(),
    };
    let Decision { outcome, findings, notes } = decision;
    let issuing = record.map(|record| Issuing { record, effect: effect.as_ref(), today, signed });
    let (outcome, change) = match (outcome, issuing) {
        (DecisionOutcome::Issued(grant), Some(issuing)) => match issue(grant, issuing, desk, request)? {
            Issued::Signed(signed) => *signed,
            Issued::ToSign(unsigned) => return Ok(Decided::ToSign(unsigned)),
        },
        (DecisionOutcome::Refused(refusal), _) => (AnswerOutcome::Refused(refusal), None),
        // `decide` grants nothing without a record.
        (DecisionOutcome::Issued(_), None) => (AnswerOutcome::Refused(Reason::NumberUnknown.into()), None),
    };
    let case = case_change(&question, &basis, &outcome);
    let joined = match (&case, &outcome) {
        (CaseChange::Join(number) | CaseChange::Share(number, _), AnswerOutcome::Refused(_)) => Some(*number),
        _ => None,
    };
    let verified = context.requester.verified().filter(|_| notes.contains(&Note::ValueSeen));
    let audit = match (&outcome, action.zip(effect.as_ref()), verified) {
        _ if change.is_none() => None,
        (_, Some((action, effect)), verified) => Some(audit_entry(action, effect, context, verified)),
        (AnswerOutcome::Issued { seat, .. }, None, Some(verified)) => {
            record.map(|record| verification(&record.id, *seat, context, verified))
        }
        _ => None,
    };
    let license = question.license.clone();
    let attempt = attempt(request, context, &findings, &notes, license.clone(), &outcome);
    let ways = match &outcome {
        AnswerOutcome::Refused(refusal) => ways(request, refusal.reason, &findings, &policy),
        AnswerOutcome::Issued { .. } => Vec::new(),
    };
    let answer = Answer {
        outcome,
        findings,
        ways,
        notes,
        policy,
        license,
        number_known: basis.record.is_some(),
        name: request.name(),
        spoken: matches!(request, IncomingRequest::Spoken(_)),
        platform: head.platform,
        marker2: head.marker2,
        case: joined,
    };
    let unit = UnitOfWork { question, basis, change, attempt: Some(attempt), case, audit };
    Ok(Decided::Ready(Box::new(unit), Box::new(answer)))
}

/// Refuses a move to a request that was answered before, because its device may hold the code of a seat that
/// the move frees.
fn refuse_spent(decision: &mut Decision) {
    if let DecisionOutcome::Issued(_) = decision.outcome {
        decision.outcome = DecisionOutcome::Refused(Reason::RequestSpent.into());
    }
}

/// Returns the change of this machine's cases.
fn case_change(question: &Question, basis: &Basis, outcome: &AnswerOutcome) -> CaseChange {
    let Some(key) = question.case else { return CaseChange::None };
    let open = &basis.open_cases;
    let newest = |cases: &[&Case]| cases.iter().map(|case| case.number).max();
    match outcome {
        AnswerOutcome::Refused(refusal) => match newest(&open.iter().collect::<Vec<_>>()) {
            Some(case) => CaseChange::Join(case),
            // An unknown number opens no case, whatever the first reason is, because any stranger can invent
            // numbers.
            None if basis.record.is_none() => CaseChange::None,
            None => {
                let shared = basis.bundle_cases.iter().find(|(_, reason)| *reason == refusal.reason);
                shared
                    .map_or(CaseChange::Open(key, question.bundle), |(case, _)| CaseChange::Share(*case, key))
            }
        },
        // A repeated code says nothing about the machine's current state.
        AnswerOutcome::Issued { kind: GrantKind::SameRequest, .. } => CaseChange::None,
        AnswerOutcome::Issued { claims, .. } => {
            let (solved, open): (Vec<&Case>, Vec<&Case>) =
                open.iter().partition(|case| case.is_solved_by(claims.scheme));
            if solved.is_empty() {
                newest(&open).map_or(CaseChange::None, CaseChange::Join)
            } else {
                CaseChange::Solve(solved.into_iter().map(|case| case.number).collect(), key)
            }
        }
    }
}

#[cfg(test)]
mod distant_tests;
#[cfg(test)]
mod tests;
