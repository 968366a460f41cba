//! Cases in a list.

use super::conditions::{Conditions, like_pattern};
use super::{Cursor, ListPage, TimeOrder, TimeSpan, one_more};
use crate::sql::database::SqlStore;
use crate::sql::rows;
use crate::sql::statistics::{CASE_OF_PRODUCT, ending_condition};
use crate::sql::value::Row;
use crate::statistics::CaseEnding;
use countersign_ledger::{Case, LicenseId, StoreError};

/// The cases with a request for a license number.
const CASE_OF_NUMBER: &str =
    "EXISTS (SELECT 1 FROM attempts WHERE attempts.case_id = cases.id AND attempts.number = ?)";

/// Which cases a list has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilter {
    /// In this state.
    pub state: CaseStateFilter,
    /// With this ending.
    pub ending: Option<CaseEnding>,
    /// Opened for this reason, by its stable code.
    pub reason: Option<String>,
    /// With a request for this license number.
    pub number: Option<String>,
    /// With a request of this product.
    pub product: Option<String>,
    /// With this text in the customer or the ticket.
    pub customer: Option<String>,
    /// With this assignee.
    pub assignee: Option<String>,
    /// Opened in this time.
    pub time: TimeSpan,
}

/// The state of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseStateFilter {
    /// Open, whether it waits or not.
    #[default]
    Open,
    /// Open, and waiting for the desk.
    Desk,
    /// Open, and waiting for the customer.
    Waiting,
    /// Closed.
    Closed,
    /// Open or closed.
    All,
}

impl CaseStateFilter {
    /// Every state, in the order of a page.
    pub const ALL: [Self; 5] = [Self::Open, Self::Desk, Self::Waiting, Self::Closed, Self::All];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Desk => "desk",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    /// The state with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::Open => "cases.closed IS NULL",
            Self::Desk => "cases.closed IS NULL AND cases.waiting IS NULL",
            Self::Waiting => "cases.closed IS NULL AND cases.waiting IS NOT NULL",
            Self::Closed => "cases.closed IS NOT NULL",
            Self::All => "TRUE",
        }
    }
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The case.
    pub case: Case,
    /// The operator who works on it.
    pub assignee: Option<String>,
    /// Whether it waits for the customer.
    pub waits: bool,
    /// The organisation of its customer, or the contact if there is none; empty if neither is known.
    pub customer: String,
    /// The vendor's own ticket; empty if there is none.
    pub ticket: String,
    /// The license number of its newest request, if that fits the mask.
    pub license: Option<LicenseId>,
    /// Model and serial of the machine in its newest request.
    pub machine: Option<(String, String)>,
    /// The number of its requests.
    pub requests: u32,
    /// When its newest request came, in seconds since 1970-01-01 UTC.
    pub last: i64,
}

/// The condition that a customer or ticket contains a text: of the case itself, or of a license number of its requests.
const WITH_CUSTOMER: &str = "(EXISTS (SELECT 1 FROM customers WHERE customers.id = cases.customer AND (
        LOWER(organisation) LIKE ? ESCAPE '!' OR LOWER(contact) LIKE ? ESCAPE '!'
        OR LOWER(telephone) LIKE ? ESCAPE '!' OR LOWER(mail) LIKE ? ESCAPE '!'))
    OR LOWER(cases.ticket) LIKE ? ESCAPE '!'
    OR EXISTS (SELECT 1 FROM attempts
        JOIN licenses ON licenses.number = attempts.number AND licenses.product = attempts.product
        LEFT JOIN customers ON customers.id = licenses.customer
        WHERE attempts.case_id = cases.id AND (
        LOWER(organisation) LIKE ? ESCAPE '!' OR LOWER(contact) LIKE ? ESCAPE '!' OR LOWER(telephone) LIKE ? ESCAPE '!'
        OR LOWER(mail) LIKE ? ESCAPE '!' OR LOWER(licenses.ticket) LIKE ? ESCAPE '!')))";

/// The columns of a case in a list, for [`listed_case`].
pub(in crate::sql) const LISTED_CASES: &str =
    "SELECT cases.*, newest.number AS newest_number, newest.product AS newest_product, newest.model AS newest_model,
     newest.serial AS newest_serial, newest.at AS newest_at,
     (SELECT COUNT(*) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by) AS requests,
     COALESCE(NULLIF(own.organisation, ''), NULLIF(own.contact, ''), NULLIF(other.organisation, ''),
         other.contact, '') AS customer_name,
     COALESCE(cases.ticket, licenses.ticket, '') AS any_ticket
     FROM cases LEFT JOIN attempts newest ON newest.id =
         (SELECT MAX(id) FROM attempts WHERE case_id = cases.id OR id = cases.closed_by)
     LEFT JOIN licenses ON licenses.number = newest.number AND licenses.product = newest.product
     LEFT JOIN customers own ON own.id = cases.customer
     LEFT JOIN customers other ON other.id = licenses.customer";

impl SqlStore {
    /// A page of cases: those after the cursor `after`, at most `limit`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn list_cases(
        &self,
        filter: &CaseFilter,
        order: TimeOrder,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<ListPage<ListedCase>, StoreError> {
        let mut conditions = Conditions::default();
        conditions.add(filter.state.condition());
        if let Some(ending) = filter.ending {
            conditions.add(&ending_condition(ending));
        }
        conditions.add_some("cases.reason = ?", filter.reason.clone());
        conditions.add_some("cases.assignee = ?", filter.assignee.clone());
        conditions.add_time("cases.opened", filter.time);
        conditions.add_some(CASE_OF_NUMBER, filter.number.clone());
        conditions.add_some(CASE_OF_PRODUCT, filter.product.clone());
        conditions
            .add_some(WITH_CUSTOMER, filter.customer.as_ref().map(|part| like_pattern(&part.to_lowercase())));
        let by = conditions.add_ids("cases.id", order, after);
        let statement =
            format!("{LISTED_CASES} WHERE {} ORDER BY {by} LIMIT {}", conditions.text(), one_more(limit));
        let row = |row: &Row<'_>| {
            let one = listed_case(row)?;
            Ok((Cursor::of([one.case.number.0.to_string()]), one))
        };
        let values = conditions.into_values();
        let read = self.read(move |tx| Box::pin(async move { tx.rows(&statement, &values, row).await }));
        Ok(ListPage::of(read.await?, limit))
    }
}

pub(in crate::sql) fn listed_case(row: &Row<'_>) -> Result<ListedCase, StoreError> {
    let case = rows::case(row)?;
    let machine = match (row.get("newest_model")?, row.get("newest_serial")?) {
        (Some(model), Some(serial)) => Some((model, serial)),
        _ => None,
    };
    let license = match (row.get("newest_product")?, row.get::<Option<String>>("newest_number")?) {
        (Some(product), Some(number)) => Some(rows::license_id(product, &number)?),
        _ => None,
    };
    let last: Option<i64> = row.get("newest_at")?;
    Ok(ListedCase {
        assignee: row.get("assignee")?,
        waits: row.get::<Option<i64>>("waiting")?.is_some(),
        customer: row.get("customer_name")?,
        ticket: row.get("any_ticket")?,
        license,
        machine,
        requests: row.integer("requests")?,
        last: last.unwrap_or(case.opened),
        case,
    })
}
