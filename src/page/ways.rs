//! The ways of a plan as lines: title, needs, what happens, values, cautions, steps with commands.

use super::inspection::{OutputWidth, whole_or_wrapped, wrapped};
use crate::text::StepLine as L;
use countersign_core::lang::Lang;
use countersign_core::remedy::{Command, CommandLocation, Plan, PlannedWay};
use countersign_core::text::{Line, remedy};

/// The ways of a plan, numbered, the best first; empty for a plan without ways.
#[must_use]
pub fn ways(lang: Lang, plan: &Plan, width: OutputWidth) -> Vec<String> {
    if plan.ways.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), L::InspectWays.say(lang).to_owned()];
    for (at, way) in plan.ways.iter().enumerate() {
        lines.push(String::new());
        let number = format!("[{}] ", at + 1);
        lines.extend(wrapped(remedy::way_title(lang, way), &number, "    ", width));
        lines.extend(way_lines(lang, way, width));
    }
    lines
}

fn way_lines(lang: Lang, way: &PlannedWay, width: OutputWidth) -> Vec<String> {
    let wrapped = |text: &str, first: &str, rest: &str| wrapped(text, first, rest, width);
    let mut lines = wrapped(&remedy::way_needs(lang, way), "    ", "    ");
    lines.extend(wrapped(remedy::way_explanation(lang, way), "    ", "    "));
    lines.extend(
        remedy::way_values(lang, &way.values).iter().flat_map(|one| wrapped(one, "      ", "        ")),
    );
    for caution in &way.cautions {
        lines.extend(wrapped(&remedy::step(lang, caution), "    ! ", "      "));
    }
    for (at, merged) in way.steps.iter().enumerate() {
        let number = format!("{:>6}. ", at + 1);
        lines.extend(wrapped(&remedy::merged_step(lang, merged), &number, "        "));
        lines.extend(commands(lang, &way.commands_at(at), width));
    }
    lines
}

/// Commands, each below its location. A command is copied, so it is broken only on a terminal where it doesn't fit, and behind blanks.
fn commands(lang: Lang, commands: &[&Command], width: OutputWidth) -> Vec<String> {
    let mut lines = Vec::new();
    let mut place: Option<CommandLocation> = None;
    for command in commands {
        if place.replace(command.location) != Some(command.location) {
            lines.extend(wrapped(remedy::location(lang, command.location), "        ", "        ", width));
        }
        for line in command.shell().lines() {
            lines.extend(whole_or_wrapped(line, "          ", "            ", width));
        }
    }
    lines
}
