//! The notice in words: the last thing that happened.

use super::Tone;
use crate::text::{StepLine as L, StepSentence};
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
            (Tone::Warn, StepSentence::NoticeWrittenPractice { path }.say(lang))
        }
        Notice::Pretended(path) => (Tone::Warn, StepSentence::NoticePretended { path }.say(lang)),
        Notice::Written(path) => (Tone::Good, StepSentence::NoticeWritten { path }.say(lang)),
        Notice::FileFailed(path, why) => (Tone::Bad, StepSentence::NoticeFileFailed { path, why }.say(lang)),
        Notice::SessionNotSaved(why) => (
            Tone::Warn,
            StepSentence::NoticeSessionNotSaved { why: &why.trim_end_matches(['.', '。']) }.say(lang),
        ),
        Notice::Kept(code) => (Tone::Warn, countersign_keep::text::keep_message(lang, *code)),
        Notice::ReadAgainSame => plain(Tone::Plain, L::NoticeReadSame),
        Notice::ReadAgainChanged => plain(Tone::Good, L::NoticeReadChanged),
        Notice::Tool(ToolEnd::Success) => plain(Tone::Good, L::NoticeToolSuccess),
        Notice::Tool(ToolEnd::Status(status)) => {
            (Tone::Bad, StepSentence::NoticeToolStatus { status }.say(lang))
        }
        Notice::Tool(ToolEnd::Failed) => plain(Tone::Bad, L::NoticeToolFailed),
        Notice::SudoFailed(why) => (Tone::Bad, StepSentence::NoticeSudoFailed { why }.say(lang)),
        Notice::PracticeAnswered => plain(Tone::Plain, L::NoticePracticeAnswered),
    })
}
