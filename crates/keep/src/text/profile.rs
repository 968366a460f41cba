//! The words for a profile that can't be used: what is wrong, and the next step.

use countersign_core::{lines, sentences};

lines! {
    /// The next step for a profile that can't be used.
    pub enum ProfileLine in profile {
        MissingDo,
        UnreadableDo,
        AnewDo,
        SyntaxDo,
        UnpublishedDo,
        // Why the profile can't be read
        Denied,
    }
}

sentences! {
    /// What is wrong with a profile.
    pub enum ProfileSentence in profile_sentence {
        Missing { path },
        Unreadable { path, why },
        NotUsed { why },
        TooLarge { path },
        Syntax { path, why },
        NoKeys { path },
        BadKey { path, why },
        TwinKeys { path, why },
        Unpublished { path },
    }
}
