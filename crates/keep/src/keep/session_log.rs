//! The log of a session: what was done, and when. It is saved with the session and deleted with it.
//!
//! The number of entries and their length are bounded. The log never holds a code, a secret, or a value of
//! the machine.

use serde::{Deserialize, Serialize};

/// The maximum number of entries; the oldest are dropped first.
pub const LOG_LIMIT: usize = 100;

/// The maximum number of characters of a detail.
const DETAIL_LIMIT: usize = 200;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogKind {
    /// A step was entered; the detail is its number.
    Step,
    /// The machine was read; the detail is the codes of its findings.
    Read,
    /// A way was chosen or withdrawn; the detail is its name.
    Way,
    /// A route was chosen; the detail is its name.
    Route,
    /// A request was made; the detail is its name.
    Request,
    /// The desk gave a code.
    Issued,
    /// The desk refused the request; the detail is its codes and the case.
    Refused,
    /// The desk could not be asked; the detail is the code of the reason.
    NotAnswered,
    /// A file was written; the detail is its path.
    Saved,
    /// A file could not be written or read; the detail is its path.
    FileFailed,
    /// A tool was run; the detail says how it ended.
    Tool,
    /// A code was accepted.
    CodeAccepted,
    /// A code was refused; the detail is the code of the reason.
    CodeRefused,
    /// The activation was kept.
    Kept,
    /// The activation could not be kept; the detail is the code of the reason.
    NotKept,
}

impl LogKind {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Read => "read",
            Self::Way => "way",
            Self::Route => "route",
            Self::Request => "request",
            Self::Issued => "issued",
            Self::Refused => "refused",
            Self::NotAnswered => "not-answered",
            Self::Saved => "saved",
            Self::FileFailed => "file-failed",
            Self::Tool => "tool",
            Self::CodeAccepted => "code-accepted",
            Self::CodeRefused => "code-refused",
            Self::Kept => "kept",
            Self::NotKept => "not-kept",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// The time of the entry, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// What was done.
    pub what: LogKind,
    /// A name, a path or codes; empty if the kind has no detail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The entries, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionLog(Vec<LogEntry>);

impl SessionLog {
    /// Adds an entry. A full log loses its oldest entry.
    pub fn add(&mut self, at: i64, what: LogKind, detail: &str) {
        let detail = detail.chars().take(DETAIL_LIMIT).collect();
        self.0.push(LogEntry { at, what, detail });
        let excess = self.0.len().saturating_sub(LOG_LIMIT);
        self.0.drain(..excess);
    }

    /// Returns the entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[LogEntry] {
        &self.0
    }

    /// Whether the log has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the log is small enough to be stored in a file.
    pub(super) fn is_within_limits(&self) -> bool {
        self.0.len() <= LOG_LIMIT && self.0.iter().all(|entry| entry.detail.chars().count() <= DETAIL_LIMIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entries_are_kept_and_details_are_bounded() {
        let mut log = SessionLog::default();
        for at in 0..300 {
            log.add(at, LogKind::Step, &"x".repeat(1000));
        }
        assert_eq!((log.entries().len(), log.entries()[0].at), (LOG_LIMIT, 200));
        assert!(log.is_within_limits());
        let json = serde_json::to_string(&log).unwrap();
        assert_eq!(serde_json::from_str::<SessionLog>(&json).unwrap(), log);
    }

    #[test]
    fn each_kind_is_saved_under_its_stable_name() {
        for kind in [LogKind::NotAnswered, LogKind::FileFailed, LogKind::CodeAccepted, LogKind::NotKept] {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
        }
    }
}
