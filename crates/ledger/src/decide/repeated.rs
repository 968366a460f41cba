//! Decides a request with a nonce that was answered before: the same code, a code with the new terms, or a
//! refusal.

use countersign_core::protocol::{Claims, Scheme};

use crate::{DecisionContext, Grant, GrantKind, IncomingRequest, LicenseRecord, NonceState, Reason};

/// Returns the grant of a request that was answered before. `None` if its nonce is new.
pub(super) fn repeated(
    record: &LicenseRecord,
    request: &IncomingRequest,
    context: &DecisionContext<'_>,
) -> Result<Option<Grant>, Reason> {
    let Some(answered) = context.answered else { return Ok(None) };
    let (NonceState::Live(code), Some(binding)) = (&answered.state, record.seats.get(&answered.seat)) else {
        return Err(Reason::RequestSpent);
    };
    let scheme = if binding.scheme == Scheme::Three { Scheme::Three } else { context.scheme };
    if answered.scheme != scheme || !answered.is_of(request) {
        return Err(Reason::RequestSpent);
    }
    let seat = answered.seat;
    let expires = record.last_day(context.today);
    let (Ok(claims), Ok(key)) = (code.claims(), code.key_id()) else { return Err(Reason::RequestSpent) };
    let terms_stand = claims.edition == record.license.edition && claims.expires == expires;
    if terms_stand && context.keys.contains(&key) {
        return Ok(Some(Grant::Repeated { seat, code: code.clone(), claims }));
    }
    let claims = Claims { edition: record.license.edition, issued: context.today, expires, ..claims };
    let binding = Box::new(binding.clone());
    Ok(Some(Grant::New { kind: GrantKind::TermsChanged, claims, seat, binding, spend: None }))
}
