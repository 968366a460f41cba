//! `prune`: deletes old requests.

use clap::{ArgMatches, Command, value_parser};
use serde_json::json;

use super::argument_builder::ArgumentBuilder;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use super::progress_line::ProgressLine;
use crate::sql::{Prune, PruneKind};
use crate::text::{UpkeepLine as L, UpkeepSentence as S};
use countersign_core::text::Line as _;

/// The number of seconds in a day.
const DAY: i64 = 86_400;

pub(super) fn command(t: ArgumentBuilder) -> Command {
    let days = t.option("older-than", "DAYS", L::OptOlderThan).value_parser(value_parser!(u16).range(1..));
    t.command("prune", L::Prune).args([
        days.required(true),
        t.option("kind", "KIND", L::OptPruneKind).value_parser(["refused", "issued", "unknown"]),
        t.flag("dry-run", L::OptDryRun),
        t.json(),
    ])
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let lang = invocation.lang;
    let days = args.get_one::<u16>("older-than").copied().unwrap_or(u16::MAX);
    let given = args.get_one::<String>("kind");
    let kind = PruneKind::ALL.into_iter().find(|kind| given.is_some_and(|given| given == kind.name()));
    let prune = Prune {
        kind: kind.unwrap_or(PruneKind::All),
        before: invocation.now - i64::from(days) * DAY,
        by: invocation.operator.clone(),
        at: invocation.now,
    };
    let store = invocation.open_store()?;
    let dry_run = args.get_flag("dry-run");
    let count = if dry_run {
        invocation.query(store.count_prunable(&prune))?
    } else {
        let line = ProgressLine::new();
        let progress = |count: u64| line.show(|| S::Pruned { count: &count }.say(lang));
        invocation.query(store.prune(&prune, progress))?
    };
    if invocation.json {
        let object = json!({
            "requests": count, "removed": !dry_run, "kind": prune.kind.name(), "older-than": days,
        });
        return Ok(Output::done(format!("{object}\n")));
    }
    let said = match (count, dry_run) {
        (0, _) => L::PruneNone.say(lang).to_owned(),
        (count, true) => S::WouldPrune { count: &count }.say(lang),
        (count, false) => S::Pruned { count: &count }.say(lang),
    };
    Ok(Output::done(format!("{said}\n")))
}
