//! What operators write besides acts: new numbers.

use sqlx::query;

use super::rows;
use super::{SqlStore, fault};
use countersign_core::protocol::Number;
use countersign_ledger::{License, StoreError};

/// What adding numbers did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// How many are new.
    pub new: usize,
    /// How many were there already, and stay as they were.
    pub known: usize,
}

impl SqlStore {
    /// Adds numbers, all of them or none. A number that is there stays as it is.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add(&self, numbers: &[(Number, License)], by: &str, at: i64) -> Result<Added, StoreError> {
        self.runtime.block_on(async {
            let mut tx = self.write().await?;
            let mut added = Added::default();
            for (number, license) in numbers {
                let (expiry, days) = rows::expiry_columns(license.expiry);
                let done = query(
                    "INSERT INTO licenses
                     (number, edition, expiry, expiry_days, state, version, added_at, added_by)
                     VALUES ($1, $2, $3, $4, 'unused', 0, $5, $6) ON CONFLICT (number) DO NOTHING",
                )
                .bind(number.as_str())
                .bind(i64::from(license.edition.0))
                .bind(expiry)
                .bind(days)
                .bind(at)
                .bind(by)
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
                if done.rows_affected() == 1 { added.new += 1 } else { added.known += 1 }
            }
            tx.commit().await.map_err(fault)?;
            Ok(added)
        })
    }
}
