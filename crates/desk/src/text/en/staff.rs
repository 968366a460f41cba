//! What only staff see.

use crate::text::{StaffLine as L, StaffSentence as S};

/// The English words.
pub fn staff(line: L) -> &'static str {
    match line {
        // What staff do about a refusal
        L::NumberUnknownDo => {
            "Have the caller compare the number with the certificate, and search for a part of it. If the certificate is right, ask for a photo of it, and have a lead add the number."
        }
        L::NumberSuspendedDo => "The audit on the number's page has the reason. A lead resumes it.",
        L::NumberRevokedDo => "It can't be restored. The customer needs another number: pass it on to sales.",
        L::NumberExpiredDo => {
            "A lead renews it. Then use \"Answer again\", or have the customer ask again on the machine."
        }
        L::DeviceDiffersDo => {
            "First verify the customer, and what became of the first machine. If it was replaced or repaired, use \"Move the number to this machine\". If it is still in use, the customer needs another number, or a lead adds a seat."
        }
        L::MovesExhaustedDo => {
            "First ask what was replaced. Once that is verified, use \"Move the number to this machine\"."
        }
        L::ValueSeenDo => {
            "Ask the customer for a photo of the machine's label, and compare it with the fields below. If they match, answer with what you verified. If they don't, don't answer, and pass it on to a lead. A search for the serial shows the other machines."
        }
        L::TryLaterDo => "This limit doesn't apply to your own answer: use \"Answer again\".",
        L::KnownNotByWord => {
            "This request came by telephone and has no values: manufacturer, model and serial can't be compared, and may differ too. Confirm it with a scanned request or a file, and don't take it for a replaced board alone."
        }
        // A request
        L::NotBoardAlone => {
            "Don't conclude that the board alone was replaced: ask for manufacturer, model and serial of the former machine."
        }
        L::RequestSpent => {
            "This request is spent: its seat was released or moved. It gets no code again. The caller makes a new request: key n at step 5. That keeps the license number; if the number is wrong, Esc leads back to step 1."
        }
        L::AgainHint => {
            "Answer it again once the reason is gone, or if the caller lost the code. The limit of 8 new requests a day doesn't apply to you."
        }
        L::AgainButton => "Answer again",
        L::VerifyHint => {
            "Have you seen a photo of this machine's label? Its manufacturer, model and serial must be those of the fields above. Don't answer without a photo."
        }
        L::VerifiedLabel => "What you verified (kept in the audit)",
        L::VerifyButton => "Verified: answer it",
        L::MoveHereTitle => "Move the number",
        L::MoveHereButton => "Move the number to this machine",
        L::OpenRequest => "Open the newest request",
        // Commands
        L::OptVerified => {
            "What was verified, such as a photo; required if several machines have the same values; kept in the audit"
        }
        L::ValueSeenCommand => "Verify the machine, then answer again with --verified \"WHAT YOU VERIFIED\".",
        // By word
        L::ConfirmHint => {
            "Have the caller read the request's name from the screen. Tick the box only if it is the same."
        }
        L::NotConfirmed => {
            "Not answered: lines were corrected. Have the caller read the request's name from the screen; if it is the same, tick the box, and answer."
        }
        // A number
        L::NoRequestOfNumberDo => {
            "Compare the name with the caller's screen, and the number with that of the request."
        }
        L::PageOutdated => "Somebody has changed this since you loaded the page.",
        L::PageOutdatedDo => {
            "Nothing was changed. Go back to the page, look at what changed, and send the form again."
        }
        L::LookAndTryAgain => {
            "If you sent a form, look whether its change was made. Then try again in a minute."
        }
        L::ImportGoesOnDo => {
            "This page shows the report when the import has ended. You may leave it until then."
        }
        L::LookAgain => "Look again",
        L::ImportRunning => "Your import before this one goes on.",
        L::ImportRunningDo => {
            "Nothing was imported. Wait until the page Import shows its report, then send this file again."
        }
        L::MoveToLabel => "The request's text, address or name",
        // Cases
        L::CaseTaken => "took the case",
        L::CaseUnassigned => "removed the assignee of the case",
        L::CannotWorkDo => "Nothing was changed. Give it to an operator, a lead or an admin.",
        L::EndHint => {
            "Say how it ended; kept in the audit. The closing mail doesn't have what you write here."
        }
        L::SummaryOnly => {
            "Generated automatically, for the desk only: with codes and internal notes. Don't pass it on to the customer."
        }
        L::NumbersOfOthers => {
            "The requests of this case have license numbers of other customers. The mail shortens them."
        }
        L::NotClosedYet => "This case isn't closed. Close it first, or use the progress mail.",
        L::ClosedAlready => {
            "This case is closed, and the progress mail says that it isn't. Use the closing mail."
        }
        // Import
        L::ImportText => "Or type them here, one number in each line",
        L::ImportTyped => "what was typed",
        L::ImportSample => "Acme,Li Wei,+86 10 1234,li@acme.example,T-7",
    }
}

/// The English words of sentences.
pub fn staff_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::CallerDoes { text } => format!("What the caller does: {text}"),
        S::SpokenMachine { name } => format!("the spoken request {name} (values not given)"),
        S::ImportGoesOn { path } => format!("The import of {path} goes on."),
        S::NoRequestOfNumber { number, name } => {
            format!("License number {number} has no request named {name}.")
        }
        S::CannotWork { name } => format!("The role of {name} may not work on cases."),
        S::MoreMachines { count } => format!("{count} more"),
    }
}
