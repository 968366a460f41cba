//! The conditions of a list as SQL.

use super::{Cursor, TimeOrder, TimeSpan};
use crate::sql::value::Value;

/// Conditions joined by `AND`, and their parameters.
#[derive(Debug, Default)]
pub(in crate::sql) struct Conditions {
    texts: Vec<String>,
    values: Vec<Value<'static>>,
}

impl Conditions {
    /// Adds a condition without a parameter.
    pub fn add(&mut self, condition: &str) {
        self.texts.push(condition.to_owned());
    }

    /// Adds a condition in which each `?` stands for the value.
    pub fn add_with(&mut self, condition: &str, value: impl Into<Value<'static>>) {
        let place = self.place(value);
        self.texts.push(condition.replace('?', &place));
    }

    /// Adds the condition if there is a value.
    pub fn add_some(&mut self, condition: &str, value: Option<impl Into<Value<'static>>>) {
        if let Some(value) = value {
            self.add_with(condition, value);
        }
    }

    /// Adds the condition that a time is in that span.
    pub fn add_time(&mut self, column: &str, span: TimeSpan) {
        self.add_some(&format!("{column} >= ?"), span.from);
        self.add_some(&format!("{column} < ?"), span.before);
    }

    /// Adds the condition that the ids come after the cursor. Returns the order, for `ORDER BY`.
    pub fn add_ids(&mut self, column: &str, order: TimeOrder, after: Option<&Cursor>) -> String {
        let (sign, by) = match order {
            TimeOrder::Newest => ("<", "DESC"),
            TimeOrder::Oldest => (">", "ASC"),
        };
        self.add_some(&format!("{column} {sign} ?"), after.and_then(|after| after.number(0)));
        format!("{column} {by}")
    }

    /// Adds a parameter. Returns its placeholder.
    pub fn place(&mut self, value: impl Into<Value<'static>>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// All conditions, for `WHERE`.
    pub fn text(&self) -> String {
        if self.texts.is_empty() { "TRUE".to_owned() } else { self.texts.join(" AND ") }
    }

    /// The parameters.
    pub fn into_values(self) -> Vec<Value<'static>> {
        self.values
    }
}

/// A `LIKE` pattern in lower case, with `!` as its escape, that finds the text anywhere.
pub(in crate::sql) fn like_pattern(part: &str) -> String {
    let mut out = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out.push('%');
    out
}
