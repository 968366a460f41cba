//! Every bad input meets one plain sentence, its cure and the right exit code, in both languages, and
//! nothing is lost or half-written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

mod codes;
mod places;
mod profiles;
mod recordings;
mod terminals;

use countersign_testing::{Device, Ran, read_fresh};

/// What is to be refused, with the exit code, the stable code, and a part of the cure.
pub struct Refusal<'a> {
    args: &'a [&'a str],
    input: &'a str,
    exit: i32,
    code: &'a str,
    cure: &'a str,
}

/// Asserts that refusal in English and in Chinese, and that it changes nothing.
#[track_caller]
fn refuses(device: &Device, want: &Refusal<'_>) -> Ran {
    let before = everything(device);
    let english = device.feed(want.args, want.input);
    english.refused(want.exit, want.code, want.cure);
    let in_chinese = [want.args, &["--lang", "zh"]].concat();
    let chinese = device.feed(&in_chinese, want.input);
    chinese.refused(want.exit, want.code, "");
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese.err.lines().all(han), "{chinese:#?}");
    assert!(!han(&english.err), "{english:#?}");
    assert_eq!(everything(device), before, "nothing changed by {:?}", want.args);
    english
}

/// What is kept on disk and in UEFI. Who holds the lock doesn't count.
fn everything(device: &Device) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all = read_fresh(&device.state());
    all.extend(read_fresh(&device.efivars()));
    all.extend(read_fresh(&device.work()));
    all.retain(|(path, _)| !path.ends_with("lock"));
    all
}
