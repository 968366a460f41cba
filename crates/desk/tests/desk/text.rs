//! The texts of this crate in both languages.

use countersign_desk::text::{AdminLine, CaseLine, DeskLine, OfficeLine, PhoneLine};
use countersign_testing::lines::check;

#[test]
fn every_line_has_the_same_placeholders_in_both_languages() {
    check::<AdminLine>();
    check::<CaseLine>();
    check::<DeskLine>();
    check::<OfficeLine>();
    check::<PhoneLine>();
}
