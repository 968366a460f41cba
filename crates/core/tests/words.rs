//! The texts of this crate in both languages.

use countersign_core::text::{
    BundleLine, FieldLine, Lang, Line as _, PlatformLine, RemedyLine, RemedySentence, ReviewLine,
    ReviewSentence, SpellingLine, StepNameLine, StepNameSentence, WayLine, WaySentence,
};
use countersign_testing::lines::{check, check_sentences};

#[test]
fn lines_and_sentences_have_words_in_both_languages() {
    check::<BundleLine>();
    check::<FieldLine>();
    check::<PlatformLine>();
    check::<RemedyLine>();
    check::<ReviewLine>();
    check::<StepNameLine>();
    check::<WayLine>();
    check_sentences(RemedySentence::samples(), RemedySentence::say);
    check_sentences(ReviewSentence::samples(), ReviewSentence::say);
    check_sentences(StepNameSentence::samples(), StepNameSentence::say);
    check_sentences(WaySentence::samples(), WaySentence::say);
}

#[test]
fn every_character_has_a_spelling_word_in_both_languages() {
    for line in SpellingLine::ALL {
        assert!(!line.en().is_empty() && !line.zh().is_empty(), "{line:?}");
    }
}

#[test]
fn a_value_with_braces_is_shown_as_it_is() {
    let sentence = ReviewSentence::What { field: &"Model", value: &"{field}" };
    assert_eq!(sentence.say(Lang::En), "Model: {field}");
    assert_eq!(sentence.say(Lang::Zh), "Model为「{field}」");
}

#[test]
fn reasons_fit_a_line() {
    let lines =
        ReviewLine::ALL.iter().map(|line| (format!("{line:?}"), line.en().to_owned(), line.zh().to_owned()));
    let sentences = ReviewSentence::samples()
        .into_iter()
        .map(|(name, sentence)| (name.to_owned(), sentence.say(Lang::En), sentence.say(Lang::Zh)));
    for (name, en, zh) in lines.chain(sentences) {
        if !name.starts_with("Tables") && !name.starts_with("Refuse") {
            assert!(en.chars().count() <= 70, "{name}: {} columns", en.chars().count());
        }
        assert!(unicode_width::UnicodeWidthStr::width(zh.as_str()) <= 76, "{name}");
    }
}

#[test]
fn titles_of_ways_fit_beside_a_number() {
    for line in WayLine::ALL.iter().filter(|line| format!("{line:?}").starts_with("Title")) {
        for words in [line.en(), line.zh()] {
            assert!(unicode_width::UnicodeWidthStr::width(words) <= 60, "{words}");
        }
    }
}
