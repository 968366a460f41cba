//! Answering a request: load, decide, sign, commit, and only then show.

mod entry;

use thiserror::Error;

use countersign_core::profile::Profile;
use countersign_core::protocol::license::{CodeError, day_of};
use countersign_core::protocol::{Claims, Code, Number, Platform, Scheme, Signer};
use countersign_core::review::{Finding, Verdict};

use entry::{change, issuance, record, terms};

use super::act::ActKind;
use super::{
    Act, ActRefusal, Audit, Case, CaseAct, CaseKey, CaseNumber, Decision, DecisionContext, Difference, Entry,
    How, IncomingRequest, Issued, Note, Outcome, Reason, Refusal, Requester, State, Store, StoreError,
    decide,
};

/// How often a decision is taken anew because the number changed meanwhile.
const TRIES: usize = 8;

/// The published profiles and the keys that go with them.
pub trait Authority {
    /// The profile of that version, if it was ever published.
    fn profile(&self, version: u16) -> Option<&Profile>;
    /// The newest profile.
    fn newest(&self) -> &Profile;
    /// The newest key that profile pins.
    fn signer(&self, profile: &Profile) -> Option<&Signer>;
}

/// Who brings a request, when, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Who.
    pub asker: Requester,
    /// The binding asked for; scheme 2 is the older one, online only.
    pub scheme: Scheme,
}

/// The desk's answer, ready to be shown: what it grants is kept already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub verdict: Answered,
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
pub enum Answered {
    /// Granted.
    Issued {
        /// How.
        how: How,
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
        match &self.verdict {
            Answered::Issued { .. } => None,
            Answered::Refused(refusal) => Some(refusal.reason),
        }
    }

    /// In what the machine differs, where it was refused for that.
    #[must_use]
    pub fn differs(&self) -> &[Difference] {
        match &self.verdict {
            Answered::Issued { .. } => &[],
            Answered::Refused(refusal) => &refusal.differs,
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
    Act(#[from] ActRefusal),
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
    authority: &dyn Authority,
    asked: &IncomingRequest,
    context: &Context,
) -> Result<Answer, AnswerError> {
    settle(store, authority, asked, context, None)
}

/// Moves the number of a request to the machine the request comes from, in one step: the operator's act and
/// the code are committed together. Where the request is refused, the attempt alone is recorded, and the number
/// stays with its machine.
///
/// # Errors
/// [`AnswerError::Act`] where the number's state or the want of a reason doesn't allow a move, and as [`answer`].
pub fn move_to(
    store: &dyn Store,
    authority: &dyn Authority,
    asked: &IncomingRequest,
    context: &Context,
    reason: &str,
) -> Result<Answer, AnswerError> {
    let act = Act { kind: ActKind::Move, reason: reason.to_owned() };
    settle(store, authority, asked, context, Some(&act))
}

/// Decides anew while the number changes between looking and writing.
fn settle(
    store: &dyn Store,
    authority: &dyn Authority,
    asked: &IncomingRequest,
    context: &Context,
    act: Option<&Act>,
) -> Result<Answer, AnswerError> {
    for _ in 1..TRIES {
        match attempt(store, authority, asked, context, act) {
            Err(AnswerError::Store(StoreError::Conflict)) => {}
            done => return done,
        }
    }
    attempt(store, authority, asked, context, act)
}

fn attempt(
    store: &dyn Store,
    authority: &dyn Authority,
    asked: &IncomingRequest,
    context: &Context,
    act: Option<&Act>,
) -> Result<Answer, AnswerError> {
    let head = asked.head();
    let profile = authority.profile(head.profile_version);
    let number = profile.unwrap_or_else(|| authority.newest()).mask.unpack(head.number);
    let mut standing = number.as_ref().map(|number| store.load(number)).transpose()?.flatten();
    if let (Some(standing), Some(act)) = (&mut standing, act) {
        standing.state = act.apply(&standing.state)?;
    }
    let seen_elsewhere = match &standing {
        Some(standing) => store.seen_elsewhere(asked.marker3(), head.scheme2, &standing.number)?,
        None => 0,
    };
    let situation = DecisionContext {
        profile,
        newest: authority.newest().version,
        today: day_of(context.now),
        asker: &context.asker,
        scheme: context.scheme,
        seen_elsewhere,
    };
    let decision = decide(standing.as_ref(), asked, &situation);
    let values_good = values_good(&decision);
    let Decision { outcome, findings, notes } = decision;
    let (verdict, change) = match outcome {
        Outcome::Refused(refusal) => (Answered::Refused(refusal), None),
        Outcome::Issued(Issued::Again { code, claims }) => {
            (Answered::Issued { how: How::Again, code, claims }, None)
        }
        Outcome::Issued(Issued::New { how, claims, mut binding }) => {
            // A grant without a profile or a standing can't be decided; were it, there'd be no key for it.
            let (Some(profile), Some(standing)) = (profile, &standing) else {
                return Err(AnswerError::NoKey(head.profile_version));
            };
            let signer = authority.signer(profile).ok_or(AnswerError::NoKey(profile.version))?;
            let code = signer.sign(claims, &terms(profile, asked))?;
            binding.remember(issuance(asked, &code));
            // The act and the code are one here: what freed the number was this very move.
            let how = if act.is_some() && how.begins() { How::Moved } else { how };
            let change = change(standing, State::Bound(binding), situation.today);
            (Answered::Issued { how, code, claims }, Some(change))
        }
    };
    let key = CaseKey::of(asked, values_good);
    let case = case_act(store, key, &verdict)?;
    let joined = match (&case, &verdict) {
        (CaseAct::Join(number), Answered::Refused(_)) => Some(*number),
        _ => None,
    };
    let audit = match (act, &change) {
        (Some(act), Some(change)) => Some(Audit {
            at: context.now,
            operator: context.asker.operator().unwrap_or_default().to_owned(),
            number: change.number.clone(),
            act: act.clone(),
        }),
        _ => None,
    };
    let record = record(asked, context, &findings, &notes, number.clone(), &verdict);
    let opened = store.commit(&Entry { change, attempt: Some(record), case, audit })?;
    Ok(Answer {
        verdict,
        findings,
        notes,
        number,
        name: asked.name(),
        platform: head.platform,
        anchored: head.scheme2.is_some(),
        case: opened.or(joined),
    })
}

/// What becomes of the machine's cases.
fn case_act(store: &dyn Store, key: CaseKey, verdict: &Answered) -> Result<CaseAct, StoreError> {
    let mine = store.open_cases(&key)?.into_iter().filter(|case| case.key.same_machine(&key));
    let newest = |cases: Vec<Case>| cases.into_iter().map(|case| case.number).max();
    Ok(match verdict {
        Answered::Refused(_) => newest(mine.collect()).map_or(CaseAct::Open(key), CaseAct::Join),
        // The same code once more tells nothing of how the machine is now.
        Answered::Issued { how: How::Again, .. } => CaseAct::None,
        Answered::Issued { claims, .. } => {
            let (cured, stopped): (Vec<Case>, Vec<Case>) =
                mine.partition(|case| case.cured_by(claims.scheme));
            if cured.is_empty() {
                newest(stopped).map_or(CaseAct::None, CaseAct::Join)
            } else {
                CaseAct::Close(cured.into_iter().map(|case| case.number).collect())
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
