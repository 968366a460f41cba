//! Lines of case summaries.

use countersign_core::lines;
use countersign_core::protocol::Scheme;
use countersign_core::text::{Lang, Line as _};

lines! {
    /// The headings and sentences of a case's summary.
    pub enum CaseLine in case {
        /// `{case}` and `{product}`.
        Title,
        Problem, Scope, Analysis, Actions, Result,
        /// `{at}`, `{number}`, `{code}`.
        ProblemRefused,
        /// `{at}`, `{code}`.
        ProblemRefusedUnknown,
        ScopeMachine, ScopeByWord, ScopePlatform, ScopeNumbers, ScopeRequests, ScopeUntouched,
        /// `{code}`, `{field}`, `{value}`, `{why}`.
        Wrong,
        WrongEmpty, Differs,
        ActRefused, ActRefusedFields, ActIssued, ActShown, ActOperator, ActNote, ByWordMark, ByOperator,
        SchemeTwo, SchemeThree,
        ResultOpen, ResultNext, ResultStopgap, ResultSolved, ResultChanged, ResultChangedByWord, ResultBoard,
        ResultNothing, ResultDeclared, ResultByHand,
        Empty, Utc,
    }
}

/// The name of a scheme's binding.
#[must_use]
pub fn scheme(lang: Lang, scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Two => CaseLine::SchemeTwo.say(lang),
        Scheme::Three => CaseLine::SchemeThree.say(lang),
    }
}
