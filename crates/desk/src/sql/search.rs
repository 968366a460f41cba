//! What an operator looks for: a number, a request's name, a value of a machine, a case.

use sqlx::query;

use super::read::{Kept, Listed, listed};
use super::{SqlStore, fault, rows};
use countersign_core::protocol::{Mask, RequestName};
use countersign_ledger::{CaseNumber, StoreError};

/// How many of each kind are found, the newest.
const MOST: i64 = 50;
/// How much of what is typed is looked for.
const TYPED: usize = 100;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// License numbers, by themselves or by a value of the machine they are bound to.
    pub numbers: Vec<Listed>,
    /// Requests, the newest first.
    pub requests: Vec<Kept>,
    /// A case.
    pub case: Option<CaseNumber>,
}

impl Hits {
    /// Nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.requests.is_empty() && self.case.is_none()
    }
}

impl SqlStore {
    /// Looks for what was typed as each of the things it can be.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn search(&self, typed: &str, mask: &Mask) -> Result<Hits, StoreError> {
        let typed: String = typed.trim().chars().take(TYPED).collect();
        if typed.is_empty() {
            return Ok(Hits::default());
        }
        let number = mask.parse_number(&typed).map(|number| number.as_str().to_owned()).unwrap_or_default();
        let name = typed.parse::<RequestName>().map(|name| name.to_string()).unwrap_or_default();
        // Of one character nearly every value holds some.
        let like = if typed.chars().count() < 2 { String::new() } else { like(&typed) };
        let case = typed.parse::<CaseNumber>().ok();
        self.runtime.block_on(async {
            let mut tx = self.read().await?;
            let numbers = query(
                "SELECT licenses.*, bindings.bound FROM licenses
                 LEFT JOIN bindings ON bindings.number = licenses.number
                 WHERE licenses.number = $1 OR ($2 <> '' AND (LOWER(licenses.number) LIKE $2 ESCAPE '!'
                     OR LOWER(bindings.serial) LIKE $2 ESCAPE '!' OR LOWER(bindings.model) LIKE $2 ESCAPE '!'
                     OR LOWER(bindings.manufacturer) LIKE $2 ESCAPE '!'))
                 ORDER BY licenses.number <> $1, licenses.number LIMIT $3",
            )
            .bind(&number)
            .bind(&like)
            .bind(MOST)
            .fetch_all(&mut *tx)
            .await
            .map_err(fault)?;
            let requests = query(
                "SELECT * FROM attempts WHERE name = $1 OR number = $2 OR ($3 <> '' AND (LOWER(serial) LIKE $3 ESCAPE '!'
                     OR LOWER(model) LIKE $3 ESCAPE '!' OR LOWER(manufacturer) LIKE $3 ESCAPE '!'))
                 ORDER BY name <> $1, id DESC LIMIT $4",
            )
            .bind(&name)
            .bind(&number)
            .bind(&like)
            .bind(MOST)
            .fetch_all(&mut *tx)
            .await
            .map_err(fault)?;
            let there: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM cases WHERE id = $1")
                .bind(case.map_or(-1, |case| i64::from(case.0)))
                .fetch_one(&mut *tx)
                .await
                .map_err(fault)?;
            Ok(Hits {
                numbers: numbers.iter().map(listed).collect::<Result<_, _>>()?,
                requests: requests.iter().map(rows::kept).collect::<Result<_, _>>()?,
                case: case.filter(|_| there == 1),
            })
        })
    }
}

/// A pattern that holds the typed text anywhere, whatever characters it has.
fn like(typed: &str) -> String {
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
