//! Lines about signing in: the second factor, recovery codes, and sign-in by a provider.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::provider::ProviderRefusal;

lines! {
    /// Titles, labels and refusals of signing in. `…Do` is what to do about the line before it.
    pub enum SignInLine in sign_in {
        // The second step
        CodeTitle, CodeLead, CodeLabel, CodeButton, CodeWrong, SignInOver, StartAgain,
        // The second factor
        FactorTitle, FactorChange, FactorLead, FactorRequired, FactorScan, FactorQr, FactorSecret, FactorDigits, FactorSet, FactorOn, FactorIsOn, FactorOff,
        FactorByProvider, FactorExpired, FactorExpiredDo, FactorThere, FactorThereDo, FactorMissing, FactorMissingDo, FactorNeeded, FactorNeededDo,
        ReplaceTitle, ReplaceHint, ReplaceButton, RemoveTitle, RemoveHint, RemoveButton, GoOn,
        // Recovery codes
        RecoveryTitle, RecoveryOnce, RecoveryNewHint, RecoveryNewButton,
        // By a provider
        ProviderButton, SignedIn, SignedOut, SignedOutHere, SignOutThere, LocalOff, LocalOffDo, AgainDo, AskAdminDo, ProviderUnreachable, ProviderUnreachableDo,
        ProviderStale, ProviderState, ProviderRefused, ProviderToken, NoRole, NoRoleDo, NoName, NameTaken, NameTakenDo, NoOperator, NoOperatorDo,
        // The link of an operator with the provider
        LinkTitle, LinkField, LinkHint, LinkButton, UnlinkButton, LinkTakenDo, SubjectBad, SubjectBadDo, IssuerBad, IssuerBadDo,
        // Commands and options
        OperatorsLink, OperatorsUnlink, ArgSubject, OptIssuer, OperatorsTotp, OptTotpRemove, OptSecondFactor, OidcFileDo,
    }
}

sentences! {
    /// Lines of signing in that hold values.
    pub enum SignInSentence in sign_in_sentence {
        CodesLocked { minutes },
        RecoveryLeft { count },
        FactorRemoved { name },
        FactorNone { name },
        OidcFile { path, detail },
        YourSubject { subject },
        LinkTaken { subject, name },
        LinkNone { name },
        OperatorLinked { name, subject },
        OperatorUnlinked { name },
    }
}

/// What a refusal of a sign-in by the provider says, and what to do.
#[must_use]
pub fn provider_refusal(lang: Lang, refusal: &ProviderRefusal) -> (&'static str, &'static str) {
    use SignInLine as L;
    let (what, next) = match refusal {
        ProviderRefusal::Unreachable(_) => (L::ProviderUnreachable, L::ProviderUnreachableDo),
        ProviderRefusal::Stale => (L::ProviderStale, L::AgainDo),
        ProviderRefusal::State | ProviderRefusal::Nonce => (L::ProviderState, L::AgainDo),
        ProviderRefusal::Refused(_) => (L::ProviderRefused, L::AgainDo),
        ProviderRefusal::Issuer
        | ProviderRefusal::Code(_)
        | ProviderRefusal::Signature(_)
        | ProviderRefusal::Audience
        | ProviderRefusal::Time
        | ProviderRefusal::Token => (L::ProviderToken, L::AskAdminDo),
        ProviderRefusal::NoRole => (L::NoRole, L::NoRoleDo),
        ProviderRefusal::NoName(_) => (L::NoName, L::AskAdminDo),
        ProviderRefusal::NameTaken(_) => (L::NameTaken, L::NameTakenDo),
        ProviderRefusal::NoOperator(_) => (L::NoOperator, L::NoOperatorDo),
    };
    (what.say(lang), next.say(lang))
}
