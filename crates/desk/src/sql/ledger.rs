//! The ledger's [`Store`] in SQL: the basis of a decision, and the write that checks it.

mod attempt;
mod basis;
mod group;
mod locks;
mod unit;

use super::database::SqlStore;
use countersign_ledger::{
    AnswerError, Answered, Basis, CaseNumber, Decide, Question, Store, StoreError, UnitOfWork,
};

pub(super) use basis::read_basis;
pub(super) use group::{BasisChanged, prepare_locked, read_bases, read_locked, write_group};
pub(super) use locks::{Locks, lock_answers};
pub(super) use unit::{write_checked, write_unit};

impl Store for SqlStore {
    async fn read(&self, question: &Question) -> Result<Basis, StoreError> {
        self.read_for_answer(question).await
    }

    async fn commit(&self, unit: UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.commit_unit(unit).await
    }

    async fn answer(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        self.answer_with_others(decide).await
    }
}
