//! The words of this crate in both languages.

use countersign_ledger::text::{LedgerLine, LedgerSentence};
use countersign_testing::lines::{check, check_sentences};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<LedgerLine>();
    check_sentences(LedgerSentence::samples(), LedgerSentence::say);
}
