//! English words for a profile that can't be used.

use crate::text::{ProfileLine as L, ProfileSentence as S};

/// Returns the English line.
pub const fn profile(line: L) -> &'static str {
    match line {
        L::MissingDo => "Check the path, or put the product's profile there.",
        L::UnreadableDo => "Check its rights, or start as root.",
        L::AnewDo => "Get it anew from the desk.",
        L::SyntaxDo => "Get it anew from the desk; countersign-desk init writes it.",
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
        S::Syntax { path, why } => format!("The profile {path} is not as it should be: {why}."),
        S::NoKeys { path } => format!("The profile {path} pins no keys, so no code could ever be checked."),
        S::BadKey { path, why } => format!("The profile {path} holds a bad key: {why}."),
        S::TwinKeys { path, why } => format!("The profile {path} holds two keys that are alike: {why}."),
        S::Unpublished { path } => {
            format!("The profile {path} has no id: no desk has published it, so none would answer.")
        }
    }
}
