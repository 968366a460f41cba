//! License numbers in a list.

use super::conditions::{Conditions, like_pattern};
use super::{Cursor, ListPage, one_more};
use crate::sql::customers::CustomerEntry;
use crate::sql::database::SqlStore;
use crate::sql::rows;
use crate::sql::transaction::Tx;
use crate::sql::value::Row;
use countersign_core::protocol::license::Day;
use countersign_ledger::{License, ShownState, StoreError};

/// A license number in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedLicense {
    /// The product.
    pub product: String,
    /// The number.
    pub number: String,
    /// Its state today.
    pub state: ShownState,
    /// What was sold with it.
    pub license: License,
    /// The last day of the license, once it is known.
    pub last_day: Option<Day>,
    /// How many of its seats are taken.
    pub taken: u32,
    /// The last day on which a seat was bound to its present machine.
    pub bound: Option<Day>,
    /// Its customer.
    pub customer: CustomerEntry,
}

/// Which license numbers a list has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberFilter {
    /// Of this product.
    pub product: Option<String>,
    /// In this state.
    pub state: Option<NumberState>,
    /// With this text in the customer or the ticket.
    pub customer: Option<String>,
}

/// The state of a number, or a near expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberState {
    /// In this state today.
    Shown(ShownState),
    /// Active, and the last day is today or at most this many days ahead.
    Expiring(u16),
}

/// The order of license numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberOrder {
    /// By number.
    #[default]
    Number,
    /// By the last day of the license; numbers without a last day come last.
    Expiry,
    /// The newest first.
    Newest,
}

/// The sort key for the last day. Numbers without a last day come last.
const EXPIRY_ORDER: &str = "COALESCE(last_day, 99999999)";

/// The condition of numbers that may have a last day, the same as in the index on last days.
pub(in crate::sql) const MAY_EXPIRE: &str = "state = 'active' AND expiry <> 'never'";

impl SqlStore {
    /// A page of license numbers: those after the cursor `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_numbers(
        &self,
        filter: &NumberFilter,
        order: NumberOrder,
        after: Option<&Cursor>,
        limit: usize,
        today: Day,
    ) -> Result<ListPage<ListedLicense>, StoreError> {
        let (filter, after) = (filter.clone(), after.cloned());
        self.read(move |tx| Box::pin(async move { list(tx, &filter, order, after, limit, today).await }))
            .await
    }

    /// How many license numbers a list has; `most` if there are more.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn count_numbers(
        &self,
        filter: &NumberFilter,
        today: Day,
        most: usize,
    ) -> Result<usize, StoreError> {
        let conditions = conditions(filter, today);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(move |tx| {
            Box::pin(async move {
                let statement = format!(
                    "SELECT COUNT(*) AS found FROM (SELECT 1 FROM listed_licenses WHERE {} LIMIT {most}) AS counted",
                    conditions.text()
                );
                tx.one(&statement, &conditions.into_values(), |row| row.integer("found")).await
            })
        })
        .await
    }
}

async fn list(
    tx: &mut Tx<'_>,
    filter: &NumberFilter,
    order: NumberOrder,
    after: Option<Cursor>,
    limit: usize,
    today: Day,
) -> Result<ListPage<ListedLicense>, StoreError> {
    let mut conditions = conditions(filter, today);
    if let Some(after) = after {
        add_cursor(&mut conditions, order, &after);
    }
    let by = match order {
        NumberOrder::Number => "number, product".to_owned(),
        NumberOrder::Expiry => format!("{EXPIRY_ORDER}, id"),
        NumberOrder::Newest => "id DESC".to_owned(),
    };
    let statement = format!(
        "SELECT *, {EXPIRY_ORDER} AS expiry_order FROM listed_licenses WHERE {} ORDER BY {by} LIMIT {}",
        conditions.text(),
        one_more(limit)
    );
    let row = |row: &Row<'_>| {
        let one = listed_license(row, today)?;
        let id = || row.get::<i64>("id").map(|id| id.to_string());
        let cursor = match order {
            NumberOrder::Number => Cursor::of([one.number.clone(), one.product.clone()]),
            NumberOrder::Expiry => Cursor::of([row.get::<i64>("expiry_order")?.to_string(), id()?]),
            NumberOrder::Newest => Cursor::of([id()?]),
        };
        Ok((cursor, one))
    };
    Ok(ListPage::of(tx.rows(&statement, &conditions.into_values(), row).await?, limit))
}

fn conditions(filter: &NumberFilter, today: Day) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.add_some("product = ?", filter.product.clone());
    let today = i64::from(today);
    match filter.state {
        None => {}
        Some(NumberState::Shown(ShownState::Suspended)) => conditions.add("state = 'suspended'"),
        Some(NumberState::Shown(ShownState::Revoked)) => conditions.add("state = 'revoked'"),
        Some(NumberState::Shown(ShownState::Expired)) => {
            conditions.add(MAY_EXPIRE);
            conditions.add_with("last_day < ?", today);
        }
        Some(NumberState::Shown(ShownState::Bound)) => {
            conditions.add_with(
                "state = 'active' AND (last_day IS NULL OR last_day >= ?)
                 AND EXISTS (SELECT 1 FROM bindings WHERE bindings.license = listed_licenses.id)",
                today,
            );
        }
        Some(NumberState::Shown(ShownState::Unused)) => {
            conditions.add_with(
                "state = 'active' AND (last_day IS NULL OR last_day >= ?)
                 AND NOT EXISTS (SELECT 1 FROM bindings WHERE bindings.license = listed_licenses.id)",
                today,
            );
        }
        Some(NumberState::Expiring(days)) => {
            conditions.add(MAY_EXPIRE);
            conditions.add_with("last_day >= ?", today);
            conditions.add_with("last_day <= ?", today + i64::from(days));
        }
    }
    if let Some(part) = &filter.customer {
        let columns = ["organisation", "contact", "telephone", "mail", "ticket"];
        let any = columns.map(|column| format!("LOWER({column}) LIKE ? ESCAPE '!'")).join(" OR ");
        conditions.add_with(&format!("({any})"), like_pattern(&part.to_lowercase()));
    }
    conditions
}

fn add_cursor(conditions: &mut Conditions, order: NumberOrder, after: &Cursor) {
    match order {
        NumberOrder::Number => {
            let [number, product] =
                [0, 1].map(|at| conditions.place(after.text(at).unwrap_or_default().to_owned()));
            conditions.add(&format!("(number, product) > ({number}, {product})"));
        }
        NumberOrder::Expiry => {
            let [day, id] = [0, 1].map(|at| conditions.place(after.number(at).unwrap_or(0)));
            conditions.add(&format!("({EXPIRY_ORDER}, id) > ({day}, {id})"));
        }
        NumberOrder::Newest => conditions.add_with("id < ?", after.number(0).unwrap_or(i64::MAX)),
    }
}

/// Reads a row of `listed_licenses`.
pub(in crate::sql) fn listed_license(row: &Row<'_>, today: Day) -> Result<ListedLicense, StoreError> {
    let (license, taken) = (rows::license(row)?, row.integer("taken")?);
    let last_day = license.expiry.last_day(rows::first_issued(row)?.unwrap_or(today));
    let expired = last_day.is_some_and(|last| last < today);
    Ok(ListedLicense {
        product: row.get("product")?,
        number: row.get("number")?,
        state: ShownState::of(rows::state(row)?, expired, taken > 0),
        license,
        last_day: row.optional_integer("last_day")?,
        taken,
        bound: row.optional_integer("bound")?,
        customer: CustomerEntry::of_row(row)?,
    })
}
