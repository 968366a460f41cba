//! Words of the screens that the telephone guide repeats.

use crate::text::{StepNameLine as L, StepNameSentence as S};

/// The English words.
pub fn step_name(line: L) -> &'static str {
    match line {
        L::Welcome => "Welcome",
        L::Inspect => "Inspect",
        L::Fix => "Fix",
        L::Route => "Route",
        L::Request => "Request",
        L::Code => "Code",
        L::Keep => "Keep",
        L::Done => "Done",
    }
}

/// The English sentences with values.
pub fn step_name_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::RequestName { name } => format!("Request: {name}"),
    }
}
