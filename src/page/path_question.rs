//! The question for the path of a file: the path, what was found, and the other paths on offer.

use std::path::{Path, PathBuf};

use super::{Block, Tone};
use crate::text::{PlainSentence, StepLine as L, StepSentence as S};
use crate::wizard::{Answers, FileKind, Finding, PathQuestion, Purpose, Stage, shown};
use countersign_core::lang::Lang;
use countersign_core::text::{Line, listed, safe_path};

/// The blocks of the question.
#[must_use]
pub fn blocks(question: &PathQuestion, lang: Lang) -> Vec<Block> {
    if let Stage::Replace(path) = &question.stage {
        let path = safe_path(path);
        let lines = PlainSentence::FileExists { path: &path }.say(lang);
        return vec![Block::per_form(Tone::Warn, S::FileExists { path: &path }.say(lang), Some(lines))];
    }
    let label = match question.purpose {
        Purpose::Save(_) => L::SaveAsk,
        Purpose::Answer => L::CodeFileAsk,
    };
    let input = &question.input;
    let mut blocks = vec![Block::Input {
        label: label.say(lang).to_owned(),
        value: input.value().to_owned(),
        cursor: Some(input.cursor()),
    }];
    if let Purpose::Save(FileKind::RequestPicture { .. }) = question.purpose {
        blocks.push(Block::Paragraph(Tone::Dim, L::PictureForms.say(lang).to_owned()));
    }
    blocks.extend(found(question, lang).into_iter().map(|(tone, text)| Block::Paragraph(tone, text)));
    blocks
}

/// The lines below the path.
fn found(question: &PathQuestion, lang: Lang) -> Vec<(Tone, String)> {
    let busy = match (&question.stage, &question.purpose) {
        (Stage::Looking, Purpose::Save(_)) => Some(L::LookingForPlaces),
        (Stage::Looking, Purpose::Answer) => Some(L::LookingForAnswer),
        (Stage::Completing, _) => Some(L::LookingForNames),
        (Stage::Working, Purpose::Save(_)) => Some(L::WritingFile),
        (Stage::Working, Purpose::Answer) => Some(L::ReadingFile),
        (Stage::Typing | Stage::Replace(_), _) => None,
    };
    if let Some(line) = busy {
        return vec![(Tone::Dim, line.say(lang).to_owned())];
    }
    let mut lines = Vec::new();
    match &question.finding {
        Some(Finding::Places(places)) => unmounted(&places.unmounted, lang, &mut lines),
        Some(Finding::Answers(answers)) => told_of_answers(question, answers, lang, &mut lines),
        Some(Finding::Names(completion)) => {
            let names = completion.names.join("  ");
            let text = match completion.more {
                0 => S::NamesThere { names: &names }.say(lang),
                more => S::NamesThereAndMore { names: &names, more: &more }.say(lang),
            };
            lines.push((Tone::Dim, text));
        }
        None => {}
    }
    let others: Vec<String> = question.other_offers().collect();
    if !others.is_empty() {
        lines.push((Tone::Dim, S::OtherPaths { paths: &listed(lang, &others) }.say(lang)));
    }
    lines
}

fn told_of_answers(question: &PathQuestion, answers: &Answers, lang: Lang, lines: &mut Vec<(Tone, String)>) {
    if question.taken().is_some() {
        lines.push((Tone::Good, L::AnswerFound.say(lang).to_owned()));
    } else if answers.files.is_empty() {
        let folders: Vec<String> = answers.searched.iter().map(|folder| shown(folder)).collect();
        lines.push((Tone::Plain, S::AnswerNotFound { folders: &listed(lang, &folders) }.say(lang)));
    }
    if let Some((path, code)) = answers.refused.as_ref().filter(|_| answers.files.is_empty()) {
        lines.push((Tone::Warn, S::AnswerRefused { path: &safe_path(path), code }.say(lang)));
    }
    if let Some(path) = answers.other.as_deref().filter(|_| answers.files.is_empty()) {
        lines.push((Tone::Warn, S::AnswerForOther { path: &safe_path(path) }.say(lang)));
    }
    unmounted(&answers.unmounted, lang, lines);
}

/// The devices that are plugged in but not mounted, and the command that mounts the first.
fn unmounted(devices: &[String], lang: Lang, lines: &mut Vec<(Tone, String)>) {
    let Some(device) = devices.first() else { return };
    let command = format!("mount {} /mnt", safe_path(Path::new(device)));
    let devices: Vec<PathBuf> = devices.iter().map(PathBuf::from).collect();
    let devices: Vec<String> = devices.iter().map(|device| safe_path(device)).collect();
    let text = S::NotMounted { devices: &listed(lang, &devices), command: &command }.say(lang);
    lines.push((Tone::Warn, text));
}
