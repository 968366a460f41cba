//! Asking the ledger, for whoever shows the answer: pages, interface, back office.

use super::error::Trouble;
use super::state::{Desk, now};
use countersign_core::protocol::Scheme;
use countersign_ledger::{self as ledger, Answer, Asked, Asker, Context};

/// The ledger's answer. What it grants is committed when this returns, and not before is there anything to show.
///
/// # Errors
/// [`Trouble::TooOften`] for a number that anybody asks about too often (operators may), else the desk's own faults.
pub async fn ask(desk: &Desk, asked: Asked, asker: Asker, scheme: Scheme) -> Result<Answer, Trouble> {
    if asker == Asker::Public {
        desk.limits().number(asked.head().number)?;
    }
    let context = Context { now: now(), asker, scheme };
    let answer =
        desk.with_office(move |office| ledger::answer(&*office.store, office, &asked, &context)).await??;
    Ok(answer)
}
