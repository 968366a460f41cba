//! The texts of this crate in both languages.

use countersign::text::{
    ActionLine, CheckLine, CheckSentence, CommandLine, CommandSentence, FactLine, FactSentence, Fault,
    FleetLine, FleetSentence, HelpLine, LogLine, LogSentence, PlainLine, PlainSentence, RelayLine,
    RelaySentence, SheetLine, SheetSentence, StepLine, StepSentence, SystemLine, SystemSentence, TopicLine,
};
use countersign_core::text::{Lang, Line};
use countersign_testing::lines::{check, check_sentences, check_words, placeholders};

#[test]
fn every_area_agrees_in_both_languages() {
    check::<ActionLine>();
    check::<CheckLine>();
    check::<CommandLine>();
    check::<FactLine>();
    check::<FleetLine>();
    check::<HelpLine>();
    check::<PlainLine>();
    check::<LogLine>();
    check::<RelayLine>();
    check::<SheetLine>();
    check::<StepLine>();
    check_sentences(CheckSentence::samples(), CheckSentence::say);
    check_sentences(CommandSentence::samples(), CommandSentence::say);
    check_sentences(FactSentence::samples(), FactSentence::say);
    check_sentences(FleetSentence::samples(), FleetSentence::say);
    check_sentences(PlainSentence::samples(), PlainSentence::say);
    check::<SystemLine>();
    check::<TopicLine>();
    check_sentences(LogSentence::samples(), LogSentence::say);
    check_sentences(RelaySentence::samples(), RelaySentence::say);
    check_sentences(SheetSentence::samples(), SheetSentence::say);
    check_sentences(StepSentence::samples(), StepSentence::say);
    check_sentences(SystemSentence::samples(), SystemSentence::say);
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

/// People who know no spelling alphabet read them aloud. Only 1 has a special name, because its usual name sounds like 7.
#[test]
fn chinese_digits_are_read_out_by_one_set_of_words() {
    let words: Vec<&str> =
        ('0'..='9').filter_map(|digit| countersign_core::text::spelling::spelled(Lang::Zh, digit)).collect();
    assert_eq!(words, ["零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"]);
}

#[test]
fn an_unavailable_way_says_where_it_is_available() {
    for (line, en, zh) in [
        (StepLine::OlderInPractice, "Enter goes on to Route", "Enter"),
        (StepLine::OlderWithoutClient, "start it here", "在本机启动"),
    ] {
        assert!(line.say(Lang::En).contains(en) && line.say(Lang::Zh).contains(zh), "{line:?}");
    }
}
