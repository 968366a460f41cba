//! Programs and their tokens.

use crate::text::{ProgramLine as L, ProgramSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn programs(line: L) -> &'static str {
    match line {
        L::Tokens => "Tokens, with which programs use the interface",
        L::TokensAdd => "Make a token and show it once",
        L::TokensList => "List the tokens",
        L::TokensRevoke => "Revoke a token",
        L::ArgName => "The program's name, such as shop: up to 40 letters, digits and . _ - @",
        L::ArgId => "The token's number, as the list shows it",
        L::OptScope => "A scope of the token; repeat the option for more scopes",
        L::OptProduct => "The only product that the token is for; default: every product",
        L::OptDays => "How many days the token is valid; default: 90, at most 365",
        L::NoTokens => "There are no tokens.",
        L::NoTokensDo => "To make one: countersign-desk tokens add NAME --scope SCOPE",
        L::EveryProduct => "every product",
        L::NameBadDo => "Nothing was made. A name has up to 40 letters, digits and . _ - @, without blanks.",
        L::ScopesNone => "The token would permit nothing.",
        L::ScopesNoneDo => "Nothing was made. Choose at least one scope.",
        L::DaysBad => "A token is valid for 1 to 365 days.",
        L::DaysBadDo => "Nothing was made. Give a number of days in that range.",
        L::TokenUnknown => "This token does not exist.",
        L::TokenUnknownDo => "Nothing was changed. countersign-desk tokens list shows the tokens.",
        L::TokenBeforeDo => "Nothing was changed. The token is already unusable.",
        L::Valid => "valid",
        L::Expired => "expired",
        L::Revoked => "revoked",
        L::PageLead => {
            "A token lets a program use the interface: create and renew numbers, answer requests, read lists. Give each program its own token, with no more scopes than it needs."
        }
        L::MakeTitle => "Make a token",
        L::Name => "Name of the program",
        L::NameHint => "The audit shows it as token:NAME.",
        L::Scopes => "What it permits",
        L::Days => "Days",
        L::MakeButton => "Make the token",
        L::RevokeButton => "Revoke",
        L::Shown => "Copy this token now. It is shown once:",
        L::ShownDo => {
            "Put it where only the program can read it. If it is lost, make another one and revoke this one."
        }
        L::Made => "Made (UTC)",
        L::Ends => "Ends (UTC)",
        L::LastUsed => "Last used (UTC)",
        L::Never => "never",
        L::TokenMissing => "The request carries no token.",
        L::TokenMissingDo => {
            "Send the header \"Authorization: Bearer cst_...\" with a token that an admin made."
        }
        L::TokenInvalid => "The desk knows no such token, or it was revoked.",
        L::TokenInvalidDo => {
            "Nothing was changed. Check that the whole token was copied, or ask an admin for a new one."
        }
        L::TokenExpired => "The token's time is over.",
        L::TokenExpiredDo => "Nothing was changed. Ask an admin for a new token.",
        L::ScopeLacksDo => "Nothing was changed. Ask an admin for a token with that scope.",
        L::ProductOther => "The token is for another product.",
        L::ProductOtherDo => "Nothing was changed. Use a token of that product, or of every product.",
        L::ProductNamedDo => {
            "Nothing was changed. Name the product with ?product=ID, or in the body where it has that member."
        }
        L::ProductUnknownDo => {
            "Nothing was changed. Check the product's id; an operator sees it under Profiles."
        }
        L::NumberUnknown => "The desk has no such license number.",
        L::NumberUnknownDo => {
            "Nothing was changed. Check number and product. A new number is created with POST /api/v1/numbers."
        }
        L::NumbersMalformed => "Not every value is a license number of the product.",
        L::NumbersMalformedDo => {
            "Nothing was created. The member errors names each; mend them and send the request again."
        }
        L::NumbersDiffer => "Numbers are there already with another edition, expiry or count of seats.",
        L::NumbersDifferDo => {
            "Nothing was created. The member errors names each; leave them out, or renew or edit them."
        }
        L::NumberOtherDo => "Nothing was changed. Send the request of a machine that asks with this number.",
        L::RequestUnknown => "The desk has no request with that id.",
        L::RequestUnknownDo => "Use an id from GET /api/v1/requests.",
        L::CaseUnknownDo => "Use a case from GET /api/v1/cases.",
        L::OperatorUnknownDo => "Nothing was changed. Name an operator, or null for no assignee.",
        L::RequestInvalidDo => "Nothing was decided. Send the whole text or link that the device shows.",
        L::ParameterInvalid => "A parameter of the address is unknown or has a wrong value.",
        L::BodyNotJsonDo => "Nothing was changed. Send one JSON object in UTF-8.",
        L::ImportStopped => "The import stopped: a line is wrong or differs.",
        L::BundleName => "The body",
        L::ImportStoppedDo => {
            "Nothing was imported. The member report names each line; correct the file, or omit way=strict."
        }
        L::NoMethod => "This address doesn't support that method.",
        L::BodyInvalid => "The body does not match the schema of this address.",
        L::MediaType => "The media type of the body is not supported at this address.",
        L::MediaTypeDo => "Nothing was changed. Send application/json; an import is text/csv.",
        L::TooLong => "The request is too long.",
        L::TooLongDo => "Nothing was changed. Send it in several parts.",
        L::KeyMalformed => "The header Idempotency-Key has no key.",
        L::KeyMalformedDo => {
            "Nothing was changed. A key has 8 to 64 letters, digits and . _ : -, such as a UUID."
        }
        L::KeyReused => "This Idempotency-Key was used for another request before.",
        L::KeyReusedDo => {
            "Nothing was changed. Use a new key for each request, also for a corrected one; use the same key only to send the same bytes again."
        }
        L::KeyBusy => "The same request is in progress.",
        L::KeyBusyDo => "Send it again with the same key in a moment to get its reply.",
        L::NoPage => "There is nothing at this address.",
        L::NoPageDo => "/api/v1/docs shows every address and method.",
        L::WaitDo => {
            "Nothing was changed. Wait the number of seconds in the header Retry-After and send the request again."
        }
        L::DocsTitle => "Interface for programs",
        L::DocsLead => {
            "Every address with its input and output, generated from the desk's own code. An admin makes tokens under Tokens, or by countersign-desk tokens add."
        }
        L::DocsFile => "The same as OpenAPI 3.1",
        L::DocsScope => "Scope",
        L::DocsOpen => "open to anyone",
        L::DocsParameters => "Parameters",
        L::DocsBody => "Body",
        L::DocsReplies => "Replies",
        L::DocsSchemas => "Objects",
    }
}

/// The English words of sentences.
pub fn program_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::TokenMade { name, until } => format!("The token of {name} is made. It is valid until {until}."),
        S::TokenText { text } => format!("Token, shown once: {text}"),
        S::TokenLine { id, name, state, until, used, scopes, product } => {
            format!("{id}  {name}  {state}, until {until}, last used {used}, {product}: {scopes}")
        }
        S::TokenRevokedNow { id, name } => {
            format!("Token {id} of {name} is revoked and can't be used any more.")
        }
        S::TokenThere { name } => format!("{name} already has a token."),
        S::TokenThereDo { name } => {
            format!("Nothing was made. Revoke the token of {name} first, or use another name.")
        }
        S::TokenBefore { id } => format!("Token {id} is already revoked."),
        S::ScopeLacks { scope } => format!("The token lacks the scope {scope}."),
        S::ValueInvalid { name } => format!("The value of {name} can't be used."),
        S::BodyNotJson { line, column } => {
            format!("The body is not JSON: parsing ended in line {line}, column {column}.")
        }
        S::RuleBroken { rule } => format!("Nothing was changed. {rule}"),
        S::RuleBetween { name, least, most } => {
            format!("{name} must be a whole number from {least} to {most}.")
        }
        S::RuleCharacters { name, least, most } => format!("{name} must have {least} to {most} characters."),
        S::RuleEntries { name, least, most } => format!("{name} must have {least} to {most} entries."),
        S::RuleExpiry { name } => {
            format!("{name} must be never, a day such as 2027-12-31, or days from first use such as 365d.")
        }
        S::RuleExpiryDays { name, most } => format!("{name} must be 1 to {most} days from first use."),
        S::RuleDay { name } => format!("{name} must be a day of the calendar, such as 2027-12-31."),
        S::RuleNotPast { name } => format!("{name} must be today or later."),
        S::RuleWithout { name, other } => format!("{name} and {other} can't be used together."),
        S::RuleCursor { name } => {
            format!("{name} must be the next of a page with the same order.")
        }
        S::Detail { detail } => {
            format!("Nothing was changed. Detail: {detail}. /api/v1/docs describes the input.")
        }
    }
}
