//! Help for a step, line by line: what the step is for, whom to call, the open case, and every choice by its number.

use super::choices::choices;
use super::piece::Piece;
use crate::page::step_title;
use crate::text::{HelpLine, PlainLine as L, PlainSentence as S, StepSentence};
use crate::wizard::State;
use countersign_core::step::StepName;
use countersign_core::text::Line;

/// The pieces of help.
pub(super) fn help(state: &State) -> Vec<Piece> {
    let lang = state.lang;
    let step = state.step.name();
    let title = StepSentence::HelpTitle { step: &step_title(lang, step) }.say(lang);
    let about = match step {
        StepName::Code => L::HelpCode.say(lang),
        step => HelpLine::from(step).say(lang),
    };
    let contact = match &state.settings.profile.hotline {
        Some(hotline) => S::HelpHotline { hotline }.say(lang),
        None => L::HelpContact.say(lang).to_owned(),
    };
    let case = state.draft.case.as_ref().map(|case| StepSentence::CaseOpen { case }.say(lang));
    let lines = [title, about.to_owned(), contact].into_iter().chain(case);
    let lines = lines.chain([L::HelpChoices.say(lang).to_owned()]);
    let choices = choices(state).into_iter().map(|choice| choice.piece(state));
    lines.map(Piece::words).chain(choices).collect()
}
