//! The words of this crate in both languages.

use countersign_keep::text::{
    DistrustSentence, KeepLine, ProfileLine, ProfileSentence, StatusLine, StatusSentence,
};
use countersign_testing::lines::{check, check_sentences};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<KeepLine>();
    check::<ProfileLine>();
    check::<StatusLine>();
    check_sentences(DistrustSentence::samples(), DistrustSentence::say);
    check_sentences(ProfileSentence::samples(), ProfileSentence::say);
    check_sentences(StatusSentence::samples(), StatusSentence::say);
}
