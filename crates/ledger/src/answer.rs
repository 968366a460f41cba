//! Answering a request: load, decide, sign, commit, and only then show.

mod records;

use thiserror::Error;

use countersign_core::profile::Profile;
use countersign_core::protocol::license::{CodeError, day_of};
use countersign_core::protocol::{Claims, Code, Number, Platform, Scheme, Signer};
use countersign_core::review::{Finding, Verdict};

use records::{attempt, change, issuance, terms};

use super::operator_action::ActionKind;
use super::{
    ActionRefusal, AuditEntry, Case, CaseChange, CaseKey, CaseNumber, Decision, DecisionContext,
    DecisionOutcome, Difference, Grant, GrantKind, IncomingRequest, LicenseState, Note, OperatorAction,
    Reason, Refusal, Requester, Store, StoreError, UnitOfWork, decide,
};

/// How often a decision is taken anew because the number changed meanwhile.
const TRIES: usize = 8;

/// The published profiles and the keys that go with them.
pub trait ProfilesAndKeys {
    /// The profile of that version, if it was ever published.
    fn profile(&self, version: u16) -> Option<&Profile>;
    /// The newest profile.
    fn newest(&self) -> &Profile;
    /// The newest key that profile pins.
    fn signer(&self, profile: &Profile) -> Option<&Signer>;
}

/// Who brings a request, when, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Who.
    pub requester: Requester,
    /// The binding asked for; scheme 2 is the older one, online only.
    pub scheme: Scheme,
}

/// The desk's answer, ready to be shown: what it grants is kept already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: AnswerOutcome,
    /// The desk's judgement of the three binding fields.
    pub findings: Vec<Finding>,
    /// What is said beside.
    pub notes: Vec<Note>,
    /// The license number, where it fits the mask.
    pub number: Option<Number>,
    /// The request's name.
    pub name: String,
    /// The platform the request came from, which decides the remedies.
    pub platform: Platform,
    /// The machine has a scheme 2 marker: without one, neither declared values nor the older binding are for it.
    pub anchored: bool,
    /// The case a refusal opened or belongs to.
    pub case: Option<CaseNumber>,
}

/// Granted with a code, or refused with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// Granted.
    Issued {
        /// How.
        kind: GrantKind,
        /// The license code.
        code: Code,
        /// What it says.
        claims: Claims,
    },
    /// Refused.
    Refused(Refusal),
}

impl Answer {
    /// The reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match &self.outcome {
            AnswerOutcome::Issued { .. } => None,
            AnswerOutcome::Refused(refusal) => Some(refusal.reason),
        }
    }

    /// In what the machine differs, where it was refused for that.
    #[must_use]
    pub fn differs(&self) -> &[Difference] {
        match &self.outcome {
            AnswerOutcome::Issued { .. } => &[],
            AnswerOutcome::Refused(refusal) => &refusal.differs,
        }
    }
}

/// Why a request can't be answered: the desk's own fault, not the request's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No private key here belongs to that profile version.
    #[error("no key for profile version {0}")]
    NoKey(u16),
    /// The operator's act can't be done.
    #[error(transparent)]
    Action(#[from] ActionRefusal),
    /// The code can't be made of these claims: what was sold with the number is not in order.
    #[error("the code can't be signed: {0}")]
    Unsignable(#[from] CodeError),
}

/// Answers one request. A code is committed with its binding before this returns it.
///
/// # Errors
/// [`AnswerError`] where the desk can't; nothing is changed then.
pub fn answer(
    store: &dyn Store,
    authority: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
) -> Result<Answer, AnswerError> {
    answer_with_retries(store, authority, request, context, None)
}

/// Moves the number of a request to the machine the request comes from, in one step: the operator's act and
/// the code are committed together. Where the request is refused, the attempt alone is recorded, and the number
/// stays with its machine.
///
/// # Errors
/// [`AnswerError::Action`] where the number's state or the want of a reason doesn't allow a move, and as [`answer`].
pub fn move_and_answer(
    store: &dyn Store,
    authority: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    reason: &str,
) -> Result<Answer, AnswerError> {
    let action = OperatorAction { kind: ActionKind::Move, reason: reason.to_owned() };
    answer_with_retries(store, authority, request, context, Some(&action))
}

/// Decides anew while the number changes between looking and writing.
fn answer_with_retries(
    store: &dyn Store,
    authority: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    action: Option<&OperatorAction>,
) -> Result<Answer, AnswerError> {
    for _ in 1..TRIES {
        match answer_once(store, authority, request, context, action) {
            Err(AnswerError::Store(StoreError::Conflict)) => {}
            done => return done,
        }
    }
    answer_once(store, authority, request, context, action)
}

fn answer_once(
    store: &dyn Store,
    authority: &dyn ProfilesAndKeys,
    request: &IncomingRequest,
    context: &RequestContext,
    action: Option<&OperatorAction>,
) -> Result<Answer, AnswerError> {
    let head = request.head();
    let profile = authority.profile(head.profile_version);
    let number = profile.unwrap_or_else(|| authority.newest()).mask.unpack(head.number);
    let mut record = number.as_ref().map(|number| store.load(number)).transpose()?.flatten();
    if let (Some(record), Some(action)) = (&mut record, action) {
        record.state = action.apply(&record.state)?;
    }
    let seen_elsewhere = match &record {
        Some(record) => store.seen_elsewhere(request.marker3(), head.scheme2, &record.number)?,
        None => 0,
    };
    let decision_context = DecisionContext {
        profile,
        newest: authority.newest().version,
        today: day_of(context.now),
        requester: &context.requester,
        scheme: context.scheme,
        seen_elsewhere,
    };
    let decision = decide(record.as_ref(), request, &decision_context);
    let values_good = values_good(&decision);
    let Decision { outcome, findings, notes } = decision;
    let (outcome, change) = match outcome {
        DecisionOutcome::Refused(refusal) => (AnswerOutcome::Refused(refusal), None),
        DecisionOutcome::Issued(Grant::Repeated { code, claims }) => {
            (AnswerOutcome::Issued { kind: GrantKind::SameRequest, code, claims }, None)
        }
        DecisionOutcome::Issued(Grant::New { kind, claims, mut binding }) => {
            // A grant without a profile or a standing can't be decided; were it, there'd be no key for it.
            let (Some(profile), Some(record)) = (profile, &record) else {
                return Err(AnswerError::NoKey(head.profile_version));
            };
            let signer = authority.signer(profile).ok_or(AnswerError::NoKey(profile.version))?;
            let code = signer.sign(claims, &terms(profile, request))?;
            binding.remember(issuance(request, &code));
            // The act and the code are one here: what freed the number was this very move.
            let kind = if action.is_some() && kind.starts_binding() { GrantKind::Moved } else { kind };
            let change = change(record, LicenseState::Bound(binding), decision_context.today);
            (AnswerOutcome::Issued { kind, code, claims }, Some(change))
        }
    };
    let key = CaseKey::from_request(request, values_good);
    let case = case_change(store, key, &outcome)?;
    let joined = match (&case, &outcome) {
        (CaseChange::Join(number), AnswerOutcome::Refused(_)) => Some(*number),
        _ => None,
    };
    let audit = match (action, &change) {
        (Some(action), Some(change)) => Some(AuditEntry {
            at: context.now,
            operator: context.requester.operator().unwrap_or_default().to_owned(),
            number: change.number.clone(),
            action: action.clone(),
        }),
        _ => None,
    };
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

/// What becomes of the machine's cases.
fn case_change(store: &dyn Store, key: CaseKey, outcome: &AnswerOutcome) -> Result<CaseChange, StoreError> {
    let mine = store.open_cases(&key)?.into_iter().filter(|case| case.key.same_machine(&key));
    let newest = |cases: Vec<Case>| cases.into_iter().map(|case| case.number).max();
    Ok(match outcome {
        AnswerOutcome::Refused(_) => newest(mine.collect()).map_or(CaseChange::Open(key), CaseChange::Join),
        // The same code once more tells nothing of how the machine is now.
        AnswerOutcome::Issued { kind: GrantKind::SameRequest, .. } => CaseChange::None,
        AnswerOutcome::Issued { claims, .. } => {
            let (cured, stopped): (Vec<Case>, Vec<Case>) =
                mine.partition(|case| case.is_solved_by(claims.scheme));
            if cured.is_empty() {
                newest(stopped).map_or(CaseChange::None, CaseChange::Join)
            } else {
                CaseChange::Close(cured.into_iter().map(|case| case.number).collect())
            }
        }
    })
}

/// Whether the three values can tell a machine: none of them refuses or is missing.
fn values_good(decision: &Decision) -> bool {
    !decision.findings.iter().any(|finding| finding.refuses() || finding.verdict == Verdict::Unreadable)
}

#[cfg(test)]
mod tests;
