//! The history of one case: what was wrong, what was done, how it ended.
//!
//! The functions are pure. The desk has the words of the summary.

use countersign_core::machine::{Field, printable};
use countersign_core::marker::normalise;
use countersign_core::review::{Finding, Verdict};

use super::{Attempt, AttemptOutcome, AuditEntry, Case, CaseNote, ClosedBy, Difference, LicenseId};

/// The maximum number of attempts of a case that are read. Only a case of a bundle has more.
pub const CASE_ATTEMPTS: usize = 400;

/// A case with its attempts, notes and actions. Each list is oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHistory {
    /// The case.
    pub case: Case,
    /// The attempts: refusals, codes of the older binding, the successes of its machines. If there are more
    /// than [`CASE_ATTEMPTS`], the list has the first half of that number and the last half.
    pub attempts: Vec<Attempt>,
    /// The number of attempts that are left out between the two halves.
    pub left_out: u64,
    /// The notes of operators.
    pub notes: Vec<CaseNote>,
    /// The actions of operators on the case's license numbers while it was open.
    pub actions: Vec<AuditEntry>,
}

/// A finding and the request that showed it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenFinding {
    /// When it was first seen, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The name of that request.
    pub request: String,
    /// The finding.
    pub finding: Finding,
}

/// A field with different values at the first refusal and at the success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedField {
    /// The field.
    pub field: Field,
    /// The verdict at the first refusal.
    pub verdict: Verdict,
    /// The value at the first refusal, safe to show. Empty if there was none or it is unknown.
    pub before: String,
    /// The value at the success, safe to show. Empty if it is unknown.
    pub after: String,
}

/// The state of a case, with the attempts that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome<'a> {
    /// The case is open. The machine may have a stopgap: a code of the older binding.
    Open {
        /// The latest stopgap.
        stopgap: Option<&'a Attempt>,
    },
    /// The machine succeeded.
    Solved {
        /// The attempt that succeeded. `None` if it was not recorded.
        by: Option<&'a Attempt>,
        /// What changed since the first refusal.
        changed: Vec<ChangedField>,
        /// Whether the board changed too: another board serial, UUID or network port.
        board: bool,
    },
    /// All machines of the case succeeded. Only a case of a bundle has several.
    AllSolved,
    /// An operator closed it.
    ByOperator {
        /// The operator's name.
        operator: &'a str,
        /// The operator's reason.
        reason: &'a str,
        /// The latest stopgap.
        stopgap: Option<&'a Attempt>,
    },
}

impl CaseHistory {
    /// Returns the newest known license number of the case; `None` if none is known.
    #[must_use]
    pub fn license(&self) -> Option<&LicenseId> {
        self.attempts.iter().rev().find_map(|attempt| attempt.license.as_ref())
    }

    /// Returns the product of that number.
    #[must_use]
    pub fn product(&self) -> Option<&str> {
        self.license().map(|license| license.product.as_str())
    }

    /// Returns the attempts that were refused.
    pub fn refused(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| matches!(attempt.outcome, AttemptOutcome::Refused(_)))
    }

    /// Returns the attempts that were issued a code.
    pub fn issued(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| matches!(attempt.outcome, AttemptOutcome::Issued(_)))
    }

    /// Returns all findings except `ok`, each once, earliest first.
    #[must_use]
    pub fn findings(&self) -> Vec<SeenFinding> {
        let mut all: Vec<SeenFinding> = Vec::new();
        for attempt in self.refused() {
            for finding in attempt.findings().into_iter().filter(|one| one.verdict != Verdict::Ok) {
                let known = |one: &SeenFinding| {
                    one.finding.field == finding.field
                        && one.finding.verdict == finding.verdict
                        && one.finding.value == finding.value
                };
                if !all.iter().any(known) {
                    all.push(SeenFinding { at: attempt.at, request: attempt.name.clone(), finding });
                }
            }
        }
        all
    }

    /// Returns where the machine differed from the bound one, each difference once.
    #[must_use]
    pub fn differs(&self) -> Vec<Difference> {
        let mut all = Vec::new();
        for difference in self.refused().flat_map(|attempt| &attempt.differs) {
            if !all.contains(difference) {
                all.push(*difference);
            }
        }
        all
    }

    /// Returns the state of the case.
    #[must_use]
    pub fn outcome(&self) -> CaseOutcome<'_> {
        // In a case of several machines, the last success says nothing about the others.
        let last = self.issued().last().filter(|_| self.case.machines == 1);
        match self.case.closed.as_ref().map(|closed| &closed.by) {
            None => CaseOutcome::Open { stopgap: last },
            Some(ClosedBy::Operator { operator, reason }) => {
                CaseOutcome::ByOperator { operator, reason, stopgap: last }
            }
            Some(ClosedBy::Success) if self.case.machines > 1 => CaseOutcome::AllSolved,
            Some(ClosedBy::Success) => {
                let (changed, board) = match (self.refused().next(), last) {
                    (Some(first), Some(by)) => (changed(first, by), board_changed(first, by)),
                    _ => (Vec::new(), false),
                };
                CaseOutcome::Solved { by: last, changed, board }
            }
        }
    }
}

/// Returns the fields that differ between a refusal and the success. A spoken request has no values; then a
/// field has changed if its verdict was bad and is good now.
fn changed(first: &Attempt, by: &Attempt) -> Vec<ChangedField> {
    let value = |attempt: &Attempt, at: usize| {
        attempt.values.as_ref().and_then(|values| values.get(at)).map(|value| printable(value.as_bytes()))
    };
    Field::BINDING
        .into_iter()
        .zip(first.verdicts)
        .zip(by.verdicts)
        .enumerate()
        .filter_map(|(at, ((field, was), is))| {
            let (before, after) = (value(first, at), value(by, at));
            let differs = match (&before, &after) {
                (Some(before), Some(after)) => normalise(before) != normalise(after),
                _ => was != Verdict::Ok && is == Verdict::Ok,
            };
            differs.then(|| ChangedField {
                field,
                verdict: was,
                before: before.unwrap_or_default(),
                after: after.unwrap_or_default(),
            })
        })
        .collect()
}

fn board_changed(first: &Attempt, by: &Attempt) -> bool {
    matches!((first.marker2, by.marker2), (Some(before), Some(after)) if before != after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::*;
    use crate::{Answer, AnswerOutcome, CaseClosure, CaseStore as _, GrantKind, Reason, Requester};
    use countersign_core::protocol::Scheme;

    fn history(desk: &TestDesk) -> CaseHistory {
        crate::poll_once(desk.store.case_history(crate::CaseNumber(1))).unwrap().unwrap().unwrap()
    }

    fn grant_kind(answer: &Answer) -> Option<GrantKind> {
        match answer.outcome {
            AnswerOutcome::Issued { kind, .. } => Some(kind),
            AnswerOutcome::Refused(_) => None,
        }
    }

    /// The machine is refused, then bound by the older binding, then corrected in firmware and bound by
    /// scheme 3. No operator is needed.
    #[test]
    fn one_case_holds_a_refusal_a_stopgap_and_the_success() {
        let desk = TestDesk::open();
        let bad = GOOD.serial("To Be Filled By O.E.M.");
        desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
        let stopgap = desk.ask(&bad.full(&number(0), 2), Scheme::Two, TODAY);
        assert_eq!(grant_kind(&stopgap), Some(GrantKind::First));
        let open = history(&desk);
        let CaseOutcome::Open { stopgap: Some(attempt) } = open.outcome() else {
            panic!("{:?}", open.outcome())
        };
        assert_eq!(
            (attempt.scheme, attempt.outcome),
            (Scheme::Two, AttemptOutcome::Issued(GrantKind::First))
        );
        let full = desk.ask(&GOOD.full(&number(0), 3), Scheme::Three, TODAY + 4);
        assert_eq!(grant_kind(&full), Some(GrantKind::MovedUp));
        let history = history(&desk);
        assert_eq!(history.attempts.len(), 3);
        let seen: Vec<_> = history.findings().iter().filter_map(|seen| seen.finding.code()).collect();
        assert_eq!(seen, ["SERIAL-PLACEHOLDER"]);
        let CaseOutcome::Solved { by: Some(by), changed, board } = history.outcome() else { panic!() };
        assert_eq!(
            (by.outcome, by.scheme, board),
            (AttemptOutcome::Issued(GrantKind::MovedUp), Scheme::Three, false)
        );
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].field, changed[0].before.as_str()), (Field::Serial, "To Be Filled By O.E.M."));
        assert_eq!(changed[0].after, GOOD.values[2]);
    }

    #[test]
    fn the_older_binding_solves_a_case_that_is_not_about_values() {
        let desk = TestDesk::open();
        desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
        desk.ask(&OTHER.full(&number(0), 2), Scheme::Three, TODAY);
        assert_eq!(history(&desk).differs().len(), 3);
        desk.ask(&OTHER.full(&number(1), 3), Scheme::Two, TODAY);
        let history = history(&desk);
        assert_eq!(history.case.reason, Reason::DeviceDiffers);
        assert!(matches!(history.outcome(), CaseOutcome::Solved { changed, .. } if changed.is_empty()));
    }

    #[test]
    fn the_verdicts_of_spoken_requests_show_which_field_changed() {
        let desk = TestDesk::open();
        let operator = || Requester::Operator("li".into());
        desk.ask_as(operator(), &GOOD.serial("").spoken(&number(0), 1), Scheme::Three, TODAY);
        desk.ask_as(operator(), &GOOD.spoken(&number(0), 2), Scheme::Three, TODAY);
        let history = history(&desk);
        let CaseOutcome::Solved { changed, .. } = history.outcome() else {
            panic!("{:?}", history.outcome())
        };
        assert_eq!(
            changed.iter().map(|one| (one.field, one.verdict)).collect::<Vec<_>>(),
            [(Field::Serial, Verdict::Blank)]
        );
    }

    #[test]
    fn a_case_closed_by_an_operator_accepts_no_more_attempts_and_is_closed_once() {
        let desk = TestDesk::open();
        let bad = GOOD.serial("");
        let first = desk.ask(&bad.full(&number(0), 1), Scheme::Three, TODAY);
        let by = ClosedBy::Operator { operator: "li".into(), reason: "scrapped".into() };
        let closed = CaseClosure { at: 9, by };
        let case = first.case.unwrap();
        assert_eq!(crate::poll_once(desk.store.close(case, &closed)).unwrap(), Ok(Ok(())));
        assert_eq!(
            crate::poll_once(desk.store.close(case, &closed)).unwrap(),
            Ok(Err(crate::CaseRefusal::Closed))
        );
        let second = desk.ask(&bad.full(&number(0), 2), Scheme::Three, TODAY);
        assert_ne!(second.case, first.case);
        let history = history(&desk);
        assert_eq!(history.attempts.len(), 1);
        assert!(matches!(
            history.outcome(),
            CaseOutcome::ByOperator { operator: "li", reason: "scrapped", .. }
        ));
    }

    #[test]
    fn a_recorded_request_is_read_back_completely() {
        let desk = TestDesk::open();
        let asks =
            [GOOD.full(&number(0), 1), GOOD.serial("").full(&number(0), 2), GOOD.spoken(&number(0), 3)];
        for request in &asks {
            desk.ask_as(Requester::Operator("li".into()), request, Scheme::Three, TODAY);
        }
        let kept: Vec<_> = desk.store.attempts().iter().filter_map(Attempt::incoming_request).collect();
        assert_eq!(kept, asks);
        let findings: Vec<_> = desk.store.attempts()[1].findings();
        assert_eq!(findings, asks[1].findings());
    }
}
