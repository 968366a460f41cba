//! The operators' search: by license number, request name, value of a machine, or case.

use super::database::SqlStore;
use super::licenses::{ListedLicense, listed_license};
use super::rows::{self, StoredAttempt};
use super::value::values;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Mask, RequestName};
use countersign_ledger::{CaseNumber, StoreError};

/// How many hits of each kind a search gives at most.
const MAX_HITS: i64 = 50;
/// How many characters of the typed text count.
const MAX_CHARS: usize = 100;

/// The results of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchHits {
    /// License numbers that match themselves, or whose machine has a matching value.
    pub numbers: Vec<ListedLicense>,
    /// Requests, newest first.
    pub requests: Vec<StoredAttempt>,
    /// The case with that number.
    pub case: Option<CaseNumber>,
}

impl SearchHits {
    /// Whether nothing was found.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.requests.is_empty() && self.case.is_none()
    }
}

impl SqlStore {
    /// Searches for a typed text as each of the kinds that it can be. `numbers` are the spellings that the masks of the
    /// products make of it.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn search(&self, typed: &str, mask: &Mask, today: Day) -> Result<SearchHits, StoreError> {
        let typed: String = typed.trim().chars().take(MAX_CHARS).collect();
        if typed.is_empty() {
            return Ok(SearchHits::default());
        }
        let number = mask.parse_number(&typed).map(|number| number.as_str().to_owned()).unwrap_or_default();
        let name = typed.parse::<RequestName>().map(|name| name.to_string()).unwrap_or_default();
        // Nearly every value contains any one character.
        let pattern = if typed.chars().count() < 2 { String::new() } else { like_pattern(&typed) };
        let case = typed.parse::<CaseNumber>().ok();
        self.read(move |tx| {
            Box::pin(async move {
                let numbers = tx.rows(
                    "SELECT * FROM listed_licenses
                     WHERE number = $1 OR ($2 <> '' AND (LOWER(number) LIKE $2 ESCAPE '!'
                         OR id IN (SELECT license FROM bindings WHERE LOWER(serial) LIKE $2 ESCAPE '!'
                             OR LOWER(model) LIKE $2 ESCAPE '!' OR LOWER(manufacturer) LIKE $2 ESCAPE '!')))
                     ORDER BY number <> $1, number LIMIT $3",
                    values![&number, &pattern, MAX_HITS],
                    |row| listed_license(row, today),
                );
                let numbers = numbers.await?;
                let requests = tx.rows(
                    "SELECT * FROM attempts WHERE name = $1 OR number = $2 OR ($3 <> '' AND (LOWER(serial) LIKE $3 ESCAPE '!'
                         OR LOWER(model) LIKE $3 ESCAPE '!' OR LOWER(manufacturer) LIKE $3 ESCAPE '!'))
                     ORDER BY name <> $1, id DESC LIMIT $4",
                    values![&name, &number, &pattern, MAX_HITS],
                    rows::stored_attempt,
                );
                let requests = requests.await?;
                let id = case.map_or(-1, |case| i64::from(case.0));
                let found = tx.first("SELECT id FROM cases WHERE id = $1", values![id], |_| Ok(())).await?;
                Ok(SearchHits { numbers, requests, case: case.filter(|_| found.is_some()) })
            })
        })
        .await
    }
}

/// A `LIKE` pattern, with `!` as its escape, that finds the typed text anywhere.
fn like_pattern(typed: &str) -> String {
    let mut out = String::from("%");
    for c in typed.chars().flat_map(char::to_lowercase) {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out.push('%');
    out
}
