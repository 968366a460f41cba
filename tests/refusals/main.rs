//! Bad input: each has one plain sentence, its cure and its exit code, in both languages, and changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

mod codes;
mod dead_mounts;
mod files;
mod profiles;
mod recordings;
mod storage;
mod terminals;

use countersign_testing::{CommandOutput, Device, read_tree};

/// A command with its input, and the expected exit code, stable code and part of the cure.
pub struct Refusal<'a> {
    args: &'a [&'a str],
    input: &'a str,
    exit: i32,
    code: &'a str,
    cure: &'a str,
}

/// Asserts that refusal in English and in Chinese, and that it changes nothing.
#[track_caller]
fn refuses(device: &Device, want: &Refusal<'_>) -> CommandOutput {
    let before = files_of(device);
    let english = device.run_with_input(want.args, want.input);
    english.assert_refused(want.exit, want.code, want.cure);
    let in_chinese = [want.args, &["--lang", "zh"]].concat();
    let chinese = device.run_with_input(&in_chinese, want.input);
    chinese.assert_refused(want.exit, want.code, "");
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese.err.lines().all(han), "{chinese:#?}");
    assert!(!han(&english.err), "{english:#?}");
    assert_eq!(files_of(device), before, "the command {:?} changed files", want.args);
    english
}

/// All files of the device, except the lock.
fn files_of(device: &Device) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all = read_tree(&device.state());
    all.extend(read_tree(&device.efivars()));
    all.extend(read_tree(&device.work()));
    all.retain(|(path, _)| !path.ends_with("lock"));
    all
}
