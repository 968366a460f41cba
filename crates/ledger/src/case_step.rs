//! What an operator may do with a case: the kind of a step and the state of the case give a refusal, or none.
//!
//! Pure. A store reads the state, asks here, and writes the step.

use super::CaseRefusal;

/// The kinds of steps in the work on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseStepKind {
    /// The case gets an assignee, or none.
    Assign,
    /// It waits for the customer.
    Wait,
    /// It doesn't wait any more.
    GoOn,
    /// It gets a customer.
    Customer,
    /// It is closed.
    Close,
    /// It is opened again.
    Reopen,
}

/// The state of a case, as far as a step depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseStanding {
    /// Whether another operator has changed the case since it was shown.
    pub changed: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether another case of the same machine and reason is open. It counts for [`CaseStepKind::Reopen`] alone.
    pub other_open: bool,
}

impl CaseStepKind {
    /// Returns why the step is refused; `None` if it is allowed.
    #[must_use]
    pub const fn refusal(self, case: CaseStanding) -> Option<CaseRefusal> {
        match (self, case.closed) {
            _ if case.changed => Some(CaseRefusal::Changed),
            (Self::Reopen, false) => Some(CaseRefusal::NotClosed),
            (Self::Reopen, true) if case.other_open => Some(CaseRefusal::OtherOpen),
            // A closed case may still get a customer, for its mail.
            (Self::Reopen | Self::Customer, _) | (_, false) => None,
            (_, true) => Some(CaseRefusal::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CaseStepKind::{Assign, Close, Customer, GoOn, Reopen, Wait};
    use super::*;

    const KINDS: [CaseStepKind; 6] = [Assign, Wait, GoOn, Customer, Close, Reopen];

    fn allowed(case: CaseStanding) -> Vec<CaseStepKind> {
        KINDS.into_iter().filter(|kind| kind.refusal(case).is_none()).collect()
    }

    #[test]
    fn an_open_case_takes_every_step_but_the_one_that_opens_it() {
        for other_open in [false, true] {
            let open = CaseStanding { other_open, ..CaseStanding::default() };
            assert_eq!(allowed(open), [Assign, Wait, GoOn, Customer, Close]);
            assert_eq!(Reopen.refusal(open), Some(CaseRefusal::NotClosed));
        }
    }

    #[test]
    fn a_closed_case_is_opened_again_unless_another_one_is_open_and_else_takes_a_customer_only() {
        let closed = CaseStanding { closed: true, ..CaseStanding::default() };
        assert_eq!(allowed(closed), [Customer, Reopen]);
        for kind in [Assign, Wait, GoOn, Close] {
            assert_eq!(kind.refusal(closed), Some(CaseRefusal::Closed), "{kind:?}");
        }
        let with_other = CaseStanding { other_open: true, ..closed };
        assert_eq!(allowed(with_other), [Customer]);
        assert_eq!(Reopen.refusal(with_other), Some(CaseRefusal::OtherOpen));
    }

    #[test]
    fn a_case_that_was_changed_meanwhile_takes_no_step() {
        for closed in [false, true] {
            for kind in KINDS {
                let case = CaseStanding { changed: true, closed, other_open: false };
                assert_eq!(kind.refusal(case), Some(CaseRefusal::Changed), "{kind:?}");
            }
        }
    }
}
