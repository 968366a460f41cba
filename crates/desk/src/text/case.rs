//! Lines of case summaries.

use countersign_core::protocol::Scheme;
use countersign_core::text::{Lang, Line as _};
use countersign_core::{lines, sentences};

lines! {
    /// The headings and sentences of a case's summary.
    pub enum CaseLine in case {
        Problem, Scope, Analysis, Actions, Result,
        ScopeByWord, ScopeUntouched,
        ByWordMark,
        SchemeTwo, SchemeThree,
        ResultOpen, ResultStopgap, AskAgain,
        ResultNothing, ResultDeclared, ResultAssigned, ResultRecovered,
        Empty, Utc,
    }
}

sentences! {
    /// The sentences of a summary that hold values.
    pub enum CaseSentence in case_sentence {
        Title { case, product },
        ProblemRefused { at, number, code },
        ProblemRefusedUnknown { at, code },
        ScopeMachine { values },
        ScopePlatform { name },
        ScopeNumbers { numbers },
        ScopeMachines { machines, unsolved },
        ScopeLeftOut { count },
        ResultAllSolved { at, machines },
        ScopeRequests { count, first, last },
        Wrong { code, field, value, why },
        WrongEmpty { code, field, why },
        Differs { fields },
        Removed { number, act },
        ActRefused { name, code },
        ActRefusedFields { name, code, codes },
        ActIssued { name, scheme, how },
        ActShown { ways },
        ActOperator { operator, number, act, reason },
        ActNote { operator, text },
        ActStep { operator, act, detail },
        ByOperator { operator },
        ResultNext { text },
        ResultWay { at, title, needs },
        ResultSolved { at, number, scheme, name },
        ResultChanged { field, before, after },
        ResultChangedByWord { field, code },
        ResultBoard { board },
        ResultByHand { operator, at, reason },
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
