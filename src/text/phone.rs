//! The pages a phone meets: what the desk understood, the code, errors of the way there.

use crate::text::{Lang, Line as _};

lines! {
    /// Words of the phone's pages. `…Do` and `ScanAgain` are next steps.
    pub enum PhoneLine in phone {
        /// Each language by its own name.
        English, Chinese,
        Footer, Landing, LandingDo, Hotline,
        /// What the desk understood.
        Activate, Understood, Number, RequestName, WillRefuse, CantRead, WillAccept, Button, ButtonHelp, NothingYet,
        /// The code.
        CodeTitle, TypeIn, Copy, Copied, CopyFailed, ReadAloud, ReadAloudDo, Valid,
        /// The refusal.
        RefusedTitle, Case,
        /// The digits, to be read out, in one line parted by blanks.
        Digits,
        /// Errors.
        PageUnknown, PageUnknownDo, MethodUnknown, TooLong, ScanAgain, NotJson, NotJsonDo, NoRequest, CutOff, Slip,
        BadRequest, NewerRequest, NewerRequestDo, TooOften, TooOftenDo, Busy, BusyDo, Fault, FaultDo,
    }
}

/// A word for each letter that license codes use, as radio operators say them in every language.
const LETTERS: &str = "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar \
                       Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu";

/// A group of characters as it is read out on the telephone.
#[must_use]
pub fn spelled(lang: Lang, group: &str) -> String {
    let digits = PhoneLine::Digits.say(lang);
    let word = |c: char| match (c.to_digit(10), LETTERS.split(' ').find(|word| word.starts_with(c))) {
        (Some(digit), _) => digits.split(' ').nth(digit as usize),
        (None, word) => word,
    };
    group.chars().filter_map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_code_has_a_word() {
        for lang in [Lang::En, Lang::Zh] {
            for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
                assert!(!spelled(lang, &c.to_string()).is_empty(), "{c}");
            }
        }
        assert_eq!(spelled(Lang::En, "K7Q0X"), "Kilo Seven Quebec Zero Xray");
        assert_eq!(spelled(Lang::Zh, "K17"), "Kilo 幺 七");
    }
}
