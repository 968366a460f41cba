//! The audit's chain in SQL: appending, signing its end, checking it.

use super::database::SqlStore;
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::audit::chain::BEFORE_FIRST;
use crate::audit::{AuditCheck, ChainHash, ChainLink, ChainedEntry, SignedHead, Verifier};
use countersign_ledger::StoreError;

/// How many links are read in one query.
const PAGE: u64 = 500;

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnd {
    /// The newest position; 0 for an empty chain.
    pub position: u64,
    /// Its hash.
    pub hash: ChainHash,
    /// The id of the last act that is older than the chain.
    acts: i64,
    /// The id of the last event that is older than the chain.
    events: i64,
}

/// Appends an entry. On a server, other transactions wait until this one ends, so that no two entries get the same position.
pub(super) async fn append(tx: &mut Tx<'_>, id: i64, entry: &ChainedEntry) -> Result<(), StoreError> {
    let lock = if tx.is_postgres() { " FOR UPDATE" } else { "" };
    let end = tx.one(&format!("SELECT * FROM chain_end{lock}"), [], end_row).await?;
    let before = if end.position == 0 { older(tx, end).await?.0 } else { end.hash };
    let position = end.position + 1;
    let hash = entry.hash(&before, position, id);
    let place = i64::try_from(position).map_err(|_| damaged("position"))?;
    tx.execute(
        "INSERT INTO chain (position, list, entry, hash) VALUES ($1, $2, $3, $4)",
        values![place, entry.list().name(), id, &hash],
    )
    .await?;
    tx.execute("UPDATE chain_end SET position = $1, hash = $2", values![place, &hash]).await.map(drop)
}

impl SqlStore {
    /// The end of the chain, and its newest signed head.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn chain_end(&self) -> Result<(ChainEnd, Option<SignedHead>), StoreError> {
        self.read(|tx| {
            Box::pin(async move {
                let end = tx.one("SELECT * FROM chain_end", [], end_row).await?;
                let newest = "SELECT * FROM heads ORDER BY position DESC LIMIT 1";
                Ok((end, tx.first(newest, [], head_row).await?))
            })
        })
        .await
    }

    /// Stores a signed head. If another process has already stored one for the same position, that one stays.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_head(&self, head: &SignedHead) -> Result<(), StoreError> {
        let head = head.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let position = i64::try_from(head.position).map_err(|_| damaged("position"))?;
                tx.execute(
                    "INSERT INTO heads (position, hash, at, key, signature) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (position) DO NOTHING",
                    values![position, &head.hash, head.at, &head.key, &head.signature],
                )
                .await
                .map(drop)
            })
        })
        .await
    }

    /// Checks the chain up to its present end, with the signed heads of the database and one that was kept elsewhere.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn verify_audit(&self, kept: Option<SignedHead>) -> Result<AuditCheck, StoreError> {
        let (end, heads) = self.read(|tx| Box::pin(end_and_heads(tx))).await?;
        let (begin, before) = self.read(move |tx| Box::pin(older(tx, end))).await?;
        let mut verifier = Verifier::new(heads, kept, begin);
        let mut behind = 0;
        loop {
            let links = self.read(move |tx| Box::pin(links(tx, behind))).await?;
            let Some(last) = links.last() else { break };
            behind = last.position;
            // Links that were appended meanwhile come after the end.
            links.iter().filter(|link| link.position <= end.position).for_each(|link| verifier.link(link));
        }
        let unchained = self.read(move |tx| Box::pin(unchained(tx, end))).await?;
        let behind = self.read(|tx| Box::pin(behind_end(tx))).await?;
        let begun = if end.position == 0 { begin } else { end.hash };
        Ok(verifier.end((end.position, begun), behind, unchained, before))
    }

    /// The text of the desk's own secrets, if they exist.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn secrets(&self) -> Result<Option<String>, StoreError> {
        self.read(|tx| Box::pin(async move { secrets(tx).await })).await
    }

    /// Stores the text of the desk's own secrets unless there is one, and returns the stored text.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_secrets(&self, text: &str) -> Result<String, StoreError> {
        let text = text.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "INSERT INTO secrets (id, text) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
                tx.execute(statement, values![&text]).await?;
                secrets(tx).await?.ok_or_else(|| damaged("text"))
            })
        })
        .await
    }
}

async fn secrets(tx: &mut Tx<'_>) -> Result<Option<String>, StoreError> {
    tx.first("SELECT text FROM secrets", [], |row| row.get("text")).await
}

async fn end_and_heads(tx: &mut Tx<'_>) -> Result<(ChainEnd, Vec<SignedHead>), StoreError> {
    let end = tx.one("SELECT * FROM chain_end", [], end_row).await?;
    Ok((end, tx.rows("SELECT * FROM heads ORDER BY position", [], head_row).await?))
}

/// The links after a position, with their entries.
async fn links(tx: &mut Tx<'_>, behind: u64) -> Result<Vec<ChainLink>, StoreError> {
    let behind = i64::try_from(behind).map_err(|_| damaged("position"))?;
    let statement = format!(
        "SELECT chain.position, chain.list, chain.entry, chain.hash,
             audit.at AS act_at, audit.operator AS act_operator, licenses.product, licenses.number, audit.act, audit.seat,
             audit.detail, audit.reason, events.at, events.operator, events.event, events.subject
         FROM chain
         LEFT JOIN audit ON chain.list = 'act' AND audit.id = chain.entry
         LEFT JOIN licenses ON licenses.id = audit.license
         LEFT JOIN events ON chain.list = 'event' AND events.id = chain.entry
         WHERE chain.position > $1 ORDER BY chain.position LIMIT {PAGE}"
    );
    tx.rows(&statement, values![behind], link_row).await
}

fn link_row(row: &Row<'_>) -> Result<ChainLink, StoreError> {
    let entry = match row.get::<String>("list")?.as_str() {
        "act" => act(row)?,
        _ => event(row)?,
    };
    let (position, id) = (row.integer("position")?, row.get("entry")?);
    Ok(ChainLink { position, id, hash: bytes(row, "hash")?, entry })
}

/// The act of a row; `None` if the table doesn't contain it any more.
fn act(row: &Row<'_>) -> Result<Option<ChainedEntry>, StoreError> {
    let Some(at) = row.get::<Option<i64>>("act_at")? else { return Ok(None) };
    Ok(Some(ChainedEntry::Act {
        at,
        operator: row.get("act_operator")?,
        product: row.get("product")?,
        number: row.get("number")?,
        act: row.get("act")?,
        seat: row.get("seat")?,
        detail: row.get("detail")?,
        reason: row.get("reason")?,
    }))
}

/// The event of a row; `None` if the table doesn't contain it any more.
fn event(row: &Row<'_>) -> Result<Option<ChainedEntry>, StoreError> {
    let Some(at) = row.get::<Option<i64>>("at")? else { return Ok(None) };
    Ok(Some(ChainedEntry::Event {
        at,
        operator: row.get("operator")?,
        event: row.get("event")?,
        subject: row.get("subject")?,
    }))
}

/// The hash of the entries that are older than the chain, and how many there are.
async fn older(tx: &mut Tx<'_>, end: ChainEnd) -> Result<(ChainHash, u64), StoreError> {
    const ACTS: &str = "SELECT audit.id, audit.at AS act_at, audit.operator AS act_operator, licenses.product, licenses.number,
            audit.act, audit.seat, audit.detail, audit.reason
        FROM audit LEFT JOIN licenses ON licenses.id = audit.license
        WHERE audit.id > $1 AND audit.id <= $2 ORDER BY audit.id LIMIT 500";
    const EVENTS: &str = "SELECT id, at, operator, event, subject FROM events
        WHERE id > $1 AND id <= $2 ORDER BY id LIMIT 500";
    type Read = fn(&Row<'_>) -> Result<Option<ChainedEntry>, StoreError>;
    let (mut hash, mut count) = (BEFORE_FIRST, 0);
    for (statement, read, last) in [(ACTS, act as Read, end.acts), (EVENTS, event as Read, end.events)] {
        let mut id = i64::MIN;
        loop {
            let row = |row: &Row<'_>| Ok((row.get::<i64>("id")?, read(row)?));
            let entries = tx.rows(statement, values![id, last], row).await?;
            let Some((newest, _)) = entries.last() else { break };
            id = *newest;
            count += entries.len() as u64;
            for (id, entry) in &entries {
                hash = entry.as_ref().map_or(hash, |entry| entry.hash(&hash, 0, *id));
            }
        }
    }
    Ok((hash, count))
}

/// How many links come after the end, counted in one snapshot with the end.
async fn behind_end(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let statement = "SELECT COUNT(*) AS found FROM chain WHERE position > (SELECT position FROM chain_end)";
    tx.one(statement, [], |row| row.integer("found")).await
}

/// How many entries are missing in the chain.
async fn unchained(tx: &mut Tx<'_>, end: ChainEnd) -> Result<u64, StoreError> {
    let mut count = 0;
    for (table, list, before) in [("audit", "act", end.acts), ("events", "event", end.events)] {
        // An entry that came after the end was read has its link too.
        let statement = format!(
            "SELECT COUNT(*) AS found FROM {table} WHERE id > $1
             AND NOT EXISTS (SELECT 1 FROM chain WHERE chain.list = '{list}' AND chain.entry = {table}.id)"
        );
        count += tx.one(&statement, values![before], |row| row.integer::<u64>("found")).await?;
    }
    Ok(count)
}

fn end_row(row: &Row<'_>) -> Result<ChainEnd, StoreError> {
    Ok(ChainEnd {
        position: row.integer("position")?,
        hash: bytes(row, "hash")?,
        acts: row.get("acts")?,
        events: row.get("events")?,
    })
}

fn head_row(row: &Row<'_>) -> Result<SignedHead, StoreError> {
    Ok(SignedHead {
        position: row.integer("position")?,
        hash: bytes(row, "hash")?,
        at: row.get("at")?,
        key: bytes(row, "key")?,
        signature: bytes(row, "signature")?,
    })
}

fn bytes<const N: usize>(row: &Row<'_>, column: &str) -> Result<[u8; N], StoreError> {
    row.get::<Vec<u8>>(column)?.try_into().map_err(|_| damaged(column))
}
