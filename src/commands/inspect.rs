//! `countersign inspect`: the review of this machine, as a table or as JSON; of several, as a list.

use countersign_core::text::{remedy as remedy_words, review as words};
use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::page;
use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Machine};
use countersign_core::remedy::{self, Remedy};
use countersign_core::review::{self, Finding, Note, Review};

use super::cli::InspectOptions;
use super::context::Context;
use super::exit::Exit;
use super::fleet;

/// Runs the command on this computer, on one recording, or on several.
///
/// # Errors
/// A single `--hardware` that is none, or standard output that is closed.
pub fn run(context: &Context, hardware: &[PathBuf], options: &InspectOptions) -> anyhow::Result<Exit> {
    if let Some(paths) = fleet::paths(hardware.iter().chain(&options.paths)) {
        return fleet::run(context, &paths, options);
    }
    let machine = context.machine()?;
    let policy = context.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let review = review::review(&machine, &policy);
    let earlier = context.profile.as_ref().and_then(|profile| context.keep(&machine, profile).earlier().0);
    let remedies = remedy::remedies(&machine, &review, &policy, earlier.as_ref());
    let mut out = super::stdout::paper(context.lang, options.json);
    if options.json {
        writeln!(out, "{}", object(context.lang, &machine, &review, &remedies, options.all))?;
    } else {
        for line in page::inspection(context.lang, &machine, &review, &remedies, options.all) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit(review.acceptable()))
}

/// The exit code of one answer.
pub const fn exit(acceptable: Option<bool>) -> Exit {
    match acceptable {
        Some(true) => Exit::Done,
        Some(false) => Exit::Negative,
        None => Exit::Fault,
    }
}

/// One machine's object; with `all` each field holds its raw bytes in hexadecimal, and those that the machine
/// has no entry for are there as well.
pub fn object(lang: Lang, machine: &Machine, review: &Review, remedies: &[Remedy], all: bool) -> Value {
    let fields: Vec<Value> = Field::ALL
        .into_iter()
        .filter_map(|name| match review.finding(name) {
            Some(finding) => Some(field(lang, machine, finding, remedies, all)),
            None => all.then(|| json!({ "name": name.name(), "value": "", "verdict": null, "raw": null })),
        })
        .collect();
    json!({
        "acceptable": review.acceptable(),
        "fields": fields,
        "notes": notes(lang, review, str::to_owned),
        "headline": words::headline(lang, review),
        "rules": review::RULES_VERSION,
    })
}

fn field(lang: Lang, machine: &Machine, finding: &Finding, remedies: &[Remedy], all: bool) -> Value {
    let remedies: Vec<_> = remedies
        .iter()
        .filter(|remedy| remedy.field == finding.field)
        .map(|remedy| remedy_words::to_json(lang, remedy))
        .collect();
    let code = finding.code();
    let reason = code.as_ref().map(|_| words::reason(lang, finding.verdict, finding.kind));
    let mut object = json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "verdict": finding.verdict.name(),
        "code": code,
        "reason": reason,
        "remedies": remedies,
    });
    if let (true, Some(object)) = (all, object.as_object_mut()) {
        let raw = machine.raw(finding.field).map(|bytes| data_encoding::HEXLOWER.encode(&bytes));
        object.insert("raw".to_owned(), json!(raw));
    }
    object
}

/// The notes of a review; `held` is how a serial is to be shown.
pub fn notes(lang: Lang, review: &Review, held: impl Fn(&str) -> String) -> Vec<Value> {
    let one = |note: &Note| json!({ "code": note.code(), "text": words::note(lang, note, &held) });
    review.notes.iter().map(one).collect()
}
