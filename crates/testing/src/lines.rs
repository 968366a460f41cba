//! Checks of the words of every `text` module: both languages have words, with the same values and without glyphs of ambiguous
//! width.

use countersign_core::text::{Lang, Line};
use unicode_width::UnicodeWidthStr;

/// The names of values between braces, sorted. Other text in braces, such as JSON, is not a name.
#[must_use]
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.retain(|name| name.bytes().all(|b| b.is_ascii_lowercase()));
    names.sort_unstable();
    names
}

/// Lines that name a language in its own words, for readers who cannot read the page.
const OTHERS: [&str; 3] = ["Language", "Chinese", "English"];

/// Lines that are the same in both languages: abbreviations, and lines that consist of values.
const ALIKE: [&str; 4] = ["Uuid", "Sku", "PlaceEfi", "Sudo"];

/// Chinese words that are not allowed, because `docs/terms.md` has another word for the same thing.
const OUT_OF_USE: [&str; 25] = [
    "激活服务台",
    "授权服务台",
    "许可证编号",
    "许可码",
    "许可证码",
    "激活码",
    "接线员",
    "操作人员",
    "审计",
    "回读",
    "声明",
    "退还",
    "归还",
    "网卡",
    "文件夹",
    "占位文字",
    "填充内容",
    "求助电话",
    "申报",
    "手工填写",
    "解决办法",
    "该编号",
    "许可编号",
    "“",
    "”",
];

/// English words that are not allowed, because `docs/terms.md` has another word for the same thing.
const OUT_OF_USE_ENGLISH: [&str; 3] = ["filler", "Filler", "slips"];

/// Checks every line of an area.
///
/// # Panics
/// If a line is empty or not translated, has a placeholder, or has a glyph of ambiguous width.
pub fn check<L: Line>() {
    for line in L::ALL {
        let (en, zh, name) = (line.en(), line.zh(), format!("{line:?}"));
        check_words(&name, en, zh);
        assert!(
            placeholders(en).is_empty() && placeholders(zh).is_empty(),
            "{name} takes values, which makes it a sentence and not a line"
        );
    }
}

/// Checks every sentence of an area. `samples` has each sentence with its name; each value is its own name in braces.
///
/// # Panics
/// If a sentence is empty or not translated, a language leaves a value out, or a glyph is of ambiguous width.
pub fn check_sentences<S: Copy>(samples: Vec<(&str, S)>, say: impl Fn(S, Lang) -> String) {
    for (name, sentence) in samples {
        let (en, zh) = (say(sentence, Lang::En), say(sentence, Lang::Zh));
        check_words(name, &en, &zh);
        assert!(
            !placeholders(&en).is_empty(),
            "{name} takes no values, which makes it a line and not a sentence"
        );
        assert_eq!(placeholders(&en), placeholders(&zh), "{name}");
    }
}

/// Names of words that show the form of an address, with its colons.
const ADDRESSES: [&str; 2] = ["AddressDo", "PasswordMissingDo"];

/// Checks the words of one line or sentence with this name.
///
/// # Panics
/// If the words are empty or not translated, or a glyph is of ambiguous width.
pub fn check_words(name: &str, en: &str, zh: &str) {
    let names_language = OTHERS.contains(&name);
    assert!(!en.is_empty() && !zh.is_empty(), "{name} is empty");
    for text in [en, zh] {
        // The help of the program has line breaks.
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{name} contains a control character");
        assert_eq!(text.trim(), text, "{name} starts or ends with blanks");
    }
    assert!(names_language || ALIKE.contains(&name) || !zh.is_ascii(), "{name} is not translated: {zh}");
    assert!(en.is_ascii() || names_language, "{name} is not ASCII: {en}");
    let ambiguous: String = zh.chars().filter(|c| has_two_widths(&c.to_string())).collect();
    assert!(!has_two_widths(zh), "{name} contains glyphs of ambiguous width: {ambiguous}");
    let ideograph = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let latin_colon = zh.chars().zip(zh.chars().skip(1)).any(|(one, other)| ideograph(one) && other == ':');
    assert!(
        !latin_colon || ADDRESSES.contains(&name),
        "{name} has a Latin colon behind a Chinese character: {zh}"
    );
    for word in OUT_OF_USE {
        assert!(!zh.contains(word), "{name}: {zh}");
    }
    for word in OUT_OF_USE_ENGLISH {
        assert!(!en.contains(word), "{name}: {en}");
    }
}

fn has_two_widths(text: &str) -> bool {
    text.width() != text.width_cjk()
}
