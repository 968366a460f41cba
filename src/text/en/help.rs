//! Help for each step.

use crate::text::HelpLine as L;

/// The English words.
pub fn help(line: L) -> &'static str {
    match line {
        L::Welcome => {
            "The license number stands on the certificate. It is checked for its form only; the desk knows whether it is valid."
        }
        L::Inspect => {
            "The license will be bound to manufacturer, model and serial as the firmware reports them. A field that is empty or a filler makes the desk refuse; this step says so beforehand."
        }
        L::Fix => {
            "Each entry is a way for the whole machine, best first. Its number opens it: it says what is bound or written, and what it takes. A chosen way can be withdrawn. Nothing is written without asking."
        }
        L::Route => {
            "All ways end in the same license code. The machine's own network is quickest, where it has one; else a phone. The file needs no phone; the telephone needs an operator."
        }
        L::Request => {
            "The request holds the license number and the three values. A phone opens the desk's page by its QR. The request stays open: a code that comes later is still accepted here."
        }
        L::Code => {
            "A line that checks lets the cursor step on by itself. Otherwise press Enter at its end. O and 0, I, L and 1, U and V are taken for each other."
        }
        L::Keep => {
            "The activation is written to UEFI, which outlives a reinstall, and to a file. Each restores the other."
        }
        L::Done => "The product asks for the status at its start; nothing more is to be done.",
    }
}
