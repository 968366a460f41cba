//! The texts of this crate in both languages.

use countersign::text::{ActionLine, CommandLine, FactLine, Fault, HelpLine, PlainLine, StepLine};
use countersign_testing::lines::check;

#[test]
fn every_area_agrees_in_both_languages() {
    check::<ActionLine>();
    check::<CommandLine>();
    check::<FactLine>();
    check::<Fault>();
    check::<HelpLine>();
    check::<PlainLine>();
    check::<StepLine>();
}
