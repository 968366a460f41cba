//! Events of the office for the audit: sign-ins and what fails, refusals by role, exports.

use super::session::OfficeSession;
use crate::dates::now;
use crate::operators::{OperatorName, OperatorStore as _};
use crate::sql::OfficeEvent;
use crate::web::error::WebError;
use crate::web::state::DeskState;

/// Who tried to sign in under a name that no operator has. The name itself isn't kept: a person may type the password there.
const UNKNOWN: &str = "?";

/// Notes what an operator did.
///
/// # Errors
/// [`WebError`] if the store fails; then it must not happen.
pub(super) async fn record(
    desk: &DeskState,
    operator: &str,
    event: &str,
    subject: &str,
) -> Result<(), WebError> {
    let (operator, event, subject) = (operator.to_owned(), event.to_owned(), subject.to_string());
    Ok(desk.store().record_event(&OfficeEvent { at: now(), operator, event, subject }).await?)
}

/// Notes a sign-in that failed, at most as many a minute as the limits allow: strangers must not fill the database. The log and the
/// metrics have all of them.
pub(super) async fn record_failed_sign_in(desk: &DeskState, typed: &str, event: &str, source: &str) {
    let known = known_name(desk, typed).await;
    let operator = known.as_ref().map_or(UNKNOWN, OperatorName::as_str);
    tracing::warn!(operator, source, event, "a sign-in failed");
    if !desk.limits().may_record_failure() {
        return;
    }
    if let Err(error) = record(desk, operator, event, source).await {
        tracing::error!(?error, "a failed sign-in isn't in the audit");
    }
}

/// Notes a sign-in that was refused with that code, with the limit of [`record_failed_sign_in`]. `operator` is known by a password or a
/// provider.
pub(super) async fn record_refused_sign_in(
    desk: &DeskState,
    operator: Option<&OperatorName>,
    code: &str,
    source: &str,
) {
    let operator = operator.map_or(UNKNOWN, OperatorName::as_str);
    tracing::warn!(operator, source, code, "a sign-in was refused");
    if !desk.limits().may_record_failure() {
        return;
    }
    if let Err(error) = record(desk, operator, "sign-in-failed", &format!("{code} {source}")).await {
        tracing::error!(?error, "a refused sign-in isn't in the audit");
    }
}

async fn known_name(desk: &DeskState, typed: &str) -> Option<OperatorName> {
    let name = OperatorName::parse(typed).ok()?;
    let hash = desk.store().password_of(&name).await.ok()?;
    hash.map(|_| name)
}

/// Notes that a role lacked a permission.
pub(super) async fn record_refusal(session: &OfficeSession, path: &str) {
    if !session.desk().limits().may_record_failure() {
        return;
    }
    if let Err(error) = record(session.desk(), session.operator.as_str(), "refused", path).await {
        tracing::error!(?error, "a refusal isn't in the audit");
    }
}
