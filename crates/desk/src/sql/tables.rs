//! The tables of the newest schema as data: their columns and keys. Rows are read and written unchanged, in pages by primary key,
//! and hashed.
//!
//! Both databases order the keys in the same way, so that equal tables have equal digests. Never here: what a column means. The
//! search indexes aren't listed: each database makes its own.

mod columns;

use sha2::{Digest as _, Sha256};

use super::transaction::Tx;
use super::value::{Row, Value, placeholders};
use countersign_ledger::StoreError;

pub(super) use columns::{REFERENCES, TABLES};

/// How many rows are read or written by one statement.
pub(super) const PAGE: usize = 500;
/// The same for a table that holds pieces of a program.
const PAGE_OF_PIECES: usize = 8;

/// A row, in the order of the columns.
pub(super) type StoredRow = Vec<Value<'static>>;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Text,
    Bytes,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    /// The columns of the primary key.
    pub key: &'static [&'static str],
    pub columns: &'static [(&'static str, Kind)],
    /// Whether the database assigns the ids.
    pub counted: bool,
}

/// A column that refers to another table.
#[derive(Debug)]
pub(super) struct Reference {
    pub table: &'static str,
    pub column: &'static str,
    pub to: &'static str,
    pub to_column: &'static str,
}

impl Table {
    /// How many of its rows are read or written by one statement.
    pub fn page_size(&self) -> usize {
        if self.name == "build_pieces" { PAGE_OF_PIECES } else { PAGE }
    }

    /// How many rows it has.
    pub async fn count(&self, tx: &mut Tx<'_>) -> Result<u64, StoreError> {
        let statement = format!("SELECT COUNT(*) AS found FROM {}", self.name);
        tx.one(&statement, [], |row| row.integer("found")).await
    }

    /// The rows after a key, at most [`Table::page_size`], by ascending key.
    pub async fn page(
        &self,
        tx: &mut Tx<'_>,
        after: Option<&[Value<'static>]>,
    ) -> Result<Vec<StoredRow>, StoreError> {
        let key = self.key_order(tx.is_postgres());
        let behind = match after {
            Some(_) => format!("WHERE ({key}) > ({})", placeholders(1, self.key.len())),
            None => String::new(),
        };
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let (names, limit) = (names.join(", "), self.page_size());
        let statement = format!("SELECT {names} FROM {} {behind} ORDER BY {key} LIMIT {limit}", self.name);
        tx.rows(&statement, after.unwrap_or_default(), |row| self.read(row)).await
    }

    /// The key of a row.
    pub fn key_of(&self, row: &[Value<'static>]) -> Vec<Value<'static>> {
        let of_key = |((name, _), value): (&(&str, Kind), &Value<'static>)| {
            self.key.contains(name).then(|| value.clone())
        };
        self.columns.iter().zip(row).filter_map(of_key).collect()
    }

    /// Writes rows, at most [`Table::page_size`].
    pub async fn insert(&self, tx: &mut Tx<'_>, rows: &[StoredRow]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let width = names.len();
        let lists: Vec<String> =
            (0..rows.len()).map(|at| format!("({})", placeholders(at * width + 1, width))).collect();
        let statement =
            format!("INSERT INTO {} ({}) VALUES {}", self.name, names.join(", "), lists.join(", "));
        let values: Vec<Value<'_>> = rows.iter().flatten().map(borrowed).collect();
        tx.execute(&statement, &values).await.map(drop)
    }

    /// The digest of all rows.
    pub async fn digest(&self, tx: &mut Tx<'_>) -> Result<TableDigest, StoreError> {
        let mut hasher = RowHasher::default();
        let mut last: Option<Vec<Value<'static>>> = None;
        loop {
            let page = self.page(tx, last.as_deref()).await?;
            page.iter().for_each(|row| hasher.add(row));
            last = page.last().map(|row| self.key_of(row));
            if page.len() < self.page_size() {
                return Ok(hasher.finish());
            }
        }
    }

    /// The key columns for `ORDER BY`, in the order of their bytes, which both databases have.
    fn key_order(&self, postgres: bool) -> String {
        let is_text = |key: &str| self.columns.contains(&(key, Kind::Text));
        let column = |key: &&str| match postgres && is_text(key) {
            true => format!("{key} COLLATE \"C\""),
            false => (*key).to_owned(),
        };
        self.key.iter().map(column).collect::<Vec<_>>().join(", ")
    }

    fn read(&self, row: &Row<'_>) -> Result<StoredRow, StoreError> {
        let value = |(name, kind): &(&str, Kind)| {
            Ok(match kind {
                Kind::Integer => row.get::<Option<i64>>(name)?.into(),
                Kind::Text => row.get::<Option<String>>(name)?.into(),
                Kind::Bytes => {
                    row.get::<Option<Vec<u8>>>(name)?.map_or(Value::Null, |bytes| Value::Bytes(bytes.into()))
                }
            })
        };
        self.columns.iter().map(value).collect()
    }
}

fn borrowed<'v>(value: &'v Value<'static>) -> Value<'v> {
    match value {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Integer(*number),
        Value::Text(text) => Value::Text(text.as_ref().into()),
        Value::Bytes(bytes) => Value::Bytes(bytes.as_ref().into()),
    }
}

/// How many rows a table has, and their SHA-256 digest in the order of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    /// How many rows it has.
    pub rows: u64,
    /// The digest.
    pub sha256: [u8; 32],
}

/// Computes the digest of rows.
#[derive(Default)]
pub(super) struct RowHasher {
    rows: u64,
    hash: Sha256,
}

impl RowHasher {
    /// Adds a row: each value with its kind, and with its length if values of that kind differ in length.
    pub fn add(&mut self, row: &[Value<'_>]) {
        self.rows += 1;
        for value in row {
            match value {
                Value::Null => self.hash.update([0]),
                Value::Integer(number) => {
                    self.hash.update([1]);
                    self.hash.update(number.to_be_bytes());
                }
                Value::Text(text) => self.add_bytes(2, text.as_bytes()),
                Value::Bytes(bytes) => self.add_bytes(3, bytes),
            }
        }
    }

    fn add_bytes(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update([kind]);
        self.hash.update((bytes.len() as u64).to_be_bytes());
        self.hash.update(bytes);
    }

    /// The digest of the rows so far.
    pub fn finish(self) -> TableDigest {
        TableDigest { rows: self.rows, sha256: self.hash.finalize().into() }
    }
}
