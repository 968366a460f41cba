//! `countersign relay`: its help, what it says about requests, progress, summary.

use crate::text::{RelayLine as L, RelaySentence as S};

/// The English words.
pub fn relay(line: L) -> &'static str {
    match line {
        L::About => "Asks the desk for machines that don't see it; keeps nothing and decides nothing",
        L::Files => {
            "Requests of other machines, one a file, or a bundle of them (default: -, standard input)"
        }
        L::Desk => "The desk to ask, https://HOST[:PORT] (default: that of the profile)",
        L::Out => "Write the code or the answers to a file (default: -, standard output)",
        L::Json => "Print one JSON object: the desk's answer; of several machines the summary, with --out",
        L::RequestNone => "There is no request in this.",
        L::RequestNoneDo => {
            "Give what countersign request prints. A request by word is answered by an operator of the desk."
        }
        L::RequestCut => "The end of this request is missing.",
        L::RequestSlip => "A character of this request is wrong, missing or too many.",
        L::RequestInvalid => "This request is not in order.",
        L::RequestInvalidDo => "Copy the whole text again from its machine.",
        L::RequestNewer => "This request was made by a newer program.",
        L::RequestNewerDo => "Update this program.",
        L::RequestTooLong => "This is too long for a request.",
        L::RequestTooLongDo => "Give the request alone, or many as a bundle.",
        L::Again => "Run it again later: the same request gets the same code.",
    }
}

/// The English words of sentences.
pub fn relay_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Done { done } => format!("{done} done"),
        S::Waiting { done, seconds } => {
            format!("{done} done; the desk is busy, asking again in {seconds} s")
        }
        S::Total { requests, issued, refused, open } => {
            format!("{requests} requests: {issued} codes, {refused} refused, {open} not answered.")
        }
        S::GaveUp { count } => {
            format!("After {count} failures in a row the desk was not asked any more.")
        }
        S::Answers { path } => format!("Answers: {path}"),
    }
}
