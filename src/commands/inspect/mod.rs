//! `countersign inspect`: the review of this machine as a table or as JSON; of several recordings as a list.

pub mod json;
mod line;
mod many;

use std::io::Write;
use std::path::PathBuf;

use serde_json::json;

use crate::page::{self, Identifiers};
use countersign_core::protocol::binding::Binding;
use countersign_core::remedy;
use countersign_core::review::{self, Review};

use super::cli::InspectOptions;
use super::context::Context;
use super::exit::Exit;
use super::stdout;
use super::way;

/// Runs the command on this computer, on one recording, or on several.
///
/// # Errors
/// If the only path is no recording, or standard output is closed.
pub fn run(context: &Context, hardware: &[PathBuf], options: &InspectOptions) -> anyhow::Result<Exit> {
    if let Some(recordings) = many::recordings(hardware, options.line) {
        return many::run(context, &recordings, options);
    }
    let machine = context.machine()?;
    let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let review = review::review(&machine, &policy);
    if options.line {
        writeln!(stdout::output(context.lang, true), "{}", line::of_machine(None, &review))?;
        return Ok(exit(&review));
    }
    let (earlier, marker2) = match &context.profile {
        Some(profile) => {
            let keep = context.keep(&machine, profile);
            let standing = keep.standing(&machine, &review, profile);
            let marker2 = countersign_keep::standing_marker2(standing.as_ref(), &machine, &review);
            (keep.earlier_values(&machine, &review).0, marker2)
        }
        None => (None, Binding::marker2_of(&machine, &review)),
    };
    let remedies = remedy::remedies(&machine, &review, &policy, earlier.as_ref());
    let plan = remedy::plan(&machine, &review, &policy, marker2, earlier.as_ref());
    // The exit code is that of the firmware's own values. What is bound in their place is said beside them.
    let bound = context.profile.as_ref().map(|profile| {
        let keep = context.keep(&machine, profile);
        let (facts, _) = super::context::facts(machine.clone(), &keep, profile);
        facts.binding(&way::last(&facts, &keep))
    });
    let mut out = stdout::output(context.lang, options.json);
    if options.json {
        let mut object = json::object(context.lang, &machine, &review, &remedies, &plan, options.all);
        object["bound"] = json!(bound.as_ref().map(|binding| way::fields(binding, str::to_owned)));
        object["predicted"] = json!(bound.as_ref().map(|binding| binding.predicted().name()));
        writeln!(out, "{object}")?;
    } else {
        let bound =
            bound.map(|binding| page::bound_values_judged(context.lang, &binding, Identifiers::Whole));
        let bound = bound.filter(|lines| !lines.is_empty());
        let shown = page::inspection(context.lang, &machine, &review, &plan, options.all);
        let gap = bound.as_ref().map(|_| String::new());
        for line in shown.into_iter().chain(gap).chain(bound.unwrap_or_default()) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit(&review))
}

/// The exit code of one machine.
fn exit(review: &Review) -> Exit {
    match review.acceptable() {
        Some(true) => Exit::Done,
        Some(false) => Exit::Negative,
        None => Exit::Fault,
    }
}
