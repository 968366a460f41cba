//! The promises of the documents name the tests that check them.
//!
//! An HTML comment after a promise names its tests: `test: FILE::NAME, NAME; FILE`. A file without a name is a scene or a suite.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The start and the end of a comment that names tests.
const COMMENT_MARKS: (&str, &str) = ("<!-- test:", "-->");

/// The words of a promise. A paragraph, list entry or table with one of them must name a test.
const PROMISE_WORDS: [&str; 11] = [
    "always",
    "at most",
    "can not",
    "can't",
    "cannot",
    "never",
    "no more than",
    "nobody",
    "nothing",
    "refused",
    "refuses",
];

/// A document without promises: it has measurements, each with its command.
const MEASUREMENTS: &str = "docs/measurements.md";

/// The sections of the threat model, one for each means of attack.
const MEANS: [&str; 15] = [
    "A license number",
    "A license code",
    "A request",
    "The UEFI record",
    "Root on the device",
    "Snapshots and clones",
    "The clock",
    "The phone",
    "Link previews",
    "The network between",
    "The stick",
    "Operators",
    "The desk's host",
    "The database",
    "A signing key",
];

/// A block of a document: a heading, a paragraph, a list entry or a table.
#[derive(Debug)]
struct Block {
    line: usize,
    text: String,
}

impl Block {
    /// Returns the text without comments, pictures and code.
    fn words(&self) -> String {
        let mut text = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once("<!--") {
            text.push_str(before);
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
        }
        text.push_str(rest);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("![")).collect();
        lines.join(" ").split('`').step_by(2).collect()
    }

    fn is_heading(&self) -> bool {
        self.text.starts_with('#')
    }

    /// Returns whether the block describes what an attack gains and costs, or the remaining risk. Such a block has no promises.
    fn is_about_attack(&self) -> bool {
        ["**Gains.**", "**Costs.**", "**Left.**"].iter().any(|mark| self.text.starts_with(mark))
    }

    fn names_a_test(&self) -> bool {
        self.text.contains(COMMENT_MARKS.0)
    }

    /// Returns a word of a promise in the block.
    fn promise(&self) -> Option<&'static str> {
        if self.is_heading() || self.is_about_attack() {
            return None;
        }
        let words = self.words().to_lowercase();
        let is_word_part = |c: char| c.is_alphanumeric() || c == '\'';
        PROMISE_WORDS.into_iter().find(|promise| {
            words.match_indices(promise).any(|(at, found)| {
                !words[..at].ends_with(is_word_part) && !words[at + found.len()..].starts_with(is_word_part)
            })
        })
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the paths of the documents for users of the product: all of `docs`, except decisions.
fn documents() -> Vec<String> {
    let mut all: Vec<String> = ["README.md", "SECURITY.md"].map(str::to_owned).to_vec();
    let mut folders = vec!["docs".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            if entry.file_type().unwrap().is_dir() {
                folders.extend((name != "decisions").then_some(path));
            } else if name.ends_with(".md") {
                all.push(path);
            }
        }
    }
    all.sort();
    all
}

/// Splits a document into blocks, without code.
fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut fenced, mut in_block, mut in_comment) = (false, false, false);
    for (at, line) in document.lines().enumerate() {
        let text = line.trim_start();
        if text.starts_with("```") {
            fenced = !fenced;
        } else if text.is_empty() {
            in_block = false;
        } else if !fenced && (in_block || in_comment || !line.starts_with("    ")) {
            let numbered = text.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
            let begins =
                !in_comment && (numbered || ["- ", "* ", "#"].iter().any(|mark| text.starts_with(mark)));
            if begins || !in_block {
                blocks.push(Block { line: at + 1, text: String::new() });
            }
            let block = blocks.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
            in_block = true;
            in_comment = match (line.rfind("<!--"), line.rfind("-->")) {
                (Some(begin), end) => end.is_none_or(|end| end < begin),
                (None, end) => in_comment && end.is_none(),
            };
        }
    }
    blocks
}

/// Returns the tests that a document names: the line of the block, the file, and the test's name if one is given.
fn named_tests(document: &str) -> Vec<(usize, String, Option<String>)> {
    let mut tests = Vec::new();
    for block in blocks(document) {
        for comment in block.text.split(COMMENT_MARKS.0).skip(1) {
            let list = comment
                .split_once(COMMENT_MARKS.1)
                .unwrap_or_else(|| panic!("a comment without an end: {}", block.text))
                .0;
            for item in list.split(';') {
                let (file, names) =
                    item.split_once("::").map_or((item, None), |(file, names)| (file, Some(names)));
                let file = file.trim().to_owned();
                match names {
                    None => tests.push((block.line, file, None)),
                    Some(names) => tests.extend(
                        names.split(',').map(|name| (block.line, file.clone(), Some(name.trim().to_owned()))),
                    ),
                }
            }
        }
    }
    tests
}

/// Returns the attributes and the documentation of a Rust test with that name.
fn attributes<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let function = format!("fn {name}(");
    // They precede the function.
    let mut all = text
        .match_indices(&function)
        .map(|(at, _)| &text[text[..at].rfind(['}', ';', '{']).unwrap_or(0)..at]);
    all.find(|attributes| ["#[test]", "#[tokio::test"].iter().any(|mark| attributes.contains(mark)))
}

/// Who runs a test.
#[derive(Debug, PartialEq, Eq)]
enum Runner<'a> {
    /// `cargo test`, or a suite that is named as a file.
    Itself,
    /// The suite that the reason of `#[ignore]` names.
    Suite(&'a str),
    /// Nobody: the reason names no suite.
    Nobody,
}

/// Returns who runs a test of a file.
fn runner<'a>(text: &'a str, name: &str) -> Runner<'a> {
    let Some((_, reason)) = attributes(text, name).and_then(|all| all.split_once("#[ignore")) else {
        return Runner::Itself;
    };
    let suite = reason.split_once("tests/").and_then(|(_, rest)| rest.split_once("/run"));
    suite.map_or(Runner::Nobody, |(suite, _)| Runner::Suite(suite))
}

/// Returns the suites that `.ci/run` calls.
fn called_suites() -> Vec<String> {
    let script = read(".ci/run");
    let list = script.split_once("suites=${COUNTERSIGN_SUITES-").and_then(|(_, rest)| rest.split_once('}'));
    list.unwrap().0.split(' ').map(str::to_owned).collect()
}

/// Returns whether a file has a test, a scene, or a function of a suite with that name.
fn has_test(file: &str, text: &str, name: &str) -> bool {
    let ending = Path::new(file).extension().and_then(|ending| ending.to_str());
    match ending {
        Some("rs") => attributes(text, name).is_some(),
        Some("py") => text.lines().any(|line| line.starts_with(&format!("def {name}("))),
        Some("mjs" | "js") => text.contains(&format!("function {name}(")),
        _ => text.lines().any(|line| line.starts_with(&format!("{name}() {{"))),
    }
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut missing = Vec::new();
    let mut count = 0;
    for document in documents() {
        for (line, file, name) in named_tests(&read(&document)) {
            count += 1;
            if !root().join(&file).is_file() {
                missing.push(format!("{document}:{line}: the file {file:?} doesn't exist"));
                continue;
            }
            let text = files.entry(file.clone()).or_insert_with(|| read(&file));
            if let Some(name) = name.filter(|name| !has_test(&file, text, name)) {
                missing.push(format!("{document}:{line}: {file} has no test {name:?}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(count > 0, "no document names a test");
}

#[test]
fn a_suite_runs_each_ignored_test_and_no_promise_rests_on_tests_that_ci_leaves_out() {
    let called = called_suites();
    let mut wrong = Vec::new();
    for document in documents() {
        // For each line, whether `.ci/run` runs one of its tests.
        let mut run: BTreeMap<usize, bool> = BTreeMap::new();
        for (line, file, name) in named_tests(&read(&document)) {
            let text = read(&file);
            let by = name.as_ref().map_or(Runner::Itself, |name| runner(&text, name));
            if by == Runner::Nobody {
                wrong.push(format!(
                    "{document}:{line}: {name:?} is ignored, and its reason names no tests/SUITE/run"
                ));
            }
            let runs = match by {
                Runner::Itself => true,
                Runner::Suite(suite) => {
                    called.iter().any(|one| one == suite)
                        && read(&format!("tests/{suite}/run")).contains("ignored")
                }
                Runner::Nobody => false,
            };
            *run.entry(line).or_default() |= runs;
        }
        let left_out = run.into_iter().filter(|(_, runs)| !runs);
        wrong.extend(left_out.map(|(line, _)| format!("{document}:{line}: .ci/run runs none of the tests")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_promise_names_its_test() {
    let mut untested = Vec::new();
    for document in documents().into_iter().filter(|document| document != MEASUREMENTS) {
        for block in blocks(&read(&document)) {
            if let Some(word) = block.promise().filter(|_| !block.names_a_test()) {
                untested.push(format!(
                    "{document}:{}: {word:?} promises something and names no test",
                    block.line
                ));
            }
        }
    }
    assert!(untested.is_empty(), "{}", untested.join("\n"));
}

#[test]
fn every_means_of_an_attack_has_a_section_with_a_test() {
    let blocks = blocks(&read("docs/threat-model.md"));
    for means in MEANS {
        let heading = format!("### {means}");
        let at = blocks.iter().position(|block| block.text.trim_end() == heading);
        let at = at.unwrap_or_else(|| panic!("the threat model has no section {heading:?}"));
        let section: Vec<&Block> = blocks[at + 1..].iter().take_while(|block| !block.is_heading()).collect();
        assert!(section.iter().any(|block| block.names_a_test()), "{heading:?} names no test");
        for part in ["**Gains.**", "**Costs.**", "**Countersign.**", "**Left.**"] {
            assert!(section.iter().any(|block| block.text.starts_with(part)), "{heading:?} lacks {part}");
        }
    }
}

#[test]
fn every_entry_of_what_is_protected_and_what_not_names_its_test() {
    for (document, sections) in [("SECURITY.md", 2), ("docs/threat-model.md", 1)] {
        let blocks = blocks(&read(document));
        let of_section = |block: &Block| block.text.starts_with("## What it ");
        let begins = blocks.iter().enumerate().filter(|(_, block)| of_section(block)).map(|(at, _)| at);
        let mut count = 0;
        for begin in begins {
            let section = blocks[begin + 1..].iter().take_while(|block| !block.is_heading());
            for entry in section.filter(|block| block.text.starts_with("- ")) {
                assert!(entry.names_a_test(), "{document}:{} names no test", entry.line);
            }
            count += 1;
        }
        assert_eq!(count, sections, "sections of {document}");
    }
}

#[test]
fn blocks_and_tests_are_read_as_they_are_meant() {
    let document = "# Never\n\nNobody can.\nSo it is. <!-- test: a.rs::one, two;\n   b.py::play; c/run -->\n\n- one\n  never\n- two\n\n    never code\n\n```\nnever\n```\n| can't | x |\n";
    let blocks = blocks(document);
    let lines: Vec<usize> = blocks.iter().map(|block| block.line).collect();
    assert_eq!(lines, [1, 3, 7, 9, 16]);
    let promises: Vec<_> = blocks.iter().map(Block::promise).collect();
    assert_eq!(promises, [None, Some("nobody"), Some("never"), None, Some("can't")]);
    assert!(blocks[1].names_a_test() && !blocks[2].names_a_test());
    let tests: Vec<(String, Option<String>)> =
        named_tests(document).into_iter().map(|(_, file, name)| (file, name)).collect();
    let test = |file: &str, name: &str| (file.to_owned(), Some(name.to_owned()));
    assert_eq!(
        tests,
        [test("a.rs", "one"), test("a.rs", "two"), test("b.py", "play"), ("c/run".to_owned(), None)]
    );
    let source =
        "#[test]\nfn one() {}\n\n/// Not a test.\nfn two() {}\n#[tokio::test]\nasync fn three() {}\n";
    assert_eq!(
        ["one", "two", "three", "four"].map(|name| has_test("a.rs", source, name)),
        [true, false, true, false]
    );
    let ignored = "#[test]\n#[ignore = \"slow: tests/soak/run\"]\nfn one() {}\n#[test]\n#[ignore]\nfn two() {}\n#[test]\nfn three() {}\n";
    assert_eq!(
        ["one", "two", "three"].map(|name| runner(ignored, name)),
        [Runner::Suite("soak"), Runner::Nobody, Runner::Itself]
    );
}
