//! A store in memory, for practice and for tests of the rules.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::future::{Future, ready};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use countersign_core::protocol::{Marker, Nonce};

use cases::KeptCase;

use super::{
    AnsweredNonce, Attempt, AuditEntry, Basis, Case, CaseNote, CaseNumber, Change, License, LicenseId,
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
    cases: Vec<KeptCase>,
    notes: Vec<(CaseNumber, CaseNote)>,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new(unlisted: UnlistedNumber) -> Self {
        Self { unlisted, inner: Mutex::default() }
    }

    /// Adds a number. Returns `false` and changes nothing if it is already there.
    pub fn add(&self, id: LicenseId, license: License) -> bool {
        let mut inner = self.inner();
        let new = !inner.licenses.contains_key(&id);
        if new {
            inner.licenses.insert(id.clone(), LicenseRecord::unused(id, license));
        }
        new
    }

    /// Returns all attempts, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.inner().attempts.iter().map(|(attempt, _)| attempt.clone()).collect()
    }

    /// Returns the audit entries, oldest first.
    #[must_use]
    pub fn audit(&self) -> Vec<AuditEntry> {
        self.inner().audit.clone()
    }

    /// Returns all cases, oldest first.
    #[must_use]
    pub fn cases(&self) -> Vec<Case> {
        self.inner().cases.iter().map(|kept| kept.case.clone()).collect()
    }

    /// Locks the data. A poisoned lock is safe to use, because every check comes before the first change.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, inner: &Inner, id: &LicenseId) -> Option<LicenseRecord> {
        inner.licenses.get(id).cloned().or(match self.unlisted {
            UnlistedNumber::Unknown => None,
            UnlistedNumber::Unused(license) => Some(LicenseRecord::unused(id.clone(), license)),
        })
    }

    /// Returns the store's current basis for the question.
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
            bundle_cases: question.bundle.map_or_else(Vec::new, |bundle| inner.bundle_cases(bundle)),
        }
    }

    /// Like [`Store::commit`], without a future.
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
        let Some((cases, opened)) = inner.change_cases(&unit.case, attempt) else {
            return Ok(None);
        };
        inner.attempts.push((attempt.clone(), cases));
        Ok(opened)
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

/// Returns the output of a future that never waits, such as those of [`MemoryStore`]; `None` if it waits.
pub fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
