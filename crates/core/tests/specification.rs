//! The tables of `docs/protocol.md` agree with the code. Without that file, as in the published crate, the tests are skipped.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::{Head, Platform, Request, Surroundings, Values};
use countersign_core::review::Verdict;

fn specification() -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        countersign_testing::skipped(format_args!("there is no {path}"));
    }
    text
}

/// The rows of the first table after this heading, as cells.
fn rows<'a>(text: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let section = text.split_once(heading).unwrap().1;
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

fn request(manufacturer: &str) -> Request {
    Request {
        head: Head {
            profile_id: 1,
            number: [0; 6],
            nonce: [0; 8],
            platform: Platform(0),
            surroundings: Surroundings::default(),
            verdicts: [Verdict::Ok; 3],
            origins: [Origin::Firmware; 3],
            available: [None; 3],
            marker2: None,
        },
        values: Values::from_array([manufacturer, "B450M Pro4", "BR80"].map(str::to_owned)),
    }
}

#[test]
fn the_dictionary_equals_that_of_the_specification() {
    let Some(text) = specification() else { return };
    let rows = rows(&text, "## Appendix A");
    assert_eq!(rows.len(), 127);
    for row in rows {
        let (first, maker) = (row[0].parse::<u8>().unwrap(), row[1].trim_matches('`'));
        assert_eq!(request(maker).encode().unwrap()[32], first, "{maker}");
    }
    assert!(!text.contains("| 255 | `"));
}

#[test]
fn the_platforms_equal_those_of_the_specification() {
    let Some(text) = specification() else { return };
    let known = (0..=u8::MAX).filter(|&byte| {
        let platform = Platform(byte);
        platform.family().is_some() || platform.hypervisor().is_some()
    });
    let rows = rows(&text, "### 8.2 Platform");
    let numbers = rows.iter().flat_map(|row| [row[0], row[2]]).filter_map(|number| number.parse::<u8>().ok());
    let mut stated: Vec<u8> = numbers.filter(|&number| number != 0).collect();
    stated.sort_unstable();
    assert_eq!(known.collect::<Vec<_>>(), stated);
}

#[test]
fn origins_and_sources_are_numbered_as_in_the_specification() {
    let Some(text) = specification() else { return };
    let section = text.split_once("## 4. Origin and source").unwrap().1;
    let sources = rows(section, "| 3 | declared |");
    for (row, source) in sources.iter().skip(1).zip(SourceKind::ALL) {
        let mut request = request("Example");
        request.head.origins[2] = Origin::Recovered(source);
        request.head.marker2 = Some(countersign_core::marker::Marker([1; 10]));
        let byte = request.encode().unwrap()[21];
        assert_eq!(byte & 7, row[0].parse::<u8>().unwrap(), "{}", row[1]);
        assert_eq!(byte >> 3, 1);
    }
    assert_eq!(sources.len(), 8);
}
