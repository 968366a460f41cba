//! The ledger's [`Store`] in SQL: the basis of a decision, and the write that checks it.

mod attempt;
mod basis;
mod unit;

use super::database::SqlStore;
use countersign_ledger::{
    AnswerError, Answered, Basis, CaseNumber, Decide, Question, Store, StoreError, UnitOfWork,
    answer_with_retries,
};

pub(super) use basis::{read_basis, read_basis_at_once};
pub(super) use unit::{write_checked, write_unit};

impl Store for SqlStore {
    async fn read(&self, question: &Question) -> Result<Basis, StoreError> {
        self.read_for_answer(question).await
    }

    async fn commit(&self, unit: UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        self.commit_unit(unit).await
    }

    async fn answer(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        match self.sqlite() {
            Ok(sqlite) => sqlite.answer(decide).await,
            Err(_) => answer_with_retries(self, decide).await,
        }
    }
}
