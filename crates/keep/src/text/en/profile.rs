//! English words for a profile that can't be used.

use crate::text::{ProfileLine as L, ProfileSentence as S};

/// Returns the English line.
pub const fn profile(line: L) -> &'static str {
    match line {
        L::MissingDo => "Check the path, or put the product's profile there.",
        L::UnreadableDo => "Check its permissions, or start as root.",
        L::AnewDo => "Get it again from the desk.",
        L::SyntaxDo => "Get it again from the desk; countersign-desk init writes it.",
        L::UnpublishedDo => "Get the published profile from the desk.",
        L::Denied => "this user may not read it",
    }
}

/// Returns the English sentence.
pub fn profile_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Missing { path } => format!("There is no profile at {path}."),
        S::Unreadable { path, why } => format!("The profile {path} can't be read: {why}."),
        S::NotUsed { why } => format!("The profile is not used: {why}"),
        S::TooLarge { path } => format!("The profile {path} is larger than 256 KiB."),
        S::Syntax { path, why } => format!("The profile {path} is malformed: {why}."),
        S::NoKeys { path } => format!("The profile {path} pins no keys, so no code can be checked."),
        S::BadKey { path, why } => format!("The profile {path} has an invalid key: {why}."),
        S::TwinKeys { path, why } => format!("The profile {path} has duplicate keys: {why}."),
        S::Unpublished { path } => {
            format!("The profile {path} has no id: no desk has published it, so none answers it.")
        }
    }
}
