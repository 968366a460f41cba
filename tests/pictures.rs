//! Each picture of the documents is shown by a document, and CONTRIBUTING.md says which command takes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The most bytes of a picture, and of one that moves.
const MOST: (u64, u64) = (50_000, 150_000);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of the folder.
fn taken() -> BTreeSet<String> {
    let files = fs::read_dir(root().join("assets/pictures")).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// The documents for readers.
fn documents() -> Vec<PathBuf> {
    let mut documents = vec![root().join("README.md"), root().join("README.zh-CN.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                documents.push(path);
            }
        }
    }
    documents
}

/// The pictures that the documents show, each with a text for whoever doesn't see it.
fn shown() -> BTreeSet<String> {
    let picture = Regex::new(r"!\[([^\]]*)\]\([^)\s]*assets/pictures/([^)\s]+)\)").unwrap();
    let mut shown = BTreeSet::new();
    for document in documents() {
        for found in picture.captures_iter(&fs::read_to_string(&document).unwrap()) {
            assert!(!found[1].trim().is_empty(), "{}: {} without words", document.display(), &found[2]);
            shown.insert(found[2].to_owned());
        }
    }
    shown
}

/// The pictures of the table in CONTRIBUTING.md. One that two commands take fails.
fn listed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let section = text.split_once("### or take the pictures anew\n").expect("a section about pictures").1;
    let section = section.split("\n### ").next().unwrap();
    let name = Regex::new(r"`([a-z-]+\.(?:svg|png))`").unwrap();
    let mut listed = BTreeSet::new();
    for found in name.captures_iter(section) {
        assert!(listed.insert(found[1].to_owned()), "{} is listed twice", &found[1]);
    }
    listed
}

#[test]
fn each_picture_is_shown_and_each_shown_picture_exists() {
    assert!(taken().len() > 20, "only {} pictures found", taken().len());
    assert_eq!(shown(), taken(), "shown by documents (left), in assets/pictures (right)");
}

#[test]
fn the_table_says_which_command_takes_each_picture() {
    assert_eq!(listed(), taken(), "in CONTRIBUTING.md (left), in assets/pictures (right)");
}

#[test]
fn pictures_are_small() {
    for name in taken() {
        let most = if name.starts_with("demo") { MOST.1 } else { MOST.0 };
        let size = root().join("assets/pictures").join(&name).metadata().unwrap().len();
        assert!(size <= most, "{name} has {size} bytes, more than {most}");
    }
}
