//! Signs the chain's end, by command or once a day.

use super::head::SignedHead;
use crate::secrets::{DeskSecrets, SecretsError};
use crate::sql::SqlStore;

/// The number of seconds after which a head is signed again, if there are newer entries.
const INTERVAL: i64 = 24 * 3_600;

/// Signs the end of the chain, unless it is already signed. Returns its head, or `None` for an empty chain.
/// `now` is in seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`SecretsError`] if the store fails or the signing key can't be read.
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

/// Whether a head must be signed: there are entries after the newest head, and it is at least a day old.
///
/// # Errors
/// [`SecretsError`] if the database can't be read.
pub async fn is_head_due(store: &SqlStore, now: i64) -> Result<bool, SecretsError> {
    let (end, newest) = store.chain_end().await?;
    Ok(match newest {
        None => end.position > 0,
        Some(newest) => newest.position < end.position && now.saturating_sub(newest.at) >= INTERVAL,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::OfficeEvent;

    #[tokio::test]
    async fn a_head_is_due_once_a_day_and_only_after_new_entries() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqlStore::create(&folder.path().join("ledger.db")).unwrap();
        let entry = |at| OfficeEvent {
            at,
            operator: "li".to_owned(),
            event: "key-added".to_owned(),
            subject: String::new(),
        };
        assert!(!is_head_due(&store, 10).await.unwrap(), "no head is due for an empty chain");
        store.record_event(&entry(10)).await.unwrap();
        assert!(is_head_due(&store, 10).await.unwrap());
        assert_eq!(sign_head(&store, None, 10).await.unwrap().unwrap().position, 1);
        assert!(!is_head_due(&store, 10 + 2 * INTERVAL).await.unwrap(), "no head is due without new entries");
        store.record_event(&entry(20)).await.unwrap();
        assert!(!is_head_due(&store, 9 + INTERVAL).await.unwrap(), "no head is due on the same day");
        assert!(is_head_due(&store, 10 + INTERVAL).await.unwrap());
        assert_eq!(sign_head(&store, None, 10 + INTERVAL).await.unwrap().unwrap().position, 2);
        assert!(store.verify_audit(None).await.unwrap().findings.is_empty());
    }
}
