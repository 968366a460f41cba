//! Tests the words of this crate in both languages.

use countersign_testing::lines::{check, check_sentences};
use countersign_verify_c::text::{FailureLine, FailureSentence};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<FailureLine>();
    check_sentences(FailureSentence::samples(), FailureSentence::say);
}
