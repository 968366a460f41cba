//! The notice in words: the last thing that happened.

use super::Tone;
use crate::text::{StepLine as L, StepSentence};
use crate::wizard::{Notice, State, ToolEnd};
use countersign_core::lang::Lang;
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
        Notice::PicturesWritten(path) => (Tone::Good, StepSentence::NoticePicturesWritten { path }.say(lang)),
        Notice::FileFailed(path, why) => (Tone::Bad, StepSentence::NoticeFileFailed { path, why }.say(lang)),
        Notice::SessionNotSaved(why) => (
            Tone::Warn,
            StepSentence::NoticeSessionNotSaved { why: &why.trim_end_matches(['.', '。']) }.say(lang),
        ),
        Notice::Kept(code) => (Tone::Warn, countersign_keep::text::keep_message(lang, *code)),
        Notice::ReadAgainSame => plain(Tone::Plain, L::NoticeReadSame),
        Notice::ReadAgainChanged => plain(Tone::Good, L::NoticeReadChanged),
        Notice::Tool(end, saved) => {
            let (tone, text) = tool_ended(lang, end);
            (
                tone,
                match saved {
                    Some(path) => StepSentence::NoticeToolSaved { text: &text, path }.say(lang),
                    None => text,
                },
            )
        }
        Notice::SudoFailed(why) => (Tone::Bad, StepSentence::NoticeSudoFailed { why }.say(lang)),
        Notice::PracticeAnswered => plain(Tone::Plain, L::NoticePracticeAnswered),
    })
}

fn tool_ended(lang: Lang, end: &ToolEnd) -> (Tone, String) {
    match end {
        ToolEnd::Success => (Tone::Good, L::NoticeToolSuccess.say(lang).to_owned()),
        ToolEnd::Status(status) => (Tone::Bad, StepSentence::NoticeToolStatus { status }.say(lang)),
        ToolEnd::Failed => (Tone::Bad, L::NoticeToolFailed.say(lang).to_owned()),
        ToolEnd::NotSaved(why) => (Tone::Bad, StepSentence::NoticeToolNotSaved { why }.say(lang)),
        ToolEnd::NotThere => (Tone::Bad, L::NoticeToolNotThere.say(lang).to_owned()),
    }
}
