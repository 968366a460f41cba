//! The cases of a store in memory.

use std::collections::BTreeSet;
use std::future::{Future, ready};

use super::{Inner, MemoryStore};
use crate::{
    Attempt, AttemptOutcome, AuditEntry, BundleDigest, CASE_ATTEMPTS, Case, CaseChange, CaseClosure,
    CaseHistory, CaseKey, CaseNote, CaseNumber, CaseRefusal, CaseStanding, CaseStepKind, CaseStore, ClosedBy,
    LicenseId, Reason, StoreError,
};

/// A case with its machines.
#[derive(Debug)]
pub(super) struct KeptCase {
    pub(super) case: Case,
    bundle: Option<BundleDigest>,
    machines: Vec<CaseMachine>,
}

/// A machine of a case.
#[derive(Debug)]
struct CaseMachine {
    key: CaseKey,
    solved: bool,
}

impl KeptCase {
    fn add(&mut self, key: CaseKey) {
        self.machines.push(CaseMachine { key, solved: false });
        self.case.machines += 1;
        self.case.unsolved += 1;
    }

    fn has_unsolved(&self, key: &CaseKey) -> bool {
        self.machines.iter().any(|machine| !machine.solved && machine.key.same_machine(key))
    }

    /// Records that the machine succeeded. The case closes if no unsolved machine is left.
    fn solve(&mut self, key: &CaseKey, at: i64) {
        let of_key = |machine: &&mut CaseMachine| !machine.solved && machine.key.same_machine(key);
        for machine in self.machines.iter_mut().filter(of_key) {
            machine.solved = true;
            self.case.unsolved -= 1;
        }
        if self.case.unsolved == 0 {
            self.case.closed = Some(CaseClosure { at, by: ClosedBy::Success });
        }
    }
}

impl Inner {
    /// Returns the cases that an attempt joins, and the case that it opens. `None` if its case already has
    /// that refusal.
    pub(super) fn change_cases(
        &mut self,
        change: &CaseChange,
        attempt: &Attempt,
    ) -> Option<(Vec<CaseNumber>, Option<CaseNumber>)> {
        Some(match (change, attempt.outcome) {
            (CaseChange::Open(key, bundle), AttemptOutcome::Refused(reason)) => {
                let number = CaseNumber(u32::try_from(self.cases.len()).unwrap_or(u32::MAX - 1) + 1);
                let case =
                    Case { number, reason, opened: attempt.at, machines: 0, unsolved: 0, closed: None };
                let mut opened = KeptCase { case, bundle: *bundle, machines: Vec::new() };
                opened.add(*key);
                self.cases.push(opened);
                (vec![number], Some(number))
            }
            (CaseChange::Join(number), _) if self.has_refusal(*number, attempt) => return None,
            (CaseChange::Join(number), _) => (vec![*number], None),
            (CaseChange::Share(number, key), _) => {
                if let Some(kept) = self.case_mut(*number) {
                    kept.add(*key);
                }
                (vec![*number], None)
            }
            (CaseChange::Solve(numbers, key), _) => {
                for kept in self.cases.iter_mut().filter(|kept| numbers.contains(&kept.case.number)) {
                    kept.solve(key, attempt.at);
                }
                (numbers.clone(), None)
            }
            (CaseChange::None | CaseChange::Open(..), _) => (Vec::new(), None),
        })
    }

    pub(super) fn open_cases(&self, key: &CaseKey) -> Vec<Case> {
        let of_machine = |kept: &&KeptCase| kept.case.closed.is_none() && kept.has_unsolved(key);
        self.cases.iter().filter(of_machine).map(|kept| kept.case.clone()).collect()
    }

    pub(super) fn bundle_cases(&self, bundle: BundleDigest) -> Vec<(CaseNumber, Reason)> {
        let of_bundle = |kept: &&KeptCase| kept.case.closed.is_none() && kept.bundle == Some(bundle);
        self.cases.iter().filter(of_bundle).map(|kept| (kept.case.number, kept.case.reason)).collect()
    }

    /// Whether the case already has that refusal.
    fn has_refusal(&self, case: CaseNumber, attempt: &Attempt) -> bool {
        self.attempts.iter().any(|(before, cases)| cases.contains(&case) && attempt.repeats(before))
    }

    fn case_mut(&mut self, number: CaseNumber) -> Option<&mut KeptCase> {
        self.cases.iter_mut().find(|kept| kept.case.number == number)
    }

    fn history(&self, number: CaseNumber) -> Option<CaseHistory> {
        let case = self.cases.iter().find(|kept| kept.case.number == number)?.case.clone();
        let of_case = self.attempts.iter().filter(|(_, cases)| cases.contains(&number));
        let mut attempts: Vec<Attempt> = of_case.map(|(attempt, _)| attempt.clone()).collect();
        let licenses: BTreeSet<&LicenseId> =
            attempts.iter().filter_map(|attempt| attempt.license.as_ref()).collect();
        let ended = case.closed.as_ref().map_or(i64::MAX, |closed| closed.at);
        let of_case = |audit: &&AuditEntry| {
            licenses.contains(&audit.license) && (case.opened..=ended).contains(&audit.at)
        };
        let actions = self.audit.iter().filter(of_case).cloned().collect();
        let notes = self.notes.iter().filter(|(of, _)| *of == number).map(|(_, note)| note.clone()).collect();
        let left_out = attempts.len().saturating_sub(CASE_ATTEMPTS);
        if left_out > 0 {
            attempts.drain(CASE_ATTEMPTS / 2..CASE_ATTEMPTS / 2 + left_out);
        }
        Some(CaseHistory { case, attempts, left_out: left_out as u64, notes, actions })
    }

    fn note(&mut self, case: CaseNumber, note: &CaseNote) -> Result<(), CaseRefusal> {
        self.case_mut(case).ok_or(CaseRefusal::Unknown)?;
        self.notes.push((case, note.clone()));
        Ok(())
    }

    fn close(&mut self, case: CaseNumber, closed: &CaseClosure) -> Result<(), CaseRefusal> {
        let kept = self.case_mut(case).ok_or(CaseRefusal::Unknown)?;
        let standing = CaseStanding { closed: kept.case.closed.is_some(), ..CaseStanding::default() };
        if let Some(refusal) = CaseStepKind::Close.refusal(standing) {
            return Err(refusal);
        }
        kept.case.closed = Some(closed.clone());
        kept.case.unsolved = 0;
        Ok(())
    }
}

impl CaseStore for MemoryStore {
    fn case_history(
        &self,
        case: CaseNumber,
    ) -> impl Future<Output = Result<Option<CaseHistory>, StoreError>> + Send {
        ready(Ok(self.inner().history(case)))
    }

    fn add_note(
        &self,
        case: CaseNumber,
        note: &CaseNote,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send {
        ready(Ok(self.inner().note(case, note)))
    }

    fn close(
        &self,
        case: CaseNumber,
        closed: &CaseClosure,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send {
        ready(Ok(self.inner().close(case, closed)))
    }
}
