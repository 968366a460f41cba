//! The words of this crate in both languages.

use countersign_ledger::text::LedgerLine;
use countersign_testing::lines::check;

#[test]
fn every_area_agrees_in_both_languages() {
    check::<LedgerLine>();
}
