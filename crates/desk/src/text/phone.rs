//! The pages a phone meets: what the desk understood, the code, errors of the way there.

use countersign_core::lines;

use countersign_core::text::{Lang, spelling};

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
        /// Errors.
        PageUnknown, PageUnknownDo, MethodUnknown, TooLong, ScanAgain, NotJson, NotJsonDo, NoRequest, CutOff, Slip,
        BadRequest, NewerRequest, NewerRequestDo, TooOften, TooOftenDo, Busy, BusyDo, Fault, FaultDo,
    }
}

/// A group of characters as it is read out on the telephone, a word a character.
#[must_use]
pub fn spelled(lang: Lang, group: &str) -> String {
    group.chars().filter_map(|c| spelling::spelled(lang, c)).collect::<Vec<_>>().join(" ")
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
        assert_eq!(spelled(Lang::En, "K7Q0X"), "Kilo Seven Quebec Zero X-ray");
        assert_eq!(spelled(Lang::Zh, "K17"), "昆明 幺 拐");
    }
}
