//! The reasons why a question has no status, each with its code, what happened, and the next step.

use countersign_core::lang::Lang;
use countersign_core::text::{Line as _, safe_path};
use countersign_probe::RecordingError;
use countersign_verify::LoadProfileError;

use crate::text::{FailureLine, FailureSentence};

/// Why there is no status.
#[derive(Debug)]
pub enum Failure {
    /// The named argument is a null pointer.
    Null(&'static str),
    /// The named argument is not UTF-8.
    NotUtf8(&'static str),
    /// The named argument has more than 4,095 bytes.
    TooLong(&'static str),
    /// No header has the given version.
    NoSuchInterface(u32),
    /// The program was built with a newer header than this library's.
    LibraryOlder {
        /// The version of the program's header.
        header: u32,
        /// The version of this library.
        library: u32,
    },
    /// The profile can't be used.
    Profile(LoadProfileError),
    /// The recorded machine can't be read.
    Recording(RecordingError),
    /// This library panicked.
    Panicked,
}

impl Failure {
    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Null(_) => "ARGUMENT-NULL",
            Self::NotUtf8(_) => "ARGUMENT-NOT-UTF8",
            Self::TooLong(_) => "ARGUMENT-TOO-LONG",
            Self::NoSuchInterface(_) => "ARGUMENT-INTERFACE",
            Self::LibraryOlder { .. } => "LIBRARY-OLDER",
            Self::Profile(error) => error.code(),
            Self::Recording(error) => recording_code(error),
            Self::Panicked => "FAULT",
        }
    }

    /// Returns what happened, and the next step: one sentence each.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        let (sentence, cure) = match self {
            Self::Null(name) => (FailureSentence::Null { name }, FailureLine::ArgumentDo),
            Self::NotUtf8(name) => (FailureSentence::NotUtf8 { name }, FailureLine::NotUtf8Do),
            Self::TooLong(name) => (FailureSentence::TooLong { name }, FailureLine::ArgumentDo),
            Self::NoSuchInterface(header) => {
                (FailureSentence::NoSuchInterface { header }, FailureLine::InterfaceDo)
            }
            Self::LibraryOlder { header, library } => {
                (FailureSentence::LibraryOlder { header, library }, FailureLine::LibraryOlderDo)
            }
            Self::Profile(error) => return error.words(lang),
            Self::Recording(error) => {
                let path = safe_path(error.path());
                let what = FailureSentence::NoRecording { path: &path }.say(lang);
                return (what, FailureSentence::NoRecordingDo { path: &path }.say(lang));
            }
            Self::Panicked => {
                return (
                    FailureLine::Panicked.say(lang).to_owned(),
                    FailureLine::PanickedDo.say(lang).to_owned(),
                );
            }
        };
        (sentence.say(lang), cure.say(lang).to_owned())
    }
}

/// Returns the code that the device program has for the error.
const fn recording_code(error: &RecordingError) -> &'static str {
    match error {
        RecordingError::NotFound(_) => "HARDWARE-NOT-FOUND",
        RecordingError::Denied(_) => "HARDWARE-DENIED",
        RecordingError::Empty(_) => "HARDWARE-EMPTY",
        RecordingError::TooLarge(_) => "HARDWARE-TOO-LARGE",
        RecordingError::Unknown(_) => "HARDWARE-UNKNOWN",
        RecordingError::NotUnderstood(_, line) if line.text.is_empty() => "HARDWARE-CUT",
        RecordingError::NotUnderstood(..) => "HARDWARE-NOT-UNDERSTOOD",
        RecordingError::Broken(_) => "HARDWARE-BROKEN",
    }
}
