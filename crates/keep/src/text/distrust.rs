//! The words of a file or folder that isn't used: what it is, and the command that cures it.

use countersign_core::sentences;
use countersign_core::text::Lang;

use crate::safe_path;
use crate::{Distrust, DistrustedPath};

sentences! {
    /// Two sentences for each reason: what it is and, in `…Do`, the next step.
    pub enum DistrustSentence in distrust {
        NotRegular { path },
        NotRegularDo { command },
        ForeignOwner { path, owner },
        ForeignOwnerDo { command },
        OthersMayWrite { path, mode },
        OthersMayWriteDo { command },
    }
}

/// Why the file or folder isn't used.
#[must_use]
pub fn distrust_meaning(lang: Lang, found: &DistrustedPath) -> String {
    let path = &safe_path(&found.path);
    match found.why {
        Distrust::NotRegular => DistrustSentence::NotRegular { path }.say(lang),
        Distrust::ForeignOwner { owner } => DistrustSentence::ForeignOwner { path, owner: &owner }.say(lang),
        Distrust::OthersMayWrite { mode } => {
            DistrustSentence::OthersMayWrite { path, mode: &format!("{mode:04o}") }.say(lang)
        }
    }
}

/// The next step, with the command.
#[must_use]
pub fn distrust_next_step(lang: Lang, found: &DistrustedPath) -> String {
    let path = safe_path(&found.path);
    match found.why {
        Distrust::NotRegular => {
            DistrustSentence::NotRegularDo { command: &format!("ls -ld -- {path}") }.say(lang)
        }
        Distrust::ForeignOwner { .. } => {
            let owner = match found.rightful_owner {
                0 => "root".to_owned(),
                user => user.to_string(),
            };
            DistrustSentence::ForeignOwnerDo { command: &format!("chown {owner} -- {path}") }.say(lang)
        }
        Distrust::OthersMayWrite { .. } => {
            DistrustSentence::OthersMayWriteDo { command: &format!("chmod go-w -- {path}") }.say(lang)
        }
    }
}
