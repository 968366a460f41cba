//! A typed line of a code, told in one line: accepted, mended with before and now, or refused with the reason.

use crate::text::{PlainLine as L, PlainSentence as S};
use crate::wizard::code::read;
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::protocol::line::{GROUP, LENGTH, LineReading, grouped};
use countersign_core::text::{Line, join_list};

/// The reply to line `at` (0–6), which isn't empty.
pub(super) fn told(lang: Lang, at: usize, typed: &str) -> String {
    let line = &(at + 1);
    let why = match read(at, typed) {
        LineReading::Clean(_) => return S::LineAccepted { line }.say(lang),
        LineReading::Mended { line: now, at: places, .. } => {
            return S::LineMended { line, groups: &mended(lang, typed, &now, &places) }.say(lang);
        }
        LineReading::Other(other, _) => return S::LineOther { line, other: &other.get() }.say(lang),
        LineReading::Short { typed } => S::LineMissing { count: &LENGTH.saturating_sub(typed) }.say(lang),
        LineReading::Long { typed } => S::LineTooLong { count: &typed.saturating_sub(LENGTH) }.say(lang),
        LineReading::Foreign { found, .. } => {
            let character = printable(found.to_string().as_bytes());
            S::LineForeign { character: &character }.say(lang)
        }
        LineReading::Wrong => L::LineUnreadable.say(lang).to_owned(),
    };
    let blank = if lang == Lang::Zh { "" } else { " " };
    let why = format!("{why}{blank}{}", L::LineStays.say(lang));
    S::LineRefused { line, typed: &shown(typed), why: &why }.say(lang)
}

/// A typed line as it is shown: in upper case and groups, safe.
pub(super) fn shown(typed: &str) -> String {
    grouped(&printable(typed.to_uppercase().as_bytes()))
}

/// The groups that were mended, before and now.
fn mended(lang: Lang, typed: &str, now: &str, places: &[usize]) -> String {
    let group = |text: &str, at: usize| -> String {
        text.to_uppercase().chars().skip(at * GROUP).take(GROUP).collect()
    };
    let mut groups: Vec<usize> = places.iter().map(|place| place / GROUP).collect();
    groups.dedup();
    let told = groups.into_iter().map(|at| {
        let (before, now) = (group(typed, at), group(now, at));
        S::GroupMended { group: &(at + 1), before: &before, now: &now }.say(lang)
    });
    join_list(lang, &told.collect::<Vec<_>>())
}
