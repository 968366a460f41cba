//! Reasons why a line of a bundle has no answer.

use crate::text::BundleLine as L;

/// The English words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::LineDo => "The other lines are answered. Make the request of this machine again.",
        L::LineTooLong => "The line is longer than a request can be.",
        L::LineMalformed => "The line is no JSON object with host and request.",
        L::BundleTooLong => "The bundle has more than 100,000 requests.",
        L::HostMalformed => "The name of the host is empty, too long, or has control characters.",
        L::CutOff => {
            "The bundle has no end, or another count of lines: it was cut off. What is there is answered; ask for the whole one."
        }
    }
}
