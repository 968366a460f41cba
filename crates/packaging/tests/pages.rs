//! The manual pages agree with the programs: no command, exit code or key is missing, and none is invented.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use countersign::commands::Exit as DeviceExit;
use countersign_core::lang::Lang;
use countersign_core::profile::Profile;
use countersign_desk::commands::Exit as DeskExit;
use countersign_packaging::text::ManualLine;
use countersign_packaging::{
    EXAMPLE, KEY_KEYS, POLICY_KEYS, PROFILE_KEYS, Program, exit_codes_page, manual, write,
};

const DAY: &str = "2026-11-28";

/// The terms of a page's entries, in order: the bold text on the line after `.TP`.
fn terms(roff: &str) -> Vec<String> {
    let lines: Vec<&str> = roff.lines().collect();
    let of_entry = lines.windows(2).filter(|pair| pair[0] == ".TP").map(|pair| pair[1]);
    of_entry.map(|term| term.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-")).collect()
}

#[test]
fn every_line_has_words_in_both_languages() {
    countersign_testing::lines::check::<ManualLine>();
}

#[test]
fn every_command_has_a_page_with_all_its_options() {
    fn names(command: &clap::Command, above: &str, found: &mut Vec<(String, Vec<String>)>) {
        let name = if above.is_empty() {
            command.get_name().to_owned()
        } else {
            format!("{above}-{}", command.get_name())
        };
        let long = command.get_arguments().filter_map(|arg| arg.get_long()).map(|long| format!("--{long}"));
        found.push((format!("{name}.1"), long.collect()));
        for sub in command.get_subcommands() {
            names(sub, &name, found);
        }
    }
    for program in Program::ALL {
        for lang in [Lang::En, Lang::Zh] {
            let mut expected = Vec::new();
            let mut command = program.command_line(lang);
            command.build();
            names(&command, "", &mut expected);
            let pages = manual(program, lang, DAY).unwrap();
            for (file, options) in &expected {
                let page = pages
                    .iter()
                    .find(|page| page.file == *file)
                    .unwrap_or_else(|| panic!("the page {file} is missing"));
                let text = page.roff.replace("\\-", "-");
                for option in options {
                    assert!(text.contains(option.as_str()), "{file} has no {option}");
                }
            }
            let commands = pages.iter().filter(|page| page.file.ends_with(".1")).count();
            assert_eq!(commands, expected.len(), "{program:?}");
        }
    }
}

#[test]
fn pages_refer_to_pages_that_exist() {
    for lang in [Lang::En, Lang::Zh] {
        let pages: Vec<_> =
            Program::ALL.iter().flat_map(|program| manual(*program, lang, DAY).unwrap()).collect();
        let files: BTreeSet<&str> = pages.iter().map(|page| page.file.as_str()).collect();
        for page in &pages {
            let heading = if lang == Lang::En { ".SH \"SEE ALSO\"" } else { ".SH 参见" };
            let (_, last) = page.roff.split_once(heading).unwrap_or_else(|| panic!("{}", page.file));
            for reference in last.trim().split(", ") {
                let name = reference.replace("\\fB", "").replace("\\fR", "").replace("\\-", "-");
                let (name, section) = name.trim_end_matches(')').split_once('(').unwrap();
                let file = format!("{name}.{section}");
                assert!(files.contains(file.as_str()), "{} refers to a missing page {file}", page.file);
            }
        }
    }
}

#[test]
fn the_page_of_exit_codes_lists_those_of_both_programs() {
    let device = DeviceExit::ALL.map(|exit| (exit as u8).to_string());
    let desk = DeskExit::ALL.map(|exit| (exit as u8).to_string());
    let expected: Vec<String> = device.into_iter().chain(desk).collect();
    for lang in [Lang::En, Lang::Zh] {
        assert_eq!(terms(&exit_codes_page(lang, DAY).roff), expected);
    }
}

#[test]
fn the_page_of_the_profile_lists_exactly_the_keys_of_a_profile() {
    let optional = "online = \"https://desk.example.com\"\nhotline = \"+86 10 5555 0100\"\n";
    let profile = Profile::parse(&format!("{optional}{EXAMPLE}")).unwrap();
    let written: toml::Table = toml::from_str(&profile.to_toml().unwrap()).unwrap();
    let keys = |table: &toml::Table| table.keys().cloned().collect::<BTreeSet<_>>();
    let on_page =
        |keys: &[(&str, ManualLine)]| keys.iter().map(|(key, _)| (*key).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(on_page(&PROFILE_KEYS), keys(&written));
    assert_eq!(on_page(&POLICY_KEYS), keys(written["policy"].as_table().unwrap()));
    assert_eq!(on_page(&KEY_KEYS), keys(written["keys"][0].as_table().unwrap()));
}

#[test]
fn the_example_of_the_profile_is_valid() {
    assert!(Profile::parse(EXAMPLE).is_ok());
}

#[test]
fn all_files_are_written_where_packages_expect_them() {
    let place = tempfile::tempdir().unwrap();
    write(place.path(), DAY).unwrap();
    let text = |file: &str| {
        fs::read_to_string(place.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    for file in [
        "countersign/man/man1/countersign-status.1",
        "countersign/man/man5/countersign-profile.5",
        "countersign/man/man7/countersign-exit-codes.7",
        "countersign/man/zh_CN/man1/countersign-request.1",
        "countersign-desk/man/man1/countersign-desk-licenses-add.1",
    ] {
        let page = text(file);
        assert!(page.contains(DAY) && page.contains(".TH"), "{file}");
        assert_eq!(page.matches(".ds Aq \\(aq").count(), 1, "{file}");
    }
    for name in ["countersign", "countersign-desk"] {
        assert!(text(&format!("{name}/completions/bash/{name}")).contains("complete -F"));
        assert!(text(&format!("{name}/completions/zsh/_{name}")).starts_with("#compdef"));
        assert!(text(&format!("{name}/completions/fish/{name}.fish")).contains("complete -c"));
    }
    assert!(!Path::new(&place.path().join("countersign-desk/man/man5")).exists());
}
