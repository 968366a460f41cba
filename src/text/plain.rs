//! What is asked line by line.

use countersign_core::lines;

lines! {
    /// What is asked line by line.
    pub enum PlainLine in plain {
        Choose,
        Type,
        NotUnderstood,
        Closed,
        ClosedPractice,
        SearchingForSlips,
    }
}
