//! The pace of a long work that writes in pieces: a desk that serves beside it needs the write lock as well.

use std::time::{Duration, Instant};

/// The longest pause after a piece.
const MAX_PAUSE: Duration = Duration::from_millis(50);

/// Writes a piece, then leaves the database to others for as long as that took.
pub(super) async fn giving_way<T>(piece: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let output = piece.await;
    tokio::time::sleep(began.elapsed().min(MAX_PAUSE)).await;
    output
}
