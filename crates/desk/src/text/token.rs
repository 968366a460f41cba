//! Lines about keys on tokens: why a key can't be used, and what to do now.

use countersign_core::text::{Lang, Line as _, safe_path};
use countersign_core::{lines, sentences};

use crate::tokens::{TokenFault, TokenPlace};

lines! {
    /// Faults of tokens, and of the PIN. `…Do` is what to do about the line before it.
    pub enum TokenLine in token {
        ModuleDo, AwayDo, TwinsDo, PinMissing, PinMissingDo, PinWrongDo, PinLockedDo, NoMechanismDo,
        KeyTwinsDo, KeyKindDo, KeyGoneDo, SignatureWrongDo, SilentDo, Busy, BusyDo, OtherDo,
        PinEmptyDo, PinExposedDo,
        PlaceModule, PlaceToken, PlaceLabel, PlaceDo,
        UnavailableDo, KeyThereDo,
    }
}

sentences! {
    /// Faults and reports of tokens that hold values.
    pub enum TokenSentence in token_sentence {
        Module { path, detail },
        Away { token },
        Twins { token },
        PinWrong { token },
        PinLocked { token },
        NoMechanism { token },
        KeyTwins { token, label },
        KeyKind { token, label },
        KeyGone { token, label },
        SignatureWrong { token, label },
        Silent { path },
        Other { token, detail },
        PinEmpty { path },
        PinExposed { path, mode },
        Unavailable { id, code },
        KeyThere { id },
        Place { token, label, path },
        PlaceShort { token, label },
        MadeOnToken { token, label },
        FoundOnToken { token, label },
        KeyAdded { id, profile },
    }
}

/// Why a token or its key can't be used, and what to do now.
#[must_use]
pub fn token_fault(lang: Lang, fault: &TokenFault, place: &TokenPlace) -> (String, &'static str) {
    use TokenLine as L;
    use TokenSentence as S;
    let (token, label): (&dyn std::fmt::Display, &dyn std::fmt::Display) = (&place.token(), &place.label());
    let path = &safe_path(place.module());
    let (what, next) = match fault {
        TokenFault::Module(detail) => (S::Module { path, detail }.say(lang), L::ModuleDo),
        TokenFault::Away => (S::Away { token }.say(lang), L::AwayDo),
        TokenFault::Twins => (S::Twins { token }.say(lang), L::TwinsDo),
        TokenFault::PinMissing => (L::PinMissing.say(lang).to_owned(), L::PinMissingDo),
        TokenFault::PinWrong => (S::PinWrong { token }.say(lang), L::PinWrongDo),
        TokenFault::PinLocked => (S::PinLocked { token }.say(lang), L::PinLockedDo),
        TokenFault::NoMechanism => (S::NoMechanism { token }.say(lang), L::NoMechanismDo),
        TokenFault::KeyTwins => (S::KeyTwins { token, label }.say(lang), L::KeyTwinsDo),
        TokenFault::KeyKind => (S::KeyKind { token, label }.say(lang), L::KeyKindDo),
        TokenFault::KeyGone => (S::KeyGone { token, label }.say(lang), L::KeyGoneDo),
        TokenFault::SignatureWrong => (S::SignatureWrong { token, label }.say(lang), L::SignatureWrongDo),
        TokenFault::Silent => (S::Silent { path }.say(lang), L::SilentDo),
        TokenFault::Busy => (L::Busy.say(lang).to_owned(), L::BusyDo),
        TokenFault::Other(detail) => (S::Other { token, detail }.say(lang), L::OtherDo),
    };
    (what, next.say(lang))
}
