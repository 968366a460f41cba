//! English words for a file or folder that isn't used.

use crate::text::DistrustSentence as S;

/// Returns the English sentence.
pub fn distrust(sentence: S<'_>) -> String {
    match sentence {
        S::NotRegular { path } => {
            format!("{path} is a link, a pipe, a device or a folder instead of a regular file.")
        }
        S::NotRegularDo { command } => {
            format!("Put a regular file there, or move away what is there. To see what it is: {command}")
        }
        S::ForeignOwner { path, owner } => {
            format!("{path} belongs to user {owner}, who could change it at any time.")
        }
        S::ForeignOwnerDo { command } => {
            format!("If its content is right, run as root: {command}")
        }
        S::OthersMayWrite { path, mode } => format!("Other users may write to {path} (mode {mode})."),
        S::OthersMayWriteDo { command } => {
            format!("If its content is right, remove that permission: {command}")
        }
    }
}
