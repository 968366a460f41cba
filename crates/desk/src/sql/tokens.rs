//! Tokens of programs, and the replies to requests that carried an idempotency key.

use super::database::SqlStore;
use super::events::{OfficeEvent, insert_event};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::access::Scopes;
use crate::program_tokens::{NewToken, StoredToken};
use countersign_ledger::StoreError;

/// A token's last use is updated at most once in this many seconds.
const TOUCH_INTERVAL: i64 = 60;
/// How long a reply is kept, in seconds.
pub const REPLY_SECONDS: i64 = 24 * 60 * 60;
/// How many seconds a request holds its key after [`SqlStore::hold_key`], if its desk ended before it replied.
const BUSY_SECONDS: i64 = 120;
/// How often a request that is worked on has to hold its key, in seconds.
pub const HOLD_INTERVAL: u64 = 30;
/// How many replies are removed in one transaction.
const PIECE: i64 = 500;

/// The outcome of revoking a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRevocation {
    /// It was revoked by this call; holds its name.
    Done(String),
    /// It was revoked before.
    Before,
    /// There is no such token.
    Unknown,
}

/// An idempotency key of a token, and the digest of the request that it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The token's row id.
    pub token: i64,
    /// The key.
    pub key: String,
    /// The digest of the request.
    pub request: [u8; 32],
}

/// A stored reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReply {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON.
    pub body: String,
}

/// What a key means for the request that comes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyState {
    /// The key is new: the caller does the work, and then calls [`SqlStore::keep_reply`] or [`SqlStore::free_key`].
    New,
    /// The same request is under way.
    Busy,
    /// Another request came with the key.
    Other,
    /// The same request has got this reply.
    Replied(StoredReply),
}

impl SqlStore {
    /// Stores a token and writes that to the log; `None` if a token that isn't revoked has the name.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn add_token(&self, new: &NewToken) -> Result<Option<i64>, StoreError> {
        let new = new.clone();
        self.write(move |tx| Box::pin(async move { add(tx, &new).await })).await
    }

    /// All tokens, the newest first.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn tokens(&self) -> Result<Vec<StoredToken>, StoreError> {
        self.read(|tx| {
            Box::pin(async move { tx.rows("SELECT * FROM tokens ORDER BY id DESC", [], stored_token).await })
        })
        .await
    }

    /// The token with that digest, valid or not.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn token(&self, digest: &str) -> Result<Option<StoredToken>, StoreError> {
        let digest = digest.to_owned();
        self.read(move |tx| {
            Box::pin(async move {
                tx.first("SELECT * FROM tokens WHERE digest = $1", values![&digest], stored_token).await
            })
        })
        .await
    }

    /// Records that a token was used, at most once a minute.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn touch_token(&self, token: &StoredToken, now: i64) -> Result<(), StoreError> {
        if token.last_used.is_some_and(|last| now < last.saturating_add(TOUCH_INTERVAL)) {
            return Ok(());
        }
        let id = token.id;
        self.write(move |tx| {
            Box::pin(async move {
                tx.execute("UPDATE tokens SET last_used = $1 WHERE id = $2", values![now, id]).await.map(drop)
            })
        })
        .await
    }

    /// Revokes a token and writes that to the log.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn revoke_token(&self, id: i64, by: &str, at: i64) -> Result<TokenRevocation, StoreError> {
        let by = by.to_owned();
        self.write(move |tx| Box::pin(async move { revoke(tx, id, &by, at).await })).await
    }

    /// Takes a key for a request, unless it is taken.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn take_key(&self, key: &RequestKey, now: i64) -> Result<KeyState, StoreError> {
        let key = key.clone();
        self.write(move |tx| Box::pin(async move { take_key(tx, &key, now).await })).await
    }

    /// Holds the key of a request that is still worked on.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn hold_key(&self, key: &RequestKey, now: i64) -> Result<(), StoreError> {
        let key = key.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE replies SET at = $1 WHERE token = $2 AND key = $3 AND status = $4";
                tx.execute(statement, values![now, key.token, &key.key, NOT_YET]).await.map(drop)
            })
        })
        .await
    }

    /// Stores the reply to the request that has the key.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_reply(&self, key: &RequestKey, reply: &StoredReply) -> Result<(), StoreError> {
        let (key, reply) = (key.clone(), reply.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "UPDATE replies SET status = $1, body = $2 WHERE token = $3 AND key = $4";
                let values = values![reply.status, &reply.body, key.token, &key.key];
                tx.execute(statement, values).await.map(drop)
            })
        })
        .await
    }

    /// Frees the key of a request that failed because of a fault of the desk.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn free_key(&self, key: &RequestKey) -> Result<(), StoreError> {
        let key = key.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "DELETE FROM replies WHERE token = $1 AND key = $2";
                tx.execute(statement, values![key.token, &key.key]).await.map(drop)
            })
        })
        .await
    }

    /// Removes one batch of expired replies. Returns how many it removed.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn remove_old_replies(&self, now: i64) -> Result<u64, StoreError> {
        let before = now.saturating_sub(REPLY_SECONDS);
        let old = self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT at FROM replies WHERE at <= $1 ORDER BY at LIMIT $2";
                tx.rows(statement, values![before, PIECE], |row| row.get::<i64>("at")).await
            })
        });
        let Some(last) = old.await?.last().copied() else { return Ok(0) };
        self.write(move |tx| {
            Box::pin(async move { tx.execute("DELETE FROM replies WHERE at <= $1", values![last]).await })
        })
        .await
    }
}

async fn add(tx: &mut Tx<'_>, new: &NewToken) -> Result<Option<i64>, StoreError> {
    let statement = "INSERT INTO tokens (name, digest, scopes, product, made_at, made_by, expires)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id";
    let scopes = new.scopes.to_string();
    let values =
        values![new.name.as_str(), &new.digest, &scopes, new.product.as_ref(), new.at, &new.by, new.expires];
    let id = tx.first(statement, values, |row| row.get::<i64>("id")).await?;
    if let Some(id) = id {
        let product = new.product.as_deref().unwrap_or("*");
        let subject = format!("{id} {} {product} {scopes}", new.name);
        insert_event(tx, &event(new.at, &new.by, "token-made", subject)).await?;
    }
    Ok(id)
}

async fn revoke(tx: &mut Tx<'_>, id: i64, by: &str, at: i64) -> Result<TokenRevocation, StoreError> {
    let statement = "UPDATE tokens SET revoked_at = $1, revoked_by = $2 WHERE id = $3 AND revoked_at IS NULL RETURNING name";
    let name = tx.first(statement, values![at, by, id], |row| row.get::<String>("name")).await?;
    if let Some(name) = name {
        insert_event(tx, &event(at, by, "token-revoked", format!("{id} {name}"))).await?;
        return Ok(TokenRevocation::Done(name));
    }
    let there = tx.first("SELECT id FROM tokens WHERE id = $1", values![id], |_| Ok(())).await?;
    Ok(if there.is_some() { TokenRevocation::Before } else { TokenRevocation::Unknown })
}

fn event(at: i64, by: &str, event: &str, subject: String) -> OfficeEvent {
    OfficeEvent { at, operator: by.to_owned(), event: event.to_owned(), subject }
}

/// The status of a reply that doesn't exist yet.
const NOT_YET: i64 = 0;

async fn take_key(tx: &mut Tx<'_>, key: &RequestKey, now: i64) -> Result<KeyState, StoreError> {
    let insert = "INSERT INTO replies (token, key, request, status, body, at) VALUES ($1, $2, $3, $4, '', $5)
        ON CONFLICT (token, key) DO NOTHING";
    if tx.execute(insert, values![key.token, &key.key, &key.request, NOT_YET, now]).await? == 1 {
        return Ok(KeyState::New);
    }
    let select = "SELECT request, status, body, at FROM replies WHERE token = $1 AND key = $2";
    let row = |row: &Row<'_>| {
        let request: Vec<u8> = row.get("request")?;
        Ok((request, row.get::<i64>("status")?, row.get::<String>("body")?, row.get::<i64>("at")?))
    };
    let Some((request, status, body, at)) = tx.first(select, values![key.token, &key.key], row).await? else {
        return Ok(KeyState::Busy);
    };
    // A clock that was set back is behind `at`.
    let left = status == NOT_YET && now.abs_diff(at) >= BUSY_SECONDS.unsigned_abs();
    if left || at.saturating_add(REPLY_SECONDS) <= now {
        let again = "UPDATE replies SET request = $1, status = $2, body = '', at = $3
            WHERE token = $4 AND key = $5 AND at = $6";
        let values = values![&key.request, NOT_YET, now, key.token, &key.key, at];
        return Ok(if tx.execute(again, values).await? == 1 { KeyState::New } else { KeyState::Busy });
    }
    if request != key.request {
        return Ok(KeyState::Other);
    }
    if status == NOT_YET {
        return Ok(KeyState::Busy);
    }
    let status = u16::try_from(status).map_err(|_| damaged("status"))?;
    Ok(KeyState::Replied(StoredReply { status, body }))
}

fn stored_token(row: &Row<'_>) -> Result<StoredToken, StoreError> {
    let scopes: String = row.get("scopes")?;
    let revoked = match (row.get::<Option<i64>>("revoked_at")?, row.get::<Option<String>>("revoked_by")?) {
        (Some(at), by) => Some((at, by.unwrap_or_default())),
        (None, _) => None,
    };
    Ok(StoredToken {
        id: row.get("id")?,
        name: row.get("name")?,
        scopes: Scopes::parse(&scopes).ok_or_else(|| damaged("scopes"))?,
        product: row.get("product")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        expires: row.get("expires")?,
        revoked,
        last_used: row.get("last_used")?,
    })
}
