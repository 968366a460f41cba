//! The words of this crate in both languages.

use countersign_keep::text::{KeepLine, StatusLine};
use countersign_testing::lines::check;

#[test]
fn every_area_agrees_in_both_languages() {
    check::<KeepLine>();
    check::<StatusLine>();
}
