//! Signing the chain's end, by command or once a day.

use super::head::SignedHead;
use crate::secrets::{DeskSecrets, SecretsError};
use crate::sql::SqlStore;

/// A head is signed again after so many seconds, if there are entries behind it.
const INTERVAL: i64 = 24 * 3_600;

/// Signs the end of the chain, if it isn't signed yet; gives its head, or `None` for an empty chain. `now` is in seconds since
/// 1970-01-01 UTC.
///
/// # Errors
/// [`SecretsError`].
pub async fn sign_head(
    store: &SqlStore,
    passphrase: Option<&str>,
    now: i64,
) -> Result<Option<SignedHead>, SecretsError> {
    let (end, newest) = store.chain_end().await?;
    if end.position == 0 {
        return Ok(None);
    }
    if let Some(newest) = newest.filter(|newest| newest.position == end.position) {
        return Ok(Some(newest));
    }
    let secrets = DeskSecrets::read_or_make(store, passphrase).await?;
    let head = SignedHead::sign(&secrets.audit_seed, end.position, end.hash, now);
    store.keep_head(&head).await?;
    Ok(Some(head))
}

/// Whether a head is to be signed: there are entries behind the newest, which is a day old.
///
/// # Errors
/// The database can't be read.
pub async fn is_head_due(store: &SqlStore, now: i64) -> Result<bool, SecretsError> {
    let (end, newest) = store.chain_end().await?;
    Ok(match newest {
        None => end.position > 0,
        Some(newest) => newest.position < end.position && now.saturating_sub(newest.at) >= INTERVAL,
    })
}
