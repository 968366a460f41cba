//! A cache of statistics. Reading statistics goes through all requests of a period. The cache keeps a result for a multiple of the
//! time that the read took, and runs one read at a time. Frequent views therefore take only a small part of a processor.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::Mutex;

use crate::sql::SqlStore;
use crate::statistics::{Period, Statistics};
use countersign_ledger::StoreError;

/// How long a result is kept, as a multiple of the time that its read took.
const KEPT: u32 = 20;
/// How many results are kept at most.
const MOST: usize = 32;

/// The results that this process keeps.
#[derive(Default)]
pub(super) struct StatisticsCache(Mutex<Vec<Kept>>);

struct Kept {
    until: Instant,
    statistics: Arc<Statistics>,
}

impl StatisticsCache {
    /// The statistics of a period, of one product or of all.
    ///
    /// # Errors
    /// The database can't be read.
    pub(super) async fn read(
        &self,
        store: &SqlStore,
        period: Period,
        product: Option<&str>,
    ) -> Result<Arc<Statistics>, StoreError> {
        let mut kept = self.0.lock().await;
        let began = Instant::now();
        kept.retain(|one| one.until > began);
        let is_asked =
            |one: &&Kept| one.statistics.period == period && one.statistics.product.as_deref() == product;
        if let Some(one) = kept.iter().find(is_asked) {
            return Ok(Arc::clone(&one.statistics));
        }
        let statistics = Arc::new(store.statistics(period, product).await?);
        let now = Instant::now();
        kept.truncate(MOST - 1);
        kept.push(Kept { until: now + (now - began) * KEPT, statistics: Arc::clone(&statistics) });
        Ok(statistics)
    }
}
