//! What an operator says to a caller at each screen of the wizard, in the caller's language.

use countersign_core::lines;
use countersign_core::text::Line as _;

lines! {
    /// What to say at a screen. Each variant has the name of its screen in the telephone guide.
    pub enum GuideLine in guide {
        WelcomeProducts, WelcomeNumber, WelcomeFault, WelcomeResume, WelcomeKnown, InspectAccepted, InspectRefused, InspectUnreadable,
        InspectBound, InspectChanged, Details, FixList, FixListChosen, FixRecover, FixAssign, FixDeclare, FixDeclareFault,
        FixDeclareConfirm, FixDeclareNear, FixWrite, FixWriteHere, FixRunConfirm, FixReadAgain, FixOlder, FixOlderElsewhere,
        FixChanged, FixMended, FixNothing, RouteAccepted, RouteRefused, RequestQr, RequestQrAlone, RequestWidth, RequestText,
        RequestSave, RequestReplace, RequestSpoken, RequestOlder, RequestAsking, RequestFailed, RequestRefused,
        RequestRefusedMachine, RequestRefusedNumber, CodeLines, CodeWhole, CodeLineFault, CodeRefused, CodeSearching,
        CodeFile, KeepWorking, KeepFailed, KeepKept, DoneKept, DoneAlready, DoneAskAgain, Help,
    }
}

impl GuideLine {
    /// The line for the screen with that id, such as `fix-list`.
    #[must_use]
    pub fn of_screen(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|line| line.screen() == id)
    }

    /// The id of the screen.
    fn screen(self) -> String {
        let mut id = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_ascii_uppercase() && !id.is_empty() {
                id.push('-');
            }
            id.push(c.to_ascii_lowercase());
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller_screens::{Place, Screen, telephone_guide};
    use countersign_core::text::Lang;

    #[test]
    fn every_line_belongs_to_a_screen() {
        for line in GuideLine::ALL {
            assert!(telephone_guide().screen(&line.screen()).is_some(), "{line:?}");
        }
    }

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
                let line = GuideLine::of_screen(&screen.id).unwrap();
                for key in keys_in(lang, line.say(lang)) {
                    assert!(has(screen, &key), "{} lacks {key}: {}", screen.id, line.say(lang));
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
