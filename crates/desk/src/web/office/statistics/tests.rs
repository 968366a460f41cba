//! Tests of the charts on their page, with a fixed history.

use super::*;
use crate::statistics::{EndingCounts, ExpiringCounts, Period};
use countersign_core::protocol::Platform;
use countersign_ledger::Reason;

/// 2026-11-22 15:31 UTC.
const NOW: i64 = 1_795_361_511;

fn history() -> Statistics {
    let period = Period::until(NOW, 7);
    let requests = |issued, refused| Outcomes { issued, refused };
    let counts = [(0, 0), (2, 1), (0, 0), (5, 0), (0, 3), (1, 1), (4, 2)];
    let days = period.each_day().zip(counts);
    let platform = |byte, issued, refused| PlatformCounts {
        platform: Platform(byte),
        requests: requests(issued, refused),
    };
    Statistics {
        period,
        product: None,
        days: days
            .map(|(day, (issued, refused))| DayCounts { day, requests: requests(issued, refused) })
            .collect(),
        reasons: vec![
            ReasonCount { reason: Reason::MachineRefused, requests: 6 },
            ReasonCount { reason: Reason::NumberUnknown, requests: 1 },
        ],
        platforms: vec![platform(1, 8, 5), platform(67, 3, 0), platform(0, 1, 1), platform(200, 0, 1)],
        endings: EndingCounts { alone: 3, helped: 2, by_hand: 0, open: 1 },
        expiring: ExpiringCounts { within: [1, 4, 9], expired: 2 },
    }
}

fn page(lang: Lang, query: &ListQuery, statistics: &Statistics) -> String {
    let scope = ChartScope { lang, query, product: query.get("product") };
    // Each element gets a line of its own, so that a difference is readable.
    section(&scope, statistics).into_string().replace("><", ">\n<")
}

#[test]
fn charts_are_shown_with_their_numbers_in_both_languages() {
    let query = ListQuery::of(&[("days", "7"), ("product", "example-os")]);
    insta::assert_snapshot!("page-en", page(Lang::En, &query, &history()));
    insta::assert_snapshot!("page-zh", page(Lang::Zh, &query, &history()));
}

#[test]
fn a_sentence_replaces_each_chart_if_there_are_no_requests() {
    let period = Period::until(NOW, 90);
    let days = period.each_day().map(|day| DayCounts { day, requests: Outcomes::default() }).collect();
    let nothing = Statistics {
        period,
        days,
        reasons: Vec::new(),
        platforms: Vec::new(),
        endings: EndingCounts::default(),
        expiring: ExpiringCounts::default(),
        ..history()
    };
    insta::assert_snapshot!("empty-en", page(Lang::En, &ListQuery::default(), &nothing));
}

#[test]
fn the_table_has_all_rows_and_the_chart_only_the_first() {
    let platforms = (0..=u8::MAX).map(|byte| PlatformCounts {
        platform: Platform(byte),
        requests: Outcomes { issued: 1_000_000, refused: u64::from(byte) },
    });
    let many = Statistics { platforms: platforms.collect(), ..history() };
    let query = ListQuery::of(&[("product", "a&b<c>")]);
    let page = page(Lang::En, &query, &many);
    assert!(page.contains("The chart shows 8 of 256; the table has all."), "{page}");
    assert_eq!(page.matches("platform=").count(), 511, "each count except zero links to a list");
    assert!(page.contains("product=a%26b%3Cc%3E") && !page.contains("b<c>"), "{page}");
}
