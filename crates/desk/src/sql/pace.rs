//! The pace of long work that writes in pieces. A desk that serves meanwhile needs the write lock too.

use std::time::{Duration, Instant};

/// The longest pause after a piece.
const MAX_PAUSE: Duration = Duration::from_millis(50);

/// Writes a piece, then pauses for the same time, so that other writers get the database.
pub(super) async fn giving_way<T>(piece: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let output = piece.await;
    tokio::time::sleep(began.elapsed().min(MAX_PAUSE)).await;
    output
}
