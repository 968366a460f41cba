//! Answers to strangers, within the limits on what they may ask. Never here: a rule about a request; the ledger decides.

use super::error::WebError;
use super::source::Source;
use super::state::DeskState;
use crate::dates::now;
use countersign_core::protocol::Scheme;
use countersign_ledger::{
    Answer, IncomingRequest, ProfilesAndKeys as _, Question, RequestContext, Requester, Store as _,
};

/// Asks the ledger for a stranger. Whatever the answer grants is committed when this returns.
///
/// # Errors
/// [`WebError::TooOften`] if the source asks too often, if the number is asked for too often, or if too many unknown numbers were
/// asked for; otherwise a fault of the desk.
pub(super) async fn answer(
    desk: &DeskState,
    source: Source,
    request: IncomingRequest,
    scheme: Scheme,
) -> Result<Answer, WebError> {
    let limits = desk.limits();
    limits.count_answer(source.0, request.head().number)?;
    if limits.too_many_unknown() {
        // A product may have been added since.
        desk.refresh().await;
        if !is_known(desk, &request).await? {
            return Err(limits.refuse_unknown(source.0));
        }
    }
    let answer = desk.answer(request, Requester::Public, scheme).await?;
    if !answer.number_known {
        limits.count_unknown(source.0);
    }
    Ok(answer)
}

/// The answer to a request that was answered before, as the ledger gives it now; `None` if the ledger would give a new code. Writes
/// nothing.
///
/// # Errors
/// [`WebError::TooOften`] if the source views answers too often; otherwise a fault of the desk.
pub(super) async fn answer_again(
    desk: &DeskState,
    source: Source,
    request: &IncomingRequest,
) -> Result<Option<Answer>, WebError> {
    desk.limits().count_look(source.0, request.head().number)?;
    let context =
        RequestContext { now: now(), requester: Requester::Public, scheme: Scheme::Three, bundle: None };
    Ok(countersign_ledger::answer_again(desk.store(), &desk.data().published, request, &context).await?)
}

/// Whether the request's license number is in the ledger.
async fn is_known(desk: &DeskState, request: &IncomingRequest) -> Result<bool, WebError> {
    let Some(license) = desk.data().published.license_of(request) else { return Ok(false) };
    let question = Question::of(&license);
    Ok(desk.store().read(&question).await?.record.is_some())
}
