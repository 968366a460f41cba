//! The profile in `examples/profile` has every key of the parser, explained above it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Table;

use super::{File, KeyLine, Profile};
use crate::review::{Policy, RULES_VERSION};

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/profile/profile.toml");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the keys that the parser knows of a table. It lists them where it refuses another one.
fn keys_of<T: DeserializeOwned>() -> BTreeSet<String> {
    let refusal = toml::from_str::<T>("another-key = 1").err().unwrap();
    let mut quoted = refusal.message().split('`').skip(1).step_by(2).map(str::to_owned);
    assert_eq!(quoted.next().as_deref(), Some("another-key"), "{refusal}");
    quoted.collect()
}

fn written(table: &Table) -> BTreeSet<String> {
    table.keys().cloned().collect()
}

/// Returns the comment above the line that begins with this text.
fn explanation(text: &str, line: &str) -> String {
    let at = text.lines().position(|one| one.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?}"));
    let above: Vec<&str> = text.lines().take(at).collect();
    above.into_iter().rev().take_while(|one| one.starts_with('#')).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_has_every_key_of_a_profile() {
    let text = example();
    let profile = Profile::parse(&text).unwrap();
    assert_eq!(profile.rules, RULES_VERSION);
    let table: Table = text.parse().unwrap();
    let policy = keys_of::<Policy>();
    assert_eq!(written(&table), keys_of::<File>());
    assert_eq!(written(table["policy"].as_table().unwrap()), policy);
    assert_eq!(written(table["keys"][0].as_table().unwrap()), keys_of::<KeyLine>());
    assert!(policy.contains("older-binding"), "{policy:?}");
}

#[test]
fn the_example_explains_each_key_and_names_the_defaults_of_the_policy() {
    let text = example();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(explanation(&text, line).len() > 20, "{line:?} is not explained");
    }
    let defaults: Table = toml::to_string(&Policy::default()).unwrap().parse().unwrap();
    for (key, default) in defaults {
        let explained = explanation(&text, &format!("{key} = "));
        assert!(
            explained.contains("efault") && explained.contains(&default.to_string()),
            "{key} = {default}: {explained}"
        );
    }
}
