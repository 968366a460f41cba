//! `--config`: settings from a file. The environment and the command line override them.

use std::fs;
use std::path::PathBuf;

use crate::harness::{CommandResult, Desk, MACHINE, path};

/// Writes `desk.toml` beside the desk's folder.
fn write(desk: &Desk, text: &str) -> PathBuf {
    let file = desk.dir.path().join("desk.toml");
    fs::write(&file, text).unwrap();
    file
}

/// Runs a command without the desk's folder in the environment.
fn run(desk: &Desk, args: &[&str]) -> CommandResult {
    desk.command(args).env_remove("COUNTERSIGN_DESK_DATA").output().unwrap().into()
}

#[test]
fn a_file_gives_every_command_its_desk_and_language() {
    let desk = Desk::new(&[]);
    let file = write(&desk, "data = \"desk\"\nlang = \"zh\"\n");
    let file = file.to_str().unwrap();
    let listed = run(&desk, &["--config", file, "licenses", "list"]);
    assert!(listed.exit == 0 && listed.out.contains("共 1 个"), "{} {}", listed.out, listed.err);
    let english = run(&desk, &["licenses", "list", "--config", file, "--lang", "en"]);
    assert!(english.out.contains("1 in total"), "{}", english.out);
    let by_variable =
        desk.command(&["licenses", "list"]).env("COUNTERSIGN_DESK_CONFIG", file).output().unwrap();
    assert!(CommandResult::from(by_variable).out.contains("共 1 个"));
    // The environment overrides the file, and the command line overrides both.
    let elsewhere = desk.dir.path().join("elsewhere");
    let here = desk.data().display().to_string();
    let list = |args: &[&str]| {
        let ran = desk.command(args).env("COUNTERSIGN_DESK_DATA", &elsewhere).output().unwrap();
        CommandResult::from(ran)
    };
    let by_environment = list(&["--config", file, "--lang", "en", "licenses", "list"]);
    assert!(by_environment.err.starts_with("DESK-NONE: ") && by_environment.err.contains("elsewhere"));
    assert_eq!(list(&["--config", file, "--data", &here, "licenses", "list"]).exit, 0);
}

#[test]
fn init_names_the_options_of_the_next_commands() {
    let desk = Desk::new(&[]);
    let file = write(&desk, "data = \"made\"\n");
    let file = file.to_str().unwrap();
    let other = desk.dir.path().join("other");
    let other = other.to_str().unwrap();
    let database = format!("sqlite:{other}/numbers.db");
    for (options, expected) in [
        (vec!["--config", file], format!("--config {file}")),
        (vec!["--data", other, "--database", &database], format!("--data {other} --database URL")),
    ] {
        let made = run(&desk, &[options.as_slice(), &["init", "--product", "p", "--name", "P"]].concat());
        // The report is wrapped.
        let words = made.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains(&format!("countersign-desk {expected} licenses add AA")),
            "{} {}",
            made.out,
            made.err
        );
        assert!(words.contains(&format!("countersign-desk {expected} answer REQUEST")), "{}", made.out);
        let listed = run(&desk, &[options.as_slice(), &["licenses", "list"]].concat());
        assert_eq!(listed.exit, 0, "{}", listed.err);
    }
}

#[test]
fn a_desk_is_served_with_the_settings_of_a_file() {
    let desk = Desk::new(&[]);
    let file = write(&desk, "listen = \"127.0.0.1:1\"\nper-number = 1\nper-source = 2\n");
    let server = desk.serve(&["--config", file.to_str().unwrap(), "--per-source", "100"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!([1, 2].map(|_| server.post(&path(&request)).status), [303, 429]);
    assert_eq!([1, 2, 3].map(|_| server.get("/").status), [200; 3]);
}

#[test]
fn an_unusable_file_is_reported_in_one_line() {
    let desk = Desk::new(&[]);
    for (text, code, exit, en, zh) in [
        (
            "lisen = \"x\"",
            "CONFIG-INVALID",
            2,
            "line 1: unknown setting lisen.",
            "第 1 行：没有 lisen 这项设置。",
        ),
        (
            "\nlisten = 1",
            "CONFIG-INVALID",
            2,
            "line 2: listen can't have this value.",
            "第 2 行：listen 不能是这个值。",
        ),
        ("listen", "CONFIG-INVALID", 2, "line 1: this is not TOML.", "第 1 行：不是 TOML。"),
        (
            "tls-cert = \"x\"",
            "CONFIG-INVALID",
            2,
            "tls-cert and tls-key are needed together.",
            "tls-cert 和 tls-key 必须同时给出。",
        ),
    ] {
        let file = write(&desk, text);
        for (lang, words) in [("en", en), ("zh", zh)] {
            let ran = desk.run(&["--lang", lang, "--config", file.to_str().unwrap(), "serve"]);
            let said = ran.err.replace('\n', if lang == "en" { " " } else { "" }).replace("  ", " ");
            assert!(
                ran.exit == exit && said.starts_with(code) && said.contains(words),
                "{} {said}",
                ran.exit
            );
        }
    }
    let folder = desk.dir.path().display().to_string();
    for unreadable in ["/nowhere/desk.toml", &folder] {
        let ran = desk.run(&["--config", unreadable, "licenses", "list"]);
        assert!(ran.exit == 1 && ran.err.starts_with("CONFIG-UNREADABLE: "), "{}", ran.err);
    }
    let help = desk.succeed(&["serve", "--help"]);
    assert!(help.contains("--config <FILE>"), "{help}");
}
