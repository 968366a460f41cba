//! Counts for the start page and the command `statistics`. Each statement reads a range of an index, and returns few rows.

use std::cmp::Reverse;

use super::database::SqlStore;
use super::lists::{Conditions, MAY_EXPIRE, TimeSpan};
use super::transaction::Tx;
use super::value::{Row, damaged};
use crate::statistics::{
    CaseEnding, DayCounts, EXPIRING_WITHIN, EndingCounts, ExpiringCounts, OpenCaseCounts, Outcomes, Period,
    PlatformCounts, ReasonCount, Statistics, time_of,
};
use countersign_core::protocol::Platform;
use countersign_core::protocol::license::Day;
use countersign_ledger::{Reason, StoreError};

/// The condition that an operator helped with a closed case: an operator changed it, added a note, brought one of its requests, or
/// acted on its license number while the case was open.
const TOUCHED: &str = "(cases.version > 0
    OR EXISTS (SELECT 1 FROM case_notes WHERE case_notes.case_id = cases.id)
    OR EXISTS (SELECT 1 FROM attempts WHERE attempts.id = cases.closed_by AND attempts.operator IS NOT NULL)
    OR EXISTS (SELECT 1 FROM attempts WHERE attempts.case_id = cases.id AND (attempts.operator IS NOT NULL
        OR EXISTS (SELECT 1 FROM licenses JOIN audit ON audit.license = licenses.id
            WHERE licenses.number = attempts.number AND licenses.product = attempts.product
                AND audit.at >= cases.opened AND audit.at <= cases.closed))))";

/// The condition that every machine of a case got a code: it succeeded with a request, or a case of one machine has a code, such as one of
/// the older binding.
const HAS_CODE: &str = "(NOT EXISTS (SELECT 1 FROM case_machines WHERE case_machines.case_id = cases.id AND ended_by IS NULL)
    OR (cases.machines = 1 AND EXISTS (SELECT 1 FROM attempts WHERE attempts.case_id = cases.id AND attempts.outcome = 'issued')))";

/// The condition of a case with that ending.
pub(super) fn ending_condition(ending: CaseEnding) -> String {
    match ending {
        CaseEnding::Alone => {
            format!("cases.closed IS NOT NULL AND cases.closed_operator IS NULL AND NOT {TOUCHED}")
        }
        CaseEnding::Helped => {
            format!(
                "cases.closed IS NOT NULL AND ((cases.closed_operator IS NULL AND {TOUCHED})
                    OR (cases.closed_operator IS NOT NULL AND {HAS_CODE}))"
            )
        }
        CaseEnding::ByHand => {
            format!("cases.closed IS NOT NULL AND cases.closed_operator IS NOT NULL AND NOT {HAS_CODE}")
        }
    }
}

/// The condition of a case with a request of a product.
pub(super) const CASE_OF_PRODUCT: &str =
    "EXISTS (SELECT 1 FROM attempts WHERE attempts.case_id = cases.id AND attempts.product = ?)";

impl SqlStore {
    /// Counts over a period, of one product or of all.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn statistics(&self, period: Period, product: Option<&str>) -> Result<Statistics, StoreError> {
        let product = product.map(str::to_owned);
        self.read(move |tx| Box::pin(async move { read(tx, period, product).await })).await
    }

    /// The present open cases, of one product or of all. `operator` is the operator who asks.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn open_case_counts(
        &self,
        product: Option<&str>,
        operator: &str,
    ) -> Result<OpenCaseCounts, StoreError> {
        let mut conditions = Conditions::default();
        let own = conditions.place(operator.to_owned());
        conditions.add("cases.closed IS NULL");
        conditions.add_some(CASE_OF_PRODUCT, product.map(str::to_owned));
        let statement = format!(
            "SELECT COUNT(*) AS all_open, COUNT(waiting) AS customer, COUNT(CASE WHEN assignee = {own} THEN 1 END) AS own,
             MIN(CASE WHEN waiting IS NULL THEN opened END) AS oldest FROM cases WHERE {}",
            conditions.text()
        );
        let values = conditions.into_values();
        let counts = |row: &Row<'_>| {
            let (all, customer): (u64, u64) = (row.integer("all_open")?, row.integer("customer")?);
            Ok(OpenCaseCounts {
                desk: all.saturating_sub(customer),
                customer,
                own: row.integer("own")?,
                oldest: row.get("oldest")?,
            })
        };
        self.read(move |tx| Box::pin(async move { tx.one(&statement, &values, counts).await })).await
    }
}

async fn read(tx: &mut Tx<'_>, period: Period, product: Option<String>) -> Result<Statistics, StoreError> {
    let product_id = product.as_ref();
    Ok(Statistics {
        period,
        days: days(tx, period, product_id).await?,
        reasons: reasons(tx, period, product_id).await?,
        platforms: platforms(tx, period, product_id).await?,
        endings: endings(tx, period, product_id).await?,
        expiring: expiring(tx, period.last(), product_id).await?,
        product,
    })
}

/// How many got a code, and how many were refused.
const OUTCOMES: &str = "COUNT(CASE WHEN outcome = 'issued' THEN 1 END) AS issued,
    COUNT(CASE WHEN outcome = 'refused' THEN 1 END) AS refused";

/// Reads [`OUTCOMES`].
fn outcomes(row: &Row<'_>) -> Result<Outcomes, StoreError> {
    Ok(Outcomes { issued: row.integer("issued")?, refused: row.integer("refused")? })
}

/// The condition of requests in a time, of one product or of all.
fn requests(time: TimeSpan, product: Option<&String>) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.add_time("at", time);
    conditions.add_some("product = ?", product.cloned());
    conditions
}

/// The requests of each day. One statement reads one day, so that days may differ in length.
async fn days(
    tx: &mut Tx<'_>,
    period: Period,
    product: Option<&String>,
) -> Result<Vec<DayCounts>, StoreError> {
    let mut days = Vec::with_capacity(usize::from(period.days()));
    for day in period.each_day() {
        let conditions = requests(time_of(day), product);
        let statement = format!("SELECT {OUTCOMES} FROM attempts WHERE {}", conditions.text());
        let requests = tx.one(&statement, &conditions.into_values(), outcomes).await?;
        days.push(DayCounts { day, requests });
    }
    Ok(days)
}

async fn reasons(
    tx: &mut Tx<'_>,
    period: Period,
    product: Option<&String>,
) -> Result<Vec<ReasonCount>, StoreError> {
    let conditions = requests(period.time(), product);
    let statement = format!(
        "SELECT detail, COUNT(*) AS requests FROM attempts WHERE outcome = 'refused' AND {} GROUP BY detail",
        conditions.text()
    );
    let row = |row: &Row<'_>| {
        let reason = Reason::from_code(&row.get::<String>("detail")?).ok_or_else(|| damaged("detail"))?;
        Ok(ReasonCount { reason, requests: row.integer("requests")? })
    };
    let mut reasons = tx.rows(&statement, &conditions.into_values(), row).await?;
    reasons.sort_by_key(|one| (Reverse(one.requests), one.reason));
    Ok(reasons)
}

async fn platforms(
    tx: &mut Tx<'_>,
    period: Period,
    product: Option<&String>,
) -> Result<Vec<PlatformCounts>, StoreError> {
    let conditions = requests(period.time(), product);
    let statement =
        format!("SELECT platform, {OUTCOMES} FROM attempts WHERE {} GROUP BY platform", conditions.text());
    let row = |row: &Row<'_>| {
        Ok(PlatformCounts { platform: Platform(row.integer("platform")?), requests: outcomes(row)? })
    };
    let mut platforms = tx.rows(&statement, &conditions.into_values(), row).await?;
    platforms.sort_by_key(|one| (Reverse(one.requests.total()), one.platform.0));
    Ok(platforms)
}

async fn endings(
    tx: &mut Tx<'_>,
    period: Period,
    product: Option<&String>,
) -> Result<EndingCounts, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add_time("cases.opened", period.time());
    conditions.add_some(CASE_OF_PRODUCT, product.cloned());
    let ended = |ending| format!("COUNT(CASE WHEN {} THEN 1 END)", ending_condition(ending));
    let statement = format!(
        "SELECT COUNT(*) AS all_cases, COUNT(closed) AS closed_cases, {} AS helped, {} AS by_hand FROM cases WHERE {}",
        ended(CaseEnding::Helped),
        ended(CaseEnding::ByHand),
        conditions.text()
    );
    let row = |row: &Row<'_>| {
        let [all, closed, helped, by_hand]: [u64; 4] = [
            row.integer("all_cases")?,
            row.integer("closed_cases")?,
            row.integer("helped")?,
            row.integer("by_hand")?,
        ];
        // A closed case has one of three endings.
        let alone = closed.saturating_sub(helped + by_hand);
        Ok(EndingCounts { alone, helped, by_hand, open: all.saturating_sub(closed) })
    };
    tx.one(&statement, &conditions.into_values(), row).await
}

/// The numbers that expire.
async fn expiring(
    tx: &mut Tx<'_>,
    today: Day,
    product: Option<&String>,
) -> Result<ExpiringCounts, StoreError> {
    let mut conditions = Conditions::default();
    let today = i64::from(today);
    let now = conditions.place(today);
    let ends = EXPIRING_WITHIN.map(|days| conditions.place(today + i64::from(days)));
    let [near, middle, far] = &ends;
    conditions.add(MAY_EXPIRE);
    conditions.add(&format!("last_day <= {far}"));
    conditions.add_some("product = ?", product.cloned());
    let within =
        |end: &String| format!("COUNT(CASE WHEN last_day >= {now} AND last_day <= {end} THEN 1 END)");
    let statement = format!(
        "SELECT COUNT(CASE WHEN last_day < {now} THEN 1 END) AS expired, {} AS near, {} AS middle, {} AS far
         FROM listed_licenses WHERE {}",
        within(near),
        within(middle),
        within(far),
        conditions.text()
    );
    let row = |row: &Row<'_>| {
        Ok(ExpiringCounts {
            within: [row.integer("near")?, row.integer("middle")?, row.integer("far")?],
            expired: row.integer("expired")?,
        })
    };
    tx.one(&statement, &conditions.into_values(), row).await
}
