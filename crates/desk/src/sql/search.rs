//! The operators' search: by license number, request name, value of a machine, customer, ticket, or case.
//!
//! Whole numbers, whole serials and cases are found by an index. Names of requests, and parts of numbers and values, of three
//! characters or more, are found by an index of groups of three characters: `pg_trgm` on a server, `full_texts` on SQLite. The newest
//! rows, which aren't fed to it yet, are searched one by one. Where the typed text is a whole serial, values that contain it are not
//! searched: among millions of serials that begin alike, this takes long.

use std::cmp::Reverse;

use super::database::SqlStore;
use super::lists::{LISTED_CASES, ListedCase, ListedLicense, like_pattern, listed_case, listed_license};
use super::rows::{self, StoredAttempt};
use super::transaction::Tx;
use super::value::values;
use countersign_core::protocol::RequestName;
use countersign_core::protocol::license::Day;
use countersign_ledger::{CaseNumber, LicenseId, StoreError};

/// How many hits of each kind a search returns at most.
const MAX_HITS: usize = 50;
/// How many cases of customers a search returns at most; the list of cases has all.
const MAX_CASES: usize = 20;
/// How many characters of the typed text are used. A value has at most 96 bytes.
const MAX_CHARS: usize = 96;
/// How many characters a part of a value has at least.
pub const MIN_PART: usize = 3;
/// How many characters a part of a customer or ticket has at least to find license numbers. Chinese names often have two.
const MIN_CUSTOMER: usize = 2;
/// How many rows that aren't fed yet are searched one by one.
const MAX_UNFED: i64 = 5_000;

/// The results of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchHits {
    /// License numbers that match, or that are bound to a machine with a matching value.
    pub numbers: Vec<ListedLicense>,
    /// Requests, newest first.
    pub requests: Vec<StoredAttempt>,
    /// The case with that number.
    pub case: Option<CaseNumber>,
    /// The case with that number; then cases with a match in their customer or ticket, or in those of a license number of the case,
    /// newest first.
    pub cases: Vec<ListedCase>,
    /// Whether the typed text is the whole serial of a machine. Then values that contain it are not among the hits.
    pub whole_serial: bool,
}

impl SearchHits {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.requests.is_empty() && self.case.is_none() && self.cases.is_empty()
    }
}

/// The typed text as each kind of thing that it can be.
struct Wanted {
    /// As a whole serial.
    serial: String,
    /// As license numbers.
    licenses: Vec<LicenseId>,
    /// As the name of a request; empty if it isn't one.
    name: String,
    /// As a part of a customer or ticket, in lower case.
    customer: String,
    /// As a part of a number or value, in lower case; empty if it is too short.
    part: String,
    case: Option<CaseNumber>,
    today: Day,
}

impl SqlStore {
    /// Searches for a typed text as each kind of thing that it can be. `licenses` are the license numbers that it can be.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn search(
        &self,
        typed: &str,
        licenses: Vec<LicenseId>,
        today: Day,
    ) -> Result<SearchHits, StoreError> {
        let typed: String = typed.trim().chars().take(MAX_CHARS).collect();
        if typed.is_empty() {
            return Ok(SearchHits::default());
        }
        let wanted = Wanted {
            licenses,
            name: typed.parse::<RequestName>().map(|name| name.to_string()).unwrap_or_default(),
            customer: typed.to_lowercase(),
            part: if typed.chars().count() < MIN_PART { String::new() } else { typed.to_lowercase() },
            case: typed.parse().ok(),
            serial: typed,
            today,
        };
        self.read(move |tx| Box::pin(async move { search(tx, &wanted).await })).await
    }
}

async fn search(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<SearchHits, StoreError> {
    let mut found = Found::default();
    for license in &wanted.licenses {
        found.add_number(tx, license, wanted.today).await?;
    }
    for license in &wanted.licenses {
        let statement = "SELECT * FROM attempts WHERE number = $1 ORDER BY id DESC LIMIT $2";
        found.add_requests(
            tx.rows(statement, values![license.as_str(), limit()], rows::stored_attempt).await?,
        );
    }
    let of_serial = requests_of_serial(tx, &wanted.serial).await?;
    let whole_serial = !of_serial.is_empty();
    found.add_requests(of_serial);
    let part_of_value = if whole_serial { "" } else { &wanted.part };
    for part in [&wanted.name, part_of_value] {
        if !part.is_empty() {
            found.add_requests(requests_with(tx, part).await?);
        }
    }
    if !wanted.part.is_empty() {
        for license in numbers_with(tx, &wanted.part).await? {
            found.add_number(tx, &license, wanted.today).await?;
        }
    }
    found.add_numbers_of_machines(tx, wanted).await?;
    let of_customers = numbers_of_customers(tx, &wanted.customer).await?;
    if wanted.customer.chars().count() >= MIN_CUSTOMER {
        for license in &of_customers {
            found.add_number(tx, license, wanted.today).await?;
        }
    }
    let id = wanted.case.map_or(-1, |case| i64::from(case.0));
    let statement = format!("{LISTED_CASES} WHERE cases.id = $1");
    let mut cases: Vec<ListedCase> =
        tx.first(&statement, values![id], listed_case).await?.into_iter().collect();
    let case = cases.first().map(|one| one.case.number);
    let others = cases_of_customers(tx, &wanted.customer, &of_customers).await?;
    cases.extend(others.into_iter().filter(|one| Some(one.case.number) != case));
    Ok(SearchHits { numbers: found.numbers, requests: found.requests, case, cases, whole_serial })
}

/// The hits so far, without duplicates.
#[derive(Default)]
struct Found {
    numbers: Vec<ListedLicense>,
    requests: Vec<StoredAttempt>,
}

impl Found {
    fn add_requests(&mut self, requests: Vec<StoredAttempt>) {
        for request in requests {
            if self.requests.len() < MAX_HITS && self.requests.iter().all(|one| one.id != request.id) {
                self.requests.push(request);
            }
        }
    }

    async fn add_number(
        &mut self,
        tx: &mut Tx<'_>,
        license: &LicenseId,
        today: Day,
    ) -> Result<(), StoreError> {
        let is_there =
            self.numbers.iter().any(|one| one.number == license.as_str() && one.product == license.product);
        if is_there || self.numbers.len() == MAX_HITS {
            return Ok(());
        }
        let statement = "SELECT * FROM listed_licenses WHERE number = $1 AND product = $2";
        let values = values![license.as_str(), &license.product];
        self.numbers.extend(tx.first(statement, values, |row| listed_license(row, today)).await?);
        Ok(())
    }

    /// Adds the numbers of the found requests that are still bound to a machine with a matching value. This finds every such binding,
    /// because each has a request with its values.
    async fn add_numbers_of_machines(&mut self, tx: &mut Tx<'_>, wanted: &Wanted) -> Result<(), StoreError> {
        let licenses: Vec<LicenseId> =
            self.requests.iter().filter_map(|one| one.attempt.license.clone()).collect();
        for license in licenses {
            let statement = "SELECT manufacturer, model, serial FROM bindings
                WHERE license = (SELECT id FROM licenses WHERE number = $1 AND product = $2)";
            let bound = tx.rows(statement, values![license.as_str(), &license.product], rows::values).await?;
            let has_part =
                |value: &String| !wanted.part.is_empty() && value.to_lowercase().contains(&wanted.part);
            let has_value = |values: &[String; 3]| {
                values[2].eq_ignore_ascii_case(&wanted.serial) || values.iter().any(has_part)
            };
            if bound.iter().flatten().any(has_value) {
                self.add_number(tx, &license, wanted.today).await?;
            }
        }
        Ok(())
    }
}

fn limit() -> i64 {
    i64::try_from(MAX_HITS).unwrap_or(i64::MAX)
}

/// The newest requests of machines with this serial, in upper or lower case.
async fn requests_of_serial(tx: &mut Tx<'_>, serial: &str) -> Result<Vec<StoredAttempt>, StoreError> {
    if tx.is_postgres() {
        let statement = "SELECT * FROM attempts WHERE LOWER(serial) = LOWER($1) ORDER BY id DESC LIMIT $2";
        return tx.rows(statement, values![serial, limit()], rows::stored_attempt).await;
    }
    let words = ("serial_texts", "HEX(LOWER($1))", serial);
    unfed_and_fed(tx, ("serial = $1 COLLATE NOCASE", serial), words).await
}

/// The newest requests with this part in their name or in a value of their machine.
async fn requests_with(tx: &mut Tx<'_>, part: &str) -> Result<Vec<StoredAttempt>, StoreError> {
    let pattern = like_pattern(part);
    if tx.is_postgres() {
        let statement = "SELECT * FROM attempts
            WHERE name ILIKE $1 ESCAPE '!' OR manufacturer ILIKE $1 ESCAPE '!' OR model ILIKE $1 ESCAPE '!'
                OR serial ILIKE $1 ESCAPE '!'
            ORDER BY id DESC LIMIT $2";
        return tx.rows(statement, values![&pattern, limit()], rows::stored_attempt).await;
    }
    let like = "LOWER(name) LIKE LOWER($1) ESCAPE '!' OR LOWER(manufacturer) LIKE LOWER($1) ESCAPE '!'
        OR LOWER(model) LIKE LOWER($1) ESCAPE '!' OR LOWER(serial) LIKE LOWER($1) ESCAPE '!'";
    unfed_and_fed(tx, (like, &pattern), ("attempt_texts", "$1", &phrase(part))).await
}

/// The newest requests of a SQLite database: of those that aren't fed yet, the ones that fulfil a condition on its value (`$1`); of the
/// others, the ones that a full-text table finds by an expression of its value (`$1`).
async fn unfed_and_fed(
    tx: &mut Tx<'_>,
    (condition, value): (&str, &str),
    (table, expression, text): (&str, &str, &str),
) -> Result<Vec<StoredAttempt>, StoreError> {
    let unfed = format!(
        "SELECT * FROM attempts WHERE id > (SELECT last FROM indexed WHERE kind = 'attempts')
         AND id > (SELECT MAX(id) FROM attempts) - $3 AND ({condition}) ORDER BY id DESC LIMIT $2"
    );
    let mut found = tx.rows(&unfed, values![value, limit(), MAX_UNFED], rows::stored_attempt).await?;
    let fed = format!(
        "SELECT * FROM attempts WHERE id IN
         (SELECT rowid FROM {table} WHERE {table} MATCH {expression} ORDER BY rowid DESC LIMIT $2) ORDER BY id DESC"
    );
    found.extend(tx.rows(&fed, values![text, limit()], rows::stored_attempt).await?);
    Ok(found)
}

/// License numbers that have this part.
async fn numbers_with(tx: &mut Tx<'_>, part: &str) -> Result<Vec<LicenseId>, StoreError> {
    let pattern = like_pattern(part);
    let license = rows::license_id_of;
    if tx.is_postgres() {
        let statement = "SELECT product, number FROM licenses WHERE number ILIKE $1 ESCAPE '!' LIMIT $2";
        return tx.rows(statement, values![&pattern, limit()], license).await;
    }
    let unfed = "SELECT product, number FROM licenses
        WHERE id > (SELECT last FROM indexed WHERE kind = 'licenses') AND id > (SELECT MAX(id) FROM licenses) - $3
        AND LOWER(number) LIKE $1 ESCAPE '!' LIMIT $2";
    let mut found = tx.rows(unfed, values![&pattern, limit(), MAX_UNFED], license).await?;
    let fed = "SELECT product, number FROM licenses
        WHERE id IN (SELECT rowid FROM license_texts WHERE license_texts MATCH $1 LIMIT $2)";
    found.extend(tx.rows(fed, values![phrase(part), limit()], license).await?);
    Ok(found)
}

/// License numbers with this part in their customer or ticket.
async fn numbers_of_customers(tx: &mut Tx<'_>, part: &str) -> Result<Vec<LicenseId>, StoreError> {
    let license = rows::license_id_of;
    let statement = of_customers("product, number", "licenses", "", tx.is_postgres());
    tx.rows(&statement, values![&like_pattern(part), limit()], license).await
}

/// The newest cases with this part in their customer or ticket, and the cases of these license numbers.
async fn cases_of_customers(
    tx: &mut Tx<'_>,
    part: &str,
    licenses: &[LicenseId],
) -> Result<Vec<ListedCase>, StoreError> {
    let statement = of_customers("id", "cases", "ORDER BY id DESC", tx.is_postgres());
    let mut ids =
        tx.rows(&statement, values![&like_pattern(part), limit()], |row| row.get::<i64>("id")).await?;
    for license in licenses {
        let statement = "SELECT DISTINCT case_id FROM attempts
            WHERE number = $1 AND product = $2 AND case_id IS NOT NULL ORDER BY case_id DESC LIMIT $3";
        let values = values![license.as_str(), &license.product, limit()];
        ids.extend(tx.rows(statement, values, |row| row.get::<i64>("case_id")).await?);
    }
    ids.sort_unstable_by_key(|id| Reverse(*id));
    ids.dedup();
    let mut cases = Vec::new();
    for id in ids.into_iter().take(MAX_CASES) {
        let statement = format!("{LISTED_CASES} WHERE cases.id = $1");
        cases.extend(tx.first(&statement, values![id], listed_case).await?);
    }
    Ok(cases)
}

/// The statement that finds the rows of a table with a customer or ticket that matches a pattern.
fn of_customers(columns: &str, table: &str, order: &str, postgres: bool) -> String {
    let like = |column: &str| match postgres {
        true => format!("{column} ILIKE $1 ESCAPE '!'"),
        false => format!("LOWER({column}) LIKE $1 ESCAPE '!'"),
    };
    let customer = ["organisation", "contact", "telephone", "mail"].map(like).join(" OR ");
    format!(
        "SELECT {columns} FROM {table} WHERE customer IN (SELECT id FROM customers WHERE {customer} LIMIT $2)
         UNION SELECT {columns} FROM {table} WHERE ticket IS NOT NULL AND {} {order} LIMIT $2",
        like("ticket")
    )
}

/// A phrase of FTS5 that finds the text anywhere.
fn phrase(part: &str) -> String {
    format!("\"{}\"", part.replace('"', "\"\""))
}
