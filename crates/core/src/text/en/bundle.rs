//! Reasons why a line of a bundle has no answer.

use crate::text::BundleLine as L;

/// The English words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::LineDo => "The other lines are answered. Make a new request on this machine.",
        L::LineTooLong => "The line is too long for a request.",
        L::LineMalformed => "The line is not a JSON object with host and request.",
        L::BundleTooLong => "The bundle has more than 100,000 requests.",
        L::HostMalformed => "The host name is empty, too long, or has control characters.",
        L::CutOff => {
            "The bundle has no end, or another count of lines: it was cut off. Its complete lines are answered; ask for the whole bundle."
        }
    }
}
