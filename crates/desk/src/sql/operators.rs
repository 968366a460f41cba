//! [`OperatorStore`] in SQL, and the log of what operators do besides acts on license numbers.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::database::SqlStore;
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::operators::{
    IDLE_SECONDS, MAX_SECONDS, Operator, OperatorName, OperatorStore, Session, SignInAttempt, lockout,
};
use countersign_ledger::StoreError;

/// A session's last use is updated at most once in this many seconds, so that most page views write nothing.
const TOUCH_INTERVAL: i64 = 60;

/// An entry of the log of what operators do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeEvent {
    /// When it happened, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who did it.
    pub operator: String,
    /// The stable name of the event, such as `key-added`.
    pub event: String,
    /// The subject: a key id, a profile version, an operator's name, a count of numbers.
    pub subject: String,
}

impl SqlStore {
    /// Adds an entry to the log.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn record_event(&self, event: &OfficeEvent) -> Result<(), StoreError> {
        let event = event.clone();
        self.write(move |tx| Box::pin(async move { insert_event(tx, &event).await })).await
    }
}

/// Reads a row of `events`.
pub(super) fn event_row(row: &Row<'_>) -> Result<OfficeEvent, StoreError> {
    Ok(OfficeEvent {
        at: row.get("at")?,
        operator: row.get("operator")?,
        event: row.get("event")?,
        subject: row.get("subject")?,
    })
}

pub(super) async fn insert_event(tx: &mut Tx<'_>, event: &OfficeEvent) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO events (at, operator, event, subject) VALUES ($1, $2, $3, $4)",
        values![event.at, &event.operator, &event.event, &event.subject],
    )
    .await
    .map(drop)
}

impl OperatorStore for SqlStore {
    async fn add_operator(
        &self,
        name: &OperatorName,
        hash: &str,
        by: &str,
        at: i64,
    ) -> Result<bool, StoreError> {
        let (name, hash, by) = (name.clone(), hash.to_owned(), by.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let added = tx.execute(
                    "INSERT INTO operators (name, password, added_at, added_by) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (name) DO NOTHING",
                    values![name.as_str(), &hash, at, &by],
                );
                Ok(added.await? == 1)
            })
        })
        .await
    }

    async fn remove_operator(&self, name: &OperatorName) -> Result<bool, StoreError> {
        let name = name.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let values = values![name.as_str()];
                tx.execute("DELETE FROM sessions WHERE operator = $1", &values).await?;
                Ok(tx.execute("DELETE FROM operators WHERE name = $1", values).await? == 1)
            })
        })
        .await
    }

    async fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        let operator = |row: &Row<'_>| {
            Ok(Operator {
                name: operator_name(row, "name")?,
                added: row.get("added_at")?,
                by: row.get("added_by")?,
            })
        };
        self.read(move |tx| {
            Box::pin(async move { tx.rows("SELECT * FROM operators ORDER BY name", [], operator).await })
        })
        .await
    }

    async fn password_of(&self, name: &OperatorName) -> Result<Option<String>, StoreError> {
        let name = name.clone();
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT password FROM operators WHERE name = $1";
                tx.first(statement, values![name.as_str()], |row| row.get("password")).await
            })
        })
        .await
    }

    async fn set_password(&self, name: &OperatorName, hash: &str) -> Result<bool, StoreError> {
        let (name, hash) = (name.clone(), hash.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE operators SET password = $1 WHERE name = $2";
                let changed = tx.execute(statement, values![&hash, name.as_str()]).await?;
                tx.execute("DELETE FROM sessions WHERE operator = $1", values![name.as_str()]).await?;
                tx.execute("DELETE FROM guesses WHERE name = $1", values![attempt_key(&name)]).await?;
                Ok(changed == 1)
            })
        })
        .await
    }

    async fn forget_attempts(&self, name: &OperatorName, source: Option<&str>) -> Result<bool, StoreError> {
        let (key, source) = (attempt_key(name), source.map(str::to_owned));
        self.write(move |tx| {
            Box::pin(async move {
                let forgotten = tx.execute(
                    "DELETE FROM guesses WHERE name = $1 AND (CAST($2 AS TEXT) IS NULL OR source = $2)",
                    values![&key, source.as_ref()],
                );
                Ok(forgotten.await? > 0)
            })
        })
        .await
    }

    async fn begin_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        now: i64,
    ) -> Result<SignInAttempt, StoreError> {
        let (key, source) = (attempt_key(name), source.to_owned());
        self.write(move |tx| Box::pin(async move { begin_attempt(tx, &key, &source, now).await })).await
    }

    async fn open_session(&self, token_digest: &str, session: &Session) -> Result<(), StoreError> {
        let (digest, session) = (token_digest.to_owned(), session.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let idle = session.opened.saturating_sub(IDLE_SECONDS);
                let old = session.opened.saturating_sub(MAX_SECONDS);
                tx.execute("DELETE FROM sessions WHERE seen <= $1 OR opened <= $2", values![idle, old])
                    .await?;
                let statement =
                    "INSERT INTO sessions (token, operator, opened, seen) VALUES ($1, $2, $3, $4)";
                let values = values![&digest, session.operator.as_str(), session.opened, session.seen];
                tx.execute(statement, values).await.map(drop)
            })
        })
        .await
    }

    async fn session(&self, token_digest: &str, now: i64) -> Result<Option<Session>, StoreError> {
        let digest = token_digest.to_owned();
        let session = |row: &Row<'_>| {
            Ok(Session {
                operator: operator_name(row, "operator")?,
                opened: row.get("opened")?,
                seen: row.get("seen")?,
            })
        };
        let found = self.read(move |tx| {
            Box::pin(async move {
                tx.first("SELECT * FROM sessions WHERE token = $1", values![&digest], session).await
            })
        });
        let Some(session) = found.await? else { return Ok(None) };
        if !session.is_valid(now) {
            self.end_session(token_digest).await?;
            return Ok(None);
        }
        if now >= session.seen.saturating_add(TOUCH_INTERVAL) {
            let digest = token_digest.to_owned();
            let touched = self.write(move |tx| {
                Box::pin(async move {
                    let statement = "UPDATE sessions SET seen = $1 WHERE token = $2 AND seen < $1";
                    tx.execute(statement, values![now, &digest]).await
                })
            });
            touched.await?;
        }
        Ok(Some(session))
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let digest = token_digest.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                tx.execute("DELETE FROM sessions WHERE token = $1", values![&digest]).await.map(drop)
            })
        })
        .await
    }
}

/// Counts an attempt, unless the name is locked. Two at the same time are counted one after the other.
async fn begin_attempt(
    tx: &mut Tx<'_>,
    key: &str,
    source: &str,
    now: i64,
) -> Result<SignInAttempt, StoreError> {
    if tx.is_postgres() {
        let statement = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        tx.rows(statement, values![key], |_| Ok(())).await?;
    }
    let count = |row: &Row<'_>| Ok((row.integer::<u32>("count")?, row.get::<i64>("last")?));
    let statement = "SELECT count, last FROM guesses WHERE name = $1 AND source = $2";
    let (count, last) = tx.first(statement, values![key, source], count).await?.unwrap_or((0, now));
    if let Some(until) = lockout::locked_until(count, last, now) {
        return Ok(SignInAttempt::Locked(until));
    }
    let count = lockout::remembered(count, last, now).saturating_add(1);
    let counted = tx.execute(
        "INSERT INTO guesses (name, source, count, last) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name, source) DO UPDATE SET count = $3, last = $4",
        values![key, source, count, now],
    );
    counted.await?;
    // Attempts under unknown names must not fill the database.
    let forgotten = now.saturating_sub(lockout::FORGET_AFTER);
    tx.execute("DELETE FROM guesses WHERE last < $1", values![forgotten]).await?;
    Ok(SignInAttempt::Allowed)
}

fn operator_name(row: &Row<'_>, column: &str) -> Result<OperatorName, StoreError> {
    OperatorName::parse(&row.get::<String>(column)?).map_err(|_| damaged(column))
}

/// The key of failed attempts under a name. It is a digest, because a person may type the password as the name.
fn attempt_key(name: &OperatorName) -> String {
    HEXLOWER.encode(&Sha256::digest(name.as_str().as_bytes()))
}
