//! Answers a question from C. An answer holds all strings that C reads, each with a zero byte at its end,
//! created once.
//!
//! An answer never changes, so any number of threads may read it.

use std::ffi::{CStr, CString};
use std::panic::{UnwindSafe, catch_unwind};
use std::path::Path;

use countersign_core::lang::Lang;
use countersign_core::text::labelled;
use countersign_keep::STATE_FOLDER;
use countersign_keep::text::status_lines;
use countersign_probe::{recording, this_computer};
use countersign_verify::{ActivationState, Audience, Status, check_machine, load_profile};

use crate::failure::Failure;

/// Whether this machine is activated.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is no status: an argument is wrong, or the profile can't be used. The code says why.
    Error = 0,
    /// A license for this machine is kept, and it is valid today.
    Activated = 1,
    /// No license is kept.
    NotActivated = 2,
    /// The license's last day is past.
    Expired = 3,
    /// The license is for this machine as it was before, or for another one.
    Changed = 4,
    /// No key of the profile signed what is kept.
    Invalid = 5,
    /// Unknown: a record, or a field that decides, can't be read.
    Unverified = 6,
}

/// The question: the status by the given profile.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The path of the profile.
    pub profile: &'a Path,
    /// A recorded machine; `None` for this computer.
    pub machine: Option<&'a Path>,
    /// The state folder; `None` for `/var/lib/countersign`.
    pub state: Option<&'a Path>,
}

/// The answer to one question: a status, or why there is none. It never changes. countersign_check makes it, and countersign_free takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    state: State,
    code: CString,
    english: CString,
    chinese: CString,
    days_left: i32,
    json: CString,
}

impl Answer {
    /// Answers the question. A failure is an answer too.
    #[must_use]
    pub fn to(question: &Question<'_>) -> Self {
        match status(question) {
            Ok(status) => Self::of_status(&status),
            Err(failure) => Self::of_failure(&failure),
        }
    }

    /// Returns the answer of `ask`; a panic becomes a failure.
    #[must_use]
    pub fn guarded(ask: impl FnOnce() -> Self + UnwindSafe) -> Self {
        catch_unwind(ask).unwrap_or_else(|_| Self::of_failure(&Failure::Panicked))
    }

    fn of_status(status: &Status) -> Self {
        let lines = |lang| terminated(status_lines(lang, status).join("\n"));
        Self {
            state: State::of(&status.state),
            code: terminated(status.code.map_or("", |code| code.as_str()).to_owned()),
            english: lines(Lang::En),
            chinese: lines(Lang::Zh),
            days_left: status.days_left.map_or(-1, i32::from),
            json: terminated(status.json(Audience::Owner).to_string()),
        }
    }

    /// Creates the answer for a failure.
    #[must_use]
    pub fn of_failure(failure: &Failure) -> Self {
        let code = failure.code();
        let lines = |lang| {
            let (what, cure) = failure.words(lang);
            terminated(format!("{}\n{cure}", labelled(lang, code, &what)))
        };
        let (what, cure) = failure.words(Lang::En);
        let json = serde_json::json!({ "error": { "code": code, "what": what, "cure": cure } });
        Self {
            state: State::Error,
            code: terminated(code.to_owned()),
            english: lines(Lang::En),
            chinese: lines(Lang::Zh),
            days_left: -1,
            json: terminated(json.to_string()),
        }
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Returns the stable code; empty if the machine is activated.
    #[must_use]
    pub fn code(&self) -> &CStr {
        &self.code
    }

    /// Returns the lines that `countersign status` prints.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &CStr {
        match lang {
            Lang::En => &self.english,
            Lang::Zh => &self.chinese,
        }
    }

    /// Returns the number of days that the license is valid after today; -1 if it is not valid today or never
    /// expires.
    #[must_use]
    pub const fn days_left(&self) -> i32 {
        self.days_left
    }

    /// Returns the object that `countersign status --json` prints.
    #[must_use]
    pub fn json(&self) -> &CStr {
        &self.json
    }
}

impl State {
    const fn of(state: &ActivationState) -> Self {
        match state {
            ActivationState::Activated => Self::Activated,
            ActivationState::NotActivated => Self::NotActivated,
            ActivationState::Expired => Self::Expired,
            ActivationState::Changed { .. } => Self::Changed,
            ActivationState::Invalid => Self::Invalid,
            ActivationState::Unverified => Self::Unverified,
        }
    }
}

fn status(question: &Question<'_>) -> Result<Status, Failure> {
    let profile = load_profile(question.profile).map_err(Failure::Profile)?;
    let machine = match question.machine {
        Some(path) => recording(path).map_err(Failure::Recording)?,
        None => this_computer(),
    };
    Ok(check_machine(&machine, &profile, question.state.unwrap_or(Path::new(STATE_FOLDER))))
}

/// Converts the text to a C string. A zero byte would end the string early, so it is replaced; no text has
/// one.
fn terminated(text: String) -> CString {
    CString::new(text.replace('\0', "?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

    use super::*;

    #[test]
    fn a_panic_is_an_answer_with_a_code_and_words_in_both_languages() {
        let answer = Answer::guarded(|| panic!("on purpose"));
        assert_eq!((answer.state(), answer.code()), (State::Error, c"FAULT"));
        for lang in [Lang::En, Lang::Zh] {
            let text = answer.text(lang).to_str().unwrap();
            assert_eq!(text.lines().count(), 2, "{text}");
            assert!(text.starts_with("FAULT"), "{text}");
        }
    }

    #[test]
    fn a_zero_byte_does_not_truncate_a_text() {
        assert_eq!(terminated("a\0b".to_owned()).as_c_str(), c"a?b");
    }

    #[test]
    fn an_answer_is_send_and_sync() {
        fn check<T: Send + Sync>() {}
        check::<Answer>();
    }
}
