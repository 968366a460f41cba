//! A store in memory, for practice and for tests of the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use countersign_core::protocol::{Marker, Nonce};

use super::{
    AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Basis, Case, CaseChange, CaseClosure, CaseHistory,
    CaseKey, CaseNote, CaseNumber, CaseRefusal, CaseStore, Change, ClosedBy, License, LicenseId,
    LicenseRecord, NonceState, Question, SEEN_AT_MOST, Store, StoreError, UnitOfWork,
};

/// How the store treats a license number that was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlistedNumber {
    /// The number is unknown.
    Unknown,
    /// The number is unused and has this license. Practice accepts any number that fits the mask.
    Unused(License),
}

/// A store in memory.
#[derive(Debug)]
pub struct MemoryStore {
    unlisted: UnlistedNumber,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    licenses: BTreeMap<LicenseId, LicenseRecord>,
    nonces: BTreeMap<(LicenseId, Nonce), AnsweredNonce>,
    /// Each attempt with its cases.
    attempts: Vec<(Attempt, Vec<CaseNumber>)>,
    audit: Vec<AuditEntry>,
    cases: Vec<Case>,
    notes: Vec<(CaseNumber, CaseNote)>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(unlisted: UnlistedNumber) -> Self {
        Self { unlisted, inner: Mutex::default() }
    }

    /// Adds a number. Returns `false`, and changes nothing, if it is there already.
    pub fn add(&self, id: LicenseId, license: License) -> bool {
        let mut inner = self.inner();
        let new = !inner.licenses.contains_key(&id);
        if new {
            inner.licenses.insert(id.clone(), LicenseRecord::unused(id, license));
        }
        new
    }

    /// All attempts, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.inner().attempts.iter().map(|(attempt, _)| attempt.clone()).collect()
    }

    /// The audit, oldest first.
    #[must_use]
    pub fn audit(&self) -> Vec<AuditEntry> {
        self.inner().audit.clone()
    }

    /// All cases, oldest first.
    #[must_use]
    pub fn cases(&self) -> Vec<Case> {
        self.inner().cases.clone()
    }

    /// A poisoned lock is safe to use: every check comes before the first change.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, inner: &Inner, id: &LicenseId) -> Option<LicenseRecord> {
        inner.licenses.get(id).cloned().or(match self.unlisted {
            UnlistedNumber::Unknown => None,
            UnlistedNumber::Unused(license) => Some(LicenseRecord::unused(id.clone(), license)),
        })
    }

    /// What the question has for an answer now.
    fn basis(&self, inner: &Inner, question: &Question) -> Basis {
        let id = question.license.as_ref();
        Basis {
            generation: 0,
            record: id.and_then(|id| self.record(inner, id)),
            answered: id
                .zip(question.nonce)
                .and_then(|(id, nonce)| inner.nonces.get(&(id.clone(), nonce)).cloned()),
            seen_elsewhere: question.values.map_or_else(Vec::new, |values| inner.machines_with(values, id)),
            open_cases: question.case.map_or_else(Vec::new, |key| inner.open_cases(&key)),
        }
    }

    /// As [`Store::commit`].
    fn commit_now(&self, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        let mut inner = self.inner();
        if self.basis(&inner, &unit.question) != unit.basis {
            return Err(StoreError::Conflict);
        }
        if let Some(change) = &unit.change {
            inner.change(change);
        }
        inner.audit.extend(unit.audit.clone());
        let Some(attempt) = &unit.attempt else { return Ok(None) };
        let (cases, opened) = match (&unit.case, attempt.outcome) {
            (CaseChange::Open(key), AttemptOutcome::Refused(reason)) => {
                let number = CaseNumber(u32::try_from(inner.cases.len()).unwrap_or(u32::MAX - 1) + 1);
                inner.cases.push(Case { number, key: *key, reason, opened: attempt.at, closed: None });
                (vec![number], Some(number))
            }
            (CaseChange::Join(number), _) if inner.has_refusal(*number, attempt) => return Ok(None),
            (CaseChange::Join(number), _) => (vec![*number], None),
            (CaseChange::Close(numbers), _) => {
                for case in inner.cases.iter_mut().filter(|case| numbers.contains(&case.number)) {
                    case.closed = Some(CaseClosure { at: attempt.at, by: ClosedBy::Success });
                }
                (numbers.clone(), None)
            }
            _ => (Vec::new(), None),
        };
        inner.attempts.push((attempt.clone(), cases));
        Ok(opened)
    }

    fn history(&self, case: CaseNumber) -> Option<CaseHistory> {
        let inner = self.inner();
        let case = inner.cases.iter().find(|one| one.number == case).cloned()?;
        let of_case = inner.attempts.iter().filter(|(_, cases)| cases.contains(&case.number));
        let attempts: Vec<Attempt> = of_case.map(|(attempt, _)| attempt.clone()).collect();
        let licenses: BTreeSet<&LicenseId> =
            attempts.iter().filter_map(|attempt| attempt.license.as_ref()).collect();
        let ended = case.closed.as_ref().map_or(i64::MAX, |closed| closed.at);
        let of_case = |audit: &&AuditEntry| {
            licenses.contains(&audit.license) && (case.opened..=ended).contains(&audit.at)
        };
        let actions = inner.audit.iter().filter(of_case).cloned().collect();
        let notes =
            inner.notes.iter().filter(|(number, _)| *number == case.number).map(|(_, note)| note.clone());
        let notes = notes.collect();
        Some(CaseHistory { case, attempts, notes, actions })
    }

    fn note(&self, case: CaseNumber, note: &CaseNote) -> Result<(), CaseRefusal> {
        let mut inner = self.inner();
        if !inner.cases.iter().any(|one| one.number == case) {
            return Err(CaseRefusal::Unknown);
        }
        inner.notes.push((case, note.clone()));
        Ok(())
    }

    fn close_case(&self, case: CaseNumber, closed: &CaseClosure) -> Result<(), CaseRefusal> {
        let mut inner = self.inner();
        match inner.cases.iter_mut().find(|one| one.number == case) {
            None => Err(CaseRefusal::Unknown),
            Some(case) if case.closed.is_some() => Err(CaseRefusal::Closed),
            Some(case) => {
                case.closed = Some(closed.clone());
                Ok(())
            }
        }
    }
}

impl Inner {
    fn machines_with(&self, values: Marker, except: Option<&LicenseId>) -> Vec<Marker> {
        let others: BTreeSet<[u8; 10]> = self
            .licenses
            .values()
            .filter(|record| Some(&record.id) != except)
            .flat_map(|record| record.seats.values())
            .filter(|binding| binding.identities.last().is_some_and(|identity| identity.values == values))
            .filter_map(|binding| binding.marker2)
            .map(|marker| marker.0)
            .collect();
        others.into_iter().take(SEEN_AT_MOST).map(Marker).collect()
    }

    /// Whether the case has that refusal already.
    fn has_refusal(&self, case: CaseNumber, attempt: &Attempt) -> bool {
        self.attempts.iter().any(|(before, cases)| cases.contains(&case) && attempt.repeats(before))
    }

    fn open_cases(&self, key: &CaseKey) -> Vec<Case> {
        let of_machine = |case: &&Case| case.closed.is_none() && case.key.same_machine(key);
        self.cases.iter().filter(of_machine).cloned().collect()
    }

    fn change(&mut self, change: &Change) {
        let id = &change.before.id;
        let next = LicenseRecord { version: change.before.version + 1, ..change.record() };
        self.licenses.insert(id.clone(), next);
        for (_, nonce) in self.nonces.iter_mut().filter(|((of, _), _)| of == id) {
            if change.spend.iter().any(|spend| spend.takes(nonce)) {
                nonce.state = NonceState::Spent;
            }
        }
        if let Some(answered) = &change.answered {
            self.nonces.insert((id.clone(), answered.nonce), answered.clone());
        }
    }
}

impl Store for MemoryStore {
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send {
        ready(Ok(self.basis(&self.inner(), question)))
    }

    fn commit(
        &self,
        unit: UnitOfWork,
    ) -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send {
        ready(self.commit_now(&unit))
    }
}

impl CaseStore for MemoryStore {
    fn case_history(
        &self,
        case: CaseNumber,
    ) -> impl Future<Output = Result<Option<CaseHistory>, StoreError>> + Send {
        ready(Ok(self.history(case)))
    }

    fn add_note(
        &self,
        case: CaseNumber,
        note: &CaseNote,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send {
        ready(Ok(self.note(case, note)))
    }

    fn close(
        &self,
        case: CaseNumber,
        closed: &CaseClosure,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send {
        ready(Ok(self.close_case(case, closed)))
    }
}

/// The output of a future that never waits, such as those of [`MemoryStore`]; `None` if it does wait.
pub fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
