//! Lines that only staff see: what they do about a refused request, what they verify before an answer, and moves of seats.

use countersign_core::{lines, sentences};
use countersign_ledger::Reason;

lines! {
    /// Next steps, hints and labels. `…Do` is what to do about the line before it.
    pub enum StaffLine in staff {
        // What staff do about a refusal
        NumberUnknownDo, NumberSuspendedDo, NumberRevokedDo, NumberExpiredDo, DeviceDiffersDo, MovesExhaustedDo, ValueSeenDo, TryLaterDo,
        KnownNotByWord, NotBoardAlone, RequestSpent,
        // A request
        AgainHint, AgainButton, VerifyHint, VerifiedLabel, VerifyButton, MoveHereTitle, MoveHereButton, OpenRequest,
        // Commands
        OptVerified, ValueSeenCommand,
        // By word
        ConfirmHint, NotConfirmed,
        // A number
        MoveToLabel, NoRequestOfNumberDo,
        // Forms
        PageOutdated, PageOutdatedDo, LookAndTryAgain,
        // Cases
        CaseTaken, CaseUnassigned, CannotWorkDo, EndHint, SummaryOnly, NotClosedYet, ClosedAlready, NumbersOfOthers,
        // Import
        ImportText, ImportTyped, ImportSample, ImportGoesOnDo, LookAgain, ImportRunning, ImportRunningDo,
    }
}

sentences! {
    /// Sentences of staff that hold values.
    pub enum StaffSentence in staff_sentence {
        CallerDoes { text },
        SpokenMachine { name },
        MoreMachines { count },
        CannotWork { name },
        NoRequestOfNumber { number, name },
        ImportGoesOn { path },
    }
}

impl StaffLine {
    /// What staff do about a refusal; `None` if the caller has to act.
    #[must_use]
    pub const fn of_reason(reason: Reason) -> Option<Self> {
        match reason {
            Reason::NumberUnknown => Some(Self::NumberUnknownDo),
            Reason::NumberSuspended => Some(Self::NumberSuspendedDo),
            Reason::NumberRevoked => Some(Self::NumberRevokedDo),
            Reason::NumberExpired => Some(Self::NumberExpiredDo),
            Reason::DeviceDiffers => Some(Self::DeviceDiffersDo),
            Reason::MovesExhausted => Some(Self::MovesExhaustedDo),
            Reason::ValueSeen => Some(Self::ValueSeenDo),
            Reason::TryLater => Some(Self::TryLaterDo),
            _ => None,
        }
    }
}
