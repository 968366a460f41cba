//! The notice in words: the last thing that happened.

use super::Tone;
use crate::text::StepLine as L;
use crate::wizard::{Notice, State, ToolEnd};
use countersign_core::text::Line;

/// The notice, if there is one.
#[must_use]
pub fn notice(state: &State) -> Option<(Tone, String)> {
    let lang = state.lang;
    let plain = |tone, line: L| (tone, line.say(lang).to_owned());
    Some(match state.notice.as_ref()? {
        Notice::Copied => plain(Tone::Good, L::NoticeCopied),
        Notice::Written(path) if state.is_practice() => {
            (Tone::Warn, L::NoticeWrittenPractice.fill(lang, &[("path", path)]))
        }
        Notice::Pretended(path) => (Tone::Warn, L::NoticePretended.fill(lang, &[("path", path)])),
        Notice::Written(path) => (Tone::Good, L::NoticeWritten.fill(lang, &[("path", path)])),
        Notice::FileFailed(path, why) => {
            (Tone::Bad, L::NoticeFileFailed.fill(lang, &[("path", path), ("why", why)]))
        }
        Notice::SessionNotSaved(why) => {
            (Tone::Warn, L::NoticeSessionNotSaved.fill(lang, &[("why", why.trim_end_matches(['.', '。']))]))
        }
        Notice::Kept(code) => (Tone::Warn, countersign_keep::text::keep_message(lang, *code)),
        Notice::ReadAgainSame => plain(Tone::Plain, L::NoticeReadSame),
        Notice::ReadAgainChanged => plain(Tone::Good, L::NoticeReadChanged),
        Notice::Tool(ToolEnd::Success) => plain(Tone::Good, L::NoticeToolSuccess),
        Notice::Tool(ToolEnd::Status(status)) => {
            (Tone::Bad, L::NoticeToolStatus.fill(lang, &[("status", &status.to_string())]))
        }
        Notice::Tool(ToolEnd::Failed) => plain(Tone::Bad, L::NoticeToolFailed),
        Notice::SudoFailed(why) => (Tone::Bad, L::NoticeSudoFailed.fill(lang, &[("why", why)])),
        Notice::PracticeAnswered => plain(Tone::Plain, L::NoticePracticeAnswered),
    })
}
