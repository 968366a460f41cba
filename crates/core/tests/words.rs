//! The texts of this crate in both languages.

use countersign_core::text::{FieldLine, Lang, Line as _, RemedyLine, ReviewLine, ScreenLine, SpellingLine};
use countersign_testing::lines::check;

#[test]
fn placeholders_agree_in_both_languages() {
    check::<FieldLine>();
    check::<RemedyLine>();
    check::<ReviewLine>();
    check::<ScreenLine>();
}

#[test]
fn every_character_has_a_spelling_word_in_both_languages() {
    for line in SpellingLine::ALL {
        assert!(!line.en().is_empty() && !line.zh().is_empty(), "{line:?}");
    }
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
