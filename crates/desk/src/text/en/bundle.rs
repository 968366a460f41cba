//! Bundles.

use crate::text::{BundleLine as L, BundleSentence as S};

/// The English words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::OptOut => {
            "The file for the answers to a bundle [default: beside it, with the ending .answers.jsonl]"
        }
        L::OfficeTitle => "Answer a bundle",
        L::OfficeLead => {
            "A bundle is a file with the requests of many machines, one in each line. The answers are a file too, one for each line in the same order. Take it back to the machines. Machines that are refused for the same reason share a case."
        }
        L::OfficeFile => "The bundle, at most 16 MiB",
        L::OfficeButton => "Answer",
        L::OfficeLost => {
            "The connection was lost before the end. Send the same file again: requests that were answered get the same answer."
        }
        L::OfficeCount => "Machines",
        L::OfficeSave => "Save the answers",
        L::OfficeLink => "Answer a bundle (the requests of many machines)",
        L::ProductOther => "The request is for a product that this token isn't for.",
        L::ProductOtherDo => "The other lines are answered. Use a token of that product for this machine.",
        L::NoHeadDo => {
            "Nothing was answered. The first line of a bundle is {\"countersign\":\"requests\",\"version\":1}."
        }
        L::OtherKindDo => "Nothing was answered. Give the bundle of the requests.",
        L::NewerDo => "Nothing was answered. Update the desk.",
        L::BusyDo => "Wait until that program ends.",
        L::OutAlone => "--out is for the answers to one bundle. No bundle is given, or more than one input.",
        L::OutAloneDo => {
            "Nothing was answered. Give one bundle with --out, or leave out --out: the answers to each bundle go beside it, and the answers to other requests are printed."
        }
        L::NotRegularDo => "It stays as it is. Name a regular file or a new one with --out.",
    }
}

/// The English words of sentences.
pub fn bundle_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::NoHead { path } => format!("{path} is not a bundle of requests."),
        S::OtherKind { path } => format!("{path} holds answers, not requests."),
        S::Newer { path, version } => {
            format!("{path} has version {version}, which this desk does not support.")
        }
        S::Busy { path } => format!("Another program is answering this bundle: {path}."),
        S::Progress { done } => format!("{done} processed"),
        S::Total { requests, issued, refused } => {
            format!("{requests} requests: {issued} codes, {refused} refused.")
        }
        S::TakenOver { count } => format!("{count} answers are from an earlier run."),
        S::Answers { path } => format!("Answers: {path}"),
    }
}
