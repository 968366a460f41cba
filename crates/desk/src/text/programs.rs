//! Lines about programs: their tokens, and the refusals of the interface.

use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

use crate::program_tokens::TokenState;

lines! {
    /// Help, labels and refusals. `…Do` is what to do about the line before it.
    pub enum ProgramLine in programs {
        // Commands
        Tokens, TokensAdd, TokensList, TokensRevoke, ArgName, ArgId, OptScope, OptProduct, OptDays,
        // Tokens
        NoTokens, NoTokensDo, EveryProduct, NameBadDo, ScopesNone, ScopesNoneDo, DaysBad, DaysBadDo, TokenUnknown, TokenUnknownDo, TokenBeforeDo,
        Valid, Expired, Revoked,
        // The page of tokens
        PageLead, MakeTitle, Name, NameHint, Scopes, Days, MakeButton, RevokeButton, Shown, ShownDo, Made, Ends, LastUsed, Never,
        // Refusals of the interface
        TokenMissing, TokenMissingDo, TokenInvalid, TokenInvalidDo, TokenExpired, TokenExpiredDo, ScopeLacksDo,
        ProductOther, ProductOtherDo, ProductNamedDo, ProductUnknownDo, NumberUnknown, NumberUnknownDo, NumbersMalformed, NumbersMalformedDo, NumbersDiffer, NumbersDifferDo,
        NumberOtherDo, RequestUnknown, RequestUnknownDo, CaseUnknownDo, OperatorUnknownDo, RequestInvalidDo,
        ParameterInvalid, BodyNotJsonDo, BodyInvalid, ImportStopped, ImportStoppedDo, BundleName, NoMethod, MediaType, MediaTypeDo, TooLong, TooLongDo,
        KeyMalformed, KeyMalformedDo, KeyReused, KeyReusedDo, KeyBusy, KeyBusyDo, NoPage, NoPageDo, WaitDo,
        // The page of the interface
        DocsTitle, DocsLead, DocsFile, DocsScope, DocsOpen, DocsParameters, DocsBody, DocsReplies, DocsSchemas,
    }
}

sentences! {
    /// Reports and refusals that hold values. `…Do` is what to do about the line before it.
    pub enum ProgramSentence in program_sentence {
        TokenMade { name, until },
        TokenText { text },
        TokenLine { id, name, state, until, used, scopes, product },
        TokenRevokedNow { id, name },
        TokenThere { name },
        TokenThereDo { name },
        TokenBefore { id },
        ScopeLacks { scope },
        ValueInvalid { name },
        Detail { detail },
        BodyNotJson { line, column },
        RuleBroken { rule },
        RuleBetween { name, least, most },
        RuleCharacters { name, least, most },
        RuleEntries { name, least, most },
        RuleExpiry { name },
        RuleExpiryDays { name, most },
        RuleDay { name },
        RuleNotPast { name },
        RuleWithout { name, other },
        RuleCursor { name },
    }
}

/// A token's state.
#[must_use]
pub fn token_state(lang: Lang, state: TokenState) -> &'static str {
    match state {
        TokenState::Valid => ProgramLine::Valid,
        TokenState::Expired => ProgramLine::Expired,
        TokenState::Revoked => ProgramLine::Revoked,
    }
    .say(lang)
}
