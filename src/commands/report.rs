//! `countersign report`: the support report, with personal identifiers shortened.

use std::io::Write;

use serde_json::json;

use crate::machine::Machine;
use crate::page;
use crate::remedy;
use crate::review::{self, Finding, Review};
use crate::text::{self, Line, StepLine};

use super::exit::Exit;
use super::world::{self, World};

/// Runs the command.
///
/// # Errors
/// A `--hardware` that is none, or standard output that is closed.
pub fn run(world: &World, as_json: bool) -> anyhow::Result<Exit> {
    let machine = world.machine()?;
    let Some(profile) = &world.profile else { return without_profile(world, &machine, as_json) };
    let keep = world.keep(&machine, profile);
    let (facts, problems) = world::facts(machine, &keep, profile);
    let mut out = super::paper::paper(world.lang, as_json);
    if as_json {
        let fields = fields(&facts.review);
        let object = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "rules": review::RULES_VERSION,
            "product": profile.product,
            "acceptable": facts.review.acceptable(),
            "fields": fields,
            "remedies": facts.remedies.iter().map(|remedy| json!({
                "field": remedy.field.name(), "kind": remedy.kind.name() })).collect::<Vec<_>>(),
            "status": facts.status.json(crate::keep::Audience::Everyone),
            "problems": problems.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        });
        writeln!(out, "{object}")?;
        return Ok(Exit::Done);
    }
    writeln!(out, "{}", StepLine::ReportTitle.fill(world.lang, &[("product", &profile.name)]))?;
    for line in page::machine_report(world.lang, &facts.machine, &facts.review, &facts.remedies) {
        writeln!(out, "{line}")?;
    }
    for line in text::status_lines(world.lang, &facts.status) {
        writeln!(out, "{line}")?;
    }
    for code in problems {
        writeln!(out, "{code}: {}", text::keep_what(world.lang, code))?;
    }
    Ok(Exit::Done)
}

fn fields(review: &Review) -> Vec<serde_json::Value> {
    let one = |finding: &Finding| {
        json!({
            "name": finding.field.name(),
            "value": page::reported(finding),
            "verdict": finding.verdict.name(),
            "code": finding.code(),
        })
    };
    review.findings.iter().map(one).collect()
}

/// Without a profile there is no product to report on: the machine alone.
fn without_profile(world: &World, machine: &Machine, as_json: bool) -> anyhow::Result<Exit> {
    let policy = review::Policy::default();
    let review = review::review(machine, &policy);
    let remedies = remedy::remedies(machine, &review, &policy, None);
    let mut out = super::paper::paper(world.lang, as_json);
    if as_json {
        let object = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "rules": review::RULES_VERSION,
            "product": null,
            "acceptable": review.acceptable(),
            "fields": fields(&review),
        });
        writeln!(out, "{object}")?;
        return Ok(Exit::Done);
    }
    writeln!(out, "{}", StepLine::ReportTitle.fill(world.lang, &[("product", "-")]))?;
    for line in page::machine_report(world.lang, machine, &review, &remedies) {
        writeln!(out, "{line}")?;
    }
    Ok(Exit::Done)
}
