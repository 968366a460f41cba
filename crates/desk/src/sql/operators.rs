//! [`OperatorStore`] in SQL.

use super::database::SqlStore;
use super::events::record;
use super::guesses::{attempt_key, begin_attempt, code_key, delete_stale};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::access::Role;
use crate::operators::{
    Actor, EndSessions, IDLE_SECONDS, MAX_SECONDS, NewOperator, NewSession, Operator, OperatorName,
    OperatorStore, Session, SignInAttempt, SignInOrigin, SignInWay, Token,
};
use countersign_ledger::StoreError;

/// A session's last use is updated at most once in this many seconds, so that most page views write nothing.
const TOUCH_INTERVAL: i64 = 60;

impl OperatorStore for SqlStore {
    async fn add_operator(&self, new: &NewOperator) -> Result<bool, StoreError> {
        let new = new.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let added = tx.execute(
                    "INSERT INTO operators (name, password, role, added_at, added_by) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (name) DO NOTHING",
                    values![new.name.as_str(), &new.hash, new.role.name(), new.at, &new.by],
                );
                if added.await? == 0 {
                    return Ok(false);
                }
                let by = Actor { name: new.by, at: new.at };
                record(tx, &by, "operator-added", format!("{} {}", new.name, new.role)).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn set_role(
        &self,
        name: &OperatorName,
        role: Role,
        by: &Actor,
    ) -> Result<Option<Role>, StoreError> {
        let (name, by) = (name.clone(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "SELECT role FROM operators WHERE name = $1";
                let before = tx.first(statement, values![name.as_str()], role_of).await?;
                let Some(before) = before else { return Ok(None) };
                set_role(tx, &name, before, role, &by).await?;
                Ok(Some(before))
            })
        })
        .await
    }

    async fn remove_operator(&self, name: &OperatorName, by: &Actor) -> Result<bool, StoreError> {
        let (name, by) = (name.clone(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let values = values![name.as_str()];
                for table in ["sessions", "recovery_codes", "sign_ins"] {
                    tx.execute(&format!("DELETE FROM {table} WHERE operator = $1"), &values).await?;
                }
                if tx.execute("DELETE FROM operators WHERE name = $1", values).await? == 0 {
                    return Ok(false);
                }
                record(tx, &by, "operator-removed", name.as_str()).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn operators(&self) -> Result<Vec<Operator>, StoreError> {
        let operator = |row: &Row<'_>| {
            Ok(Operator {
                name: operator_name(row, "name")?,
                role: role_of(row)?,
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

    async fn set_password(&self, name: &OperatorName, hash: &str, by: &Actor) -> Result<bool, StoreError> {
        let (name, hash, by) = (name.clone(), hash.to_owned(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE operators SET password = $1 WHERE name = $2";
                if tx.execute(statement, values![&hash, name.as_str()]).await? == 0 {
                    return Ok(false);
                }
                tx.execute("DELETE FROM sessions WHERE operator = $1", values![name.as_str()]).await?;
                tx.execute("DELETE FROM sign_ins WHERE operator = $1", values![name.as_str()]).await?;
                for key in [attempt_key(&name), code_key(&name)] {
                    tx.execute("DELETE FROM guesses WHERE name = $1", values![key]).await?;
                }
                record(tx, &by, "operator-password", name.as_str()).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn change_password(
        &self,
        name: &OperatorName,
        hash: &str,
        digest: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let (name, hash, digest) = (name.clone(), hash.to_owned(), digest.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE operators SET password = $1 WHERE name = $2";
                tx.execute(statement, values![&hash, name.as_str()]).await?;
                let statement = "DELETE FROM sessions WHERE operator = $1 AND token <> $2";
                tx.execute(statement, values![name.as_str(), &digest]).await?;
                record(tx, &name.actor(now), "own-password", "").await
            })
        })
        .await
    }

    async fn forget_attempts(&self, name: &OperatorName, source: &str) -> Result<(), StoreError> {
        let (key, source) = (attempt_key(name), source.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "DELETE FROM guesses WHERE name = $1 AND source = $2";
                tx.execute(statement, values![&key, &source]).await.map(drop)
            })
        })
        .await
    }

    async fn unlock(&self, name: &OperatorName, by: &Actor) -> Result<bool, StoreError> {
        let (name, by) = (name.clone(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "DELETE FROM guesses WHERE name IN ($1, $2)";
                if tx.execute(statement, values![attempt_key(&name), code_key(&name)]).await? == 0 {
                    return Ok(false);
                }
                record(tx, &by, "operator-unlocked", name.as_str()).await?;
                Ok(true)
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

    async fn open_session(&self, token: &Token, session: &NewSession) -> Result<(), StoreError> {
        let (digest, name, session) = (token.digest(), token.session_name(), session.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let idle = session.opened.saturating_sub(IDLE_SECONDS);
                let old = session.opened.saturating_sub(MAX_SECONDS);
                delete_stale(tx, "sessions", "seen <= $1 OR opened <= $2", values![idle, old]).await?;
                let NewSession { operator, way, origin, opened } = &session;
                tx.execute(
                    "INSERT INTO sessions (token, name, operator, way, source, agent, opened, seen)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
                    values![
                        &digest,
                        &name,
                        operator.as_str(),
                        way.name(),
                        &origin.source,
                        &origin.agent,
                        *opened
                    ],
                )
                .await?;
                record(tx, &operator.actor(*opened), "signed-in", &origin.source).await
            })
        })
        .await
    }

    async fn session(&self, token_digest: &str, now: i64) -> Result<Option<Session>, StoreError> {
        let digest = token_digest.to_owned();
        let found = self.read(move |tx| {
            Box::pin(async move {
                let statement = format!("{SELECT_SESSIONS} WHERE token = $1");
                tx.first(&statement, values![&digest], session_row).await
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

    async fn sessions_of(&self, name: &OperatorName, now: i64) -> Result<Vec<Session>, StoreError> {
        let name = name.clone();
        let found = self.read(move |tx| {
            Box::pin(async move {
                let statement =
                    format!("{SELECT_SESSIONS} WHERE operator = $1 ORDER BY opened DESC, sessions.name");
                tx.rows(&statement, values![name.as_str()], session_row).await
            })
        });
        Ok(found.await?.into_iter().filter(|session| session.is_valid(now)).collect())
    }

    async fn end_sessions_of(
        &self,
        name: &OperatorName,
        which: EndSessions<'_>,
        by: &Actor,
    ) -> Result<u64, StoreError> {
        let (condition, value) = match which {
            EndSessions::Named(session) => ("name = $2", session),
            EndSessions::AllBut(digest) => ("token <> $2", digest),
            EndSessions::All => ("token <> $2", ""),
        };
        let statement = format!("DELETE FROM sessions WHERE operator = $1 AND {condition}");
        let (name, value, by) = (name.clone(), value.to_owned(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let ended = tx.execute(&statement, values![name.as_str(), &value]).await?;
                let subject =
                    if by.name == name.as_str() { ended.to_string() } else { format!("{name} {ended}") };
                record(tx, &by, "sessions-ended", subject).await?;
                Ok(ended)
            })
        })
        .await
    }

    async fn end_session(&self, token_digest: &str) -> Result<(), StoreError> {
        let digest = token_digest.to_owned();
        self.write(move |tx| Box::pin(async move { end_session(tx, &digest).await })).await
    }

    async fn sign_out(&self, token_digest: &str, by: &Actor) -> Result<(), StoreError> {
        let (digest, by) = (token_digest.to_owned(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                end_session(tx, &digest).await?;
                record(tx, &by, "signed-out", "").await
            })
        })
        .await
    }
}

async fn end_session(tx: &mut Tx<'_>, digest: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE token = $1", values![digest]).await.map(drop)
}

/// Gives an operator another role.
pub(super) async fn set_role(
    tx: &mut Tx<'_>,
    name: &OperatorName,
    before: Role,
    role: Role,
    by: &Actor,
) -> Result<(), StoreError> {
    let statement = "UPDATE operators SET role = $1 WHERE name = $2";
    tx.execute(statement, values![role.name(), name.as_str()]).await?;
    record(tx, by, "operator-role", format!("{name} {before} -> {role}")).await
}

/// The columns of [`session_row`].
const SELECT_SESSIONS: &str = "SELECT sessions.*, operators.role
    FROM sessions JOIN operators ON operators.name = sessions.operator";

fn session_row(row: &Row<'_>) -> Result<Session, StoreError> {
    let way = SignInWay::from_name(&row.get::<String>("way")?).ok_or_else(|| damaged("way"))?;
    Ok(Session {
        name: row.get("name")?,
        operator: operator_name(row, "operator")?,
        role: role_of(row)?,
        way,
        origin: SignInOrigin { source: row.get("source")?, agent: row.get("agent")? },
        opened: row.get("opened")?,
        seen: row.get("seen")?,
    })
}

pub(super) fn role_of(row: &Row<'_>) -> Result<Role, StoreError> {
    Role::from_name(&row.get::<String>("role")?).ok_or_else(|| damaged("role"))
}

pub(super) fn operator_name(row: &Row<'_>, column: &str) -> Result<OperatorName, StoreError> {
    OperatorName::parse(&row.get::<String>(column)?).map_err(|_| damaged(column))
}
