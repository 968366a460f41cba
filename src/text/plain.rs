//! The questions of the session line by line.

use countersign_core::lines;

lines! {
    /// A sentence of the session line by line.
    pub enum PlainLine in plain {
        Choose,
        Type,
        NotUnderstood,
        Closed,
        SearchingForSlips,
    }
}
