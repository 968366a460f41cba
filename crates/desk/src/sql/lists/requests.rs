//! Requests in a list.

use super::conditions::Conditions;
use super::{Cursor, ListPage, TimeOrder, TimeSpan, one_more};
use crate::sql::database::SqlStore;
use crate::sql::rows::{self, StoredAttempt};
use crate::sql::value::Row;
use countersign_core::protocol::Platform;
use countersign_ledger::StoreError;

/// Which requests a list has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestFilter {
    /// Of this product.
    pub product: Option<String>,
    /// With this outcome.
    pub outcome: Option<OutcomeFilter>,
    /// Refused for this reason, by its stable code.
    pub reason: Option<String>,
    /// Answered by this operator.
    pub operator: Option<String>,
    /// From a machine of this firmware family or hypervisor.
    pub platform: Option<Platform>,
    /// For this license number.
    pub number: Option<String>,
    /// With this name.
    pub name: Option<String>,
    /// That came in this time.
    pub time: TimeSpan,
}

/// The outcome of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeFilter {
    /// A code was given.
    Issued,
    /// It was refused.
    Refused,
}

impl OutcomeFilter {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Refused => "refused",
        }
    }

    /// The outcome with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Issued, Self::Refused].into_iter().find(|one| one.name() == name)
    }
}

impl SqlStore {
    /// A page of requests: those after the cursor `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_requests(
        &self,
        filter: &RequestFilter,
        order: TimeOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ListPage<StoredAttempt>, StoreError> {
        let mut conditions = Conditions::default();
        conditions.add_some("product = ?", filter.product.clone());
        conditions.add_some("outcome = ?", filter.outcome.map(|outcome| outcome.name().to_owned()));
        conditions.add_some("outcome = 'refused' AND detail = ?", filter.reason.clone());
        conditions.add_some("number = ?", filter.number.clone());
        conditions.add_some("name = ?", filter.name.clone());
        conditions.add_some("operator = ?", filter.operator.clone());
        conditions.add_some("platform = ?", filter.platform.map(|platform| i64::from(platform.0)));
        conditions.add_time("at", filter.time);
        // The index is by time.
        let (sign, by) = match order {
            TimeOrder::Newest => ("<", "at DESC, id DESC"),
            TimeOrder::Oldest => (">", "at, id"),
        };
        if let Some([at, id]) = after.and_then(|after| Some([after.number(0)?, after.number(1)?])) {
            let [at, id] = [at, id].map(|part| conditions.place(part));
            conditions.add(&format!("(at, id) {sign} ({at}, {id})"));
        }
        let statement = format!(
            "SELECT * FROM attempts WHERE {} ORDER BY {by} LIMIT {}",
            conditions.text(),
            one_more(limit)
        );
        let row = |row: &Row<'_>| {
            let one = rows::stored_attempt(row)?;
            Ok((Cursor::of([one.attempt.at, one.id].map(|part| part.to_string())), one))
        };
        let values = conditions.into_values();
        let read = self.read(move |tx| Box::pin(async move { tx.rows(&statement, &values, row).await }));
        Ok(ListPage::of(read.await?, limit))
    }
}
