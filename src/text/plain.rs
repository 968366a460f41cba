//! What is asked line by line.

lines! {
    /// What is asked line by line.
    pub enum PlainLine in plain {
        Choose,
        Type,
        NotUnderstood,
        Closed,
        ClosedPractice,
        Looking,
    }
}
