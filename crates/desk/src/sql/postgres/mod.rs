//! The PostgreSQL database: sessions for answers, and sessions for operators and programs.

mod answers;

use super::transaction::{BoxFuture, Tx};
use crate::metrics;
use crate::postgres::{
    ConnectFault, Mode, Outcome, Plans, PoolSettings, PostgresAddress, PostgresConnection, PostgresPool,
    PostgresTransaction,
};
use answers::Answers;
use countersign_ledger::{AnswerError, Answered, Decide, StoreError};

/// How many sessions operators and programs have, in addition to those for answers.
const OF_PEOPLE: usize = 8;

/// The sessions with a server.
pub(super) struct Postgres {
    strangers: PostgresPool,
    people: PostgresPool,
    answers: Answers,
}

impl Postgres {
    /// Connects, with `answers` sessions for answers.
    pub async fn connect(address: &PostgresAddress, answers: usize) -> Result<Self, ConnectFault> {
        let by_index = PoolSettings { plans: Plans::ByIndex, ..PoolSettings::of_size(answers) };
        let strangers = PostgresPool::open(address, &by_index).await?;
        let people = PostgresPool::new(address, &PoolSettings::of_size(OF_PEOPLE))?;
        Ok(Self { answers: Answers::start(&strangers), strangers, people })
    }

    /// A session for an answer.
    pub async fn for_answer(&self) -> Result<PostgresConnection, StoreError> {
        Ok(self.strangers.get().await?)
    }

    /// Answers a request, together with other waiting requests.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        self.answers.answer(decide).await
    }

    /// Reports to the metrics how many sessions for answers are in use.
    pub fn tell_how_busy(&self) {
        tell_how_busy(&self.strangers);
    }

    /// Reads in one snapshot.
    pub async fn read<T>(
        &self,
        work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut session = self.people.get().await?;
        let snapshot = session.begin(Mode::Snapshot).await?;
        work(&mut Tx::Postgres(snapshot.statements())).await
    }

    /// Writes in one transaction, and returns after its commit.
    pub async fn write<T>(
        &self,
        work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut session = self.people.get().await?;
        let transaction = session.begin(Mode::Write).await?;
        let done = work(&mut Tx::Postgres(transaction.statements())).await?;
        commit(transaction).await?;
        Ok(done)
    }
}

fn tell_how_busy(sessions: &PostgresPool) {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let status = sessions.status();
    let in_use = status.open.saturating_sub(status.free);
    metrics::store_pool(count(in_use), count(status.free), count(status.waiting));
}

/// Commits a transaction.
pub(super) async fn commit(transaction: PostgresTransaction<'_>) -> Result<(), StoreError> {
    transaction.commit().await.map_err(|fault| match fault.outcome {
        Outcome::NothingWritten => fault.into(),
        Outcome::Unknown => StoreError::Unconfirmed,
    })
}
