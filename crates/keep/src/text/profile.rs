//! The words of a profile that can't be used: what is wrong with it, and what to do now.

use countersign_core::{lines, sentences};

lines! {
    /// What to do about a profile that can't be used.
    pub enum ProfileLine in profile {
        MissingDo,
        UnreadableDo,
        AnewDo,
        SyntaxDo,
        UnpublishedDo,
        // Why it can't be read
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
