//! `docs/codes.md` lists the stable codes that the sources have, and no other.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use countersign_core::machine::Field;
use countersign_core::review::{Verdict, finding_code};

/// The folders whose sources name codes, each with the ending of its files.
const SOURCES: [(&str, &str); 8] = [
    ("src", "rs"),
    ("crates/core/src", "rs"),
    ("crates/keep/src", "rs"),
    ("crates/ledger/src", "rs"),
    ("crates/verify/src", "rs"),
    ("crates/verify-c/src", "rs"),
    ("crates/desk/src", "rs"),
    ("assets/ansible_collections", "py"),
];

/// Texts of the sources that have the form of a code and are none: examples, placeholders of the help, and faults that are reported by the
/// code of their cause.
const NO_CODES: [&str; 13] = [
    "BR80G-1",
    "CAS-000012",
    "CAS-000042",
    "K7Q-F2M",
    "K7QM-2",
    "M80-0123X7",
    "M80-D8018200512",
    "M80-F3015500911",
    "NO-CODE",
    "NOT-KEPT",
    "ORDER-7",
    "REQUEST-FILE",
    "YYYY-MM-DD",
];

/// The code without a dash.
const FAULT: &str = "FAULT";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a text has the form of a code: words of capitals and digits, with dashes between them.
fn is_code(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    text.contains('-') && text.starts_with(|c: char| c.is_ascii_uppercase()) && text.split('-').all(is_word)
}

/// Adds the codes that the files of a folder name: a text that is a code, or that begins with one and a colon. Tests aren't read.
fn add_codes_of(folder: &Path, ending: &str, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.contains("test") {
            continue;
        }
        if path.is_dir() {
            add_codes_of(&path, ending, codes);
        } else if path.extension().is_some_and(|found| found == ending) {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split_once("#[cfg(test)]\nmod tests {").map_or(text.as_str(), |(code, _)| code);
            codes.extend(text.split('"').skip(1).filter_map(leading_code));
        }
    }
}

/// Returns the code that a text is, or that it begins with.
fn leading_code(text: &str) -> Option<String> {
    let code = text.split_once(": ").map_or(text, |(code, _)| code);
    is_code(code).then(|| code.to_owned())
}

/// Returns the names of the fields and of the verdicts that findings are composed of, as the document writes them.
fn parts_of_findings() -> BTreeSet<String> {
    let fields = Field::ALL.into_iter().map(|field| field.name().to_ascii_uppercase());
    let bad = Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Ok);
    fields.chain(bad.map(|verdict| format!("-{}", verdict.name().to_ascii_uppercase()))).collect()
}

fn codes_of_sources() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (folder, ending) in SOURCES {
        add_codes_of(&root().join(folder), ending, &mut codes);
    }
    for text in NO_CODES {
        assert!(codes.remove(text), "{text} is in no source any more");
    }
    // The document has a finding in two parts.
    for field in Field::ALL {
        for verdict in Verdict::ALL {
            codes.remove(&finding_code(field, verdict));
        }
    }
    codes.extend(parts_of_findings());
    codes.insert(FAULT.to_owned());
    codes
}

/// Returns what stands as code in the first column of the document's tables.
fn listed_codes() -> BTreeSet<String> {
    let document = fs::read_to_string(root().join("docs/codes.md")).unwrap();
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.flat_map(|row| {
        let column = row.split_once(" | ").map_or(row, |(column, _)| column);
        column.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>()
    })
    .filter(|code| code.chars().any(|c| c.is_ascii_uppercase()))
    .collect()
}

#[test]
fn the_document_has_every_code_and_no_other() {
    let (listed, there) = (listed_codes(), codes_of_sources());
    let missing: Vec<_> = there.difference(&listed).collect();
    let extra: Vec<_> = listed.difference(&there).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "docs/codes.md lacks {missing:?}; no source has {extra:?}"
    );
}
