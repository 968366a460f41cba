//! The row of the desk's own secrets, as text.

use super::database::SqlStore;
use super::value::values;
use countersign_ledger::StoreError;

impl SqlStore {
    /// The text of the desk's secrets; `None` if they were never made.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn secrets(&self) -> Result<Option<String>, StoreError> {
        self.read(|tx| {
            Box::pin(async move { tx.first("SELECT text FROM secrets", [], |row| row.get("text")).await })
        })
        .await
    }

    /// Keeps the text of secrets that were just made, unless another process was faster; gives the text that is kept.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_secrets(&self, made: &str) -> Result<String, StoreError> {
        let made = made.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let statement = "INSERT INTO secrets (id, text) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
                tx.execute(statement, values![&made]).await?;
                let kept = tx.first("SELECT text FROM secrets", [], |row| row.get("text")).await?;
                Ok(kept.unwrap_or(made))
            })
        })
        .await
    }
}
