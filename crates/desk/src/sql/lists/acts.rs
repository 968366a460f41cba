//! What operators did: acts on license numbers, and everything else in the log. Two tables are merged into one list.

use super::conditions::Conditions;
use super::{Cursor, ListPage, TimeSpan, one_more};
use crate::sql::database::SqlStore;
use crate::sql::events::{OfficeEvent, event_row};
use crate::sql::rows;
use crate::sql::value::Row;
use countersign_ledger::{AuditEntry, StoreError};

/// Which entries a list has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActFilter {
    /// By this operator.
    pub operator: Option<String>,
    /// In this time.
    pub time: TimeSpan,
}

/// Something that an operator did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficeRecord {
    /// An act on a license number.
    Act(AuditEntry),
    /// Anything else.
    Event(OfficeEvent),
}

impl OfficeRecord {
    /// When, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(&self) -> i64 {
        match self {
            Self::Act(act) => act.at,
            Self::Event(event) => event.at,
        }
    }
}

impl SqlStore {
    /// A page of entries, newest first: those after the cursor `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_acts(
        &self,
        filter: &ActFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ListPage<OfficeRecord>, StoreError> {
        let last = [0, 1].map(|at| after.and_then(|after| after.number(at)).unwrap_or(i64::MAX));
        let conditions = |table: &str, last: i64| {
            let mut conditions = Conditions::default();
            conditions.add_with(&format!("{table}.id < ?"), last);
            conditions.add_some(&format!("{table}.operator = ?"), filter.operator.clone());
            conditions.add_time(&format!("{table}.at"), filter.time);
            conditions
        };
        let (acts, events) = (conditions("audit", last[0]), conditions("events", last[1]));
        let limit_of_each = one_more(limit);
        let read = self.read(move |tx| {
            Box::pin(async move {
                let statement = format!(
                    "SELECT audit.*, licenses.product, licenses.number
                     FROM audit JOIN licenses ON licenses.id = audit.license
                     WHERE {} ORDER BY audit.id DESC LIMIT {limit_of_each}",
                    acts.text()
                );
                let acts = tx.rows(&statement, &acts.into_values(), act_with_id).await?;
                let statement = format!(
                    "SELECT * FROM events WHERE {} ORDER BY id DESC LIMIT {limit_of_each}",
                    events.text()
                );
                Ok((acts, tx.rows(&statement, &events.into_values(), event_with_id).await?))
            })
        });
        let (acts, events) = read.await?;
        Ok(ListPage::of(merged(acts, events, last), limit))
    }
}

fn act_with_id(row: &Row<'_>) -> Result<(i64, OfficeRecord), StoreError> {
    Ok((row.get("id")?, OfficeRecord::Act(rows::audit(row)?)))
}

fn event_with_id(row: &Row<'_>) -> Result<(i64, OfficeRecord), StoreError> {
    Ok((row.get("id")?, OfficeRecord::Event(event_row(row)?)))
}

/// Merges both, newest first. The cursor of each row has the last id of each table up to that row.
fn merged(
    acts: Vec<(i64, OfficeRecord)>,
    events: Vec<(i64, OfficeRecord)>,
    mut last: [i64; 2],
) -> Vec<(Cursor, OfficeRecord)> {
    let (mut acts, mut events) = (acts.into_iter().peekable(), events.into_iter().peekable());
    let next = || {
        let act_is_newer = match (acts.peek(), events.peek()) {
            (Some((_, act)), Some((_, event))) => act.at() >= event.at(),
            (act, _) => act.is_some(),
        };
        let (id, record) = if act_is_newer { acts.next()? } else { events.next()? };
        last[usize::from(!act_is_newer)] = id;
        Some((Cursor::of(last.map(|id| id.to_string())), record))
    };
    std::iter::from_fn(next).collect()
}
