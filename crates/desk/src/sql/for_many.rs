//! Statements of one row that a server runs for many rows at once. Starting a statement takes a server longer than finding or writing a
//! row by an index.

use std::fmt::Write as _;
use std::sync::OnceLock;

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::transaction::parameters;
use super::value::{Value, damaged};
use crate::postgres::Statements;
use countersign_ledger::StoreError;

/// The column with the index of the parameters that a row belongs to.
const PLACE: &str = "place";

/// A statement that runs for one set of parameters, or for many. It is one of these:
///
/// - `SELECT …`; it is planned like the statement for one set;
/// - `UPDATE … SET … WHERE … RETURNING …`;
/// - `INSERT INTO … VALUES ($1, $2, …) …`.
pub(super) struct ForMany {
    one: &'static str,
    many: OnceLock<String>,
}

impl ForMany {
    pub const fn new(one: &'static str) -> Self {
        Self { one, many: OnceLock::new() }
    }

    /// Prepares what [`rows`](Self::rows) and [`execute`](Self::execute) need for that many sets of parameters.
    pub async fn prepare(&self, server: Statements<'_>, sets: usize) -> Result<(), StoreError> {
        match sets {
            0 => Ok(()),
            1 => Ok(server.prepare(&[self.one]).await?),
            _ => {
                let many = self.many(server).await?;
                Ok(server.prepare(&[many]).await?)
            }
        }
    }

    /// Returns the rows for each set of parameters.
    pub async fn rows<const N: usize>(
        &self,
        server: Statements<'_>,
        sets: Vec<[Value<'_>; N]>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        match sets.as_slice() {
            [] => return Ok(Vec::new()),
            [only] => return Ok(vec![server.query(self.one, &parameters(only)).await?]),
            _ => {}
        }
        let many = self.many(server).await?;
        let mut found: Vec<Vec<Row>> = sets.iter().map(|_| Vec::new()).collect();
        let columns = columns(sets);
        for row in server.query(many, &arrays(&columns)).await? {
            let place: i64 = row.try_get(PLACE).map_err(|_| damaged(PLACE))?;
            let place = usize::try_from(place - 1).map_err(|_| damaged(PLACE))?;
            found.get_mut(place).ok_or_else(|| damaged(PLACE))?.push(row);
        }
        Ok(found)
    }

    /// Runs the statement for each set of parameters, and returns no rows.
    pub async fn execute<const N: usize>(
        &self,
        server: Statements<'_>,
        sets: Vec<[Value<'_>; N]>,
    ) -> Result<(), StoreError> {
        match sets.as_slice() {
            [] => {}
            [only] => drop(server.execute(self.one, &parameters(only)).await?),
            _ => {
                let many = self.many(server).await?;
                server.execute(many, &arrays(&columns(sets))).await?;
            }
        }
        Ok(())
    }

    /// The statement for many sets. The server knows the types of its parameters.
    async fn many(&self, server: Statements<'_>) -> Result<&str, StoreError> {
        if let Some(many) = self.many.get() {
            return Ok(many);
        }
        let types = server.parameter_types(self.one).await?;
        Ok(self.many.get_or_init(|| for_many(self.one, &types)))
    }
}

/// The statement with a row of `asked` in place of each parameter.
fn for_many(one: &str, types: &[String]) -> String {
    let arrays: Vec<String> = (1..).zip(types).map(|(at, kind)| format!("CAST(${at} AS {kind}[])")).collect();
    let names: Vec<String> = (1..=types.len()).map(|at| format!("p{at}")).collect();
    let asked =
        format!("unnest({}) WITH ORDINALITY AS asked ({}, {PLACE})", arrays.join(", "), names.join(", "));
    let of_row = with_columns(one);
    if of_row.starts_with("SELECT") {
        // OFFSET keeps the planner from joining the tables before it looks up their rows.
        return format!(
            "SELECT asked.{PLACE}, one.* FROM {asked} CROSS JOIN LATERAL ({of_row} OFFSET 0) AS one"
        );
    }
    if of_row.starts_with("UPDATE") {
        return format!("{}, asked.{PLACE}", of_row.replacen(" WHERE ", &format!(" FROM {asked} WHERE "), 1));
    }
    let values =
        of_row.split_once("VALUES (").and_then(|(before, rest)| Some((before, rest.split_once(')')?)));
    let (before, (row, after)) = values.unwrap_or((&of_row, ("", "")));
    format!("{before}SELECT {row} FROM {asked}{after}")
}

/// The statement with `asked.p1` in place of `$1`.
fn with_columns(one: &str) -> String {
    let mut parts = one.split('$');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let _ = write!(all, "asked.p{part}");
    }
    all
}

/// The columns of the sets.
fn columns<const N: usize>(sets: Vec<[Value<'_>; N]>) -> [Vec<Value<'_>>; N] {
    let mut columns = [const { Vec::new() }; N];
    for set in sets {
        for (column, value) in columns.iter_mut().zip(set) {
            column.push(value);
        }
    }
    columns
}

fn arrays<'a, const N: usize>(columns: &'a [Vec<Value<'_>>; N]) -> [&'a (dyn ToSql + Sync); N] {
    columns.each_ref().map(|column| column as &(dyn ToSql + Sync))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_for_one_row_becomes_one_for_many() {
        let asked = "unnest(CAST($1 AS int8[]), CAST($2 AS text[])) WITH ORDINALITY AS asked (p1, p2, place)";
        for (one, many) in [
            (
                "SELECT a FROM t WHERE b = $1 AND c = $2",
                format!(
                    "SELECT asked.place, one.* FROM {asked} CROSS JOIN LATERAL (SELECT a FROM t WHERE b = asked.p1 AND c = asked.p2 OFFSET 0) AS one"
                ),
            ),
            (
                "UPDATE t SET a = $1 WHERE b = $2 RETURNING id",
                format!(
                    "UPDATE t SET a = asked.p1 FROM {asked} WHERE b = asked.p2 RETURNING id, asked.place"
                ),
            ),
            (
                "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
                format!(
                    "INSERT INTO t (a, b) SELECT asked.p1, asked.p2 FROM {asked} ON CONFLICT (a) DO UPDATE SET b = excluded.b"
                ),
            ),
        ] {
            assert_eq!(for_many(one, &["int8".to_owned(), "text".to_owned()]), many);
        }
    }
}
