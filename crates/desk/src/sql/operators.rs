//! [`OperatorStore`] in SQL, and the log of what operators do besides acts on license numbers.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::database::{SqlStore, fault};
use super::rows::{self, damaged, get};
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
    pub fn record_event(&self, event: &OfficeEvent) -> Result<(), StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            query(
                "INSERT INTO events (id, at, operator, event, subject)
                 VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM events), $1, $2, $3, $4)",
            )
            .bind(event.at)
            .bind(&event.operator)
            .bind(&event.event)
            .bind(&event.subject)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            tx.commit().await.map_err(fault)
        })
    }

    /// The newest entries, newest first, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn newest_events(&self, limit: i64) -> Result<Vec<OfficeEvent>, StoreError> {
        let event = |row: &SqliteRow| {
            Ok(OfficeEvent {
                at: get(row, "at")?,
                operator: get(row, "operator")?,
                event: get(row, "event")?,
                subject: get(row, "subject")?,
            })
        };
        let rows = self.runtime.block_on(
            query("SELECT * FROM events ORDER BY id DESC LIMIT $1").bind(limit).fetch_all(&self.pool),
        );
        rows.map_err(fault)?.iter().map(event).collect()
    }
}

impl OperatorStore for SqlStore {
    fn add_operator(&self, name: &OperatorName, hash: &str, by: &str, at: i64) -> Result<bool, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let done = query(
                "INSERT INTO operators (name, password, added_at, added_by) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (name) DO NOTHING",
            )
            .bind(name.as_str())
            .bind(hash)
            .bind(at)
            .bind(by)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(done.rows_affected() == 1)
        })
    }

    fn remove_operator(&self, name: &OperatorName) -> Result<bool, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            query("DELETE FROM sessions WHERE operator = $1")
                .bind(name.as_str())
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            let done = query("DELETE FROM operators WHERE name = $1")
                .bind(name.as_str())
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(done.rows_affected() == 1)
        })
    }

    fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        let operator = |row: &SqliteRow| {
            Ok(Operator {
                name: operator_name(row, "name")?,
                added: get(row, "added_at")?,
                by: get(row, "added_by")?,
            })
        };
        let rows =
            self.runtime.block_on(query("SELECT * FROM operators ORDER BY name").fetch_all(&self.pool));
        rows.map_err(fault)?.iter().map(operator).collect()
    }

    fn password_of(&self, name: &OperatorName) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar("SELECT password FROM operators WHERE name = $1").bind(name.as_str());
        self.runtime.block_on(found.fetch_optional(&self.pool)).map_err(fault)
    }

    fn set_password(&self, name: &OperatorName, hash: &str) -> Result<bool, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let done = query("UPDATE operators SET password = $1 WHERE name = $2")
                .bind(hash)
                .bind(name.as_str())
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            for (statement, key) in [
                ("DELETE FROM sessions WHERE operator = $1", name.as_str()),
                ("DELETE FROM guesses WHERE name = $1", &attempt_key(name)),
            ] {
                query(statement).bind(key).execute(&mut *tx).await.map_err(fault)?;
            }
            tx.commit().await.map_err(fault)?;
            Ok(done.rows_affected() == 1)
        })
    }

    fn forget_attempts(&self, name: &OperatorName, source: Option<&str>) -> Result<bool, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let done = query("DELETE FROM guesses WHERE name = $1 AND ($2 IS NULL OR source = $2)")
                .bind(attempt_key(name))
                .bind(source)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(done.rows_affected() > 0)
        })
    }

    fn begin_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        now: i64,
    ) -> Result<SignInAttempt, StoreError> {
        let key = attempt_key(name);
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            let row = query("SELECT count, last FROM guesses WHERE name = $1 AND source = $2")
                .bind(&key)
                .bind(source)
                .fetch_optional(&mut *tx)
                .await
                .map_err(fault)?;
            let (count, last) = match &row {
                Some(row) => (rows::integer::<u32>(row, "count")?, get::<i64>(row, "last")?),
                None => (0, now),
            };
            if let Some(until) = lockout::locked_until(count, last, now) {
                return Ok(SignInAttempt::Locked(until));
            }
            let count = lockout::remembered(count, last, now).saturating_add(1);
            query(
                "INSERT INTO guesses (name, source, count, last) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (name, source) DO UPDATE SET count = $3, last = $4",
            )
            .bind(&key)
            .bind(source)
            .bind(i64::from(count))
            .bind(now)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            // Attempts under unknown names must not fill the database.
            query("DELETE FROM guesses WHERE last < $1")
                .bind(now.saturating_sub(lockout::FORGET_AFTER))
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(SignInAttempt::Allowed)
        })
    }

    fn open_session(&self, token_digest: &str, session: &Session) -> Result<(), StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.begin_write().await?;
            query("DELETE FROM sessions WHERE seen <= $1 OR opened <= $2")
                .bind(session.opened.saturating_sub(IDLE_SECONDS))
                .bind(session.opened.saturating_sub(MAX_SECONDS))
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            query("INSERT INTO sessions (token, operator, opened, seen) VALUES ($1, $2, $3, $4)")
                .bind(token_digest)
                .bind(session.operator.as_str())
                .bind(session.opened)
                .bind(session.seen)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)
        })
    }

    fn session(&self, token_digest: &str, now: i64) -> Result<Option<Session>, StoreError> {
        let found = self.runtime.block_on(
            query("SELECT * FROM sessions WHERE token = $1").bind(token_digest).fetch_optional(&self.pool),
        );
        let Some(row) = found.map_err(fault)? else { return Ok(None) };
        let session = Session {
            operator: operator_name(&row, "operator")?,
            opened: get(&row, "opened")?,
            seen: get(&row, "seen")?,
        };
        if !session.is_valid(now) {
            self.end_session(token_digest)?;
            return Ok(None);
        }
        if now >= session.seen.saturating_add(TOUCH_INTERVAL) {
            let touched = query("UPDATE sessions SET seen = $1 WHERE token = $2 AND seen < $1")
                .bind(now)
                .bind(token_digest);
            self.runtime.block_on(touched.execute(&self.pool)).map_err(fault)?;
        }
        Ok(Some(session))
    }

    fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let ended = query("DELETE FROM sessions WHERE token = $1").bind(token_digest);
        self.runtime.block_on(ended.execute(&self.pool)).map(drop).map_err(fault)
    }
}

fn operator_name(row: &SqliteRow, column: &str) -> Result<OperatorName, StoreError> {
    OperatorName::parse(&get::<String>(row, column)?).map_err(|_| damaged(column))
}

/// The key of failed attempts under a name. It is a digest, because a person may type the password as the name.
fn attempt_key(name: &OperatorName) -> String {
    HEXLOWER.encode(&Sha256::digest(name.as_str().as_bytes()))
}
