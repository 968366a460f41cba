//! The words for why a question has no status.

use countersign_core::{lines, sentences};

lines! {
    /// The next step if there is no status, and the words for a panic of the library.
    pub enum FailureLine in failure {
        ArgumentDo,
        NotUtf8Do,
        InterfaceDo,
        LibraryOlderDo,
        Panicked, PanickedDo,
    }
}

sentences! {
    /// Why there is no status.
    pub enum FailureSentence in failure_sentence {
        Null { name },
        NotUtf8 { name },
        TooLong { name },
        NoSuchInterface { header },
        LibraryOlder { header, library },
        NoRecording { path },
        NoRecordingDo { path },
    }
}
