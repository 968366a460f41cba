//! `countersign inspect --summary` and `--html`: what the machines of a fleet have, as tables and charts.
//!
//! | file | holds |
//! | --- | --- |
//! | `summary`, `tally` | what the reviews add up to, its rows; pure |
//! | `words`, `tables` | its rows in words, as tables |
//! | `text_form`, `json_form`, `html_form` | the three forms |
//! | `chart` | bars as SVG |
//!
//! Of each recording only its counts stay in memory.

mod chart;
mod html_form;
mod json_form;
mod summary;
mod tables;
mod tally;
mod text_form;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};

use countersign_core::machine::{Machine, MachineSource, printable};
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::license::moment_at;
use countersign_core::remedy;
use countersign_core::review::{self, Policy};

use self::summary::{Examined, Summary};
use self::words::Heading;
use super::many::{self, Found, RecordingPath};
use crate::commands::atomic_file;
use crate::commands::cli::InspectOptions;
use crate::commands::context::Context;
use crate::commands::exit::{CommandError, Exit};
use crate::commands::overview::Overview;
use crate::commands::stdout;
use crate::text::Fault;

/// Sums up this computer, or the recordings. The exit code is the same as without `--summary`.
///
/// # Errors
/// [`CommandError`] if standard output would get two forms, or the page can't be written; if standard output is closed.
pub(super) fn run(context: &Context, hardware: &[PathBuf], options: &InspectOptions) -> anyhow::Result<Exit> {
    let to_stdout = options.html.as_deref().is_some_and(|path| path == Path::new("-"));
    let printed = options.summary || options.json;
    if to_stdout && printed {
        return Err(CommandError::new(Fault::OutputTwice, Exit::Usage).into());
    }
    let summary = match many::recordings(hardware, true) {
        Some(recordings) => of_recordings(context, &recordings),
        None => {
            let overview = Overview::read(context)?;
            let mut summary = Summary::default();
            summary.add(Examined::of(context.lang, &overview.review, &overview.plan));
            summary
        }
    };
    let now = countersign_probe::clock(&MachineSource::ThisComputer).now;
    let product = context.profile.as_ref().map(|profile| printable(profile.name.as_bytes()));
    let heading = Heading { product, made: format!("{} UTC", moment_at(now)) };
    if let Some(path) = &options.html {
        let page = html_form::page(context.lang, &summary, &heading);
        if to_stdout {
            writeln!(stdout::raw_output(), "{page}")?;
        } else {
            atomic_file::write(path, page.as_bytes()).map_err(|error| {
                let (path, why) = (path.display().to_string(), error.why(context.lang));
                CommandError::new(Fault::FileWrite { path, why }, Exit::Fault)
            })?;
        }
    }
    if printed {
        let mut out = stdout::output(context.lang, options.json);
        if options.json {
            writeln!(out, "{}", json_form::object(&summary))?;
        } else {
            for line in text_form::lines(context.lang, &summary, &heading, stdout::width()) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(many::exit(summary.counts.refused, summary.counts.unknown + summary.unreadable()))
}

/// The summary of the recordings. A path that gives no machine is named on standard error.
fn of_recordings(context: &Context, recordings: &[RecordingPath]) -> Summary {
    let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let mut summary = Summary::default();
    for recording in recordings {
        match many::read(context, recording) {
            Found::Machine(machine) => summary.add(examined(context, &machine, &policy)),
            Found::NoRecording => summary.add_passed(),
            Found::Fault(error) => {
                error.say(context.lang);
                summary.add_error(error.fault.code());
            }
        }
    }
    summary
}

fn examined(context: &Context, machine: &Machine, policy: &Policy) -> Examined {
    let review = review::review(machine, policy);
    let marker2 = Binding::marker2_of(machine, &review);
    let plan = remedy::plan(machine, &review, policy, marker2, None);
    Examined::of(context.lang, &review, &plan)
}

#[cfg(test)]
mod tests;
