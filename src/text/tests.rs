//! Tests over every area's lines: both languages say something, with the same placeholders, in glyphs whose
//! width no terminal can take for another.

use unicode_width::UnicodeWidthStr;

use super::{
    ActionLine, AdminLine, CaseLine, CommandLine, DeskLine, FactLine, Fault, FieldLine, HelpLine, KeepLine,
    Lang, LedgerLine, Line, OfficeLine, PhoneLine, PlainLine, RemedyLine, ReviewLine, StepLine,
};

/// Calls a test for each area.
macro_rules! every_area {
    ($test:ident) => {
        $test::<ActionLine>();
        $test::<AdminLine>();
        $test::<CaseLine>();
        $test::<CommandLine>();
        $test::<DeskLine>();
        $test::<FactLine>();
        $test::<Fault>();
        $test::<FieldLine>();
        $test::<HelpLine>();
        $test::<KeepLine>();
        $test::<LedgerLine>();
        $test::<OfficeLine>();
        $test::<PhoneLine>();
        $test::<PlainLine>();
        $test::<RemedyLine>();
        $test::<ReviewLine>();
        $test::<StepLine>();
    };
}

/// The names between braces, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

fn both_languages_agree<L: Line>() {
    for line in L::ALL {
        assert!(!line.en().is_empty() && !line.zh().is_empty(), "{line:?} is empty");
        assert_eq!(placeholders(line.en()), placeholders(line.zh()), "{line:?}");
        for text in [line.en(), line.zh()] {
            // A fault has a line break between what it is and what to do; help has several.
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{line:?} holds a control character");
            assert_eq!(text.trim(), text, "{line:?} has blanks at an end");
        }
    }
}

#[test]
fn every_area_agrees_in_both_languages() {
    every_area!(both_languages_agree);
}

/// Lines that name a language in its own words, whatever the page is in: who looks for them can't read the page.
const OTHERS: [&str; 3] = ["Language", "Chinese", "English"];

/// Lines that say the same in both languages: abbreviations, and what is put together of values alone.
const ALIKE: [&str; 4] = ["Uuid", "Sku", "PlaceEfi", "Sudo"];

fn is_translated<L: Line>() {
    for line in L::ALL {
        let name = format!("{line:?}");
        let exception = OTHERS.contains(&name.as_str()) || ALIKE.contains(&name.as_str());
        assert!(exception || !line.zh().is_ascii(), "{line:?} is not translated: {}", line.zh());
    }
}

#[test]
fn every_line_is_translated() {
    every_area!(is_translated);
}

fn has_plain_widths<L: Line>() {
    for line in L::ALL {
        let (en, zh) = (line.en(), line.zh());
        let other = OTHERS.contains(&format!("{line:?}").as_str());
        assert!(en.is_ascii() || other, "{line:?} is not ASCII: {en}");
        let ambiguous: String = zh.chars().filter(|c| width(&c.to_string()) != cjk(&c.to_string())).collect();
        assert_eq!(width(zh), cjk(zh), "{line:?} holds glyphs of ambiguous width: {ambiguous}");
    }
}

fn width(text: &str) -> usize {
    text.width()
}

fn cjk(text: &str) -> usize {
    text.width_cjk()
}

#[test]
fn demand_12_no_line_holds_a_glyph_of_ambiguous_width() {
    every_area!(has_plain_widths);
}

/// One word for one thing: where two were in use, the one that stayed.
#[test]
fn chinese_calls_one_thing_by_one_name() {
    fn check<L: Line>() {
        for line in L::ALL {
            for other in ["激活服务台", "授权服务台", "许可证编号", "许可码", "“", "”"]
            {
                let own = format!("{line:?}") == "About";
                assert!(own || !line.zh().contains(other), "{line:?}: {}", line.zh());
            }
        }
    }
    every_area!(check);
}

#[test]
fn filling_replaces_known_names_only() {
    let line = ReviewLine::What;
    assert_eq!(line.fill(Lang::En, &[("field", "Model"), ("value", "{field}")]), "Model: {field}");
    assert_eq!(line.fill(Lang::En, &[("value", "X")]), "{field}: X");
}

#[test]
fn reasons_fit_a_line() {
    for kind in ReviewLine::ALL {
        let name = format!("{kind:?}");
        if !name.starts_with("Tables") && !name.starts_with("Refuse") {
            assert!(kind.en().chars().count() <= 70, "{kind:?}: {} columns", kind.en().chars().count());
        }
        assert!(width(kind.zh()) <= 76, "{kind:?}");
    }
}
