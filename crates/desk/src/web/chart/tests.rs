//! Tests of the charts.

use super::*;
use countersign_core::protocol::license::Day;

const WORDS: Words<'static> = Words { id: "days", title: "By day", description: "<\"most\">" };

fn days(counts: &[(u64, u64)]) -> Vec<DayCounts> {
    let each = (2500..).zip(counts);
    let day = |(day, &(issued, refused)): (Day, &(u64, u64))| DayCounts {
        day,
        requests: Outcomes { issued, refused },
    };
    each.map(day).collect()
}

#[test]
fn a_chart_by_day_has_codes_above_and_refusals_below() {
    let chart = by_day(WORDS, &days(&[(3, 1), (0, 0), (12, 0), (0, 4), (1, 0), (7, 7), (2, 1)])).unwrap();
    insta::assert_snapshot!(chart.into_string());
}

#[test]
fn a_chart_of_bars_has_labels_and_values() {
    let bar = |label: &str, parts: &[(Ink, u64)]| Bar { label: label.to_owned(), parts: parts.to_vec() };
    let chart = bars(
        WORDS,
        &[
            bar("AMI", &[(Ink::Good, 40), (Ink::BadLine, 2)]),
            bar("在工作人员协助下解决", &[(Ink::Main, 7)]),
            bar("<a label=\"&\">", &[(Ink::Quiet, 0)]),
        ],
    );
    insta::assert_snapshot!(chart.unwrap().into_string());
}

/// A chart is drawn for all numbers, and contains neither a colour, a style nor a font.
#[test]
fn no_chart_contains_colours_styles_or_fonts() {
    let many = |count: u64| vec![(count, count / 3); 366];
    for counts in
        [&[][..], &[(0, 0)], &[(0, 5)], &[(5, 0)], &[(u64::MAX, u64::MAX)], &many(1), &many(99_999_999)]
    {
        let svg = by_day(WORDS, &days(counts)).unwrap().into_string();
        for part in ["#", "style", "font-family", " width=\"720\""] {
            assert!(!svg.contains(part), "{part}: {svg}");
        }
        let named = r#"<svg role="img" aria-labelledby="days-title" aria-describedby="days-description" viewBox="0 0 720 340""#;
        assert!(svg.starts_with(named) && svg.contains("<title id=\"days-title\">By day</title>"), "{svg}");
        assert!(svg.contains("&lt;&quot;most&quot;&gt;") && svg.trim_end().ends_with("</svg>"));
    }
    for count in [0, 1, u64::MAX] {
        let bar =
            Bar { label: "x".repeat(500), parts: vec![(Ink::Good, count / 2), (Ink::BadLine, count / 2)] };
        assert!(!bars(WORDS, &vec![bar; 9]).unwrap().into_string().contains('#'));
    }
    assert!(bars(WORDS, &[]).is_none());
}

#[test]
fn each_class_is_in_the_style_sheet() {
    let sheet = include_str!("../static/desk.css");
    for ink in Ink::ALL {
        assert!(sheet.contains(&format!(".{} {{", ink.class())), "{ink:?}");
    }
}
