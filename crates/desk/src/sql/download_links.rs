//! Links to the program in SQL, and their downloads.

use super::builds::processor;
use super::database::SqlStore;
use super::events::{OfficeEvent, insert_event};
use super::lists::{Cursor, ListPage, one_more};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::downloads::{Build, Download, DownloadLink, LinkCode, MAX_DOWNLOADS};
use countersign_ledger::{CaseNumber, StoreError};

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Its code.
    pub code: LinkCode,
    /// The product whose program it gives.
    pub product: String,
    /// The case that it is for.
    pub case: Option<CaseNumber>,
    /// When it expires, in seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// Who makes it.
    pub by: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// The operator of an event that a stranger caused.
const NOBODY: &str = "";

impl SqlStore {
    /// Makes a link, and writes that to the log. `None` if there is no such case.
    ///
    /// # Errors
    /// The database can't be written; [`StoreError::Conflict`] if the code is taken.
    pub async fn make_link(&self, new: NewLink) -> Result<Option<DownloadLink>, StoreError> {
        self.write(move |tx| Box::pin(async move { make(tx, &new).await })).await
    }

    /// The link with that code.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn download_link(&self, code: &LinkCode) -> Result<Option<DownloadLink>, StoreError> {
        let code = code.clone();
        self.read(move |tx| Box::pin(async move { find(tx, &code).await })).await
    }

    /// A page of links, newest first: those after the cursor `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_links(
        &self,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ListPage<DownloadLink>, StoreError> {
        let last = after.and_then(|after| after.number(0)).unwrap_or(i64::MAX);
        let rows = self.read(move |tx| {
            Box::pin(async move {
                let statement = format!(
                    "SELECT * FROM download_links WHERE id < $1 ORDER BY id DESC LIMIT {}",
                    one_more(limit)
                );
                tx.rows(&statement, values![last], link).await
            })
        });
        let with_cursor = |link: DownloadLink| (Cursor::of([link.id.to_string()]), link);
        Ok(ListPage::of(rows.await?.into_iter().map(with_cursor).collect(), limit))
    }

    /// The links of a case, newest first, and their newest downloads, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn links_of_case(
        &self,
        case: CaseNumber,
        limit: usize,
    ) -> Result<(Vec<DownloadLink>, Vec<Download>), StoreError> {
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT * FROM download_links WHERE case_id = $1 ORDER BY id DESC";
                let links = tx.rows(statement, values![case.0], link).await?;
                let statement = format!(
                    "SELECT downloads.*, code FROM downloads JOIN download_links ON download_links.id = link
                     WHERE case_id = $1 ORDER BY downloads.id DESC LIMIT {limit}"
                );
                Ok((links, tx.rows(&statement, values![case.0], download).await?))
            })
        })
        .await
    }

    /// Revokes a link, and writes that to the log. A link that is already revoked stays as it is. `None` if there is no such link.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn revoke_link(
        &self,
        code: &LinkCode,
        by: &str,
        at: i64,
    ) -> Result<Option<DownloadLink>, StoreError> {
        let (code, by) = (code.clone(), by.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let revoke = "UPDATE download_links SET revoked_at = $1, revoked_by = $2
                    WHERE code = $3 AND revoked_at IS NULL";
                if tx.execute(revoke, values![at, &by, code.as_str()]).await? == 1 {
                    insert_event(tx, &event("link-revoked", &by, code.to_string(), at)).await?;
                }
                find(tx, &code).await
            })
        })
        .await
    }

    /// Counts a download, and writes it to the log. Returns whether the link is still valid; if it isn't, nothing is counted.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn count_download(&self, code: &LinkCode, build: &Build, at: i64) -> Result<bool, StoreError> {
        let (code, processor, version) = (code.clone(), build.processor, build.version.clone());
        let most = i64::try_from(MAX_DOWNLOADS).unwrap_or(i64::MAX);
        self.write(move |tx| {
            Box::pin(async move {
                let count = "UPDATE download_links SET downloads = downloads + 1, last_at = $1
                    WHERE code = $2 AND revoked_at IS NULL AND expires > $1 AND downloads < $3 RETURNING id";
                let counted = tx.first(count, values![at, code.as_str(), most], |row| row.get::<i64>("id"));
                let Some(link) = counted.await? else { return Ok(false) };
                let insert = "INSERT INTO downloads (link, at, processor, version) VALUES ($1, $2, $3, $4)";
                tx.execute(insert, values![link, at, processor.name(), &version]).await?;
                let subject = format!("{code} {} {version}", processor.name());
                insert_event(tx, &event("program-downloaded", NOBODY, subject, at)).await?;
                Ok(true)
            })
        })
        .await
    }
}

async fn make(tx: &mut Tx<'_>, new: &NewLink) -> Result<Option<DownloadLink>, StoreError> {
    if let Some(case) = new.case
        && tx.first("SELECT id FROM cases WHERE id = $1", values![case.0], |_| Ok(())).await?.is_none()
    {
        return Ok(None);
    }
    let insert = "INSERT INTO download_links (code, product, case_id, made_at, made_by, expires)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING";
    let case = new.case.map(|case| case.0);
    let values = values![new.code.as_str(), &new.product, case, new.at, &new.by, new.expires];
    if tx.execute(insert, values).await? != 1 {
        return Err(StoreError::Conflict);
    }
    let case = new.case.map(|case| format!(" {case}")).unwrap_or_default();
    let subject = format!("{} {}{case}", new.code, new.product);
    insert_event(tx, &event("link-made", &new.by, subject, new.at)).await?;
    find(tx, &new.code).await
}

async fn find(tx: &mut Tx<'_>, code: &LinkCode) -> Result<Option<DownloadLink>, StoreError> {
    tx.first("SELECT * FROM download_links WHERE code = $1", values![code.as_str()], link).await
}

fn event(name: &str, by: &str, subject: String, at: i64) -> OfficeEvent {
    OfficeEvent { at, operator: by.to_owned(), event: name.to_owned(), subject }
}

fn code(row: &Row<'_>) -> Result<LinkCode, StoreError> {
    LinkCode::read(&row.get::<String>("code")?).ok_or_else(|| damaged("code"))
}

fn link(row: &Row<'_>) -> Result<DownloadLink, StoreError> {
    let revoked = match (row.get("revoked_at")?, row.get("revoked_by")?) {
        (Some(at), Some(by)) => Some((at, by)),
        _ => None,
    };
    Ok(DownloadLink {
        id: row.get("id")?,
        code: code(row)?,
        product: row.get("product")?,
        case: row.optional_integer("case_id")?.map(CaseNumber),
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
        expires: row.get("expires")?,
        revoked,
        downloads: row.integer("downloads")?,
        last: row.get("last_at")?,
    })
}

fn download(row: &Row<'_>) -> Result<Download, StoreError> {
    Ok(Download {
        at: row.get("at")?,
        code: code(row)?,
        processor: processor(row)?,
        version: row.get("version")?,
    })
}
