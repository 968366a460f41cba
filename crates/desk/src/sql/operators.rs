//! [`Roster`] in SQL, and the record of what operators do besides acts on numbers.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::rows::{damaged, get};
use super::{SqlStore, fault};
use crate::operators::{Guess, IDLE, LONGEST, Operator, OperatorName, Roster, Session, lockout};
use countersign_ledger::StoreError;

/// A session's last use is written anew after so many seconds only: not every page is a write.
const TOUCH: i64 = 60;

/// One entry of the record of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who.
    pub operator: String,
    /// What, by its stable name, such as `key-added`.
    pub event: String,
    /// To what: a key, a version, an operator, a file.
    pub subject: String,
}

impl SqlStore {
    /// Records what an operator did.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn record(&self, event: &Event) -> Result<(), StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.write().await?;
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

    /// The newest entries, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn events(&self, limit: i64) -> Result<Vec<Event>, StoreError> {
        let event = |row: &SqliteRow| {
            Ok(Event {
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

impl Roster for SqlStore {
    fn add_operator(&self, name: &OperatorName, hash: &str, by: &str, at: i64) -> Result<bool, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.write().await?;
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
            let mut tx = self.write().await?;
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
            Ok(Operator { name: name(row, "name")?, added: get(row, "added_at")?, by: get(row, "added_by")? })
        };
        let rows =
            self.runtime.block_on(query("SELECT * FROM operators ORDER BY name").fetch_all(&self.pool));
        rows.map_err(fault)?.iter().map(operator).collect()
    }

    fn password_of(&self, name: &OperatorName) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar("SELECT password FROM operators WHERE name = $1").bind(name.as_str());
        self.runtime.block_on(found.fetch_optional(&self.pool)).map_err(fault)
    }

    fn guess(&self, name: &OperatorName, now: i64) -> Result<Guess, StoreError> {
        let key = digest(name);
        self.runtime.block_on(async {
            let mut tx = self.write().await?;
            let row = query("SELECT count, last FROM guesses WHERE name = $1")
                .bind(&key)
                .fetch_optional(&mut *tx)
                .await
                .map_err(fault)?;
            let (count, last) = match &row {
                Some(row) => (super::rows::small::<u32>(row, "count")?, get::<i64>(row, "last")?),
                None => (0, now),
            };
            if let Some(until) = lockout::until(count, last, now) {
                return Ok(Guess::Locked(until));
            }
            let count = lockout::standing(count, last, now).saturating_add(1);
            query(
                "INSERT INTO guesses (name, count, last) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE SET count = $2, last = $3",
            )
            .bind(&key)
            .bind(i64::from(count))
            .bind(now)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            // Names that nobody has must not fill the database.
            query("DELETE FROM guesses WHERE last < $1")
                .bind(now.saturating_sub(lockout::FORGOTTEN))
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)?;
            Ok(Guess::Allowed)
        })
    }

    fn open_session(&self, digest_of_token: &str, session: &Session) -> Result<(), StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.write().await?;
            query("DELETE FROM guesses WHERE name = $1")
                .bind(digest(&session.operator))
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            query("DELETE FROM sessions WHERE seen <= $1 OR opened <= $2")
                .bind(session.opened.saturating_sub(IDLE))
                .bind(session.opened.saturating_sub(LONGEST))
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            query("INSERT INTO sessions (token, operator, opened, seen) VALUES ($1, $2, $3, $4)")
                .bind(digest_of_token)
                .bind(session.operator.as_str())
                .bind(session.opened)
                .bind(session.seen)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            tx.commit().await.map_err(fault)
        })
    }

    fn session(&self, digest_of_token: &str, now: i64) -> Result<Option<Session>, StoreError> {
        let found = self.runtime.block_on(
            query("SELECT * FROM sessions WHERE token = $1").bind(digest_of_token).fetch_optional(&self.pool),
        );
        let Some(row) = found.map_err(fault)? else { return Ok(None) };
        let session = Session {
            operator: name(&row, "operator")?,
            opened: get(&row, "opened")?,
            seen: get(&row, "seen")?,
        };
        if !session.stands(now) {
            self.end_session(digest_of_token)?;
            return Ok(None);
        }
        if now >= session.seen.saturating_add(TOUCH) {
            let touched = query("UPDATE sessions SET seen = $1 WHERE token = $2 AND seen < $1")
                .bind(now)
                .bind(digest_of_token);
            self.runtime.block_on(touched.execute(&self.pool)).map_err(fault)?;
        }
        Ok(Some(session))
    }

    fn end_session(&self, digest_of_token: &str) -> Result<(), StoreError> {
        let ended = query("DELETE FROM sessions WHERE token = $1").bind(digest_of_token);
        self.runtime.block_on(ended.execute(&self.pool)).map(drop).map_err(fault)
    }
}

fn name(row: &SqliteRow, column: &str) -> Result<OperatorName, StoreError> {
    OperatorName::parse(&get::<String>(row, column)?).map_err(|_| damaged(column))
}

/// A password may be typed where the name belongs: what was tried is not kept as it is.
fn digest(name: &OperatorName) -> String {
    HEXLOWER.encode(&Sha256::digest(name.as_str().as_bytes()))
}
