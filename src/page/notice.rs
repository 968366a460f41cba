//! The notice in words: the last thing that happened.

use super::Tone;
use crate::text::{StepLine as L, StepSentence, request_fault};
use crate::wizard::{Notice, State, ToolEnd};
use countersign_core::lang::Lang;
use countersign_core::text::Line;
use countersign_keep::KeepCode;
use countersign_keep::text::keep_meaning;

/// The notice, if there is one.
#[must_use]
pub fn notice(state: &State) -> Option<(Tone, String)> {
    let lang = state.lang;
    let plain = |tone, line: L| (tone, line.say(lang).to_owned());
    Some(match state.notice.as_ref()? {
        Notice::Copied => plain(Tone::Good, L::NoticeCopied),
        Notice::NotCopied => plain(Tone::Bad, L::NoticeNotCopied),
        Notice::Written(path) if state.is_practice() => {
            (Tone::Warn, StepSentence::NoticeWrittenPractice { path }.say(lang))
        }
        Notice::Pretended(path) => (Tone::Warn, StepSentence::NoticePretended { path }.say(lang)),
        Notice::Written(path) => (Tone::Good, StepSentence::NoticeWritten { path }.say(lang)),
        Notice::FileFailed(path, why) => (Tone::Bad, StepSentence::NoticeFileFailed { path, why }.say(lang)),
        Notice::NoRequest(fault) => (Tone::Bad, request_fault(lang, fault)),
        Notice::RequestNotRemembered(code) => (Tone::Warn, request_not_remembered(lang, *code)),
        // A lost request is the worse loss, so it is what a failed save says too.
        Notice::SessionNotSaved(_) if let Some(code) = state.unremembered_request() => {
            (Tone::Warn, request_not_remembered(lang, code))
        }
        Notice::SessionNotSaved(code) => {
            (Tone::Warn, StepSentence::NoticeSessionNotSaved { why: &why(lang, *code) }.say(lang))
        }
        Notice::SessionNotForgotten(code) => {
            (Tone::Warn, StepSentence::NoticeSessionNotForgotten { why: &why(lang, *code) }.say(lang))
        }
        Notice::Kept(code) => (Tone::Warn, countersign_keep::text::keep_message(lang, *code)),
        Notice::NotReadAgain(why) => (Tone::Bad, why.clone()),
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
        Notice::LanguageUnshown(why) => (Tone::Warn, why.clone()),
        Notice::PracticeAnswered => plain(Tone::Plain, L::NoticePracticeAnswered),
    })
}

fn request_not_remembered(lang: Lang, code: KeepCode) -> String {
    StepSentence::NoticeRequestNotRemembered { why: &why(lang, code) }.say(lang)
}

/// The meaning of a code, without a full stop.
pub(super) fn why(lang: Lang, code: KeepCode) -> String {
    keep_meaning(lang, code).trim_end_matches(['.', '。']).to_owned()
}

fn tool_ended(lang: Lang, end: &ToolEnd) -> (Tone, String) {
    match end {
        ToolEnd::Success => (Tone::Good, L::NoticeToolSuccess.say(lang).to_owned()),
        ToolEnd::Status(status) => (Tone::Bad, StepSentence::NoticeToolStatus { status }.say(lang)),
        ToolEnd::Signal(signal) => (Tone::Bad, StepSentence::NoticeToolSignal { signal }.say(lang)),
        ToolEnd::NotStarted => (Tone::Bad, L::NoticeToolNotStarted.say(lang).to_owned()),
        ToolEnd::NotSaved(why) => (Tone::Bad, StepSentence::NoticeToolNotSaved { why }.say(lang)),
        ToolEnd::NotThere => (Tone::Bad, L::NoticeToolNotThere.say(lang).to_owned()),
    }
}
