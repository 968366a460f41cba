//! Writes a list to a file, as CSV or JSON, row by row, so that the list may have any length.
//!
//! The names of columns and keys are a contract. In CSV a text that a spreadsheet would interpret as a
//! formula gets an apostrophe before it, and a time is written as `2026-11-29 06:28:04` in UTC. In JSON a
//! time is in seconds since 1970-01-01 UTC.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::sql::{ListedCase, ListedLicense, OfficeRecord, StoredAttempt};
use countersign_core::protocol::license::date_of;
use countersign_ledger::AttemptOutcome;

/// The format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets expect it.
    Csv,
    /// One JSON object with one array.
    Json,
}

impl ExportFormat {
    /// Returns the format for a file name's extension.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// Returns the media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// A row of an exported list.
pub trait ExportRow {
    /// The name of the list: the key of its array.
    const LIST: &'static str;
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];
    /// The columns with times, in seconds since 1970-01-01 UTC.
    const MOMENTS: &'static [&'static str];
    /// Returns the values, one for each column: texts, numbers, booleans or null.
    fn values(&self) -> Vec<Value>;

    /// Returns the row as an object: each column with its value.
    fn to_json(&self) -> Value {
        let keys = Self::COLUMNS.iter().map(|key| (*key).to_owned());
        Value::Object(keys.zip(self.values()).collect::<Map<_, _>>())
    }
}

/// Writes a list in pieces.
#[derive(Debug)]
pub struct Exporter {
    format: ExportFormat,
    empty: bool,
}

impl Exporter {
    /// Begins a list. Returns the exporter and the first piece.
    #[must_use]
    pub fn begin<R: ExportRow>(format: ExportFormat) -> (Self, String) {
        let head = match format {
            ExportFormat::Csv => format!("\u{feff}{}", csv_line(R::COLUMNS.iter().copied())),
            ExportFormat::Json => format!("{{\"{}\":[", R::LIST),
        };
        (Self { format, empty: true }, head)
    }

    /// Returns the piece with the next rows.
    pub fn rows<R: ExportRow>(&mut self, rows: &[R]) -> String {
        let mut out = String::new();
        for row in rows {
            match self.format {
                ExportFormat::Csv => out.push_str(&csv_line(cells::<R>(&row.values()))),
                ExportFormat::Json => {
                    out.push_str(if self.empty { "\n" } else { ",\n" });
                    out.push_str(&row.to_json().to_string());
                }
            }
            self.empty = false;
        }
        out
    }

    /// Returns the last piece.
    #[must_use]
    pub fn end(self) -> &'static str {
        match self.format {
            ExportFormat::Csv => "",
            ExportFormat::Json => "\n]}\n",
        }
    }
}

/// Returns the values of a row as cells.
fn cells<R: ExportRow>(values: &[Value]) -> impl Iterator<Item = String> {
    R::COLUMNS.iter().zip(values).map(|(column, value)| match value.as_i64() {
        Some(at) if R::MOMENTS.contains(column) => moment(at),
        _ => cell(value),
    })
}

/// Returns a time in the format that spreadsheets parse.
fn moment(at: i64) -> String {
    Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.strftime("%F %T").to_string())
}

/// Returns a value as a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text),
        other => other.to_string(),
    }
}

/// The mark before a text that a spreadsheet would interpret as a formula.
const GUARD: char = '\'';

/// Returns a text that no spreadsheet interprets as a formula. [`unguarded`] returns the text before it.
fn guarded(text: &str) -> String {
    if needs_guard(text) { format!("{GUARD}{text}") } else { text.to_owned() }
}

/// Returns the text of a cell without the mark that [`guarded`] puts before it.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|text| needs_guard(text)).unwrap_or(cell)
}

/// Whether a text begins like a formula. A text that looks guarded gets a mark too, so that [`unguarded`] returns it whole.
fn needs_guard(text: &str) -> bool {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text.trim_start_matches(GUARD).starts_with(formula)
}

fn csv_line(cells: impl Iterator<Item = impl AsRef<[u8]>>) -> String {
    // The import reads `#` as the start of a comment, so a text with one is quoted.
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .comment(Some(b'#'))
        .from_writer(Vec::new());
    // Writing to memory doesn't fail, and the cells are UTF-8.
    let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|line| String::from_utf8(line).ok()).unwrap_or_default()
}

impl ExportRow for ListedLicense {
    const LIST: &'static str = "licenses";
    const COLUMNS: &'static [&'static str] = &[
        "product",
        "number",
        "state",
        "edition",
        "expiry",
        "expires",
        "seats",
        "taken",
        "bound",
        "organisation",
        "contact",
        "telephone",
        "mail",
        "ticket",
    ];
    const MOMENTS: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let mut values = vec![
            json!(self.product),
            json!(self.number),
            json!(self.state.name()),
            json!(self.license.edition.0),
            json!(self.license.expiry.to_text()),
            json!(self.last_day.map(date_of)),
            json!(self.license.seats.get()),
            json!(self.taken),
            json!(self.bound.map(date_of)),
        ];
        values.extend(self.customer.texts().map(|text| json!(text)));
        values
    }
}

impl ExportRow for StoredAttempt {
    const LIST: &'static str = "requests";
    const COLUMNS: &'static [&'static str] = &[
        "at",
        "name",
        "product",
        "number",
        "outcome",
        "detail",
        "findings",
        "manufacturer",
        "model",
        "serial",
        "by-word",
        "operator",
        "case",
    ];
    const MOMENTS: &'static [&'static str] = &["at"];

    fn values(&self) -> Vec<Value> {
        let attempt = &self.attempt;
        let (outcome, detail) = match attempt.outcome {
            AttemptOutcome::Issued(kind) => ("issued", kind.name()),
            AttemptOutcome::Refused(reason) => ("refused", reason.code()),
        };
        let findings: Vec<String> = attempt.findings().iter().filter_map(|finding| finding.code()).collect();
        let value = |at: usize| attempt.values.as_ref().and_then(|values| values.get(at));
        vec![
            json!(attempt.at),
            json!(attempt.name),
            json!(attempt.license.as_ref().map(|license| &license.product)),
            json!(attempt.license.as_ref().map(|license| license.as_str())),
            json!(outcome),
            json!(detail),
            json!(findings.join(" ")),
            json!(value(0)),
            json!(value(1)),
            json!(value(2)),
            json!(attempt.spoken),
            json!(attempt.operator),
            json!(self.case.map(|case| case.to_string())),
        ]
    }
}

impl ExportRow for ListedCase {
    const LIST: &'static str = "cases";
    const COLUMNS: &'static [&'static str] = &[
        "case", "reason", "open", "waits", "assignee", "product", "number", "customer", "ticket", "model",
        "serial", "requests", "opened", "last", "closed", "machines", "unsolved",
    ];
    const MOMENTS: &'static [&'static str] = &["opened", "last", "closed"];

    fn values(&self) -> Vec<Value> {
        let machine = self.machine.as_ref();
        vec![
            json!(self.case.number.to_string()),
            json!(self.case.reason.code()),
            json!(self.case.closed.is_none()),
            json!(self.waits),
            json!(self.assignee),
            json!(self.license.as_ref().map(|license| &license.product)),
            json!(self.license.as_ref().map(|license| license.as_str())),
            json!(self.customer),
            json!(self.ticket),
            json!(machine.map(|(model, _)| model)),
            json!(machine.map(|(_, serial)| serial)),
            json!(self.requests),
            json!(self.case.opened),
            json!(self.last),
            json!(self.case.closed.as_ref().map(|closed| closed.at)),
            json!(self.case.machines),
            json!(self.case.unsolved),
        ]
    }
}

impl ExportRow for OfficeRecord {
    const LIST: &'static str = "audit";
    const COLUMNS: &'static [&'static str] =
        &["at", "operator", "event", "product", "number", "seat", "detail", "reason"];
    const MOMENTS: &'static [&'static str] = &["at"];

    fn values(&self) -> Vec<Value> {
        match self {
            Self::Act(act) => vec![
                json!(act.at),
                json!(act.operator),
                json!(act.kind.name()),
                json!(act.license.product),
                json!(act.license.as_str()),
                json!(act.seat),
                json!(act.detail),
                json!(act.reason),
            ],
            Self::Event(event) => vec![
                json!(event.at),
                json!(event.operator),
                json!(event.event),
                Value::Null,
                Value::Null,
                Value::Null,
                json!(event.subject),
                Value::Null,
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::OfficeEvent;

    fn event(subject: &str) -> OfficeRecord {
        let (operator, event) = ("li".to_owned(), "key-added".to_owned());
        OfficeRecord::Event(OfficeEvent { at: 1, operator, event, subject: subject.to_owned() })
    }

    fn exported(format: ExportFormat, rows: &[OfficeRecord]) -> String {
        let (mut exporter, mut out) = Exporter::begin::<OfficeRecord>(format);
        for row in rows {
            out.push_str(&exporter.rows(std::slice::from_ref(row)));
        }
        out + exporter.end()
    }

    #[test]
    fn no_cell_of_csv_is_a_formula() {
        for text in ["=1+1", "+86 400", "-1", "@x", "\t=1", "＝1"] {
            let csv = exported(ExportFormat::Csv, &[event(text)]);
            assert!(csv.contains(&format!("'{text}")), "{csv:?}");
        }
        let csv = exported(ExportFormat::Csv, &[event("a,\"b\"\nc")]);
        let head = "\u{feff}at,operator,event,product,number,seat,detail,reason\r\n";
        assert_eq!(csv, format!("{head}1970-01-01 00:00:01,li,key-added,,,,\"a,\"\"b\"\"\nc\",\r\n"));
    }

    #[test]
    fn a_guarded_text_is_recovered() {
        for text in ["+86 10", "'+86 10", "''=1", "'quoted'", "'", "", "－1", "a"] {
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }

    #[test]
    fn json_in_several_parts_is_one_object() {
        let parsed = |rows: &[OfficeRecord]| -> Value {
            serde_json::from_str(&exported(ExportFormat::Json, rows)).unwrap()
        };
        assert_eq!(parsed(&[]), json!({ "audit": [] }));
        let two = parsed(&[event("=1"), event("2")]);
        assert_eq!((&two["audit"][0]["detail"], &two["audit"][1]["detail"]), (&json!("=1"), &json!("2")));
    }
}
