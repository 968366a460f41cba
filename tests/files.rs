//! Rules that no tool checks: module documentation and length of source files, the README files of the examples.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a source file, tests excepted.
const MOST_LINES: usize = 400;

/// Every source file of the workspace: its path from the root, and its text.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("src"), root.join("tests"), root.join("benches")];
    folders.extend(fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path()));
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), text));
            }
        }
    }
    assert!(found.len() > 200, "only {} files found", found.len());
    found
}

/// Whether a file holds tests or an example.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_string_lossy();
    stem.ends_with("tests")
        || path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "examples")
}

#[test]
fn every_file_begins_with_its_module_documentation() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} does not start with //!", path.display());
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(
            lines <= MOST_LINES || is_test(&path),
            "{} has {lines} lines; at most {MOST_LINES}",
            path.display()
        );
    }
}

#[test]
fn each_example_has_a_short_readme_that_the_index_links_to() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let index = fs::read_to_string(examples.join("README.md")).unwrap();
    let mut count = 0;
    for folder in
        fs::read_dir(&examples).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        let lines = readme.lines().count();
        assert!(lines <= 40, "the README of {name} has {lines} lines; at most 40");
        assert!(index.contains(&format!("({name}/README.md)")), "examples/README.md doesn't link to {name}");
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()) {
            let file = file.to_str().unwrap();
            assert!(
                file == "README.md"
                    || readme.contains(&format!("]({file})"))
                    || readme.contains(&format!("`{file}`")),
                "the README of {name} doesn't name {file}"
            );
        }
        count += 1;
    }
    assert!(count > 4, "only {count} examples found");
}
