//! The requirement of each direct dependency names the version in `Cargo.lock`.
//!
//! So every build and test uses the minimal versions, and no requirement allows a lower version that is untested
//! ([decision 0062](../docs/decisions/0062-minimal-versions.md)).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Returns the paths of the workspace's manifests.
fn manifests() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates =
        fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path().join("Cargo.toml"));
    let found: Vec<_> = [root.join("Cargo.toml")].into_iter().chain(crates).collect();
    assert!(found.len() > 8, "only {} manifests found", found.len());
    found
}

fn read(path: &Path) -> Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Returns the versions of each package in `Cargo.lock`, without build metadata.
fn locked_versions() -> BTreeMap<String, BTreeSet<String>> {
    let lock = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        let version = text("version").split('+').next().unwrap().to_owned();
        found.entry(text("name")).or_default().insert(version);
    }
    found
}

/// Returns the name and requirement of each registry dependency in a manifest's table and the tables inside it.
fn requirements(table: &Table) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in table {
        let Value::Table(inner) = value else { continue };
        if key.ends_with("dependencies") {
            for (name, dependency) in inner {
                let (version, package) = match dependency {
                    Value::String(version) => (Some(version.as_str()), None),
                    other => (
                        other.get("version").and_then(Value::as_str),
                        other.get("package").and_then(Value::as_str),
                    ),
                };
                if let Some(version) = version.filter(|_| dependency.get("path").is_none()) {
                    found.push((package.unwrap_or(name).to_owned(), version.to_owned()));
                }
            }
        } else {
            found.extend(requirements(inner));
        }
    }
    found
}

/// Returns the lowest version that a requirement allows. The requirement is a single caret or exact version.
fn lowest(requirement: &str) -> String {
    let version = requirement.trim_start_matches(['=', '^']);
    let parts = version.split('.').count();
    format!("{version}{}", ".0".repeat(3 - parts))
}

#[test]
fn each_requirement_names_the_version_of_the_lock_file() {
    let locked = locked_versions();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for manifest in manifests() {
        for (name, requirement) in requirements(&read(&manifest)) {
            checked += 1;
            if !locked.get(&name).is_some_and(|versions| versions.contains(&lowest(&requirement))) {
                wrong.push(format!(
                    "{}: {name} {requirement}, locked {:?}",
                    manifest.display(),
                    locked.get(&name)
                ));
            }
        }
    }
    assert!(checked > 60, "only {checked} requirements found");
    assert!(
        wrong.is_empty(),
        "requirements that don't name the version in Cargo.lock:\n{}",
        wrong.join("\n")
    );
}
