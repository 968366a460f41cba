//! Each link between documents of the repository leads to an existing file and heading.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use regex::Regex;

/// Reads every document of the repository. The key is the path from the root.
fn documents() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !path.is_symlink() {
                if name != "target" && !name.starts_with('.') {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(root).unwrap().to_owned(), text);
            }
        }
    }
    assert!(found.len() > 60, "only {} documents found", found.len());
    found
}

/// Removes code blocks and comments from a text, and replaces code spans.
fn without_code(text: &str) -> String {
    let fenced = Regex::new(r"(?ms)^ *```.*?^ *```$").unwrap();
    let span = Regex::new(r"`[^`\n]*`").unwrap();
    let comment = Regex::new(r"(?s)<!--.*?-->").unwrap();
    let text = fenced.replace_all(text, "");
    let text = comment.replace_all(&text, "");
    span.replace_all(&text, "code").into_owned()
}

/// Returns the anchors that GitHub makes for a document's headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let fenced = Regex::new(r"(?ms)^ *```.*?^ *```$").unwrap();
    let link = Regex::new(r"\[([^\]]*)\]\([^)]*\)").unwrap();
    let mut found = BTreeSet::new();
    for line in fenced.replace_all(text, "").lines().filter(|line| line.starts_with('#')) {
        let title = link.replace_all(line.trim_start_matches('#').trim(), "$1").to_lowercase();
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let anchor: String = title.chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect();
        let mut unique = anchor.clone();
        let mut count = 0;
        while !found.insert(unique.clone()) {
            count += 1;
            unique = format!("{anchor}-{count}");
        }
    }
    found
}

/// Resolves `.` and `..` in a path.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => assert!(normalized.pop(), "{} leaves the repository", path.display()),
            Component::CurDir => {}
            other => normalized.push(other),
        }
    }
    normalized
}

#[test]
fn each_link_leads_to_a_file_and_a_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = documents();
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for (document, text) in &documents {
        for found in link.captures_iter(&without_code(text)) {
            let target = &found[1];
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            checked += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() {
                document.clone()
            } else {
                normalized(&document.parent().unwrap().join(file))
            };
            let fault = match documents.get(&path) {
                _ if !root.join(&path).exists() => Some("no such file"),
                Some(text) if !anchor.is_empty() && !anchors(text).contains(anchor) => {
                    Some("no such heading")
                }
                _ => None,
            };
            if let Some(fault) = fault {
                wrong.push(format!("{}: {target}: {fault}", document.display()));
            }
        }
    }
    assert!(checked > 150, "only {checked} links found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
