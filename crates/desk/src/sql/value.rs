//! Parameters and columns of statements, the same for SQLite and PostgreSQL: integers of 64 bits, text, bytes, or NULL.

use std::borrow::Cow;
use std::cell::Cell;
use std::error::Error;

use bytes::BytesMut;
use rusqlite::types::ToSqlOutput;
use tokio_postgres::types::{IsNull, Type};

use super::sqlite;
use crate::postgres::PostgresFault;
use countersign_ledger::StoreError;

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

/// The parameters of a statement, each as a [`Value`].
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$($crate::sql::value::Value::from($value)),*] };
}
pub(super) use values;

/// The placeholders of that many parameters in a statement, from `$first` on.
pub(super) fn placeholders(first: usize, count: usize) -> String {
    (first..).take(count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u16> for Value<'_> {
    fn from(number: u16) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Integer(yes.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl From<countersign_core::protocol::Marker> for Value<'_> {
    fn from(marker: countersign_core::protocol::Marker) -> Self {
        Self::Bytes(Cow::Owned(marker.0.to_vec()))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(ToSqlOutput::from(rusqlite::types::Null)),
            Self::Integer(number) => number.to_sql(),
            Self::Text(text) => Ok(ToSqlOutput::from(text.as_ref())),
            Self::Bytes(bytes) => Ok(ToSqlOutput::from(bytes.as_ref())),
        }
    }
}

impl tokio_postgres::types::ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.as_ref().to_sql(kind, out),
            Self::Bytes(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::TEXT, Type::BYTEA].contains(kind)
    }

    tokio_postgres::types::to_sql_checked!();
}

/// A type that a column can be read as: `i64`, `String`, `Vec<u8>`, or an `Option` of these.
pub(super) trait Column:
    rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a>
{
}

impl<T: rusqlite::types::FromSql + for<'a> tokio_postgres::types::FromSql<'a>> Column for T {}

/// A row that a statement returns.
pub(super) struct Row<'a> {
    source: Source<'a>,
    /// The place after the column that was read last. Columns are mostly read in their order, and a search from the first one on took
    /// longer than the reading.
    next: Cell<usize>,
}

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> From<&'a rusqlite::Row<'a>> for Row<'a> {
    fn from(row: &'a rusqlite::Row<'a>) -> Self {
        Self { source: Source::Sqlite(row), next: Cell::new(0) }
    }
}

impl<'a> From<&'a tokio_postgres::Row> for Row<'a> {
    fn from(row: &'a tokio_postgres::Row) -> Self {
        Self { source: Source::Postgres(row), next: Cell::new(0) }
    }
}

impl Source<'_> {
    fn columns(&self) -> usize {
        match self {
            Self::Sqlite(row) => row.as_ref().column_count(),
            Self::Postgres(row) => row.len(),
        }
    }

    fn is_named(&self, place: usize, column: &str) -> bool {
        match self {
            Self::Sqlite(row) => row.as_ref().column_name(place).is_ok_and(|name| name == column),
            Self::Postgres(row) => row.columns().get(place).is_some_and(|one| one.name() == column),
        }
    }
}

impl Row<'_> {
    /// Reads a column.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if there is no such column, or it holds another type.
    pub fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        let (count, next) = (self.source.columns(), self.next.get());
        let mut places = (next..count).chain(0..next.min(count));
        let place =
            places.find(|place| self.source.is_named(*place, column)).ok_or_else(|| damaged(column))?;
        self.next.set(place + 1);
        match self.source {
            Source::Sqlite(row) => row.get(place).map_err(sqlite::fault),
            Source::Postgres(row) => row.try_get(place).map_err(|error| PostgresFault::from(error).into()),
        }
    }

    /// Reads a column that holds an integer of a smaller type.
    pub fn integer<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        T::try_from(self.get::<i64>(column)?).map_err(|_| damaged(column))
    }

    /// Reads a column that holds such an integer or NULL.
    pub fn optional_integer<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.get::<Option<i64>>(column)?.map(T::try_from).transpose().map_err(|_| damaged(column))
    }
}

/// The error for a column that can't be decoded.
pub(super) fn damaged(column: &str) -> StoreError {
    StoreError::Damaged(column.to_owned())
}
