//! The commands of `countersign-desk`: arguments in, words or JSON out. Thin: the rules live in `ledger`.

mod answer;
mod backup;
mod cases;
mod cli;
mod failure;
mod import;
mod init;
mod input;
mod keys;
mod licenses;
mod operators;
mod paper;
mod serve;
mod show;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::day;
use crate::text::DeskLine;
use countersign_core::text::{Lang, Line as _};
use failure::Failure;

/// How a command ended, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Done = 0,
    Fault = 1,
    Usage = 2,
    Refused = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What a command prints, and how it ends.
struct Output {
    text: String,
    exit: Exit,
}

impl Output {
    const fn done(text: String) -> Self {
        Self { text, exit: Exit::Done }
    }
}

/// What every command is given.
struct Call {
    data: PathBuf,
    lang: Lang,
    json: bool,
    passphrase: Option<String>,
    /// Who runs the program, for the audit.
    operator: String,
    /// Seconds since 1970-01-01 UTC.
    now: i64,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let lang = cli::lang(&args, |name| std::env::var(name).ok());
    let matches = match cli::program(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, lang),
    };
    let call = Call::from_matches(&matches, lang);
    match dispatch(&matches, &call) {
        Ok(output) => {
            let printed = print(std::io::stdout(), &output.text);
            if printed { output.exit.into() } else { Exit::Fault.into() }
        }
        Err(failure) => {
            if call.json {
                print(std::io::stdout(), &format!("{}\n", failure::object(&failure)));
            }
            print(std::io::stderr(), &failure.words());
            failure.exit.into()
        }
    }
}

/// Prints whole, and tells whether that went well. A reader that went away is no fault of the command; a full
/// disk is: a script must not take a code that was never written for delivered.
fn print(mut to: impl std::io::Write, text: &str) -> bool {
    let done = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    done.map_or_else(|error| error.kind() == std::io::ErrorKind::BrokenPipe, |()| true)
}

fn dispatch(matches: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    match matches.subcommand() {
        Some(("init", with)) => init::run(with, call),
        Some(("licenses", with)) => licenses::run(with, call),
        Some(("answer", with)) => answer::run(with, call),
        Some(("cases", with)) => cases::run(with, call),
        Some(("operators", with)) => operators::run(with, call),
        Some(("keys", with)) => keys::keys(with, call),
        Some(("profiles", with)) => keys::profiles(with, call),
        Some(("backup", with)) => backup::backup(with, call),
        Some(("restore", with)) => backup::restore(with, call),
        Some(("serve", with)) => serve::run(with, call),
        _ => Ok(Output { text: cli::program(call.lang).render_help().to_string(), exit: Exit::Usage }),
    }
}

fn usage(error: &clap::Error, lang: Lang) -> ExitCode {
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done.into(),
        _ => {
            print(std::io::stderr(), &format!("{}\n", DeskLine::UsageDo.say(lang)));
            Exit::Usage.into()
        }
    }
}

impl Call {
    fn from_matches(matches: &ArgMatches, lang: Lang) -> Self {
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let data = matches
            .get_one::<PathBuf>("data")
            .cloned()
            .or_else(|| env("COUNTERSIGN_DESK_DATA").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("/var/lib/countersign-desk"));
        let operator = ["SUDO_USER", "LOGNAME", "USER"].into_iter().find_map(env);
        let operator = operator.unwrap_or_else(|| "operator".to_owned());
        Self {
            data,
            lang,
            json: cli::wants_json(matches),
            passphrase: env("COUNTERSIGN_PASSPHRASE"),
            operator: operator.chars().filter(|c| !c.is_control()).take(64).collect(),
            now: now(),
        }
    }
}

/// Seconds since 1970-01-01 UTC.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
