//! The architecture, held by a test: which room may use which, and how a file looks.
//!
//! A room uses only rooms to its left. The order stands here, as a table that is compared with every
//! `crate::ROOM` in the sources; what a room needs beyond the order is listed by name, with the reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From left to right. Rooms in one entry stand side by side and don't know each other.
const ORDER: &[&[&str]] = &[
    &["lang"],
    &["machine"],
    &["review"],
    &["remedy"],
    &["protocol"],
    &["profile"],
    &["keep", "ledger"],
    &["wizard"],
    &["online", "text"],
    &["page"],
    &["screen", "plain"],
    &["terminal"],
    &["commands", "desk"],
];

/// Rooms that a room may not use though they stand to its left.
const NOT: &[(&str, &[&str])] = &[
    // The wizard asks the desk through effects, never itself.
    ("wizard", &["ledger"]),
    // The issuing side knows nothing of a device's screens or of what it keeps.
    ("desk", &["keep", "wizard", "page", "screen", "plain", "terminal", "commands"]),
    // The screen lays pages out; where its words come from is nothing to it.
    ("plain", &["ledger"]),
    ("screen", &["ledger", "keep", "machine", "review", "remedy", "profile"]),
    // A terminal takes keys in and writes frames out; what they mean is nothing to it.
    ("terminal", &["ledger", "keep", "machine", "review", "remedy", "profile", "protocol", "page", "plain"]),
];

/// What is used beside the order: room, module it uses, why.
const BESIDE: &[(&str, &str, &str)] =
    &[("desk", "wizard", "the telephone guide numbers and names the steps as the caller's screen does")];

/// Tests of a room may use these, to have something to test with.
const FOR_TESTS: &[(&str, &str, &str)] =
    &[("remedy", "text", "each step has its words"), ("terminal", "page", "a page to draw")];

/// The most lines of a file, and from how many on it is told of.
const MOST: usize = 400;
const MANY: usize = 300;

/// One source file.
struct Source {
    room: String,
    path: PathBuf,
    text: String,
}

impl Source {
    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().display().to_string()
    }

    /// A file of tests alone.
    fn is_test(&self) -> bool {
        let own = self.path.file_stem().unwrap().to_string_lossy().into_owned();
        let folders = self.path.components().any(|part| part.as_os_str() == "tests");
        folders || own.ends_with("tests") || TEST_FILES.contains(&own.as_str())
    }

    /// The file as far as it is built into the programs.
    fn built(&self) -> &str {
        match self.text.split_once("#[cfg(test)]\nmod tests {") {
            _ if self.is_test() => "",
            Some((built, _)) => built,
            None => &self.text,
        }
    }
}

/// Files of tests by other names.
const TEST_FILES: &[&str] = &["demands", "samples", "pty", "fixture", "faulty"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut waiting = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
                let room = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { room, path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(found.len() > 200, "only {} files found", found.len());
    found
}

fn place(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms a text names, by the path from the crate's root; in braces too.
fn used(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split_once('}').map_or(list, |(list, _)| list).split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if place(&name).is_some() {
                found.insert(name);
            }
        }
    }
    found
}

/// Whether a room may use another.
fn may(room: &str, other: &str) -> bool {
    let (Some(here), Some(there)) = (place(room), place(other)) else { return false };
    let excluded = NOT.iter().any(|(one, others)| *one == room && others.contains(&other));
    room == other || (there < here && !excluded)
}

#[test]
fn a_room_uses_only_rooms_to_its_left() {
    let mut wrong = Vec::new();
    for source in sources() {
        if place(&source.room).is_none() {
            continue;
        }
        for other in used(source.built()) {
            let beside = BESIDE.iter().any(|(room, name, _)| *room == source.room && *name == other);
            if !may(&source.room, &other) && !beside {
                wrong.push(format!("{} uses {other}", source.name()));
            }
        }
        for other in used(&source.text) {
            let tests = FOR_TESTS.iter().any(|(room, name, _)| *room == source.room && *name == other);
            let beside = BESIDE.iter().any(|(room, name, _)| *room == source.room && *name == other);
            if !may(&source.room, &other) && !tests && !beside && !used(source.built()).contains(&other) {
                wrong.push(format!("{} uses {other} in its tests", source.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a room may know of the wizard, where that is one name alone.
const OF_THE_WIZARD: &[(&str, &str)] = &[("terminal", "Key"), ("desk", "StepName")];

#[test]
fn of_the_wizard_some_rooms_know_one_name_alone() {
    for source in sources() {
        let Some((_, name)) = OF_THE_WIZARD.iter().find(|(room, _)| *room == source.room) else { continue };
        for use_of in source.built().split("crate::wizard::").skip(1) {
            let rest = use_of.strip_prefix(name).unwrap_or_default();
            assert!(rest.starts_with([';', ':']), "{} uses more than {name}", source.name());
        }
    }
}

#[test]
fn what_is_listed_beside_the_order_is_needed() {
    let sources = sources();
    for (room, other, _) in BESIDE.iter().chain(FOR_TESTS) {
        let needed = sources.iter().any(|source| source.room == *room && used(&source.text).contains(*other));
        assert!(needed && !may(room, other), "{room} doesn't need {other} listed");
    }
}

#[test]
fn every_room_has_its_place() {
    for source in sources() {
        let programs = ["lib", "main", "desk_main"];
        assert!(
            place(&source.room).is_some() || programs.contains(&source.room.as_str()),
            "{}",
            source.name()
        );
    }
}

#[test]
fn no_path_climbs_out_of_its_room() {
    for source in sources() {
        let depth = source.path.strip_prefix(root().join("src")).unwrap().components().count();
        // src/room/file.rs may say `super::` once, src/room/folder/file.rs twice, a module inside a file once more.
        let own = usize::from(source.path.file_name().unwrap() != "mod.rs");
        let most = depth.saturating_sub(2) + own;
        for (number, line) in source.text.lines().enumerate() {
            let inner = usize::from(line.starts_with(' '));
            let climbs = line.matches("super::").count();
            let chained = line.contains("super::super::");
            assert!(!chained || climbs <= most + inner, "{}:{}: {line}", source.name(), number + 1);
        }
    }
}

#[test]
fn every_module_says_what_lives_there() {
    for source in sources() {
        assert!(source.text.starts_with("//! "), "{} does not begin with //!", source.name());
    }
}

#[test]
fn no_file_grows_too_long() {
    let mut long = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > MANY && !source.is_test() {
            long.push(format!("{lines} {}", source.name()));
        }
        assert!(lines <= MOST || source.is_test(), "{} has {lines} lines", source.name());
    }
    if !long.is_empty() {
        eprintln!("over {MANY} lines:\n{}", long.join("\n"));
    }
}

#[test]
fn nothing_is_unsafe() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let word = concat!("un", "safe ");
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            let code = line.split_once("//").map_or(line, |(code, _)| code);
            let code = code.split('"').step_by(2).collect::<String>();
            assert!(!code.contains(word), "{}:{}: {line}", source.name(), number + 1);
        }
    }
}

#[test]
fn what_may_panic_is_only_in_tests() {
    let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
    for source in sources() {
        for (number, line) in source.built().lines().enumerate() {
            let code = line.split_once("//").map_or(line, |(code, _)| code);
            for word in words {
                assert!(!code.contains(word), "{}:{}: {line}", source.name(), number + 1);
            }
        }
    }
}
