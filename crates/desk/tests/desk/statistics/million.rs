//! A year of a desk with a million license numbers and a million requests, written by SQL for both databases, and the time that counting
//! takes.

use std::time::{Duration, Instant};

use countersign_desk::sql::SqlStore;
use countersign_desk::statistics::Period;

use crate::statistics_suite::{DB, NOW, OS};

/// The number of license numbers and of requests. The number of cases is a tenth of it.
const MILLION: i64 = 1_000_000;
/// The seconds between two requests. A million requests span a year.
const APART: i64 = 31;
/// The ids of the new rows begin above this.
const IDS: i64 = 1_000;

/// The statements that add the year to a small history. They copy most columns of a request from that history.
pub fn statements() -> [String; 3] {
    let every = |count: i64| {
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}),
             good AS (SELECT * FROM attempts WHERE outcome = 'issued' ORDER BY id LIMIT 1),
             bad AS (SELECT * FROM attempts WHERE outcome = 'refused' ORDER BY id LIMIT 1)"
        )
    };
    let product = format!("CASE i % 3 WHEN 0 THEN '{DB}' ELSE '{OS}' END");
    let licenses = format!(
        "{} INSERT INTO licenses (product, number, edition, expiry, expiry_days, seats, state, first_issued, version, added_at, added_by)
         SELECT {product}, 'L' || i, 1, CASE WHEN i % 10 < 4 THEN 'never' WHEN i % 10 < 7 THEN 'on' ELSE 'after' END,
             CASE WHEN i % 10 < 4 THEN 0 WHEN i % 10 < 7 THEN 1500 + i % 3000 ELSE 365 END, 1, 'active',
             CASE WHEN i % 10 < 9 THEN 1700 + i % 800 END, 1, 7, 'li' FROM n",
        every(MILLION)
    );
    // One request in ten opens a case; one case in ten is open.
    let cases = format!(
        "{} INSERT INTO cases (id, reason, opened, closed, closed_by)
         SELECT {IDS} + i, detail, {NOW} - ({MILLION} - 10 * i) * {APART},
             CASE WHEN i % 10 > 0 THEN {NOW} - ({MILLION} - 10 * i) * {APART} + 300 END,
             CASE WHEN i % 10 > 0 THEN {IDS} + 10 * i + 1 END FROM n, bad",
        every(MILLION / 10)
    );
    let attempts = format!(
        "{} INSERT INTO attempts (id, at, operator, by_word, packed, product, number, name, profile, platform, verdicts, origins,
             marker2, marker3, outcome, detail, notes, case_id, scheme, differs, request)
         SELECT {IDS} + i, {NOW} - ({MILLION} - i) * {APART}, CASE i % 7 WHEN 0 THEN 'li' END, good.by_word, good.packed,
             {product}, 'L' || i, good.name, good.profile, i % 14, good.verdicts, good.origins, good.marker2, good.marker3,
             CASE i % 5 WHEN 0 THEN 'refused' ELSE 'issued' END, CASE i % 5 WHEN 0 THEN bad.detail ELSE good.detail END,
             good.notes, CASE i % 10 WHEN 0 THEN {IDS} + i / 10 END, good.scheme, good.differs, good.request FROM n, good, bad",
        every(MILLION)
    );
    [licenses, cases, attempts]
}

/// Counts the year, and prints how long each count takes: the median of five runs.
pub async fn print_times(store: &SqlStore) {
    for (days, product) in [(7, None), (30, None), (90, None), (90, Some(DB)), (366, None)] {
        let period = Period::until(NOW, days);
        let mut requests = 0;
        let times = times(async || {
            requests = store.statistics(period, product).await.unwrap().requests().total();
        });
        println!(
            "{:>8} ms: statistics of {days} days, product {product:?}: {requests} requests",
            times.await
        );
        assert!(requests > u64::from(days) * if product.is_some() { 800 } else { 2_500 });
    }
    for product in [None, Some(DB)] {
        let mut open = 0;
        let times = times(async || open = store.open_case_counts(product, "li").await.unwrap().total());
        println!("{:>8} ms: open cases, product {product:?}: {open} cases", times.await);
        assert!(open > 3_000);
    }
}

async fn times(mut count: impl AsyncFnMut()) -> String {
    let mut times = [Duration::ZERO; 5];
    for time in &mut times {
        let start = Instant::now();
        count().await;
        *time = start.elapsed();
    }
    times.sort_unstable();
    format!("{:.1}", times[2].as_secs_f64() * 1_000.0)
}
