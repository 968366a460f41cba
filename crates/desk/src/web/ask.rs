//! Asking the ledger, for whoever shows the answer: pages, interface, back office.

use super::error::WebError;
use super::state::{Desk, now};
use countersign_core::protocol::Scheme;
use countersign_ledger::{self as ledger, Answer, IncomingRequest, RequestContext, Requester};

/// The ledger's answer. What it grants is committed when this returns, and not before is there anything to show.
///
/// # Errors
/// [`WebError::TooOften`] for a number that anybody asks about too often (operators may), else the desk's own faults.
pub async fn ask(
    desk: &Desk,
    asked: IncomingRequest,
    asker: Requester,
    scheme: Scheme,
) -> Result<Answer, WebError> {
    if asker == Requester::Public {
        desk.limits().number(asked.head().number)?;
    }
    let context = RequestContext { now: now(), requester: asker, scheme };
    let answer =
        desk.with_office(move |office| ledger::answer(&*office.store, office, &asked, &context)).await??;
    Ok(answer)
}
