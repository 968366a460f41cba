//! Answers to strangers, within the limits on what they may ask. Never here: a rule about a request; the ledger decides.

use super::error::WebError;
use super::source::Source;
use super::state::DeskState;
use countersign_core::protocol::Scheme;
use countersign_ledger::{Answer, IncomingRequest, LicenseId, Question, Reason, Requester, Store as _};

/// Asks the ledger for anybody. Whatever the answer grants is committed when this returns.
///
/// # Errors
/// [`WebError::TooOften`] if the source asks too often, if the number is asked for too often, or if too many unknown numbers came;
/// else a fault of the desk.
pub(super) async fn answer(
    desk: &DeskState,
    source: Source,
    request: IncomingRequest,
    scheme: Scheme,
) -> Result<Answer, WebError> {
    let limits = desk.limits();
    limits.count_answer(source.0, request.head().number)?;
    if limits.too_many_unknown() && !is_known(desk, &request).await? {
        return Err(limits.refuse_unknown(source.0));
    }
    let answer = desk.answer(request, Requester::Public, scheme).await?;
    if answer.reason().is_some_and(is_of_no_number) {
        limits.count_unknown(source.0);
    }
    Ok(answer)
}

/// Whether the request's license number is in the ledger.
async fn is_known(desk: &DeskState, request: &IncomingRequest) -> Result<bool, WebError> {
    let head = request.head();
    let profile = desk.profile_or_newest(head.profile_id);
    let Some(number) = profile.mask.unpack(head.number) else { return Ok(false) };
    let question = Question::of(&LicenseId { product: profile.product, number });
    Ok(desk.store().read(&question).await?.record.is_some())
}

/// Whether anybody gets this refusal with a made-up number.
const fn is_of_no_number(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NumberUnknown
            | Reason::ProfileUnknown
            | Reason::SpokenNotOffered
            | Reason::SpokenNeedsOperator
    )
}
