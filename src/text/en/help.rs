//! Help for each step.

use crate::text::HelpLine as L;

/// The English words.
pub fn help(line: L) -> &'static str {
    match line {
        L::Welcome => {
            "The license number is printed on the certificate. Only its format is checked here; the desk decides whether it is valid."
        }
        L::Inspect => {
            "The license will be bound to manufacturer, model and serial as the firmware reports them. The desk refuses a field that is empty or a placeholder; this step shows that beforehand."
        }
        L::Fix => {
            "Each entry is a way for the whole machine, best first. Its number opens it: it shows what is bound or written, and what is needed. A chosen way can be withdrawn. Nothing is written without asking."
        }
        L::Route => {
            "All routes give the same license code. The machine's own network is fastest, if it has one; otherwise use a phone. The file needs no phone."
        }
        L::Request => {
            "The request holds the license number and the three values. A phone that scans the QR opens the desk's page. The request stays open: a code that comes later is still accepted here."
        }
        L::Code => {
            "When a line is correct, the cursor moves to the next one. Otherwise press Enter at its end. O and 0, I, L and 1, U and V are interchangeable."
        }
        L::Keep => {
            "The activation is written to UEFI, which survives a reinstall, and to a file. Each restores the other."
        }
        L::Done => "The product checks the status when it starts. You have nothing more to do.",
    }
}
