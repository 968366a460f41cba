//! `countersign inspect`: the review of this machine, as a table or as JSON.

use std::io::Write;

use serde_json::json;

use crate::page;
use crate::remedy;
use crate::review;
use crate::text;

use super::exit::Exit;
use super::world::World;

/// Runs the command.
///
/// # Errors
/// A `--hardware` that is none, or standard output that is closed.
pub fn run(world: &World, as_json: bool) -> anyhow::Result<Exit> {
    let machine = world.machine()?;
    let policy = world.profile.as_ref().map(|profile| profile.policy).unwrap_or_default();
    let review = review::review(&machine, &policy);
    let earlier = world.profile.as_ref().and_then(|profile| world.keep(&machine, profile).earlier().0);
    let remedies = remedy::remedies(&machine, &review, &policy, earlier.as_ref());
    let acceptable = review.acceptable();
    let mut out = super::paper::paper(world.lang, as_json);
    if as_json {
        let fields: Vec<_> = review
            .findings
            .iter()
            .map(|finding| {
                let remedies: Vec<_> = remedies
                    .iter()
                    .filter(|remedy| remedy.field == finding.field)
                    .map(|remedy| text::remedy::to_json(world.lang, remedy))
                    .collect();
                json!({
                    "name": finding.field.name(),
                    "value": finding.shown,
                    "origin": finding.origin.name(),
                    "verdict": finding.verdict.name(),
                    "code": finding.code(),
                    "reason": finding.code().map(|_| text::review::reason(world.lang, finding.verdict, finding.kind)),
                    "remedies": remedies,
                })
            })
            .collect();
        let object = json!({
            "acceptable": acceptable,
            "fields": fields,
            "headline": text::review::headline(world.lang, &review),
            "rules": review::RULES_VERSION,
        });
        writeln!(out, "{object}")?;
    } else {
        for line in page::inspection(world.lang, &machine, &review, &remedies) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(match acceptable {
        Some(true) => Exit::Done,
        Some(false) => Exit::Not,
        None => Exit::Fault,
    })
}
