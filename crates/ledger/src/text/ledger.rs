//! The words of the ledger: reasons with the next step, kinds of grant, notes, states, actions.

use countersign_core::{lines, sentences};

use crate::{ActionKind, ActionRefusal, Difference, GrantKind, Note, Reason, Refusal, ShownState};
use countersign_core::text::{FieldLine, Lang, Line as _, listed};

lines! {
    /// Refusals (`…Do` is the next step), grants, notes and states of license numbers.
    pub enum LedgerLine in ledger {
        NumberUnknown, NumberUnknownDo,
        NumberSuspended, NumberSuspendedDo,
        NumberRevoked, NumberRevokedDo,
        NumberExpired, NumberExpiredDo,
        DeviceDiffers, DeviceDiffersDo,
        MovesExhausted, MovesExhaustedDo,
        MachineRefused, MachineRefusedDo,
        MachineUnreadable, MachineUnreadableDo,
        RecoveredNotAllowed, RecoveredNotAllowedDo,
        AssignedNotAllowed, AssignedNotAllowedDo,
        DeclaredNotAllowed, DeclaredNotAllowedDo,
        ValueSeen, ValueSeenDo,
        ProfileUnknown, ProfileUnknownDo,
        ProfileRetired, ProfileRetiredDo,
        RequestSpent, RequestSpentDo,
        TryLater, TryLaterDo,
        SpokenNeedsOperator, SpokenNeedsOperatorDo,
        SpokenNotOffered, SpokenNotOfferedDo,
        OlderNotOffered, OlderNotOfferedDo,
        OlderUnbacked, OlderUnbackedDo,
        GrantFirst, GrantRebound, GrantAnotherSeat, GrantMoved, GrantSameRequest, GrantTermsChanged, GrantSameDevice,
        GrantMovedUp, GrantIdentityChanged,
        NoteRulesDiffer, NoteNeverDown, NoteValueSeen, NoteBoundByWord,
        Board,
        StateUnused, StateBound, StateExpired, StateSuspended, StateRevoked,
        SeatsFullDo,
        ActionNotBound, ActionSeatUnknown, ActionSeatMissing, ActionSeatsTaken, ActionUnchanged, ActionSuspended, ActionMoveSuspended, ActionNotSuspended,
        ActionRevoked, ActionNoReason, ActionReasonTooLong, ActionReceiptMalformed, ActionReceiptWrong, ActionReceiptSpent, ActionReceiptOperator,
        ActionRelease, ActionReleaseByReceipt, ActionMove, ActionSuspend, ActionResume, ActionRevoke, ActionRenew,
        ActionEdit, ActionVerify,
    }
}

sentences! {
    /// Notes and refusals with values.
    pub enum LedgerSentence in ledger_sentence {
        /// `device` and `newest` are profile versions.
        NoteProfileStale { device, newest },
        SeatsFull { seats },
    }
}

impl LedgerLine {
    /// Returns what a refusal means, and the next step.
    #[must_use]
    pub const fn of_reason(reason: Reason) -> (Self, Self) {
        match reason {
            Reason::NumberUnknown => (Self::NumberUnknown, Self::NumberUnknownDo),
            Reason::NumberSuspended => (Self::NumberSuspended, Self::NumberSuspendedDo),
            Reason::NumberRevoked => (Self::NumberRevoked, Self::NumberRevokedDo),
            Reason::NumberExpired => (Self::NumberExpired, Self::NumberExpiredDo),
            Reason::DeviceDiffers => (Self::DeviceDiffers, Self::DeviceDiffersDo),
            Reason::MovesExhausted => (Self::MovesExhausted, Self::MovesExhaustedDo),
            Reason::MachineRefused => (Self::MachineRefused, Self::MachineRefusedDo),
            Reason::MachineUnreadable => (Self::MachineUnreadable, Self::MachineUnreadableDo),
            Reason::RecoveredNotAllowed => (Self::RecoveredNotAllowed, Self::RecoveredNotAllowedDo),
            Reason::AssignedNotAllowed => (Self::AssignedNotAllowed, Self::AssignedNotAllowedDo),
            Reason::DeclaredNotAllowed => (Self::DeclaredNotAllowed, Self::DeclaredNotAllowedDo),
            Reason::ValueSeen => (Self::ValueSeen, Self::ValueSeenDo),
            Reason::ProfileUnknown => (Self::ProfileUnknown, Self::ProfileUnknownDo),
            Reason::ProfileRetired => (Self::ProfileRetired, Self::ProfileRetiredDo),
            Reason::RequestSpent => (Self::RequestSpent, Self::RequestSpentDo),
            Reason::TryLater => (Self::TryLater, Self::TryLaterDo),
            Reason::SpokenNeedsOperator => (Self::SpokenNeedsOperator, Self::SpokenNeedsOperatorDo),
            Reason::SpokenNotOffered => (Self::SpokenNotOffered, Self::SpokenNotOfferedDo),
            Reason::OlderNotOffered => (Self::OlderNotOffered, Self::OlderNotOfferedDo),
            Reason::OlderUnbacked => (Self::OlderUnbacked, Self::OlderUnbackedDo),
        }
    }

    /// Returns the line for a kind of grant.
    #[must_use]
    pub const fn of_grant(kind: GrantKind) -> Self {
        match kind {
            GrantKind::First => Self::GrantFirst,
            GrantKind::Rebound => Self::GrantRebound,
            GrantKind::AnotherSeat => Self::GrantAnotherSeat,
            GrantKind::Moved => Self::GrantMoved,
            GrantKind::SameRequest => Self::GrantSameRequest,
            GrantKind::TermsChanged => Self::GrantTermsChanged,
            GrantKind::SameDevice => Self::GrantSameDevice,
            GrantKind::MovedUp => Self::GrantMovedUp,
            GrantKind::IdentityChanged => Self::GrantIdentityChanged,
        }
    }

    /// Returns why an operator's action is refused.
    #[must_use]
    pub const fn of_action_refusal(refusal: ActionRefusal) -> Self {
        match refusal {
            ActionRefusal::NotBound => Self::ActionNotBound,
            ActionRefusal::SeatUnknown => Self::ActionSeatUnknown,
            ActionRefusal::SeatMissing => Self::ActionSeatMissing,
            ActionRefusal::SeatsTaken => Self::ActionSeatsTaken,
            ActionRefusal::Unchanged => Self::ActionUnchanged,
            ActionRefusal::Suspended => Self::ActionSuspended,
            ActionRefusal::MoveSuspended => Self::ActionMoveSuspended,
            ActionRefusal::NotSuspended => Self::ActionNotSuspended,
            ActionRefusal::Revoked => Self::ActionRevoked,
            ActionRefusal::NoReason => Self::ActionNoReason,
            ActionRefusal::ReasonTooLong => Self::ActionReasonTooLong,
            ActionRefusal::ReceiptMalformed => Self::ActionReceiptMalformed,
            ActionRefusal::ReceiptWrong => Self::ActionReceiptWrong,
            ActionRefusal::ReceiptSpent => Self::ActionReceiptSpent,
            ActionRefusal::ReceiptOperator => Self::ActionReceiptOperator,
        }
    }

    /// Returns the line for a state of a license number.
    #[must_use]
    pub const fn of_state(state: ShownState) -> Self {
        match state {
            ShownState::Unused => Self::StateUnused,
            ShownState::Bound => Self::StateBound,
            ShownState::Expired => Self::StateExpired,
            ShownState::Suspended => Self::StateSuspended,
            ShownState::Revoked => Self::StateRevoked,
        }
    }

    /// Returns the line for an operator's action that was performed.
    #[must_use]
    pub const fn of_action(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Release => Self::ActionRelease,
            ActionKind::ReleaseByReceipt => Self::ActionReleaseByReceipt,
            ActionKind::Move => Self::ActionMove,
            ActionKind::Suspend => Self::ActionSuspend,
            ActionKind::Resume => Self::ActionResume,
            ActionKind::Revoke => Self::ActionRevoke,
            ActionKind::Renew => Self::ActionRenew,
            ActionKind::Edit => Self::ActionEdit,
            ActionKind::Verify => Self::ActionVerify,
        }
    }
}

/// Returns what a refusal means, and the next step.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal) -> (String, &'static str) {
    match refusal.full {
        Some(seats) => {
            (LedgerSentence::SeatsFull { seats: &seats }.say(lang), LedgerLine::SeatsFullDo.say(lang))
        }
        None => {
            let (what, next) = LedgerLine::of_reason(refusal.reason);
            (what.say(lang).to_owned(), next.say(lang))
        }
    }
}

/// Returns the text of a note on an answer.
#[must_use]
pub fn note(lang: Lang, note: Note) -> String {
    match note {
        Note::RulesDiffer => LedgerLine::NoteRulesDiffer.say(lang).to_owned(),
        Note::NeverDown => LedgerLine::NoteNeverDown.say(lang).to_owned(),
        Note::ValueSeen => LedgerLine::NoteValueSeen.say(lang).to_owned(),
        Note::BoundByWord => LedgerLine::NoteBoundByWord.say(lang).to_owned(),
        Note::ProfileStale { device, newest } => {
            LedgerSentence::NoteProfileStale { device: &device, newest: &newest }.say(lang)
        }
    }
}

/// Returns the names of the differences as a list.
#[must_use]
pub fn differences(lang: Lang, differences: &[Difference]) -> String {
    let name = |difference: &Difference| match difference {
        Difference::Field(field) => FieldLine::from(*field).say(lang),
        Difference::Board => LedgerLine::Board.say(lang),
    };
    listed(lang, differences.iter().map(name))
}
