//! The words for a file or folder that fails the check: what is wrong, and the command that fixes it.

use countersign_core::sentences;
use countersign_core::text::Lang;

use crate::safe_path;
use crate::{Distrust, DistrustedPath};

sentences! {
    /// Two sentences for each reason: what is wrong and, in `…Do`, the next step.
    pub enum DistrustSentence in distrust {
        NotRegular { path },
        NotRegularDo { command },
        ForeignOwner { path, owner },
        ForeignOwnerDo { command },
        OthersMayWrite { path, mode },
        OthersMayWriteDo { command },
    }
}

/// Returns why the file or folder isn't used.
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

/// Returns the next step, with the command.
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
