//! What an operator may do to a number. Pure: from a state and an act to the next state, or why not.

use thiserror::Error;

use countersign_core::protocol::{Number, receipt};

use super::{AuditEntry, Change, Issuance, LicenseRecord, LicenseState, Store, StoreError, UnitOfWork};

/// How often an act is done anew because the number changed meanwhile.
const TRIES: usize = 8;

/// One act, and why it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAction {
    /// What.
    pub kind: ActionKind,
    /// Why, in the operator's words; may be empty, but for a release.
    pub reason: String,
}

/// The kinds of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Frees the number from its machine: the next machine that asks gets it.
    Release,
    /// Frees it because the device gave it back, and has its receipt to show.
    ReleaseByReceipt,
    /// Frees it for another machine of the same customer: the next one that asks, or the one whose request
    /// is at hand ([`super::answer::move_and_answer`]).
    Move,
    /// Holds the number back until it is resumed; its binding stays.
    Suspend,
    /// Lets a suspended number go on as it was.
    Resume,
    /// Ends the number for good.
    Revoke,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Release, Self::ReleaseByReceipt, Self::Move, Self::Suspend, Self::Resume, Self::Revoke];

    /// The stable name, as in the audit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::ReleaseByReceipt => "release-receipt",
            Self::Move => "move",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revoke => "revoke",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it takes the number from a machine.
    #[must_use]
    pub const fn frees(self) -> bool {
        matches!(self, Self::Release | Self::ReleaseByReceipt | Self::Move)
    }
}

/// Why an act can't be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActionRefusal {
    /// It is bound to nothing.
    #[error("not bound")]
    NotBound,
    /// It is suspended already.
    #[error("suspended already")]
    Suspended,
    /// Only a suspended number can be resumed.
    #[error("not suspended")]
    NotSuspended,
    /// It was revoked, which is for good.
    #[error("revoked")]
    Revoked,
    /// A release or a move needs a reason.
    #[error("no reason given")]
    NoReason,
    /// The receipt is of no code that this number's machine was given.
    #[error("the receipt doesn't fit")]
    ReceiptWrong,
}

impl ActionRefusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotBound => "NUMBER-NOT-BOUND",
            Self::Suspended => "NUMBER-SUSPENDED",
            Self::NotSuspended => "NUMBER-NOT-SUSPENDED",
            Self::Revoked => "NUMBER-REVOKED",
            Self::NoReason => "REASON-MISSING",
            Self::ReceiptWrong => "RECEIPT-WRONG",
        }
    }
}

impl OperatorAction {
    /// The state of a number after this act.
    ///
    /// # Errors
    /// [`ActionRefusal`] where the state doesn't allow it; the number then stays as it is.
    pub fn apply(&self, state: &LicenseState) -> Result<LicenseState, ActionRefusal> {
        match (self.kind, state) {
            (_, LicenseState::Revoked(_)) => Err(ActionRefusal::Revoked),
            (kind, _) if kind.frees() && self.reason.trim().is_empty() => Err(ActionRefusal::NoReason),
            // A number that is held back is moved by nobody until it is resumed.
            (ActionKind::Move, LicenseState::Suspended(_)) => Err(ActionRefusal::Suspended),
            (kind, LicenseState::Bound(_)) if kind.frees() => Ok(LicenseState::Unused),
            (kind, LicenseState::Suspended(Some(_))) if kind.frees() => Ok(LicenseState::Suspended(None)),
            (kind, LicenseState::Unused | LicenseState::Suspended(None)) if kind.frees() => {
                Err(ActionRefusal::NotBound)
            }
            (ActionKind::Suspend, LicenseState::Unused) => Ok(LicenseState::Suspended(None)),
            (ActionKind::Suspend, LicenseState::Bound(binding)) => {
                Ok(LicenseState::Suspended(Some(binding.clone())))
            }
            (ActionKind::Suspend, LicenseState::Suspended(_)) => Err(ActionRefusal::Suspended),
            (ActionKind::Resume, LicenseState::Suspended(None)) => Ok(LicenseState::Unused),
            (ActionKind::Resume, LicenseState::Suspended(Some(binding))) => {
                Ok(LicenseState::Bound(binding.clone()))
            }
            (ActionKind::Resume, LicenseState::Unused | LicenseState::Bound(_)) => {
                Err(ActionRefusal::NotSuspended)
            }
            (ActionKind::Revoke, state) => Ok(LicenseState::Revoked(state.binding().cloned().map(Box::new))),
            (ActionKind::Release | ActionKind::ReleaseByReceipt | ActionKind::Move, _) => {
                Err(ActionRefusal::NotBound)
            }
        }
    }
}

/// The release that a receipt proves: one of the codes this number's machine was given made it. The line is
/// mended like any typed one. `packed` is the number as the mask packs it.
///
/// # Errors
/// [`ActionRefusal::NotBound`] where there is no binding, [`ActionRefusal::ReceiptWrong`] where none of its codes fits.
pub fn release_by_receipt(
    state: &LicenseState,
    packed: [u8; 6],
    typed: &str,
) -> Result<OperatorAction, ActionRefusal> {
    let binding = state.binding().ok_or(ActionRefusal::NotBound)?;
    let fits = |issued: &&Issuance| receipt::verify(&issued.code, packed, issued.nonce, typed);
    let issued = binding.issued.iter().rev().find(fits).ok_or(ActionRefusal::ReceiptWrong)?;
    Ok(OperatorAction { kind: ActionKind::ReleaseByReceipt, reason: issued.name.clone() })
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActionError {
    /// The number is not known.
    #[error("unknown number")]
    Unknown,
    /// The number's state doesn't allow it.
    #[error(transparent)]
    Refused(#[from] ActionRefusal),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does an act and writes it into the audit, both or neither. `action` is made of the standing it is done on, anew
/// where the number changed meanwhile. Gives the new state.
///
/// # Errors
/// [`ActionError`]; nothing is changed then.
pub fn perform(
    store: &dyn Store,
    number: &Number,
    operator: &str,
    at: i64,
    action: impl Fn(&LicenseRecord) -> Result<OperatorAction, ActionRefusal>,
) -> Result<LicenseState, ActionError> {
    for _ in 0..TRIES {
        let record = store.load(number)?.ok_or(ActionError::Unknown)?;
        let action = action(&record)?;
        let state = action.apply(&record.state)?;
        let change = Change {
            number: number.clone(),
            expected: record.version,
            state: state.clone(),
            first_issued: record.first_issued,
        };
        let audit = AuditEntry { at, operator: operator.to_owned(), number: number.clone(), action };
        let unit = UnitOfWork { change: Some(change), audit: Some(audit), ..UnitOfWork::default() };
        match store.commit(&unit) {
            Err(StoreError::Conflict) => {}
            done => return done.map(|_| state).map_err(ActionError::Store),
        }
    }
    Err(ActionError::Store(StoreError::Conflict))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Binding;
    use countersign_core::protocol::Scheme;

    fn binding() -> Box<Binding> {
        Box::new(Binding {
            scheme: Scheme::Three,
            marker2: None,
            marker3: None,
            values: None,
            declared: false,
            bound: 1,
            moves: Vec::new(),
            issued: Vec::new(),
        })
    }

    #[test]
    fn every_act_on_every_state() {
        let (unused, bound) = (LicenseState::Unused, LicenseState::Bound(binding()));
        let (held, held_bound) = (LicenseState::Suspended(None), LicenseState::Suspended(Some(binding())));
        let (ended, ended_bound) = (LicenseState::Revoked(None), LicenseState::Revoked(Some(binding())));
        let table = [
            (ActionKind::Release, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::Release, &bound, Ok(&unused)),
            (ActionKind::Release, &held, Err(ActionRefusal::NotBound)),
            (ActionKind::Release, &held_bound, Ok(&held)),
            (ActionKind::Release, &ended, Err(ActionRefusal::Revoked)),
            (ActionKind::Release, &ended_bound, Err(ActionRefusal::Revoked)),
            (ActionKind::ReleaseByReceipt, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::ReleaseByReceipt, &bound, Ok(&unused)),
            (ActionKind::ReleaseByReceipt, &held, Err(ActionRefusal::NotBound)),
            (ActionKind::ReleaseByReceipt, &held_bound, Ok(&held)),
            (ActionKind::ReleaseByReceipt, &ended, Err(ActionRefusal::Revoked)),
            (ActionKind::Move, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::Move, &bound, Ok(&unused)),
            (ActionKind::Move, &held, Err(ActionRefusal::Suspended)),
            (ActionKind::Move, &held_bound, Err(ActionRefusal::Suspended)),
            (ActionKind::Move, &ended_bound, Err(ActionRefusal::Revoked)),
            (ActionKind::Suspend, &unused, Ok(&held)),
            (ActionKind::Suspend, &bound, Ok(&held_bound)),
            (ActionKind::Suspend, &held, Err(ActionRefusal::Suspended)),
            (ActionKind::Suspend, &held_bound, Err(ActionRefusal::Suspended)),
            (ActionKind::Suspend, &ended, Err(ActionRefusal::Revoked)),
            (ActionKind::Resume, &unused, Err(ActionRefusal::NotSuspended)),
            (ActionKind::Resume, &bound, Err(ActionRefusal::NotSuspended)),
            (ActionKind::Resume, &held, Ok(&unused)),
            (ActionKind::Resume, &held_bound, Ok(&bound)),
            (ActionKind::Resume, &ended, Err(ActionRefusal::Revoked)),
            (ActionKind::Revoke, &unused, Ok(&ended)),
            (ActionKind::Revoke, &bound, Ok(&ended_bound)),
            (ActionKind::Revoke, &held, Ok(&ended)),
            (ActionKind::Revoke, &held_bound, Ok(&ended_bound)),
            (ActionKind::Revoke, &ended, Err(ActionRefusal::Revoked)),
        ];
        for (kind, from, to) in table {
            let action = OperatorAction { kind, reason: "asked for by the customer".into() };
            assert_eq!(action.apply(from), to.cloned(), "{kind:?} on {}", from.name());
        }
    }

    #[test]
    fn what_takes_a_number_from_a_machine_needs_a_reason() {
        for kind in ActionKind::ALL.into_iter().filter(|kind| kind.frees()) {
            let action = OperatorAction { kind, reason: " ".into() };
            assert_eq!(
                action.apply(&LicenseState::Bound(binding())),
                Err(ActionRefusal::NoReason),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_receipt_of_any_code_of_the_binding_releases() {
        let issuance = |nonce: u8| Issuance {
            nonce: [nonce; 4],
            name: format!("K7Q-F2{nonce}"),
            marker2: None,
            marker3: countersign_core::protocol::Marker([1; 10]),
            code: countersign_core::protocol::Code([nonce; 70]),
        };
        let bound =
            LicenseState::Bound(Box::new(Binding { issued: vec![issuance(1), issuance(2)], ..*binding() }));
        let receipt = |nonce| receipt::receipt(&issuance(nonce).code, [7; 6], [nonce; 4]);
        // As it is shown, with its number and in groups, and with a slip in it.
        let (grouped, mut slip) = (countersign_core::protocol::line::grouped(&receipt(1)), receipt(1));
        slip.replace_range(19..20, if slip.ends_with('7') { "8" } else { "7" });
        for typed in [
            format!("12  {grouped}"),
            slip.clone(),
            format!("12 {slip}"),
            format!("12  {}", countersign_core::protocol::line::grouped(&slip)),
        ] {
            assert!(release_by_receipt(&bound, [7; 6], &typed).is_ok(), "{typed}");
        }
        let action = release_by_receipt(&bound, [7; 6], &receipt(1).to_lowercase()).unwrap();
        assert_eq!((action.kind, action.reason.as_str()), (ActionKind::ReleaseByReceipt, "K7Q-F21"));
        assert_eq!(action.apply(&bound), Ok(LicenseState::Unused));
        for (packed, line) in [([8; 6], receipt(1)), ([7; 6], receipt(3)), ([7; 6], "hello".into())] {
            assert_eq!(release_by_receipt(&bound, packed, &line), Err(ActionRefusal::ReceiptWrong), "{line}");
        }
        assert_eq!(
            release_by_receipt(&LicenseState::Unused, [7; 6], &receipt(1)),
            Err(ActionRefusal::NotBound)
        );
    }
}
