//! The answers to requests, each by the newest profiles and keys. If a key elsewhere signs, the requests for one license number are
//! answered in turn.

use super::DeskState;
use crate::bundles::WholeDigest;
use crate::dates::now;
use crate::metrics;
use crate::web::error::WebError;
use countersign_core::protocol::Scheme;
use countersign_ledger::{
    self as ledger, ActionRefusal, Answer, AnswerError, IncomingRequest, ProfilesAndKeys as _,
    RequestContext, Requester, SigningKey,
};

/// An operator's move of a seat.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    /// The seat; `None` for the only taken one.
    pub seat: Option<u16>,
    /// The operator's reason.
    pub reason: &'a str,
}

/// Locks by license number, for keys that sign elsewhere: requests for one number are answered one after the other, so that none is
/// signed again because another changed the number. Different numbers may share a lock; then they wait for each other without need.
pub(super) struct Turns([tokio::sync::Mutex<()>; TURNS]);

/// How many locks there are.
const TURNS: usize = 256;
/// How often profiles and keys are read again for one answer.
const MAX_TRIES: usize = 4;

impl DeskState {
    /// Asks the ledger. Whatever the answer grants is committed when this returns.
    ///
    /// # Errors
    /// [`WebError`] if the store fails, a key can't sign now, or profiles and keys change faster than the desk reads them.
    pub async fn answer(
        &self,
        request: IncomingRequest,
        requester: Requester,
        scheme: Scheme,
    ) -> Result<Answer, WebError> {
        let context = RequestContext { now: now(), requester, scheme, bundle: None };
        self.answer_in_turn(&request, &context, None)
            .await?
            .map_err(|refusal| AnswerError::from(refusal).into())
    }

    /// Asks the ledger about a request of a bundle, like [`answer`](Self::answer).
    ///
    /// # Errors
    /// As for [`answer`](Self::answer).
    pub(crate) async fn answer_of_bundle(
        &self,
        request: &IncomingRequest,
        requester: Requester,
        bundle: WholeDigest,
    ) -> Result<Answer, WebError> {
        let profile = self.profile(request.head().profile_id);
        let bundle = profile.map(|profile| bundle.of_product(&profile.product));
        let context = RequestContext { now: now(), requester, scheme: Scheme::Three, bundle };
        self.answer_in_turn(request, &context, None)
            .await?
            .map_err(|refusal| AnswerError::from(refusal).into())
    }

    /// Moves a seat to the machine of a request, for an operator, and answers it.
    ///
    /// # Errors
    /// As for [`answer`](Self::answer). The inner error is a move that the ledger refuses.
    pub async fn move_and_answer(
        &self,
        request: &IncomingRequest,
        requester: Requester,
        of_seat: Move<'_>,
    ) -> Result<Result<Answer, ActionRefusal>, WebError> {
        let context = RequestContext { now: now(), requester, scheme: Scheme::Three, bundle: None };
        self.answer_in_turn(request, &context, Some(of_seat)).await
    }

    async fn answer_in_turn(
        &self,
        request: &IncomingRequest,
        context: &RequestContext,
        of_seat: Option<Move<'_>>,
    ) -> Result<Result<Answer, ActionRefusal>, WebError> {
        let _turn = if self.signs_elsewhere(request) {
            Some(self.0.turns.of(request.head().number).lock().await)
        } else {
            None
        };
        let answered = self.answer_with_newest(request, context, of_seat).await;
        match &answered {
            Ok(Ok(answer)) => metrics::answered(answer),
            Ok(Err(_)) => {}
            Err(error) => metrics::not_answered(error.code()),
        }
        answered
    }

    fn signs_elsewhere(&self, request: &IncomingRequest) -> bool {
        let published = self.data().published;
        let signer =
            published.profile(request.head().profile_id).and_then(|profile| published.signer(profile));
        matches!(signer, Some(SigningKey::Elsewhere(_)))
    }

    /// Answers by the newest profiles and keys: reads them again while they are stale.
    async fn answer_with_newest(
        &self,
        request: &IncomingRequest,
        context: &RequestContext,
        of_seat: Option<Move<'_>>,
    ) -> Result<Result<Answer, ActionRefusal>, WebError> {
        for _ in 0..MAX_TRIES {
            let (store, published) = (self.store(), self.data().published);
            let answered = match of_seat {
                None => ledger::answer(store, &published, request, context).await,
                Some(Move { seat, reason }) => {
                    ledger::move_and_answer(store, &published, request, context, seat, reason).await
                }
            };
            match answered {
                Err(AnswerError::Stale) => self.read_again(published.generation()).await?,
                Err(AnswerError::Action(refusal)) => return Ok(Err(refusal)),
                answered => return Ok(Ok(answered?)),
            }
        }
        Err(AnswerError::Stale.into())
    }
}

impl Turns {
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| tokio::sync::Mutex::new(())))
    }

    fn of(&self, number: [u8; 6]) -> &tokio::sync::Mutex<()> {
        let mut hasher = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&number, &mut hasher);
        let place = std::hash::Hasher::finish(&hasher) % TURNS as u64;
        &self.0[usize::try_from(place).unwrap_or_default()]
    }
}
