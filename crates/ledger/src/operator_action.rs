//! What an operator may do to a license number: from a state and an action to the next state, or a refusal.
//!
//! Pure. [`perform_action`](super::perform_action) reads and writes the store.

use thiserror::Error;

use countersign_core::protocol::receipt;

use super::{Issuance, LicenseState};

/// One action and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAction {
    /// What to do.
    pub kind: ActionKind,
    /// The operator's reason. It must not be blank if the action frees the number ([`ActionKind::frees`]).
    pub reason: String,
}

/// What an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Frees the number from its machine. The next machine that asks gets it.
    Release,
    /// Frees the number because the device gave it back and its receipt fits.
    ReleaseByReceipt,
    /// Frees the number for another machine of the same customer: the next one that asks, or the one whose
    /// request the operator has ([`move_and_answer`](super::move_and_answer)).
    Move,
    /// Refuses requests for the number until it is resumed. The binding stays.
    Suspend,
    /// Ends a suspension. The number is as it was before.
    Resume,
    /// Ends the number for good.
    Revoke,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Release, Self::ReleaseByReceipt, Self::Move, Self::Suspend, Self::Resume, Self::Revoke];

    /// The stable name, as the audit stores it.
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

    /// Whether the action frees the number from a machine.
    #[must_use]
    pub const fn frees(self) -> bool {
        matches!(self, Self::Release | Self::ReleaseByReceipt | Self::Move)
    }
}

/// Why an action is refused. The number stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActionRefusal {
    /// The number is not bound.
    #[error("not bound")]
    NotBound,
    /// The number is suspended already.
    #[error("suspended already")]
    Suspended,
    /// Only a suspended number can be resumed.
    #[error("not suspended")]
    NotSuspended,
    /// The number is revoked, and that is final.
    #[error("revoked")]
    Revoked,
    /// A release or a move needs a reason.
    #[error("no reason given")]
    NoReason,
    /// The receipt fits none of the codes of this binding.
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
    /// The state of a number after this action.
    ///
    /// # Errors
    /// [`ActionRefusal`] if the state doesn't allow the action, or the reason is missing.
    pub fn apply(&self, state: &LicenseState) -> Result<LicenseState, ActionRefusal> {
        match (self.kind, state) {
            (_, LicenseState::Revoked(_)) => Err(ActionRefusal::Revoked),
            (kind, _) if kind.frees() && self.reason.trim().is_empty() => Err(ActionRefusal::NoReason),
            // A suspended number must be resumed before it can be moved.
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

/// The release that a receipt proves. The receipt must fit one of the codes of this binding; its reason is that
/// request's name. Typing errors in `typed` are corrected like those of any typed line. `packed` is the license
/// number as the mask packs it.
///
/// # Errors
/// [`ActionRefusal::NotBound`] if there is no binding, [`ActionRefusal::ReceiptWrong`] if none of its codes fits.
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
    fn every_action_on_every_state() {
        let (unused, bound) = (LicenseState::Unused, LicenseState::Bound(binding()));
        let (suspended, suspended_bound) =
            (LicenseState::Suspended(None), LicenseState::Suspended(Some(binding())));
        let (revoked, revoked_bound) = (LicenseState::Revoked(None), LicenseState::Revoked(Some(binding())));
        let table = [
            (ActionKind::Release, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::Release, &bound, Ok(&unused)),
            (ActionKind::Release, &suspended, Err(ActionRefusal::NotBound)),
            (ActionKind::Release, &suspended_bound, Ok(&suspended)),
            (ActionKind::Release, &revoked, Err(ActionRefusal::Revoked)),
            (ActionKind::Release, &revoked_bound, Err(ActionRefusal::Revoked)),
            (ActionKind::ReleaseByReceipt, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::ReleaseByReceipt, &bound, Ok(&unused)),
            (ActionKind::ReleaseByReceipt, &suspended, Err(ActionRefusal::NotBound)),
            (ActionKind::ReleaseByReceipt, &suspended_bound, Ok(&suspended)),
            (ActionKind::ReleaseByReceipt, &revoked, Err(ActionRefusal::Revoked)),
            (ActionKind::Move, &unused, Err(ActionRefusal::NotBound)),
            (ActionKind::Move, &bound, Ok(&unused)),
            (ActionKind::Move, &suspended, Err(ActionRefusal::Suspended)),
            (ActionKind::Move, &suspended_bound, Err(ActionRefusal::Suspended)),
            (ActionKind::Move, &revoked_bound, Err(ActionRefusal::Revoked)),
            (ActionKind::Suspend, &unused, Ok(&suspended)),
            (ActionKind::Suspend, &bound, Ok(&suspended_bound)),
            (ActionKind::Suspend, &suspended, Err(ActionRefusal::Suspended)),
            (ActionKind::Suspend, &suspended_bound, Err(ActionRefusal::Suspended)),
            (ActionKind::Suspend, &revoked, Err(ActionRefusal::Revoked)),
            (ActionKind::Resume, &unused, Err(ActionRefusal::NotSuspended)),
            (ActionKind::Resume, &bound, Err(ActionRefusal::NotSuspended)),
            (ActionKind::Resume, &suspended, Ok(&unused)),
            (ActionKind::Resume, &suspended_bound, Ok(&bound)),
            (ActionKind::Resume, &revoked, Err(ActionRefusal::Revoked)),
            (ActionKind::Revoke, &unused, Ok(&revoked)),
            (ActionKind::Revoke, &bound, Ok(&revoked_bound)),
            (ActionKind::Revoke, &suspended, Ok(&revoked)),
            (ActionKind::Revoke, &suspended_bound, Ok(&revoked_bound)),
            (ActionKind::Revoke, &revoked, Err(ActionRefusal::Revoked)),
        ];
        for (kind, from, to) in table {
            let action = OperatorAction { kind, reason: "asked for by the customer".into() };
            assert_eq!(action.apply(from), to.cloned(), "{kind:?} on {}", from.name());
        }
    }

    #[test]
    fn an_action_that_frees_a_number_needs_a_reason() {
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
        let receipt = |nonce| receipt::create(&issuance(nonce).code, [7; 6], [nonce; 4]);
        // As shown (with its line number, in groups), with a typing error, and with both.
        let (grouped, mut mistyped) = (countersign_core::protocol::line::grouped(&receipt(1)), receipt(1));
        mistyped.replace_range(19..20, if mistyped.ends_with('7') { "8" } else { "7" });
        for typed in [
            format!("12  {grouped}"),
            mistyped.clone(),
            format!("12 {mistyped}"),
            format!("12  {}", countersign_core::protocol::line::grouped(&mistyped)),
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
