//! Stray signs around a good value: quotes, semicolons and backslashes that a script left in the firmware, the `=` and `|` of
//! spreadsheets and tables, hidden characters.

use super::binding_value::binding_value;
use super::finding::{FindingKind, Verdict};
use super::judge::judge_text;
use crate::machine::Field;
use crate::marker::is_blank;

/// Typographic quotes. No label has them.
pub(super) const QUOTES: [char; 8] =
    ['\u{2018}', '\u{2019}', '\u{201a}', '\u{201c}', '\u{201d}', '\u{201e}', '«', '»'];

/// The most stray signs: a pair of quotes, and one more sign at each end.
const MOST: usize = 4;

/// The least length of a value without its stray signs, in characters.
const LEAST: usize = 4;

/// The value without its stray signs. `None` unless the value is malformed only because of them, so that the result passes review.
/// `bytes` are the bytes of the field in the firmware.
///
/// ```
/// use countersign_core::machine::Field;
/// use countersign_core::review::without_stray_signs;
///
/// assert_eq!(without_stray_signs(Field::Serial, b"\"A8K2M11\";").as_deref(), Some("A8K2M11"));
/// assert_eq!(without_stray_signs(Field::Serial, b"A8K2M11"), None);
/// ```
#[must_use]
pub fn without_stray_signs(field: Field, bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let shown = text.trim_matches(|c| is_blank(c) || shows_nothing(c));
    let value = binding_value(shown.as_bytes())?;
    if binding_value(bytes).is_none() && is_good(field, &value) {
        return Some(value);
    }
    match judge_text(field, &value) {
        (Verdict::Malformed, Some(FindingKind::BadText)) => {}
        (Verdict::Placeholder, Some(FindingKind::BuildToken)) if value.starts_with('\\') => {}
        _ => return None,
    }
    // An escape for a control character at the end, which a script wrote literally, is removed as a whole.
    let mut escapes = 0;
    let bare = value.strip_prefix('=').unwrap_or(&value).trim_matches(['|', ' ']);
    let edges = value.chars().filter(|c| *c != ' ').count() - bare.chars().filter(|c| *c != ' ').count();
    let mut rest = bare;
    while let Some(shorter) = ["\\n", "\\r", "\\t", "\\0"].iter().find_map(|end| rest.strip_suffix(end)) {
        (escapes, rest) = (escapes + 1, shorter);
    }
    let stray = |c: char| matches!(c, '"' | '\'' | '`' | ';' | '\\') || QUOTES.contains(&c);
    // Any other escape stands for an unknown character, so the value is not mended.
    let inner = rest.strip_prefix('\\').filter(|inner| !inner.starts_with(['x', 'u'])).unwrap_or(rest);
    let escaped =
        inner.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let signs = rest.chars().filter(|c| stray(*c)).count() + escapes + edges;
    let mended = binding_value(rest.replace(stray, "").as_bytes())?;
    (is_good(field, &mended) && signs <= MOST && !escaped).then_some(mended)
}

/// Whether a value is long enough and passes review.
fn is_good(field: Field, value: &str) -> bool {
    value.chars().count() >= LEAST && judge_text(field, value).0 == Verdict::Ok
}

/// Whether a character is hidden and has no effect on the text: zero-width marks, fillers, byte order marks. Not included are marks
/// that reorder text, and U+FFFD.
const fn shows_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stray_sign_is_removed_from_a_good_value() {
        for (text, mended) in [
            ("\"A8K2M11\"", "A8K2M11"),
            ("'A8K2M11'", "A8K2M11"),
            ("A8K2M11\"", "A8K2M11"),
            ("A8K2M11;", "A8K2M11"),
            (" \"A8K2M11\"; ", "A8K2M11"),
            ("A8K2M11\\", "A8K2M11"),
            ("\\A8K2M11", "A8K2M11"),
            ("A8K2M11\\n", "A8K2M11"),
            ("A8K2M11\\r\\n", "A8K2M11"),
            ("A8K2M11\\r\\n\\r\\n", "A8K2M11"),
            ("A8K2;M11", "A8K2M11"),
            ("`A8K2 M11`", "A8K2 M11"),
            ("\u{201c}A8K2M11\u{201d}", "A8K2M11"),
            ("=A8K2M11", "A8K2M11"),
            ("=\"A8K2M11\"", "A8K2M11"),
            ("A8K2M11|", "A8K2M11"),
            ("| A8K2M11 |", "A8K2M11"),
            ("A8K2M11\u{200b}", "A8K2M11"),
            ("A8K2M11\u{feff}", "A8K2M11"),
            ("A8K2M11\u{3164}\u{3164} ", "A8K2M11"),
            ("\u{200e}A8K2M11\u{200e}", "A8K2M11"),
            ("\u{feff}\"A8K2M11\"", "A8K2M11"),
            ("A8K2M11;\u{2060}", "A8K2M11"),
        ] {
            for field in [Field::Serial, Field::BoardSerial, Field::ChassisSerial] {
                assert_eq!(without_stray_signs(field, text.as_bytes()).as_deref(), Some(mended), "{text}");
            }
        }
    }

    #[test]
    fn a_text_without_a_good_value_inside_is_not_changed() {
        for text in [
            "A8K2M11",
            "=cmd|'/c calc'!A1",
            "\"To Be Filled By O.E.M.\"",
            "\"0123456789\"",
            "\"\"",
            "';\"",
            "A1;",
            "7Q<b>X2",
            "AB12=CD;",
            "A8\\K2\\M1\\1",
            "\\x41\\x42",
            "a;b;c;d;e;f",
            "A8K2\u{200b}M11",
            "\u{202e}11M2K8A",
            "A8K2M11\u{fffd}",
            "A8K2M11\u{2069}",
            "\u{feff}0123456789",
            "\u{200b}",
            "A8K2|M11",
            "A8K2M11=",
            "==A8K2M11",
            "A8K2M11\\n\\n\\n\\n\\n",
        ] {
            assert_eq!(without_stray_signs(Field::Serial, text.as_bytes()), None, "{text}");
        }
        assert_eq!(without_stray_signs(Field::Serial, b"\"A8\xff\""), None);
    }

    #[test]
    fn names_are_mended_too() {
        for (field, text, mended) in [
            (Field::Manufacturer, "ASRock\u{200b}", "ASRock"),
            (Field::Manufacturer, "=ASRock", "ASRock"),
            (Field::Model, "\u{feff}B450M Pro4", "B450M Pro4"),
            (Field::Model, "\u{542f}\u{5929} M540\u{3164}", "\u{542f}\u{5929} M540"),
        ] {
            assert_eq!(without_stray_signs(field, text.as_bytes()).as_deref(), Some(mended), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_value_without_its_stray_signs_always_passes_review(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[A-Z0-9\"';\\\\` ]{0,20}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                if let Some(mended) = without_stray_signs(Field::Serial, bytes) {
                    prop_assert_eq!(judge_text(Field::Serial, &mended), (Verdict::Ok, None));
                }
            }
        }
    }
}
