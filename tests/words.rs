//! The texts of this crate in both languages.

use countersign::text::{
    ActionLine, CheckLine, CheckSentence, CommandLine, CommandSentence, FactLine, FactSentence, Fault,
    HelpLine, PlainLine, PlainSentence, StepLine, StepSentence,
};
use countersign_core::text::Lang;
use countersign_testing::lines::{check, check_sentences, check_words, placeholders};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<ActionLine>();
    check::<CheckLine>();
    check::<CommandLine>();
    check::<FactLine>();
    check::<HelpLine>();
    check::<PlainLine>();
    check::<StepLine>();
    check_sentences(CheckSentence::samples(), CheckSentence::say);
    check_sentences(CommandSentence::samples(), CommandSentence::say);
    check_sentences(FactSentence::samples(), FactSentence::say);
    check_sentences(PlainSentence::samples(), PlainSentence::say);
    check_sentences(StepSentence::samples(), StepSentence::say);
}

#[test]
fn every_fault_has_a_cause_and_a_cure_in_both_languages() {
    for fault in Fault::samples() {
        let [en, zh] = [Lang::En, Lang::Zh].map(|lang| {
            let (what, cure) = fault.words(lang);
            assert!(!what.is_empty() && !cure.is_empty(), "{fault:?} {lang:?}");
            format!("{what}\n{cure}")
        });
        check_words(fault.code(), &en, &zh);
        assert_eq!(placeholders(&en), placeholders(&zh), "{fault:?}");
    }
}
