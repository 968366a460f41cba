//! Lists for operators: license numbers, requests, cases, and what operators did. Filtered, sorted, in pages.
//!
//! A page begins after a cursor, the key of the last row of the page before, so that rows that are added meanwhile don't
//! shift the pages. Never here: words, addresses.

mod acts;
mod cases;
mod conditions;
mod cursor;
mod numbers;
mod requests;

pub use acts::{ActFilter, OfficeRecord};
pub use cases::{CaseFilter, CaseStateFilter, ListedCase};
pub use cursor::Cursor;
pub use numbers::{ListedLicense, NumberFilter, NumberOrder, NumberState};
pub use requests::{OutcomeFilter, RequestFilter};

pub(super) use cases::{LISTED_CASES, listed_case};
pub(super) use conditions::{Conditions, like_pattern};
pub(super) use numbers::{MAY_EXPIRE, listed_license};

/// The time in which something happened, in seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeSpan {
    /// From this moment on.
    pub from: Option<i64>,
    /// Before this moment.
    pub before: Option<i64>,
}

/// The order of a list by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TimeOrder {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<Cursor>,
}

impl<T> ListPage<T> {
    /// The page of rows that were read with their cursors. If there is a next page, one row more than `limit` was read.
    pub(in crate::sql) fn of(mut rows: Vec<(Cursor, T)>, limit: usize) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(cursor, _)| cursor.clone());
        Self { rows: rows.into_iter().map(|(_, row)| row).collect(), next }
    }
}

/// The limit of a statement that reads one row more than a page has.
pub(super) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX)
}
