//! `countersign relay`: a machine that reaches the desk asks it for machines that don't, and hands on its answers.
//!
//! It keeps nothing: no state, no file but that of `--out`. It decides nothing: the desk decides, and each machine checks its own code.
//! It catches no signal, so that a signal ends it at once, whatever it waits for. Each line in its output is whole.
//!
//! | file | holds |
//! | --- | --- |
//! | `input` | the input: a request, a bundle, several files |
//! | `asking` | the desk that is asked, the waits, the failures |
//! | `answer` | the answer to a request |
//! | `answer_file`, `escaped` | where answers go |
//! | `summary`, `progress` | what standard error says |

mod answer;
mod answer_file;
mod asking;
mod input;
mod progress;
mod summary;

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use crate::online::Interface;
use crate::text::{Fault, system_error};
use countersign_core::bundle::{BundleKind, BundleWriter};
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::profile::is_api_url;

use super::cli::{AnswerLanguage, Cli, RelayOptions};
use super::context::Context;
use super::exit::{CommandError, Exit};
use super::{stderr, stdout};
use answer_file::AnswerFile;
use asking::Asking;
use input::{Entries, Given, GivenText};
use progress::Progress;
use summary::Summary;

/// Runs the command.
///
/// # Errors
/// [`CommandError`] if no desk is named, the input can't be read, the output can't be written, or a single request gets no code.
pub fn run(cli: &Cli, language: AnswerLanguage, options: &RelayOptions) -> anyhow::Result<Exit> {
    let lang = language.lang;
    let desk = desk(cli, language, options.desk.as_deref())?;
    let file = options.out.as_deref().filter(|path| path.as_os_str() != "-");
    let given = Given::open(&options.files, lang)?;
    let answers_on_terminal = file.is_none() && stdout::is_terminal();
    let progress = Progress::new(lang, !cli.plain && !answers_on_terminal);
    let asking = Asking::new(Interface::at(&desk, lang), desk, lang, progress);
    match given {
        Given::One(text) => one(text, asking, file, options.json, lang),
        Given::Many(entries) => many(entries, asking, file, options.json, lang),
    }
}

/// The address of the desk's interface: that of the option, else that of the profile.
fn desk(cli: &Cli, language: AnswerLanguage, given: Option<&str>) -> Result<String, CommandError> {
    let Some(given) = given else {
        let context = Context::new(cli, language)?;
        context.require_choice()?;
        let needed = || CommandError::new(Fault::DeskNeeded, Exit::Usage);
        return context.profile.map(|profile| profile.api_url()).ok_or_else(needed);
    };
    let address = given.strip_suffix('/').unwrap_or(given).to_ascii_lowercase();
    let address = if address.contains("://") { address } else { format!("https://{address}") };
    if is_api_url(&address) {
        return Ok(address);
    }
    Err(CommandError::new(Fault::DeskAddress { given: printable(given.as_bytes()) }, Exit::Usage))
}

/// Answers a single request: with its code, or with a refusal.
fn one(
    text: GivenText,
    mut asking: Asking,
    file: Option<&Path>,
    json: bool,
    lang: Lang,
) -> anyhow::Result<Exit> {
    let answer = asking.answer(text);
    drop(asking);
    match (answer.code_text(), file) {
        (Some(code), Some(path)) => {
            let mut file = AnswerFile::open(path, lang)?;
            let written = file.write_all(code.as_bytes()).and_then(|()| file.finish());
            written.map_err(|error| unwritten(path, &error, lang))?;
        }
        (Some(code), None) if !json => {
            let mut out = io::stdout().lock();
            out.write_all(code.as_bytes())?;
            out.flush()?;
        }
        _ => {}
    }
    let exit = answer.exit();
    let refusal = answer.told().cloned().map(|told| {
        CommandError::new(Fault::NoCode { code: told.code, what: told.what, cure: told.cure }, exit)
    });
    if json {
        writeln!(stdout::output(lang, true), "{}", Value::Object(answer.into_object()))?;
    }
    match refusal {
        Some(refusal) if json => {
            refusal.say(lang);
            Ok(exit)
        }
        Some(refusal) => Err(refusal.into()),
        None => Ok(exit),
    }
}

/// Answers several requests by a bundle of answers: one line for each, in the same order.
fn many(
    mut entries: Entries,
    asking: Asking,
    file: Option<&Path>,
    json: bool,
    lang: Lang,
) -> anyhow::Result<Exit> {
    let summary = match file {
        Some(path) => {
            let file = AnswerFile::open(path, lang)?;
            let (summary, file) = answers(&mut entries, asking, file).map_err(|stop| match stop {
                Stop::Input(error) => error,
                Stop::Output(error) => unwritten(path, &error, lang),
            })?;
            file.finish().map_err(|error| unwritten(path, &error, lang))?;
            summary
        }
        None if json => return Err(CommandError::new(Fault::BundleOutput, Exit::Usage).into()),
        None => match answers(&mut entries, asking, stdout::output(lang, true)) {
            Ok((summary, _)) => summary,
            Err(Stop::Input(error)) => return Err(error.into()),
            Err(Stop::Output(error)) => return Err(error.into()),
        },
    };
    for line in summary.lines(file, entries.is_cut_off(), lang) {
        stderr::line(line);
    }
    if let (Some(path), true) = (file, json) {
        let mut out = stdout::output(lang, true);
        writeln!(out, "{}", summary.to_json(path, entries.is_cut_off()))?;
    }
    Ok(summary.exit(entries.is_cut_off()))
}

/// Why the answers end early.
enum Stop {
    Input(CommandError),
    Output(io::Error),
}

/// Writes the answers, each as soon as it is there.
fn answers<W: Write>(entries: &mut Entries, mut asking: Asking, output: W) -> Result<(Summary, W), Stop> {
    let mut summary = Summary::default();
    let mut writer = BundleWriter::begin(output, BundleKind::Answers, None).map_err(Stop::Output)?;
    for entry in &mut *entries {
        let entry = entry.map_err(Stop::Input)?;
        let answer = asking.answer(entry.text);
        summary.count(&answer);
        writer.entry(&answer.into_line(entry.line, entry.host)).map_err(Stop::Output)?;
        asking.progress.done();
    }
    summary.gave_up = asking.gave_up();
    let counts = summary.counts(entries.is_cut_off());
    Ok((summary, writer.end(Some(counts)).map_err(Stop::Output)?))
}

fn unwritten(path: &Path, error: &io::Error, lang: Lang) -> CommandError {
    let path = path.display().to_string();
    CommandError::new(Fault::FileWrite { path, why: system_error(lang, error) }, Exit::Fault)
}
