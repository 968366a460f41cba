//! The longest bodies that the desk reads, in bytes, by what they hold. A longer one is refused with status 413.
//!
//! The router sets [`ANY`] for every route; a route that takes more sets its own with a layer.

use crate::request_parser;

/// Any body.
pub const ANY: usize = 16 * 1024;
/// A request as a JSON string: the longest text, escaped.
pub const REQUEST: usize = 2 * request_parser::MAX_BYTES;
/// A form of the office: the longest note, percent-encoded.
pub const FORM: usize = 64 * 1024;
/// An object of the interface for programs: five hundred numbers.
pub const OBJECT: usize = 64 * 1024;
/// A file of an import.
pub const IMPORT: usize = 8 * 1024 * 1024;
/// A bundle: about 30,000 machines. The command takes longer bundles.
pub const BUNDLE: usize = 16 * 1024 * 1024;
