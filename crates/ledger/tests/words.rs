//! Tests the words of this crate in both languages.

use countersign_core::protocol::REFUSAL_CODES;
use countersign_ledger::Reason;
use countersign_ledger::text::{LedgerLine, LedgerSentence};
use countersign_testing::lines::{check, check_sentences};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<LedgerLine>();
    check_sentences(LedgerSentence::samples(), LedgerSentence::say);
}

#[test]
fn devices_recognise_the_code_of_every_reason() {
    assert_eq!(Reason::ALL.map(Reason::code), REFUSAL_CODES);
}
