//! What the lists of programs share: the page of a query, and a page as JSON.

use serde_json::{Map, Value};

use super::problem::{Detail, Problem};
use super::rule::Rule;
use crate::dates;
use crate::list_export::ExportRow;
use crate::sql::{Cursor, ListPage, TimeSpan};

/// How many rows a page has, unless the query sets a limit.
const USUAL: usize = 100;
/// How many rows a page has at most.
const MOST: usize = 500;

/// The page that a query asks for.
pub(super) struct Page {
    pub(super) after: Option<Cursor>,
    pub(super) limit: usize,
}

/// The problem of a parameter that breaks a rule.
pub(super) fn broken(name: &'static str, rule: Rule) -> Problem {
    Problem::Parameter(Detail::Rule(rule.broken(name)))
}

/// The page that a query asks for.
///
/// # Errors
/// The cursor or the limit is invalid.
pub(super) fn page(cursor: Option<&str>, limit: Option<usize>) -> Result<Page, Problem> {
    let after = cursor.map(|text| text.parse().map_err(|_| broken("cursor", Rule::Cursor)));
    let limit = limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(broken("limit", Rule::Between(1, MOST)));
    }
    Ok(Page { after: after.transpose()?, limit })
}

/// A text to search for, without its control characters: PostgreSQL refuses NUL.
///
/// # Errors
/// It is empty or longer than a line.
pub(super) fn text(name: &'static str, given: Option<String>) -> Result<Option<String>, Problem> {
    let Some(text) = given else { return Ok(None) };
    if text.is_empty() || text.chars().count() > countersign_ledger::case::LINE_LIMIT {
        return Err(broken(name, Rule::Characters(1, countersign_ledger::case::LINE_LIMIT)));
    }
    Ok(Some(text.chars().filter(|c| !c.is_control()).collect()))
}

/// The time between two days, both included.
///
/// # Errors
/// One of them is not a day.
pub(super) fn span(from: Option<&str>, until: Option<&str>) -> Result<TimeSpan, Problem> {
    let start = |text: &str, name| {
        dates::parse_day(text).map(dates::start_of).map_err(|_| Problem::Value(Rule::Day.broken(name)))
    };
    let from = from.map(|text| start(text, "from")).transpose()?;
    let until = until.map(|text| start(text, "until")).transpose()?;
    Ok(TimeSpan { from, before: until.map(|start| start + dates::DAY_SECONDS) })
}

/// A page as JSON: the rows like those of an export, each passed through `more`, and the cursor of the next page.
pub(super) fn to_json<R: ExportRow>(page: &ListPage<R>, more: impl Fn(Value, &R) -> Value) -> Value {
    let object = |row: &R| more(row.to_json(), row);
    let list = match R::LIST {
        "licenses" => "numbers",
        other => other,
    };
    let rows: Vec<Value> = page.rows.iter().map(object).collect();
    let next = page.next.as_ref().map(ToString::to_string);
    Value::Object(Map::from_iter([(list.to_owned(), rows.into()), ("next".to_owned(), next.into())]))
}
