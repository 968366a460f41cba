//! The summary of a case.

use crate::text::CaseLine as L;

/// The English words.
pub fn case(line: L) -> &'static str {
    match line {
        L::Title => "Case {case}, {product}",
        L::Problem => "Problem",
        L::Scope => "Scope",
        L::Analysis => "Analysis",
        L::Actions => "Actions",
        L::Result => "Result",
        L::ProblemRefused => "On {at}, activation with license number {number} was refused: {code}.",
        L::ProblemRefusedUnknown => "On {at}, activation was refused: {code}.",
        L::ScopeMachine => "One machine (manufacturer / model / serial): {values}",
        L::ScopeByWord => "One machine; its values were not told, as the request came by telephone.",
        L::ScopePlatform => "Its firmware or platform: {name}",
        L::ScopeNumbers => "License numbers: {numbers}",
        L::ScopeRequests => "Requests: {count}, from {first} to {last}",
        L::ScopeUntouched => "The refusals changed nothing about any license number.",
        L::Wrong => "{code}: {field} is \"{value}\". {why}",
        L::WrongEmpty => "{code}: {field}. {why}",
        L::Differs => "Not the same as on the machine the number belonged to: {fields}",
        L::ActRefused => "Request {name}: refused, {code}.",
        L::ActRefusedFields => "Request {name}: refused, {code} ({codes}).",
        L::ActIssued => "Request {name}: code given, {scheme}. {how}",
        L::ActShown => "Remedies shown: {remedies}.",
        L::ActOperator => "{operator}: {number} {act}. Reason: {reason}",
        L::ActNote => "Note by {operator}: {text}",
        L::ByWordMark => "(By word.)",
        L::ByOperator => "(Operator: {operator}.)",
        L::SchemeTwo => "older binding",
        L::SchemeThree => "full binding",
        L::ResultOpen => "Not solved yet.",
        L::ResultNext => "What to do next: {text}",
        L::ResultStopgap => {
            "The machine works with the older binding meanwhile: online only, lost on a reinstall, not kept in UEFI."
        }
        L::ResultSolved => {
            "Solved on {at}: {number} is activated on this machine ({scheme}, request {name})."
        }
        L::ResultChanged => "What changed: {field}, from \"{before}\" to \"{after}\".",
        L::ResultChangedByWord => "What changed: {field}, which was {code} before.",
        L::ResultBoard => "What changed: {board}.",
        L::ResultNothing => "Nothing about the machine's own values changed.",
        L::ResultDeclared => "A value was typed in by hand, from the label.",
        L::ResultByHand => "CaseClosure by {operator} on {at}. Reason: {reason}",
        L::Empty => "(empty)",
        L::Utc => "All times are UTC.",
    }
}
