//! `countersign relay`: its help, what it says about requests, progress, summary.

use crate::text::{RelayLine as L, RelaySentence as S};

/// The English words.
pub fn relay(line: L) -> &'static str {
    match line {
        L::About => {
            "Asks the desk on behalf of machines that can't reach it; keeps nothing and decides nothing"
        }
        L::Files => {
            "Requests of other machines, one in each file, or a bundle of them (default: -, standard input)"
        }
        L::Desk => "The desk to ask, https://HOST[:PORT] (default: the profile's)",
        L::Out => "Write the code or the answers to a file (default: -, standard output)",
        L::Json => "Print one JSON object: the desk's answer; for several machines the summary, with --out",
        L::RequestNone => "This contains no request.",
        L::RequestNoneDo => {
            "Give what countersign request prints. An operator of the desk answers a spoken request."
        }
        L::RequestCut => "The end of this request is missing.",
        L::RequestSlip => "A character of this request is wrong, missing or extra.",
        L::RequestInvalid => "This request is not valid.",
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
            format!("{done} done; the desk is busy, next try in {seconds} s")
        }
        S::Total { requests, issued, refused, open } => {
            format!("{requests} requests: {issued} codes, {refused} refused, {open} not answered.")
        }
        S::GaveUp { count } => {
            format!("After {count} failures in a row, the desk was no longer asked.")
        }
        S::Answers { path } => format!("Answers: {path}"),
    }
}
