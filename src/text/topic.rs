//! The topics of `countersign help`.

use countersign_core::lines;

lines! {
    /// A topic of `countersign help`, in paragraphs; those that begin with a digit are entries of a list.
    pub enum TopicLine in topic {
        Keys,
        Ways,
        Routes,
        Plain,
        Practice,
        ExitCodes,
    }
}
