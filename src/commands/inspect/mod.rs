//! `countersign inspect`: the review of this machine as a table or as JSON; of several recordings as a list or as a summary.

mod fleet;
pub mod json;
mod line;
mod many;

use std::io::Write;
use std::path::PathBuf;

use countersign_core::review::{self, Review};
use serde_json::json;

use crate::page;

use super::cli::InspectOptions;
use super::context::Context;
use super::exit::Exit;
use super::overview::Overview;
use super::stdout;
use super::way;

/// Runs the command on this computer, on one recording, or on several.
///
/// # Errors
/// If the only path is not a recording, or standard output is closed.
pub fn run(context: &Context, hardware: &[PathBuf], options: &InspectOptions) -> anyhow::Result<Exit> {
    if options.summary || options.html.is_some() {
        return fleet::run(context, hardware, options);
    }
    if let Some(recordings) = many::recordings(hardware, options.line) {
        return many::run(context, &recordings, options);
    }
    if options.line {
        let machine = context.machine()?;
        let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
        let review = review::review(&machine, &policy);
        writeln!(stdout::raw_output(), "{}", line::of_machine(None, &review))?;
        return Ok(exit(&review));
    }
    // The exit code follows from the firmware's own values. The values that are bound in their place are printed too.
    let overview = Overview::read(context)?;
    let Overview { machine, review, remedies, plan, .. } = &overview;
    let mut out = stdout::output(context.lang, options.json);
    if options.json {
        let mut object = json::object(context.lang, machine, review, remedies, plan, options.all);
        object["bound"] = json!(overview.binding().map(|binding| way::fields(binding, str::to_owned)));
        object["predicted"] = json!(overview.binding().map(|binding| binding.predicted().name()));
        writeln!(out, "{object}")?;
    } else {
        let bound = overview.binding();
        for line in page::inspection(context.lang, machine, review, plan, bound, options.all, stdout::width())
        {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit(review))
}

/// The exit code of one machine.
fn exit(review: &Review) -> Exit {
    match review.acceptable() {
        Some(true) => Exit::Done,
        Some(false) => Exit::Negative,
        None => Exit::Fault,
    }
}
