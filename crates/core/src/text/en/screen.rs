//! What the telephone guide repeats of the screens.

use crate::text::ScreenLine as L;

/// The English words.
pub fn screen(line: L) -> &'static str {
    match line {
        L::Welcome => "Welcome",
        L::Inspect => "Inspect",
        L::Fix => "Fix",
        L::Route => "Route",
        L::Request => "Request",
        L::Code => "Code",
        L::Keep => "Keep",
        L::Done => "Done",
        L::RequestName => "Request: {name}",
    }
}
