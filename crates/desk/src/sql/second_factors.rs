//! [`SecondFactorStore`] in SQL.

use super::database::SqlStore;
use super::events::record;
use super::guesses::{begin_attempt, code_key, guesses, hold_key, keep_guesses};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::operators::{
    Actor, BegunSignIn, CodeKind, NewSecondFactor, OperatorName, SecondFactorStore, SignInAttempt, SignInWay,
    StoredSecondFactor, Token, lockout,
};
use countersign_ledger::StoreError;

/// The value of `source` for a count over all sources.
const ALL_SOURCES: &str = "*";

impl SecondFactorStore for SqlStore {
    async fn second_factor_of(&self, name: &OperatorName) -> Result<Option<StoredSecondFactor>, StoreError> {
        let name = name.clone();
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT totp, totp_step FROM operators WHERE name = $1 AND totp IS NOT NULL";
                tx.first(statement, values![name.as_str()], |row| {
                    Ok(StoredSecondFactor { sealed: row.get("totp")?, last_step: row.get("totp_step")? })
                })
                .await
            })
        })
        .await
    }

    async fn set_second_factor(
        &self,
        name: &OperatorName,
        new: &NewSecondFactor,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (name, new) = (name.clone(), new.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE operators SET totp = $1, totp_step = $2 WHERE name = $3";
                let values = values![new.sealed.as_slice(), new.step, name.as_str()];
                if tx.execute(statement, values).await? != 1 {
                    return Ok(false);
                }
                replace_codes(tx, &name, &new.recovery_digests).await?;
                end_other_sessions(tx, &name, &new.session).await?;
                let statement = "UPDATE sessions SET way = $1 WHERE operator = $2 AND token = $3";
                let way = SignInWay::SecondFactor.name();
                tx.execute(statement, values![way, name.as_str(), &new.session]).await?;
                record(tx, &name.actor(now), "second-factor-set", name.as_str()).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn remove_second_factor(
        &self,
        name: &OperatorName,
        but_session: &str,
        by: &Actor,
    ) -> Result<bool, StoreError> {
        let (name, session, by) = (name.clone(), but_session.to_owned(), by.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement =
                    "UPDATE operators SET totp = NULL, totp_step = 0 WHERE name = $1 AND totp IS NOT NULL";
                let removed = tx.execute(statement, values![name.as_str()]).await? == 1;
                if removed {
                    replace_codes(tx, &name, &[]).await?;
                    end_other_sessions(tx, &name, &session).await?;
                    tx.execute("DELETE FROM guesses WHERE name = $1", values![code_key(&name)]).await?;
                    tx.execute("DELETE FROM sign_ins WHERE operator = $1", values![name.as_str()]).await?;
                    let statement = "UPDATE sessions SET way = $1 WHERE operator = $2 AND token = $3";
                    let way = SignInWay::Password.name();
                    tx.execute(statement, values![way, name.as_str(), &session]).await?;
                    record(tx, &by, "second-factor-removed", name.as_str()).await?;
                }
                Ok(removed)
            })
        })
        .await
    }

    async fn replace_recovery_codes(
        &self,
        name: &OperatorName,
        digests: &[String],
        now: i64,
    ) -> Result<bool, StoreError> {
        let (name, digests) = (name.clone(), digests.to_vec());
        self.write(move |tx| {
            Box::pin(async move {
                // The update locks the row, so that the codes of two browsers don't mix.
                let statement =
                    "UPDATE operators SET totp_step = totp_step WHERE name = $1 AND totp IS NOT NULL";
                let has_one = tx.execute(statement, values![name.as_str()]).await? == 1;
                if has_one {
                    replace_codes(tx, &name, &digests).await?;
                    record(tx, &name.actor(now), "recovery-codes-made", name.as_str()).await?;
                }
                Ok(has_one)
            })
        })
        .await
    }

    async fn recovery_codes_left(&self, name: &OperatorName) -> Result<u64, StoreError> {
        let name = name.clone();
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT COUNT(*) AS count FROM recovery_codes WHERE operator = $1";
                let left = tx.first(statement, values![name.as_str()], |row| row.integer("count")).await?;
                Ok(left.unwrap_or(0))
            })
        })
        .await
    }

    async fn use_step(&self, name: &OperatorName, step: i64) -> Result<bool, StoreError> {
        let name = name.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE operators SET totp_step = $1
                    WHERE name = $2 AND totp IS NOT NULL AND totp_step < $1";
                Ok(tx.execute(statement, values![step, name.as_str()]).await? == 1)
            })
        })
        .await
    }

    async fn use_recovery_code(
        &self,
        name: &OperatorName,
        digest: &str,
        source: &str,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (name, digest, source) = (name.clone(), digest.to_owned(), source.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "DELETE FROM recovery_codes WHERE operator = $1 AND digest = $2";
                if tx.execute(statement, values![name.as_str(), &digest]).await? == 0 {
                    return Ok(false);
                }
                record(tx, &name.actor(now), "recovery-code-used", source).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn begin_code_attempt(
        &self,
        name: &OperatorName,
        source: &str,
        kind: CodeKind,
        now: i64,
    ) -> Result<SignInAttempt, StoreError> {
        let (key, source) = (code_key(name), source.to_owned());
        self.write(move |tx| Box::pin(async move { begin_code_attempt(tx, &key, &source, kind, now).await }))
            .await
    }

    async fn forget_code_attempts(
        &self,
        name: &OperatorName,
        source: &str,
        kind: CodeKind,
    ) -> Result<(), StoreError> {
        let (key, source) = (code_key(name), source.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "DELETE FROM guesses WHERE name = $1 AND source = $2";
                tx.execute(statement, values![&key, &source]).await?;
                if kind == CodeKind::Digits {
                    let statement =
                        "UPDATE guesses SET count = count - 1 WHERE name = $1 AND source = $2 AND count > 0";
                    tx.execute(statement, values![&key, ALL_SOURCES]).await?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn begin_sign_in(&self, token: &Token, begun: &BegunSignIn) -> Result<bool, StoreError> {
        let (digest, begun) = (token.digest(), begun.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let over = begun.began.saturating_sub(BegunSignIn::SECONDS);
                tx.execute("DELETE FROM sign_ins WHERE began <= $1", values![over]).await?;
                let count = |row: &Row<'_>| row.get::<i64>("count");
                let statement = match begun.operator {
                    None => "SELECT COUNT(*) AS count FROM sign_ins WHERE operator IS NULL",
                    Some(_) => "SELECT COUNT(*) AS count FROM sign_ins WHERE operator IS NOT NULL",
                };
                let under_way = tx.first(statement, [], count).await?;
                if under_way.unwrap_or(0) >= begun.most() {
                    return Ok(false);
                }
                let operator = begun.operator.as_ref().map(OperatorName::as_str);
                let statement =
                    "INSERT INTO sign_ins (token, operator, began, state) VALUES ($1, $2, $3, $4)";
                tx.execute(statement, values![&digest, operator, begun.began, &begun.state]).await?;
                Ok(true)
            })
        })
        .await
    }

    async fn begun_sign_in(&self, digest: &str, now: i64) -> Result<Option<BegunSignIn>, StoreError> {
        let (digest, over) = (digest.to_owned(), now.saturating_sub(BegunSignIn::SECONDS));
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT operator, began, state FROM sign_ins WHERE token = $1 AND began > $2";
                tx.first(statement, values![&digest, over], |row| {
                    let operator = row.get::<Option<String>>("operator")?;
                    let operator = operator.map(|name| OperatorName::parse(&name)).transpose();
                    Ok(BegunSignIn {
                        operator: operator.map_err(|_| damaged("operator"))?,
                        began: row.get("began")?,
                        state: row.get("state")?,
                    })
                })
                .await
            })
        })
        .await
    }

    async fn end_begun_sign_in(&self, digest: &str) -> Result<bool, StoreError> {
        let digest = digest.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                Ok(tx.execute("DELETE FROM sign_ins WHERE token = $1", values![&digest]).await? == 1)
            })
        })
        .await
    }
}

async fn replace_codes(tx: &mut Tx<'_>, name: &OperatorName, digests: &[String]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM recovery_codes WHERE operator = $1", values![name.as_str()]).await?;
    for digest in digests {
        let statement = "INSERT INTO recovery_codes (operator, digest) VALUES ($1, $2)";
        tx.execute(statement, values![name.as_str(), digest]).await?;
    }
    Ok(())
}

async fn end_other_sessions(tx: &mut Tx<'_>, name: &OperatorName, session: &str) -> Result<(), StoreError> {
    let statement = "DELETE FROM sessions WHERE operator = $1 AND token <> $2";
    tx.execute(statement, values![name.as_str(), session]).await.map(drop)
}

/// Counts an attempt at a code, unless codes are locked. Two simultaneous attempts are counted one after the other.
async fn begin_code_attempt(
    tx: &mut Tx<'_>,
    key: &str,
    source: &str,
    kind: CodeKind,
    now: i64,
) -> Result<SignInAttempt, StoreError> {
    if kind == CodeKind::Digits {
        hold_key(tx, key).await?;
        let (count, last) = guesses(tx, key, ALL_SOURCES, now).await?;
        if let Some(until) = lockout::codes_wait_until(count, last, now) {
            return Ok(SignInAttempt::Locked(until));
        }
    }
    let attempt = begin_attempt(tx, key, source, now).await?;
    if kind == CodeKind::Digits && attempt == SignInAttempt::Allowed {
        let (count, last) = guesses(tx, key, ALL_SOURCES, now).await?;
        let count = lockout::remembered(count, last, now).saturating_add(1);
        keep_guesses(tx, key, ALL_SOURCES, (count, now)).await?;
    }
    Ok(attempt)
}
