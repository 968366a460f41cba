//! What an operator may do to a number. Pure: from a state and an act to the next state, or why not.

use super::State;

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
    /// Holds the number back until it is resumed; its binding stays.
    Suspend,
    /// Lets a suspended number go on as it was.
    Resume,
    /// Ends the number for good.
    Revoke,
}

impl ActKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Release, Self::Suspend, Self::Resume, Self::Revoke];

    /// The stable name, as in the audit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revoke => "revoke",
        }
    }
}

/// Why an act can't be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
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
    /// A release needs a reason.
    #[error("no reason given")]
    NoReason,
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
            (ActKind::Release, _) if self.reason.trim().is_empty() => Err(ActRefusal::NoReason),
            (ActKind::Release, State::Bound(_)) => Ok(State::Unused),
            (ActKind::Release, State::Suspended(Some(_))) => Ok(State::Suspended(None)),
            (ActKind::Release, State::Unused | State::Suspended(None)) => Err(ActRefusal::NotBound),
            (ActKind::Suspend, State::Unused) => Ok(State::Suspended(None)),
            (ActKind::Suspend, State::Bound(binding)) => Ok(State::Suspended(Some(binding.clone()))),
            (ActKind::Suspend, State::Suspended(_)) => Err(ActRefusal::Suspended),
            (ActKind::Resume, State::Suspended(None)) => Ok(State::Unused),
            (ActKind::Resume, State::Suspended(Some(binding))) => Ok(State::Bound(binding.clone())),
            (ActKind::Resume, State::Unused | State::Bound(_)) => Err(ActRefusal::NotSuspended),
            (ActKind::Revoke, state) => Ok(State::Revoked(state.binding().cloned().map(Box::new))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Binding;
    use crate::protocol::Scheme;

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
    fn a_release_needs_a_reason() {
        let act = Act { kind: ActKind::Release, reason: " ".into() };
        assert_eq!(act.apply(&State::Bound(binding())), Err(ActRefusal::NoReason));
    }
}
