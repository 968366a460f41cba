//! The ways of a plan as lines in 80 columns: title, needs, what happens, values, cautions, steps with commands.

use super::inspection::wrapped;
use crate::text::StepLine as L;
use countersign_core::lang::Lang;
use countersign_core::remedy::{Command, CommandLocation, Plan, PlannedWay};
use countersign_core::text::{Line, remedy};

/// The ways of a plan, numbered, the best first; empty for a plan without ways.
#[must_use]
pub fn ways(lang: Lang, plan: &Plan) -> Vec<String> {
    if plan.ways.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), L::InspectWays.say(lang).to_owned()];
    for (at, way) in plan.ways.iter().enumerate() {
        lines.push(String::new());
        let number = format!("[{}] ", at + 1);
        lines.extend(wrapped(remedy::way_title(lang, way), &number, "    "));
        lines.extend(way_lines(lang, way));
    }
    lines
}

fn way_lines(lang: Lang, way: &PlannedWay) -> Vec<String> {
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
        lines.extend(commands(lang, &way.commands_at(at)));
    }
    lines
}

/// Commands, each below its location. A command is never broken, because it is copied.
fn commands(lang: Lang, commands: &[&Command]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut place: Option<CommandLocation> = None;
    for command in commands {
        if place.replace(command.location) != Some(command.location) {
            lines.extend(wrapped(remedy::location(lang, command.location), "        ", "        "));
        }
        lines.extend(command.shell().lines().map(|line| format!("          {line}")));
    }
    lines
}
