//! English words.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

use super::{FailureLine as L, FailureSentence as S};

/// Returns the English line.
pub const fn failure(line: L) -> &'static str {
    match line {
        L::ArgumentDo => "Correct the call in the program; countersign.h describes the arguments.",
        L::NotUtf8Do => "Give the path in UTF-8, or rename the file.",
        L::InterfaceDo => "Pass COUNTERSIGN_INTERFACE of countersign.h.",
        L::LibraryOlderDo => {
            "Install the newer libcountersign, at least the one that the program was built with."
        }
        L::Panicked => "libcountersign failed; it is unknown whether this machine is activated.",
        L::PanickedDo => "Run countersign status, and send both messages to the supplier of the product.",
    }
}

/// Returns the English sentence.
pub fn failure_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Null { name } => format!("The argument {name} is a null pointer."),
        S::NotUtf8 { name } => format!("The argument {name} is not UTF-8."),
        S::TooLong { name } => format!("The argument {name} has more than 4095 bytes."),
        S::NoSuchInterface { header } => format!("No countersign.h has version {header}."),
        S::LibraryOlder { header, library } => format!(
            "The installed libcountersign is older than the program: it has version {library} of the interface, the program needs {header}."
        ),
        S::NoRecording { path } => format!("{path} can't be read as a recorded machine."),
        S::NoRecordingDo { path } => format!("To see why: countersign inspect --hardware {path}"),
    }
}
