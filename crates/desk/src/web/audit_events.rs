//! Events of operators and programs for the audit: sign-ins and what fails, refusals, exports and lists.
//!
//! Strangers can cause failures, and must not fill the database. The audit therefore takes only as many failures per minute as the
//! limits allow, and records how many were left out. The log and the metrics have all of them.

use super::audit_limits::{FailedBy, ShownObject};
use super::error::WebError;
use super::state::DeskState;
use crate::dates::now;
use crate::operators::{OperatorName, OperatorStore as _};
use crate::program_tokens::StoredToken;
use crate::sql::OfficeEvent;

/// The actor of an event if it is unknown: no operator has the typed name, or the desk has no such token. The typed name isn't stored,
/// because a person may type the password there.
const UNKNOWN: &str = "?";

/// Records what an operator or a program does that changes nothing, or numbers that were added. Other changes record themselves in the
/// store.
///
/// # Errors
/// [`WebError`] if the store fails. An export or a list then gives nothing. Numbers that were added have no entry then.
pub(super) async fn record(
    desk: &DeskState,
    operator: &str,
    event: &str,
    subject: &str,
) -> Result<(), WebError> {
    let (operator, event, subject) = (operator.to_owned(), event.to_owned(), subject.to_string());
    Ok(desk.store().record_event(&OfficeEvent { at: now(), operator, event, subject }).await?)
}

/// Records a failure, within the limits. If failures were left out before it, their number is recorded first.
async fn record_failure(desk: &DeskState, by: FailedBy<'_>, operator: &str, event: &str, subject: &str) {
    if !desk.limits().audit().may_take_failure(&by) {
        return;
    }
    let left_out = desk.limits().audit().take_left_out();
    if left_out > 0 && record(desk, UNKNOWN, "failures-left-out", &left_out.to_string()).await.is_err() {
        tracing::error!(left_out, "failures are neither in the audit nor counted there");
    }
    if let Err(error) = record(desk, operator, event, subject).await {
        tracing::error!(?error, event, "a failure isn't in the audit");
    }
}

/// Records a failed sign-in.
pub(super) async fn record_failed_sign_in(desk: &DeskState, typed: &str, event: &str, source: &str) {
    let known = known_name(desk, typed).await;
    let operator = known.as_ref().map_or(UNKNOWN, OperatorName::as_str);
    tracing::warn!(operator, source, event, "a sign-in failed");
    record_failure(desk, FailedBy::Stranger { source }, operator, event, source).await;
}

/// Records a sign-in that was refused with that code. `operator` is `Some` if a password or a provider identified the operator.
pub(super) async fn record_refused_sign_in(
    desk: &DeskState,
    operator: Option<&OperatorName>,
    code: &str,
    source: &str,
) {
    let operator = operator.map_or(UNKNOWN, OperatorName::as_str);
    tracing::warn!(operator, source, code, "a sign-in was refused");
    let by = FailedBy::Stranger { source };
    record_failure(desk, by, operator, "sign-in-failed", &format!("{code} {source}")).await;
}

async fn known_name(desk: &DeskState, typed: &str) -> Option<OperatorName> {
    let name = OperatorName::parse(typed).ok()?;
    let hash = desk.store().password_of(&name).await.ok()?;
    hash.map(|_| name)
}

/// Records that an operator's role lacked a permission.
pub(super) async fn record_refused_role(desk: &DeskState, operator: &OperatorName, path: &str) {
    let actor = operator.as_str();
    record_failure(desk, FailedBy::Known { actor }, actor, "refused", path).await;
}

/// Records that a program was refused with that code. `token` is `None` if the desk has no such token.
pub(super) async fn record_refused_program(
    desk: &DeskState,
    token: Option<&StoredToken>,
    code: &str,
    route: &str,
    source: &str,
) {
    let actor = token.map_or_else(|| UNKNOWN.to_owned(), StoredToken::actor);
    let by = if token.is_some() { FailedBy::Known { actor: &actor } } else { FailedBy::Stranger { source } };
    record_failure(desk, by, &actor, "program-refused", &format!("{code} {route} {source}")).await;
}

/// Counts an object that a program is shown by itself. If the program was shown too many of this kind within an hour, they count as a
/// list, and the audit records that the list was read.
///
/// # Errors
/// [`WebError`] if the store fails; then the object must not be shown.
pub(super) async fn record_shown(
    desk: &DeskState,
    token: &StoredToken,
    object: ShownObject,
) -> Result<(), WebError> {
    if desk.limits().audit().count_shown(token.id, object) {
        return Ok(());
    }
    record_list_read(desk, token, object.list()).await
}

/// Records that a program reads a list, once an hour for each token and list: a program that reads it every minute must not fill the
/// audit.
///
/// # Errors
/// [`WebError`] if the store fails; then the list must not be read.
pub(super) async fn record_list_read(
    desk: &DeskState,
    token: &StoredToken,
    list: &'static str,
) -> Result<(), WebError> {
    if !desk.limits().audit().may_take_list(token.id, list) {
        return Ok(());
    }
    record(desk, &token.actor(), "list-read", list).await
}
