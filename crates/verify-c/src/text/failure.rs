//! The words of why a question has no status.

use countersign_core::{lines, sentences};

lines! {
    /// What to do where there is no status, and a failure of the library itself.
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
