//! Failed sign-ins: how many a source has made under a name, and when the last one was. Names that nobody has are counted too.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::transaction::Tx;
use super::value::{Row, Value, values};
use crate::operators::{OperatorName, SignInAttempt, lockout};
use countersign_ledger::StoreError;

/// Counts an attempt, unless the name is locked. Two simultaneous attempts are counted one after the other.
pub(super) async fn begin_attempt(
    tx: &mut Tx<'_>,
    key: &str,
    source: &str,
    now: i64,
) -> Result<SignInAttempt, StoreError> {
    hold_key(tx, key).await?;
    let (count, last) = guesses(tx, key, source, now).await?;
    if let Some(until) = lockout::locked_until(count, last, now) {
        return Ok(SignInAttempt::Locked(until));
    }
    let count = lockout::remembered(count, last, now).saturating_add(1);
    keep_guesses(tx, key, source, (count, now)).await?;
    // Attempts under unknown names must not fill the database.
    let forgotten = now.saturating_sub(lockout::FORGET_AFTER);
    delete_stale(tx, "guesses", "last < $1", values![forgotten]).await?;
    Ok(SignInAttempt::Allowed)
}

/// Deletes the rows that fulfil a condition. On a server, it leaves those that another transaction holds: two transactions that delete
/// the rows of each other would wait for each other.
pub(super) async fn delete_stale(
    tx: &mut Tx<'_>,
    table: &str,
    condition: &str,
    values: impl AsRef<[Value<'_>]> + Send,
) -> Result<(), StoreError> {
    let statement = if tx.is_postgres() {
        format!(
            "DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE {condition} FOR UPDATE SKIP LOCKED)"
        )
    } else {
        format!("DELETE FROM {table} WHERE {condition}")
    };
    tx.execute(&statement, values).await.map(drop)
}

/// Locks the key: other transactions that count under it wait until this one ends.
pub(super) async fn hold_key(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    if tx.is_postgres() {
        let statement = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        tx.rows(statement, values![key], |_| Ok(())).await?;
    }
    Ok(())
}

/// How many attempts of a source are counted under a key, and the time of the last one.
pub(super) async fn guesses(
    tx: &mut Tx<'_>,
    key: &str,
    source: &str,
    now: i64,
) -> Result<(u32, i64), StoreError> {
    let count = |row: &Row<'_>| Ok((row.integer::<u32>("count")?, row.get::<i64>("last")?));
    let statement = "SELECT count, last FROM guesses WHERE name = $1 AND source = $2";
    Ok(tx.first(statement, values![key, source], count).await?.unwrap_or((0, now)))
}

pub(super) async fn keep_guesses(
    tx: &mut Tx<'_>,
    key: &str,
    source: &str,
    (count, last): (u32, i64),
) -> Result<(), StoreError> {
    let counted = tx.execute(
        "INSERT INTO guesses (name, source, count, last) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name, source) DO UPDATE SET count = $3, last = $4",
        values![key, source, count, last],
    );
    counted.await.map(drop)
}

/// The key of failed attempts under a name. It is a digest, because a person may type the password as the name.
pub(super) fn attempt_key(name: &OperatorName) -> String {
    HEXLOWER.encode(&Sha256::digest(name.as_str().as_bytes()))
}

/// The key of wrong codes of an operator.
pub(super) fn code_key(name: &OperatorName) -> String {
    format!("code {}", attempt_key(name))
}
