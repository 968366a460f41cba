//! The summary of a case.

use crate::text::{CaseLine as L, CaseSentence as S};

/// The English words.
pub fn case(line: L) -> &'static str {
    match line {
        L::Problem => "Problem",
        L::Scope => "Scope",
        L::Analysis => "Analysis",
        L::Actions => "Actions",
        L::Result => "Result",
        L::ScopeByWord => "One machine; its values are unknown, because the request came by telephone.",
        L::ScopeUntouched => "The refusals changed nothing about any license number.",
        L::ByWordMark => "(By telephone.)",
        L::SchemeTwo => "older binding",
        L::SchemeThree => "full binding",
        L::ResultOpen => "Not solved yet.",
        L::AskAgain => "The reason is removed: have the machine ask again.",
        L::ResultStopgap => {
            "For now the machine works with the older binding: online only, lost at a reinstall, not kept in UEFI."
        }
        L::ResultNothing => "Nothing about the machine's own values changed.",
        L::ResultDeclared => "A value was typed in by hand, from the label.",
        L::ResultAssigned => "A value was assigned, because nothing on the machine has it.",
        L::ResultRecovered => "A value was taken from another place on the machine.",
        L::Empty => "(empty)",
        L::Utc => "All times are UTC.",
    }
}

/// The English sentences with values.
pub fn case_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Title { case, product } => format!("Case {case}, {product}"),
        S::ProblemRefused { at, number, code } => {
            format!("On {at}, activation with license number {number} was refused: {code}.")
        }
        S::ProblemRefusedUnknown { at, code } => format!("On {at}, activation was refused: {code}."),
        S::ScopeMachine { values } => format!("One machine (manufacturer / model / serial): {values}"),
        S::ScopePlatform { name } => format!("Its firmware or platform: {name}"),
        S::ScopeNumbers { numbers } => format!("License numbers: {numbers}"),
        S::ScopeMachines { machines, unsolved } => {
            format!("Machines of one bundle: {machines}; without a license code: {unsolved}")
        }
        S::ScopeLeftOut { count } => format!("Requests that are not listed here: {count}"),
        S::ResultAllSolved { at, machines } => {
            format!("Since {at}, all {machines} machines have their license codes.")
        }
        S::ScopeRequests { count, first, last } => format!("Requests: {count}, from {first} to {last}"),
        S::Wrong { code, field, value, why } => format!("{code}: {field} is \"{value}\". {why}"),
        S::WrongEmpty { code, field, why } => format!("{code}: {field}. {why}"),
        S::Differs { fields } => format!("Different from the machine that the number belonged to: {fields}"),
        S::Removed { number, act } => format!("Since then {number} was {act}, which removed the reason."),
        S::ActRefused { name, code } => format!("Request {name}: refused, {code}."),
        S::ActRefusedFields { name, code, codes } => format!("Request {name}: refused, {code} ({codes})."),
        S::ActIssued { name, scheme, how } => format!("Request {name}: code issued, {scheme}. {how}"),
        S::ActShown { ways } => format!("Ways shown: {ways}."),
        S::ActOperator { operator, number, act, reason } => {
            format!("{operator}: {number} {act}. Reason: {reason}")
        }
        S::ActNote { operator, text } => format!("Note by {operator}: {text}"),
        S::ActStep { operator, act, detail } if detail.to_string().is_empty() => {
            format!("{act}, by {operator}")
        }
        S::ActStep { operator, act, detail } => format!("{act}, by {operator}: {detail}"),
        S::ByOperator { operator } => format!("(Operator: {operator}.)"),
        S::ResultNext { text } => format!("What to do next: {text}"),
        S::ResultWay { at, title, needs } => format!("Way {at}: {title}. {needs}"),
        S::ResultSolved { at, number, scheme, name } => {
            format!(
                "A license code for this machine was issued on {at}: {number} ({scheme}, request {name})."
            )
        }
        S::ResultChanged { field, before, after } => {
            format!("What changed: {field}, from \"{before}\" to \"{after}\".")
        }
        S::ResultChangedByWord { field, code } => format!("What changed: {field}, which was {code} before."),
        S::ResultBoard { board } => format!("What changed: {board}."),
        S::ResultByHand { operator, at, reason } => format!("Closed by {operator} on {at}. Reason: {reason}"),
    }
}
