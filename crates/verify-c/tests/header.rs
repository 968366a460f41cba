//! Tests that the shipped header is the one generated from the functions, and that Debian's list of symbols
//! has each of them.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;

use cbindgen::{Builder, Config};

#[test]
fn the_header_matches_the_functions() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let header = crate_folder.join("countersign.h");
    let builder = Builder::new()
        .with_config(Config::from_file(crate_folder.join("cbindgen.toml")).unwrap())
        .with_src(crate_folder.join("src/answer.rs"))
        .with_src(crate_folder.join("src/c_interface.rs"));
    let mut made = Vec::new();
    builder.generate().unwrap().write(&mut made);
    if std::env::var_os("UPDATE_HEADER").is_some() {
        std::fs::write(&header, &made).unwrap();
    }
    let (made, shipped) = (String::from_utf8(made).unwrap(), std::fs::read_to_string(&header).unwrap());
    assert!(
        made == shipped,
        "countersign.h is stale: UPDATE_HEADER=1 cargo test -p countersign-verify-c --test header\n{made}"
    );
    for function in ["interface", "check", "state", "code", "text", "days_left", "json", "free"] {
        assert!(shipped.contains(&format!("countersign_{function}(")), "{function}");
    }
}

#[test]
fn the_symbols_of_the_package_match_the_header() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let header = std::fs::read_to_string(crate_folder.join("countersign.h")).unwrap();
    let symbols = crate_folder.join("../packaging/debian/libcountersign0/symbols");
    let symbols = std::fs::read_to_string(symbols).unwrap();
    let declared: BTreeSet<&str> = header
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("countersign_"))
        .collect();
    let listed: BTreeSet<&str> =
        symbols.lines().filter_map(|line| Some(line.strip_prefix(' ')?.split_once("@Base ")?.0)).collect();
    assert!(declared.len() >= 8, "{declared:?}");
    assert_eq!(declared, listed);
}
