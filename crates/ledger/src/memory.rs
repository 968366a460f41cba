//! A store in memory, for practice and for tests of the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use countersign_core::protocol::{Marker, Nonce, Number};

use super::{
    AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Case, CaseChange, CaseClosure, CaseHistory, CaseKey,
    CaseNote, CaseNumber, CaseRefusal, CaseStore, ClosedBy, License, LicenseRecord, NonceState, SEEN_AT_MOST,
    Store, StoreError, UnitOfWork,
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
    numbers: BTreeMap<Number, LicenseRecord>,
    nonces: BTreeMap<(Number, Nonce), AnsweredNonce>,
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
    pub fn add(&self, number: Number, license: License) -> bool {
        let mut inner = self.inner();
        let new = !inner.numbers.contains_key(&number);
        if new {
            inner.numbers.insert(number.clone(), LicenseRecord::unused(number, license));
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

    fn record(&self, inner: &Inner, number: &Number) -> Option<LicenseRecord> {
        inner.numbers.get(number).cloned().or(match self.unlisted {
            UnlistedNumber::Unknown => None,
            UnlistedNumber::Unused(license) => Some(LicenseRecord::unused(number.clone(), license)),
        })
    }
}

impl Store for MemoryStore {
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError> {
        Ok(self.record(&self.inner(), number))
    }

    fn answered(&self, number: &Number, nonce: &Nonce) -> Result<Option<AnsweredNonce>, StoreError> {
        Ok(self.inner().nonces.get(&(number.clone(), *nonce)).cloned())
    }

    fn machines_with(&self, values: Marker, except: &Number) -> Result<Vec<Marker>, StoreError> {
        let inner = self.inner();
        let others: BTreeSet<[u8; 10]> = inner
            .numbers
            .values()
            .filter(|record| record.number != *except)
            .flat_map(|record| record.seats.values())
            .filter(|binding| binding.identities.last().is_some_and(|identity| identity.values == values))
            .filter_map(|binding| binding.marker2)
            .map(|marker| marker.0)
            .collect();
        Ok(others.into_iter().take(SEEN_AT_MOST).map(Marker).collect())
    }

    fn open_cases(&self, key: &CaseKey) -> Result<Vec<Case>, StoreError> {
        let shares = |case: &&Case| {
            case.closed.is_none()
                && (case.key.number == key.number
                    || (key.marker2.is_some() && case.key.marker2 == key.marker2)
                    || (key.marker3.is_some() && case.key.marker3 == key.marker3))
        };
        Ok(self.inner().cases.iter().filter(shares).cloned().collect())
    }

    fn commit(&self, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        let mut inner = self.inner();
        if let Some(change) = &unit.change {
            let record = self
                .record(&inner, &change.number)
                .filter(|record| record.version == change.expected)
                .ok_or(StoreError::Conflict)?;
            let mut next = change.record();
            next.version = record.version + 1;
            inner.numbers.insert(change.number.clone(), next);
            let of_number = inner.nonces.iter_mut().filter(|((number, _), _)| *number == change.number);
            for (_, nonce) in of_number {
                if change.spend.iter().any(|spend| spend.takes(nonce)) {
                    nonce.state = NonceState::Spent;
                }
            }
            if let Some(answered) = &change.answered {
                inner.nonces.insert((change.number.clone(), answered.nonce), answered.clone());
            }
        }
        inner.audit.extend(unit.audit.clone());
        let Some(attempt) = &unit.attempt else { return Ok(None) };
        let (cases, opened) = match (&unit.case, attempt.outcome) {
            (CaseChange::Open(key), AttemptOutcome::Refused(reason)) => {
                let number = CaseNumber(u32::try_from(inner.cases.len()).unwrap_or(u32::MAX - 1) + 1);
                inner.cases.push(Case { number, key: *key, reason, opened: attempt.at, closed: None });
                (vec![number], Some(number))
            }
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
}

impl CaseStore for MemoryStore {
    fn case_history(&self, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError> {
        let inner = self.inner();
        let Some(case) = inner.cases.iter().find(|one| one.number == case).cloned() else { return Ok(None) };
        let of_case = inner.attempts.iter().filter(|(_, cases)| cases.contains(&case.number));
        let attempts: Vec<Attempt> = of_case.map(|(attempt, _)| attempt.clone()).collect();
        let numbers: BTreeSet<&Number> = attempts.iter().filter_map(|one| one.number.as_ref()).collect();
        let ended = case.closed.as_ref().map_or(i64::MAX, |closed| closed.at);
        let of_case = |audit: &&AuditEntry| {
            numbers.contains(&audit.number) && (case.opened..=ended).contains(&audit.at)
        };
        let actions = inner.audit.iter().filter(of_case).cloned().collect();
        let notes =
            inner.notes.iter().filter(|(number, _)| *number == case.number).map(|(_, note)| note.clone());
        let notes = notes.collect();
        Ok(Some(CaseHistory { case, attempts, notes, actions }))
    }

    fn add_note(&self, case: CaseNumber, note: &CaseNote) -> Result<Result<(), CaseRefusal>, StoreError> {
        let mut inner = self.inner();
        if !inner.cases.iter().any(|one| one.number == case) {
            return Ok(Err(CaseRefusal::Unknown));
        }
        inner.notes.push((case, note.clone()));
        Ok(Ok(()))
    }

    fn close(&self, case: CaseNumber, closed: &CaseClosure) -> Result<Result<(), CaseRefusal>, StoreError> {
        let mut inner = self.inner();
        Ok(match inner.cases.iter_mut().find(|one| one.number == case) {
            None => Err(CaseRefusal::Unknown),
            Some(case) if case.closed.is_some() => Err(CaseRefusal::Closed),
            Some(case) => {
                case.closed = Some(closed.clone());
                Ok(())
            }
        })
    }
}
