//! The log of a session.

use crate::text::{LogLine as L, LogSentence as S};

/// The English words.
pub fn log(line: L) -> &'static str {
    match line {
        L::Title => "What was done (times are UTC)",
        L::ReadGood => "The machine was read: every field can be used.",
        L::Withdrawn => "The chosen way was withdrawn.",
        L::Issued => "The desk gave a code.",
        L::ToolGood => "A tool was run and succeeded.",
        L::CodeAccepted => "The code was accepted.",
        L::Kept => "The activation was kept.",
    }
}

/// The English sentences with values.
pub fn log_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Step { step } => format!("Step {step}"),
        S::Read { codes } => format!("The machine was read: {codes}"),
        S::Way { title } => format!("Way taken: {title}"),
        S::Route { title } => format!("Route chosen: {title}"),
        S::Request { name } => format!("Request {name}"),
        S::Refused { codes } => format!("The desk refused: {codes}"),
        S::NotAnswered { code } => format!("The desk could not be asked: {code}"),
        S::Saved { path } => format!("File written: {path}"),
        S::FileFailed { path } => format!("File not written or read: {path}"),
        S::Tool { end } => format!("A tool was run: {end}"),
        S::CodeRefused { code } => format!("A code was refused: {code}"),
        S::NotKept { code } => format!("The activation was not kept: {code}"),
    }
}
