//! Signing in: the second factor, recovery codes, and sign-in by a provider.

use crate::text::{SignInLine as L, SignInSentence as S};

/// The English words.
pub fn sign_in(line: L) -> &'static str {
    match line {
        L::CodeTitle => "Sign in: second step",
        L::CodeLead => {
            "Type the six digits that your authenticator shows now. If you don't have it, type one of your recovery codes."
        }
        L::CodeLabel => "Code",
        L::CodeButton => "Sign in",
        L::CodeWrong => {
            "The code is wrong or was used before. Wait for the next one. If that fails too, check the clock of your phone."
        }
        L::SignInOver => "This sign-in took too long. Type your name and password again.",
        L::StartAgain => "Start again",
        L::FactorTitle => "Second factor",
        L::FactorChange => "Set up or change",
        L::FactorLead => {
            "An authenticator on your phone shows six digits that change every 30 seconds. To sign in you then need your password and these digits."
        }
        L::FactorRequired => "Your role needs a second factor. Set it up to go on.",
        L::FactorScan => "Scan this with an authenticator app, or type the secret into it:",
        L::FactorQr => "QR code of the secret",
        L::FactorSecret => "Secret",
        L::FactorDigits => "The six digits that the app shows now",
        L::FactorSet => "Switch on",
        L::FactorOn => "The second factor is on. Your other sessions have ended.",
        L::FactorIsOn => "Your second factor is on.",
        L::FactorOff => "The second factor is off. Your other sessions have ended.",
        L::FactorByProvider => {
            "You sign in with your organisation. Your organisation decides on a second factor; there is nothing to set up here."
        }
        L::FactorExpired => "This secret is too old.",
        L::FactorExpiredDo => {
            "Nothing was changed. Go back to the page, remove the entry from the app, and scan the new secret."
        }
        L::FactorThere => "You already have a second factor.",
        L::FactorThereDo => {
            "Nothing was changed. To change to another app, use the form for that on the page."
        }
        L::FactorMissing => "You have no second factor.",
        L::FactorMissingDo => "Nothing was changed. Set one up on the page.",
        L::FactorNeeded => "Your role needs a second factor.",
        L::FactorNeededDo => {
            "Nothing was changed. To change to another app, use the form for that on the page."
        }
        L::ReplaceTitle => "Change to another app",
        L::ReplaceHint => "The app that you use now and the recovery codes stop working.",
        L::ReplaceButton => "Show a new secret",
        L::RemoveTitle => "Switch the second factor off",
        L::RemoveHint => "Then the password alone is enough to sign in.",
        L::RemoveButton => "Switch off",
        L::GoOn => "Go on",
        L::RecoveryTitle => "Recovery codes",
        L::RecoveryOnce => {
            "Each of these codes signs you in once without the app. Print them or write them down now: they are not shown again."
        }
        L::RecoveryNewHint => "The recovery codes that you have now stop working.",
        L::RecoveryNewButton => "Make new codes",
        L::ProviderButton => "Sign in with your organisation",
        L::SignedIn => "Signed in",
        L::SignedOut => "Signed out",
        L::SignedOutHere => {
            "You are signed out of the desk. Your organisation's sign-in is still active: on a shared computer, sign out there too."
        }
        L::SignOutThere => "Sign out there too",
        L::LocalOff => "Sign-in by password is switched off.",
        L::LocalOffDo => "Go back to the sign-in page, and sign in with your organisation.",
        L::AgainDo => "You are not signed in. Start again at the sign-in page, in one window.",
        L::AskAdminDo => {
            "You are not signed in. Start again at the sign-in page. If it happens again, tell the admin of the desk this code."
        }
        L::ProviderUnreachable => "Your organisation's sign-in doesn't answer.",
        L::ProviderUnreachableDo => "Try again in a minute. The log of the desk says why.",
        L::ProviderStale => "This sign-in is no longer valid: it took too long, or it was already used.",
        L::ProviderState => "This answer belongs to another sign-in.",
        L::ProviderRefused => "Your organisation's sign-in refused.",
        L::ProviderToken => "The answer of your organisation's sign-in can't be trusted.",
        L::NoRole => "Your organisation's sign-in gives you no role at this desk.",
        L::NoRoleDo => "Ask the person who manages groups in your organisation, and sign in again.",
        L::NoName => "Your organisation's sign-in gives no name that an operator may have.",
        L::NameTaken => "Another operator has your name.",
        L::NameTakenDo => {
            "If that operator is you, ask an admin of the desk to link them with your organisation's sign-in. Then sign in again."
        }
        L::NoOperator => "You are not an operator of this desk.",
        L::NoOperatorDo => {
            "This desk doesn't create operators at sign-in. Ask its admin to add you, or to link you with your organisation's sign-in."
        }
        L::LinkTitle => "Sign-in with the organisation",
        L::LinkField => "Name at the provider (sub)",
        L::LinkHint => {
            "The operator sees it when the sign-in with the organisation is refused. Linking ends the open sessions."
        }
        L::LinkButton => "Link",
        L::UnlinkButton => "Remove the link",
        L::LinkTakenDo => "Nothing was changed. Remove that link first, or check the name.",
        L::SubjectBad => "This can't be a name at the provider.",
        L::SubjectBadDo => "Nothing was changed. It has 1 to 255 letters, digits and signs, no blanks.",
        L::IssuerBad => "This can't be the address of a provider.",
        L::IssuerBadDo => "Nothing was changed. Give the issuer as in [oidc] of the desk's settings.",
        L::OperatorsLink => "Link an operator with an identity at the OpenID provider",
        L::OperatorsUnlink => "Remove that link",
        L::ArgSubject => "The operator's identity at the provider (sub)",
        L::OptIssuer => "The issuer, as in [oidc] of the desk's settings",
        L::OidcFileDo => "Check the path in [oidc]. A file with a secret may be readable only by its owner.",
        L::OperatorsTotp => "Remove an operator's second factor",
        L::OptTotpRemove => "Remove it, and end the operator's sessions",
        L::OptSecondFactor => {
            "The lowest role that needs a second factor: none, viewer, operator, lead or admin [default: none]"
        }
    }
}

/// The English words of sentences.
pub fn sign_in_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::CodesLocked { minutes } => {
            format!("Too many wrong codes. Try again in {minutes} min, or type a recovery code.")
        }
        S::RecoveryLeft { count } => format!("Recovery codes left: {count}"),
        S::FactorRemoved { name } => {
            format!("The second factor of {name} is removed, and the sessions have ended.")
        }
        S::OidcFile { path, detail } => format!("A file of [oidc] can't be used: {path}: {detail}"),
        S::YourSubject { subject } => format!("Tell the admin your name at the provider: {subject}"),
        S::LinkTaken { subject, name } => format!("{subject} is linked with {name}."),
        S::LinkNone { name } => format!("{name} is not linked with a provider."),
        S::OperatorLinked { name, subject } => {
            format!("{name} is linked with {subject}, and the sessions have ended.")
        }
        S::OperatorUnlinked { name } => format!("{name} is no longer linked, and the sessions have ended."),
        S::FactorNone { name } => format!("{name} has no second factor."),
    }
}
