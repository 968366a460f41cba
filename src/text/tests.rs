//! Tests over every area's lines: both languages say something, with the same placeholders.

use super::{
    AdminLine, CaseLine, DeskLine, FieldLine, Lang, LedgerLine, Line, OfficeLine, PhoneLine, RemedyLine,
    ReviewLine,
};

/// The names between braces, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

/// Call this for each area.
fn both_languages_agree<L: Line>() {
    for line in L::ALL {
        assert!(!line.en().is_empty() && !line.zh().is_empty(), "{line:?} is empty");
        assert_eq!(placeholders(line.en()), placeholders(line.zh()), "{line:?}");
        assert!(!line.zh().is_ascii() || line.en() == line.zh(), "{line:?} is not translated");
        for text in [line.en(), line.zh()] {
            assert!(!text.chars().any(char::is_control), "{line:?} holds a control character");
            assert_eq!(text.trim(), text, "{line:?} has blanks at an end");
        }
    }
}

#[test]
fn every_area_agrees_in_both_languages() {
    both_languages_agree::<FieldLine>();
    both_languages_agree::<ReviewLine>();
    both_languages_agree::<RemedyLine>();
    both_languages_agree::<LedgerLine>();
    both_languages_agree::<DeskLine>();
    both_languages_agree::<AdminLine>();
    both_languages_agree::<CaseLine>();
    both_languages_agree::<PhoneLine>();
    both_languages_agree::<OfficeLine>();
}

#[test]
fn filling_replaces_known_names_only() {
    let line = ReviewLine::What;
    assert_eq!(line.fill(Lang::En, &[("field", "Model"), ("value", "{field}")]), "Model: {field}");
    assert_eq!(line.fill(Lang::En, &[("value", "X")]), "{field}: X");
}

#[test]
fn reasons_fit_a_line() {
    for kind in ReviewLine::ALL {
        let name = format!("{kind:?}");
        if !name.starts_with("Tables") && !name.starts_with("Refuse") {
            assert!(kind.en().chars().count() <= 70, "{kind:?}: {} columns", kind.en().chars().count());
        }
        assert!(unicode_width::UnicodeWidthStr::width(kind.zh()) <= 76, "{kind:?}");
    }
}
