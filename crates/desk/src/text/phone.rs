//! Lines of the phone pages and of errors.

use countersign_core::text::{Lang, spelling};
use countersign_core::{lines, sentences};

lines! {
    /// Titles, labels and errors of the phone pages. `…Do` and `ScanAgain` are what to do.
    pub enum PhoneLine in phone {
        /// The languages, each by its own name.
        English, Chinese,
        SkipToContent,
        Footer, Landing, LandingDo, Hotline,
        /// The page of a request.
        Understood, Number, RequestName, CantRead, WillAccept, Button, ButtonHelp, NothingYet, AnswerGone,
        /// The page of a license code.
        CodeTitle, TypeIn, Copy, Copied, CopyFailed, ReadAloud, ReadAloudDo, Valid, Share, Print, Product, Device,
        /// The page of a refusal.
        RefusedTitle, Case, FieldDiffers, NumberAsked, NumberUnreadable,
        /// Errors.
        PageUnknown, PageUnknownDo, MethodUnknown, TooLong, ScanAgain, NotJson, NotJsonDo, NoRequest, CutOff, Slip,
        BadRequest, NewerRequest, NewerRequestDo, TooOften, Busy, BusyDo, Unconfirmed, UnconfirmedDo, KeyUnavailable, KeyUnavailableDo, Fault, FaultDo,
    }
}

sentences! {
    /// Titles and errors of the phone pages that hold values.
    pub enum PhoneSentence in phone_sentence {
        Activate { product },
        WillRefuse { count },
        TooOftenDo { seconds },
        /// The text before a shared code.
        SharedCode { product, name },
    }
}

/// Spells a group of characters for the telephone: one word per character.
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
        assert_eq!(spelled(Lang::Zh, "K17"), "昆明 幺 七");
    }
}
