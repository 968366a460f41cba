//! What an operator may do to a license number: a record and an action give a change, or a refusal.
//!
//! The functions are pure. [`perform_action`](super::perform_action) reads and writes the store.

use std::num::NonZeroU16;

use thiserror::Error;

use countersign_core::protocol::Edition;

use super::{Change, Expiry, License, LicenseRecord, LicenseState, Seats, Spend};

/// One action and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAction {
    /// What to do.
    pub act: Act,
    /// The operator's reason. It must not be blank.
    pub reason: String,
}

/// What to do to a license number. The seat may be left out if only one is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Frees a seat. The next machine that asks gets it.
    Release(Option<u16>),
    /// Frees this seat because its device released the license and its receipt is valid.
    ReleaseByReceipt(u16),
    /// Frees a seat for another machine of the same customer: the next machine that asks, or the machine of a
    /// request that the operator has ([`move_and_answer`](super::move_and_answer)).
    Move(Option<u16>),
    /// Refuses requests for the number until it is resumed. The bindings are kept.
    Suspend,
    /// Ends a suspension. The number has the state from before it.
    Resume,
    /// Ends the number permanently.
    Revoke,
    /// Changes when the codes expire.
    Renew(Expiry),
    /// Changes the license that was sold.
    Edit {
        /// The new edition; `None` for no change.
        edition: Option<Edition>,
        /// The new number of seats; `None` for no change.
        seats: Option<NonZeroU16>,
    },
}

/// The kind of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// [`Act::Release`].
    Release,
    /// [`Act::ReleaseByReceipt`].
    ReleaseByReceipt,
    /// [`Act::Move`].
    Move,
    /// [`Act::Suspend`].
    Suspend,
    /// [`Act::Resume`].
    Resume,
    /// [`Act::Revoke`].
    Revoke,
    /// [`Act::Renew`].
    Renew,
    /// [`Act::Edit`].
    Edit,
    /// An operator verified the machine of a request, and the request was answered. The number itself is not
    /// changed, so there is no [`Act`] of this kind.
    Verify,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Release,
        Self::ReleaseByReceipt,
        Self::Move,
        Self::Suspend,
        Self::Resume,
        Self::Revoke,
        Self::Renew,
        Self::Edit,
        Self::Verify,
    ];

    /// Returns the stable name, as the audit stores it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::ReleaseByReceipt => "release-receipt",
            Self::Move => "move",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revoke => "revoke",
            Self::Renew => "renew",
            Self::Edit => "edit",
            Self::Verify => "verify",
        }
    }

    /// Returns the kind with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Act {
    /// Returns the kind.
    #[must_use]
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Release(_) => ActionKind::Release,
            Self::ReleaseByReceipt(_) => ActionKind::ReleaseByReceipt,
            Self::Move(_) => ActionKind::Move,
            Self::Suspend => ActionKind::Suspend,
            Self::Resume => ActionKind::Resume,
            Self::Revoke => ActionKind::Revoke,
            Self::Renew(_) => ActionKind::Renew,
            Self::Edit { .. } => ActionKind::Edit,
        }
    }
}

/// Why an action is refused. The number is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActionRefusal {
    /// No seat is taken.
    #[error("not bound")]
    NotBound,
    /// Other seats are taken, but not this one.
    #[error("nobody is on this seat")]
    SeatUnknown,
    /// Several seats are taken, and none was named.
    #[error("which seat?")]
    SeatMissing,
    /// More seats are taken than the number would have after the change.
    #[error("more seats are taken")]
    SeatsTaken,
    /// The license already has these terms.
    #[error("nothing would change")]
    Unchanged,
    /// The number is already suspended.
    #[error("suspended already")]
    Suspended,
    /// A suspended number must be resumed before a seat is moved.
    #[error("suspended, and not to be moved")]
    MoveSuspended,
    /// Only a suspended number can be resumed.
    #[error("not suspended")]
    NotSuspended,
    /// The number is revoked, and that is final.
    #[error("revoked")]
    Revoked,
    /// The action needs a reason.
    #[error("no reason given")]
    NoReason,
    /// The reason is longer than the ledger stores.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// The line is not a receipt.
    #[error("no receipt")]
    ReceiptMalformed,
    /// The receipt is of a request that was never answered for this number.
    #[error("the receipt doesn't fit")]
    ReceiptWrong,
    /// The request of the receipt is spent.
    #[error("the receipt is spent")]
    ReceiptSpent,
    /// Other requests of the binding were answered too, so an operator must decide.
    #[error("an operator has to decide")]
    ReceiptOperator,
}

impl ActionRefusal {
    /// Every refusal.
    pub const ALL: [Self; 15] = [
        Self::NotBound,
        Self::SeatUnknown,
        Self::SeatMissing,
        Self::SeatsTaken,
        Self::Unchanged,
        Self::Suspended,
        Self::MoveSuspended,
        Self::NotSuspended,
        Self::Revoked,
        Self::NoReason,
        Self::ReasonTooLong,
        Self::ReceiptMalformed,
        Self::ReceiptWrong,
        Self::ReceiptSpent,
        Self::ReceiptOperator,
    ];

    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotBound => "NUMBER-NOT-BOUND",
            Self::SeatUnknown => "SEAT-UNKNOWN",
            Self::SeatMissing => "SEAT-MISSING",
            Self::SeatsTaken => "SEATS-TAKEN",
            Self::Unchanged => "NOTHING-CHANGED",
            Self::Suspended | Self::MoveSuspended => "NUMBER-SUSPENDED",
            Self::NotSuspended => "NUMBER-NOT-SUSPENDED",
            Self::Revoked => "NUMBER-REVOKED",
            Self::NoReason => "REASON-MISSING",
            Self::ReasonTooLong => "REASON-TOO-LONG",
            Self::ReceiptMalformed => "RECEIPT-MALFORMED",
            Self::ReceiptWrong => "RECEIPT-WRONG",
            Self::ReceiptSpent => "RECEIPT-SPENT",
            Self::ReceiptOperator => "RECEIPT-OPERATOR",
        }
    }
}

/// The effect of an action on a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionEffect {
    /// The change.
    pub change: Change,
    /// The seat that is freed.
    pub seat: Option<u16>,
    /// What changes in the license, such as `expiry 2027-01-01 -> never`; otherwise empty.
    pub detail: String,
}

impl OperatorAction {
    /// Returns the effect of this action on a number.
    ///
    /// # Errors
    /// [`ActionRefusal`] if the record doesn't allow the action, or the reason is missing.
    pub fn apply(&self, record: &LicenseRecord) -> Result<ActionEffect, ActionRefusal> {
        if record.state == LicenseState::Revoked {
            return Err(ActionRefusal::Revoked);
        }
        if self.reason.trim().is_empty() {
            return Err(ActionRefusal::NoReason);
        }
        let change = Change::of(record);
        match self.act {
            Act::Release(seat) => free(change, seat),
            Act::ReleaseByReceipt(seat) => free(change, Some(seat)),
            Act::Move(_) if record.state == LicenseState::Suspended => Err(ActionRefusal::MoveSuspended),
            Act::Move(seat) => free(change, seat),
            Act::Suspend if record.state == LicenseState::Suspended => Err(ActionRefusal::Suspended),
            Act::Suspend => Ok(with_state(change, LicenseState::Suspended)),
            Act::Resume if record.state == LicenseState::Active => Err(ActionRefusal::NotSuspended),
            Act::Resume => Ok(with_state(change, LicenseState::Active)),
            Act::Revoke => {
                let change = Change { spend: vec![Spend::All], ..change };
                Ok(with_state(change, LicenseState::Revoked))
            }
            Act::Renew(expiry) => with_license(change, License { expiry, ..record.license }),
            Act::Edit { edition, seats } => {
                let License { edition: now, seats: seats_now, .. } = record.license;
                let (edition, seats) = (edition.unwrap_or(now), seats.unwrap_or(seats_now));
                with_license(change, License { edition, seats, ..record.license })
            }
        }
    }
}

fn with_state(change: Change, state: LicenseState) -> ActionEffect {
    ActionEffect { change: Change { state, ..change }, seat: None, detail: String::new() }
}

fn free(mut change: Change, seat: Option<u16>) -> Result<ActionEffect, ActionRefusal> {
    let seat = match seat {
        Some(seat) => seat,
        None => only_seat(&change.seats)?,
    };
    let none = if change.seats.is_empty() { ActionRefusal::NotBound } else { ActionRefusal::SeatUnknown };
    change.seats.remove(&seat).ok_or(none)?;
    change.spend.push(Spend::Seat(seat));
    Ok(ActionEffect { change, seat: Some(seat), detail: String::new() })
}

fn only_seat(seats: &Seats) -> Result<u16, ActionRefusal> {
    let mut taken = seats.keys();
    match (taken.next(), taken.next()) {
        (None, _) => Err(ActionRefusal::NotBound),
        (Some(seat), None) => Ok(*seat),
        (Some(_), Some(_)) => Err(ActionRefusal::SeatMissing),
    }
}

fn with_license(change: Change, license: License) -> Result<ActionEffect, ActionRefusal> {
    if license == change.license {
        return Err(ActionRefusal::Unchanged);
    }
    if change.seats.len() > usize::from(license.seats.get()) {
        return Err(ActionRefusal::SeatsTaken);
    }
    let detail = change.license.differences(&license);
    let detail: Vec<String> =
        detail.into_iter().map(|(what, before, after)| format!("{what} {before} -> {after}")).collect();
    Ok(ActionEffect { change: Change { license, ..change }, seat: None, detail: detail.join(", ") })
}

#[cfg(test)]
mod tests;
