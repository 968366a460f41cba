//! The lines of a code that were typed with errors: each as it was typed, and as it was read.
//!
//! Never here: the search for what was meant.

use crate::text::StepSentence;
use crate::wizard::MendedLine;
use countersign_core::lang::Lang;
use countersign_core::protocol::line::{self, LineNumber, LineReading, grouped};
use countersign_core::text::semicolon;

/// A sentence for each mended line of a code that verified.
#[must_use]
pub fn mended_lines(lang: Lang, typed: &[String; 7], mended: &[MendedLine]) -> Vec<String> {
    mended.iter().map(|line| sentence(lang, typed, line.number, &line.meant)).collect()
}

/// A sentence for each of these lines (1–7) of a code that doesn't verify, if the line was mended.
#[must_use]
pub fn doubtful_lines(lang: Lang, typed: &[String; 7], numbers: &[u8]) -> Vec<String> {
    numbers
        .iter()
        .filter_map(|number| match reading(typed, *number)? {
            LineReading::Mended { line, .. } => Some(sentence(lang, typed, *number, &line)),
            _ => None,
        })
        .collect()
}

/// The remark beside a mended line: the line as it is read, and each changed character.
#[must_use]
pub fn mended_remark(lang: Lang, typed: &str, line: &str, places: &[usize]) -> String {
    let changes: Vec<String> = places
        .iter()
        .filter_map(|place| {
            let (typed, meant) = (typed.chars().nth(*place)?.to_ascii_uppercase(), line.chars().nth(*place)?);
            Some(StepSentence::MendedPlace { typed: &typed, meant: &meant }.say(lang))
        })
        .collect();
    StepSentence::LineMended { line: &grouped(line), places: &changes.join(semicolon(lang)) }.say(lang)
}

fn sentence(lang: Lang, typed: &[String; 7], number: u8, meant: &str) -> String {
    let shown = typed_line(typed, number).map_or_else(String::new, |text| {
        grouped(&line::cleaned(text).collect::<String>().to_ascii_uppercase())
    });
    StepSentence::CodeMended { line: &number, typed: &shown, meant: &grouped(meant) }.say(lang)
}

/// The reading of that line (1–7).
fn reading(typed: &[String; 7], number: u8) -> Option<LineReading> {
    Some(line::read(LineNumber::new(number)?, typed_line(typed, number)?))
}

/// The text that was typed for that line: in its own place, or in another one if it reads as that line there.
fn typed_line(typed: &[String; 7], number: u8) -> Option<&String> {
    let own = typed.get(usize::from(number).checked_sub(1)?)?;
    let fits = |text: &&String| {
        LineNumber::new(number)
            .is_some_and(|number| matches!(line::read(number, text), LineReading::Mended { .. }))
    };
    Some(if fits(&own) { own } else { typed.iter().find(fits).unwrap_or(own) })
}
