//! Bundles: the requests of many machines in one file, and their answers in another.
//!
//! A bundle is UTF-8 text with one JSON object a line. The first line is the head, the last one the end with the count of entries:
//!
//! ```text
//! {"countersign":"requests","version":1}
//! {"host":"web-01","request":"HTTPS://DESK.EXAMPLE/R/..."}
//! {"host":"web-02","request":"HTTPS://DESK.EXAMPLE/R/..."}
//! {"end":2}
//! ```
//!
//! The end line of answers also has their counts: `{"end":2,"counts":{"issued":1,"reasons":{"DEVICE-DIFFERS":1},"cut-off":false}}`.
//!
//! A bundle is not signed and needs no trust: the desk decides each request by itself, and each device checks its own code. So a
//! malformed line affects no other line. A bundle without an end line was cut off; the entries that it has still count.
//!
//! Lives here: the lines and their limits. Never here: the content of a request, decisions, files.

mod counts;
mod reader;
mod writer;

use serde::{Deserialize, Serialize};

use crate::text::BundleLine;

pub use counts::AnswerCounts;
pub use reader::{BundleEnd, BundleError, BundleReader, LineError, is_bundle};
pub use writer::BundleWriter;

/// The longest line, in bytes: the longest request with room for its host.
pub const MAX_LINE: usize = 128 * 1024;
/// The most entries of a bundle.
pub const MAX_ENTRIES: usize = 100_000;
/// The longest name of a host, in characters.
pub const MAX_HOST: usize = 255;
/// The version of the format.
pub const VERSION: u64 = 1;

/// What a bundle holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BundleKind {
    /// Requests of machines.
    Requests,
    /// Their answers, one for each line of requests, in the same order.
    Answers,
}

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleHead {
    /// What the bundle holds.
    pub countersign: BundleKind,
    /// The version of the format.
    pub version: u64,
    /// In a bundle of answers, the SHA-256 of the bundle of requests, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// The request of one machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledRequest {
    /// The administrator's name for the machine: 1 to 255 characters without control characters. No decision depends on it.
    pub host: String,
    /// The text or the link of the request.
    pub request: String,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    end: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counts: Option<AnswerCounts>,
}

/// The refusal of a text that [`is_host`] rejects: the stable code and the line of text.
pub const HOST_REFUSAL: (&str, BundleLine) = ("HOST-MALFORMED", BundleLine::HostMalformed);

/// Whether a text is a valid name of a host: 1 to [`MAX_HOST`] characters without control characters.
#[must_use]
pub fn is_host(text: &str) -> bool {
    (1..=MAX_HOST).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}
