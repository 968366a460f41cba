//! What an operator says to a caller at each screen of the wizard, in the caller's language; the guide's remarks on a screen.

use countersign_core::lines;
use countersign_core::screen_kind::ScreenKind;
use countersign_core::text::Lang;

lines! {
    /// The guide's remarks on a screen of the caller: what comes from the request, what from an example, what isn't known.
    pub enum GuideRemark in guide_remark {
        // Behind an entry
        ReportedExample, OfRequest, NotThere,
        // Below a list, a screen and its keys
        ExampleList, ExampleWays, LeftOut, MarkElsewhere,
        // In place of the request's name
        NameAfterRepair, NameOfNext,
    }
}

/// What an operator says at a screen, in the caller's language.
#[must_use]
pub fn guide_words(lang: Lang, screen: ScreenKind) -> &'static str {
    match lang {
        Lang::En => super::en::guide(screen),
        Lang::Zh => super::zh::guide(screen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller_screens::{Place, Screen, telephone_guide};

    /// Returns the keys that a text tells the reader to press: single characters, and names such as `Enter`.
    fn keys_in(lang: Lang, text: &str) -> Vec<String> {
        let words: Vec<&str> = text
            .split(|c: char| {
                !c.is_ascii_alphanumeric() && c != '\'' && (lang == Lang::En || !"按回车".contains(c))
            })
            .filter(|word| !word.is_empty())
            .collect();
        let single = |word: &str| word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
        let mut keys = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let told = at > 0 && ["press", "Press", "按"].iter().any(|press| words[at - 1].ends_with(press));
            match *word {
                "Enter" | "Esc" | "Tab" => keys.push((*word).to_owned()),
                word if word.contains("回车") => keys.push("Enter".to_owned()),
                // The English article
                "a" if lang == Lang::En && !told => {}
                word if single(word) => keys.push(word.to_owned()),
                word if told && word.len() == 1 => keys.push(word.to_owned()),
                _ => {}
            }
        }
        keys
    }

    #[test]
    fn instructions_name_only_keys_of_their_screen() {
        let has = |screen: &Screen, key: &str| screen.keys.iter().any(|own| own.key == key);
        for screen in telephone_guide().screens().iter().filter(|screen| screen.place == Place::Step) {
            for lang in [Lang::En, Lang::Zh] {
                let words = guide_words(lang, screen.id);
                for key in keys_in(lang, words) {
                    assert!(has(screen, &key), "{:?} lacks {key}: {words}", screen.id);
                }
            }
        }
        assert_eq!(
            keys_in(Lang::En, "Don't press a: t is text, press 2; Esc: step 3."),
            ["a", "t", "2", "Esc"]
        );
        assert_eq!(keys_in(Lang::Zh, "先在第 3 步按 s，用 2，或按回车。"), ["s", "Enter"]);
    }
}
