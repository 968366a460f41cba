//! What an operator may do to a number. Pure: from a state and an act to the next state, or why not.

use thiserror::Error;

use countersign_core::protocol::{Number, receipt};

use super::{Audit, Change, Entry, Issuance, LicenseRecord, State, Store, StoreError};

/// How often an act is done anew because the number changed meanwhile.
const TRIES: usize = 8;

/// One act, and why it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub kind: ActKind,
    /// Why, in the operator's words; may be empty, but for a release.
    pub reason: String,
}

/// The kinds of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// Frees the number from its machine: the next machine that asks gets it.
    Release,
    /// Frees it because the device gave it back, and has its receipt to show.
    ReleaseByReceipt,
    /// Frees it for another machine of the same customer: the next one that asks, or the one whose request
    /// is at hand ([`super::answer::move_to`]).
    Move,
    /// Holds the number back until it is resumed; its binding stays.
    Suspend,
    /// Lets a suspended number go on as it was.
    Resume,
    /// Ends the number for good.
    Revoke,
}

impl ActKind {
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
pub enum ActRefusal {
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

impl ActRefusal {
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

impl Act {
    /// The state of a number after this act.
    ///
    /// # Errors
    /// [`ActRefusal`] where the state doesn't allow it; the number then stays as it is.
    pub fn apply(&self, state: &State) -> Result<State, ActRefusal> {
        match (self.kind, state) {
            (_, State::Revoked(_)) => Err(ActRefusal::Revoked),
            (kind, _) if kind.frees() && self.reason.trim().is_empty() => Err(ActRefusal::NoReason),
            // A number that is held back is moved by nobody until it is resumed.
            (ActKind::Move, State::Suspended(_)) => Err(ActRefusal::Suspended),
            (kind, State::Bound(_)) if kind.frees() => Ok(State::Unused),
            (kind, State::Suspended(Some(_))) if kind.frees() => Ok(State::Suspended(None)),
            (kind, State::Unused | State::Suspended(None)) if kind.frees() => Err(ActRefusal::NotBound),
            (ActKind::Suspend, State::Unused) => Ok(State::Suspended(None)),
            (ActKind::Suspend, State::Bound(binding)) => Ok(State::Suspended(Some(binding.clone()))),
            (ActKind::Suspend, State::Suspended(_)) => Err(ActRefusal::Suspended),
            (ActKind::Resume, State::Suspended(None)) => Ok(State::Unused),
            (ActKind::Resume, State::Suspended(Some(binding))) => Ok(State::Bound(binding.clone())),
            (ActKind::Resume, State::Unused | State::Bound(_)) => Err(ActRefusal::NotSuspended),
            (ActKind::Revoke, state) => Ok(State::Revoked(state.binding().cloned().map(Box::new))),
            (ActKind::Release | ActKind::ReleaseByReceipt | ActKind::Move, _) => Err(ActRefusal::NotBound),
        }
    }
}

/// The release that a receipt proves: one of the codes this number's machine was given made it. The line is
/// mended like any typed one. `packed` is the number as the mask packs it.
///
/// # Errors
/// [`ActRefusal::NotBound`] where there is no binding, [`ActRefusal::ReceiptWrong`] where none of its codes fits.
pub fn by_receipt(state: &State, packed: [u8; 6], typed: &str) -> Result<Act, ActRefusal> {
    let binding = state.binding().ok_or(ActRefusal::NotBound)?;
    let fits = |issued: &&Issuance| receipt::verify(&issued.code, packed, issued.nonce, typed);
    let issued = binding.issued.iter().rev().find(fits).ok_or(ActRefusal::ReceiptWrong)?;
    Ok(Act { kind: ActKind::ReleaseByReceipt, reason: issued.name.clone() })
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActError {
    /// The number is not known.
    #[error("unknown number")]
    Unknown,
    /// The number's state doesn't allow it.
    #[error(transparent)]
    Refused(#[from] ActRefusal),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does an act and writes it into the audit, both or neither. `act` is made of the standing it is done on, anew
/// where the number changed meanwhile. Gives the new state.
///
/// # Errors
/// [`ActError`]; nothing is changed then.
pub fn perform(
    store: &dyn Store,
    number: &Number,
    operator: &str,
    at: i64,
    act: impl Fn(&LicenseRecord) -> Result<Act, ActRefusal>,
) -> Result<State, ActError> {
    for _ in 0..TRIES {
        let standing = store.load(number)?.ok_or(ActError::Unknown)?;
        let act = act(&standing)?;
        let state = act.apply(&standing.state)?;
        let change = Change {
            number: number.clone(),
            expected: standing.version,
            state: state.clone(),
            first_issued: standing.first_issued,
        };
        let audit = Audit { at, operator: operator.to_owned(), number: number.clone(), act };
        let entry = Entry { change: Some(change), audit: Some(audit), ..Entry::default() };
        match store.commit(&entry) {
            Err(StoreError::Conflict) => {}
            done => return done.map(|_| state).map_err(ActError::Store),
        }
    }
    Err(ActError::Store(StoreError::Conflict))
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
        let (unused, bound) = (State::Unused, State::Bound(binding()));
        let (held, held_bound) = (State::Suspended(None), State::Suspended(Some(binding())));
        let (ended, ended_bound) = (State::Revoked(None), State::Revoked(Some(binding())));
        let table = [
            (ActKind::Release, &unused, Err(ActRefusal::NotBound)),
            (ActKind::Release, &bound, Ok(&unused)),
            (ActKind::Release, &held, Err(ActRefusal::NotBound)),
            (ActKind::Release, &held_bound, Ok(&held)),
            (ActKind::Release, &ended, Err(ActRefusal::Revoked)),
            (ActKind::Release, &ended_bound, Err(ActRefusal::Revoked)),
            (ActKind::ReleaseByReceipt, &unused, Err(ActRefusal::NotBound)),
            (ActKind::ReleaseByReceipt, &bound, Ok(&unused)),
            (ActKind::ReleaseByReceipt, &held, Err(ActRefusal::NotBound)),
            (ActKind::ReleaseByReceipt, &held_bound, Ok(&held)),
            (ActKind::ReleaseByReceipt, &ended, Err(ActRefusal::Revoked)),
            (ActKind::Move, &unused, Err(ActRefusal::NotBound)),
            (ActKind::Move, &bound, Ok(&unused)),
            (ActKind::Move, &held, Err(ActRefusal::Suspended)),
            (ActKind::Move, &held_bound, Err(ActRefusal::Suspended)),
            (ActKind::Move, &ended_bound, Err(ActRefusal::Revoked)),
            (ActKind::Suspend, &unused, Ok(&held)),
            (ActKind::Suspend, &bound, Ok(&held_bound)),
            (ActKind::Suspend, &held, Err(ActRefusal::Suspended)),
            (ActKind::Suspend, &held_bound, Err(ActRefusal::Suspended)),
            (ActKind::Suspend, &ended, Err(ActRefusal::Revoked)),
            (ActKind::Resume, &unused, Err(ActRefusal::NotSuspended)),
            (ActKind::Resume, &bound, Err(ActRefusal::NotSuspended)),
            (ActKind::Resume, &held, Ok(&unused)),
            (ActKind::Resume, &held_bound, Ok(&bound)),
            (ActKind::Resume, &ended, Err(ActRefusal::Revoked)),
            (ActKind::Revoke, &unused, Ok(&ended)),
            (ActKind::Revoke, &bound, Ok(&ended_bound)),
            (ActKind::Revoke, &held, Ok(&ended)),
            (ActKind::Revoke, &held_bound, Ok(&ended_bound)),
            (ActKind::Revoke, &ended, Err(ActRefusal::Revoked)),
        ];
        for (kind, from, to) in table {
            let act = Act { kind, reason: "asked for by the customer".into() };
            assert_eq!(act.apply(from), to.cloned(), "{kind:?} on {}", from.name());
        }
    }

    #[test]
    fn what_takes_a_number_from_a_machine_needs_a_reason() {
        for kind in ActKind::ALL.into_iter().filter(|kind| kind.frees()) {
            let act = Act { kind, reason: " ".into() };
            assert_eq!(act.apply(&State::Bound(binding())), Err(ActRefusal::NoReason), "{kind:?}");
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
        let bound = State::Bound(Box::new(Binding { issued: vec![issuance(1), issuance(2)], ..*binding() }));
        let receipt = |nonce| receipt::create(&issuance(nonce).code, [7; 6], [nonce; 4]);
        // As it is shown, with its number and in groups, and with a slip in it.
        let (grouped, mut slip) = (countersign_core::protocol::line::grouped(&receipt(1)), receipt(1));
        slip.replace_range(19..20, if slip.ends_with('7') { "8" } else { "7" });
        for typed in [
            format!("12  {grouped}"),
            slip.clone(),
            format!("12 {slip}"),
            format!("12  {}", countersign_core::protocol::line::grouped(&slip)),
        ] {
            assert!(by_receipt(&bound, [7; 6], &typed).is_ok(), "{typed}");
        }
        let act = by_receipt(&bound, [7; 6], &receipt(1).to_lowercase()).unwrap();
        assert_eq!((act.kind, act.reason.as_str()), (ActKind::ReleaseByReceipt, "K7Q-F21"));
        assert_eq!(act.apply(&bound), Ok(State::Unused));
        for (packed, line) in [([8; 6], receipt(1)), ([7; 6], receipt(3)), ([7; 6], "hello".into())] {
            assert_eq!(by_receipt(&bound, packed, &line), Err(ActRefusal::ReceiptWrong), "{line}");
        }
        assert_eq!(by_receipt(&State::Unused, [7; 6], &receipt(1)), Err(ActRefusal::NotBound));
    }
}
