//! Tests that the examples in C, Python, Go and shell return the same for every kept state as `countersign
//! status`.
//!
//! `tests/verify/run` builds the library and the examples, and starts this test with the folder of the
//! examples in `COUNTERSIGN_EXAMPLES`. The state of an activated machine is left in the folder
//! `COUNTERSIGN_KEPT` for the suite's other programs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod case;
mod kept_states;
mod protocol_vectors;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use case::Case;
use countersign_testing::{CommandOutput, file_names, private_folder};
use serde_json::Value;

/// The names of the states by their numbers in `countersign.h`.
const STATES: [&str; 7] =
    ["error", "activated", "not-activated", "expired", "changed", "invalid", "unverified"];

/// The answers of one program: the name of the state, the code, the days left, the whole object, and the text
/// for a person.
#[derive(Debug, PartialEq)]
struct Said {
    state: String,
    code: Value,
    days: Value,
    json: Value,
    text: String,
}

/// Runs an example that is linked with the library. It writes `NUMBER CODE DAYS JSON` to standard output and
/// the text to standard error.
fn ask_library(program: &Path, case: &Case) -> Said {
    let paths = [case.profile(), case.machine(), case.state()];
    let ran: CommandOutput = Command::new(program).args(paths).envs(case.env()).output().unwrap().into();
    let mut parts = ran.out.trim_end().splitn(4, ' ');
    let mut next = || parts.next().unwrap_or_else(|| panic!("{}: {ran:#?}", case.name));
    let (number, code, days, json) = (next(), next(), next(), next());
    let state = STATES[number.parse::<usize>().unwrap()].to_owned();
    assert_eq!(ran.exit == 0, state == "activated", "{ran:#?}");
    Said {
        state,
        code: (!code.is_empty()).then_some(code).into(),
        days: days.parse::<i64>().ok().filter(|days| *days >= 0).into(),
        json: serde_json::from_str(json).unwrap(),
        text: ran.err.trim_end().to_owned(),
    }
}

/// Runs the device program itself.
fn ask_status(case: &Case) -> Said {
    let (text, json) = (case.status(&["--lang", "en"]), case.status(&["--lang", "en", "--json"]).json());
    let error = &json["error"];
    let told = if error.is_null() { &text.out } else { &text.err };
    Said {
        state: json["state"].as_str().unwrap_or("error").to_owned(),
        code: if error.is_null() { &json["code"] } else { &error["code"] }.clone(),
        days: json["days-left"].clone(),
        text: if json["state"] == "activated" { String::new() } else { told.trim_end().to_owned() },
        json,
    }
}

/// Runs the shell example, which runs the device program.
fn ask_shell(program: &Path, case: &Case) -> Value {
    let paths = [case.profile(), case.machine(), case.state()];
    let ran: CommandOutput = Command::new(program).args(paths).envs(case.env()).output().unwrap().into();
    let json: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}: {ran:#?}", case.name));
    assert_eq!(ran.exit == 0, json["state"] == "activated", "{ran:#?}");
    json
}

/// Returns every entry below a folder with its size, its modification time and, for a regular file, its
/// contents. A pipe is not opened.
fn snapshot(folder: &Path) -> Vec<(PathBuf, u64, i64, Vec<u8>)> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = waiting.pop() {
        for entry in fs::read_dir(at).into_iter().flatten() {
            let entry = entry.unwrap();
            let (path, about) = (entry.path(), entry.metadata().unwrap());
            let contents = if about.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            if about.is_dir() {
                waiting.push(path.clone());
            }
            found.push((path, about.size(), about.mtime(), contents));
        }
    }
    found.sort();
    found
}

/// Whether the library's words differ from those of the device program, because the program names its own
/// options.
fn speaks_of_options(code: &Value) -> bool {
    code.as_str().is_some_and(|code| code == "PROFILE-MISSING" || code.starts_with("HARDWARE-"))
}

#[test]
#[ignore = "tests/verify/run builds the examples first"]
fn every_language_binding_agrees_with_the_status_command() {
    let examples =
        PathBuf::from(std::env::var_os("COUNTERSIGN_EXAMPLES").expect("COUNTERSIGN_EXAMPLES is set"));
    let home = private_folder();
    let of_vectors = protocol_vectors::cases(home.path());
    let kept = kept_states::cases(home.path());
    let (vectors, states) = (of_vectors.len(), kept.len());
    let programs: Vec<PathBuf> = file_names(&examples).iter().map(|name| examples.join(name)).collect();
    let shell = examples.join("check.sh");
    assert_eq!(programs.len(), 4, "{programs:?}");

    let (mut asked, mut differing, mut seen) = (0, Vec::new(), BTreeMap::<String, u32>::new());
    for case in of_vectors.into_iter().chain(kept) {
        // The library is asked first, because it writes nothing. `status` restores one record from the other
        // and records the day.
        let before = snapshot(&case.folder);
        let first: Vec<Said> =
            programs.iter().filter(|path| **path != shell).map(|path| ask_library(path, &case)).collect();
        assert!(snapshot(&case.folder) == before, "{}: the library changed a file", case.name);
        let judged = ask_status(&case);
        let now = ask_status(&case);
        *seen.entry(format!("{} {}", judged.state, judged.code.as_str().unwrap_or("-"))).or_default() += 1;
        for (program, first) in programs.iter().filter(|path| **path != shell).zip(first) {
            asked += 1;
            let mut said = ask_library(program, &case);
            if speaks_of_options(&now.code) {
                (said.text, said.json) = (now.text.clone(), now.json.clone());
            }
            let of = |said: &Said| (said.state.clone(), said.code.clone(), said.days.clone());
            if of(&first) != of(&judged) || said != now {
                differing.push(format!(
                    "{} {}: {first:?}\n{judged:?}\n{said:?}\n{now:?}",
                    case.name,
                    program.display()
                ));
            }
        }
        asked += 1;
        let said = ask_shell(&shell, &case);
        if said != now.json {
            differing.push(format!("{} shell: {said}\n{}", case.name, now.json));
        }
    }
    kept_states::keep_activated(&PathBuf::from(
        std::env::var_os("COUNTERSIGN_KEPT").expect("COUNTERSIGN_KEPT is set"),
    ));
    for (state, count) in &seen {
        println!("{count:4} {state}");
    }
    println!(
        "{vectors} states of vectors and {states} others, four languages: {} of {asked} answers agree with countersign status",
        asked - differing.len()
    );
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    for state in STATES {
        assert!(
            seen.keys().any(|name| name.starts_with(&format!("{state} "))),
            "no case has the state {state}: {seen:?}"
        );
    }
}
