//! Remedies for a finding on a machine: values with their source, and the steps for its firmware or hypervisor.
//!
//! Lives here: candidates for a usable value, the commands of each firmware family and hypervisor, cautions. Never here: writing
//! firmware, running a command, or a sentence ([`text::remedy`](crate::text::remedy) has one for each step).
//!
//! | function | gives |
//! | --- | --- |
//! | [`plan`](plan()), [`plan_for_request`] | the ways for a whole machine, on the device and at the desk |
//! | [`remedies`] | all remedies of a machine |
//! | [`remedy_for_value`] | how to set a field to a value that a person has |
//! | [`remedies_for_platform`] | the remedies that follow from the firmware family or hypervisor alone |
//! | [`recoverable`] | the value of another place that can be bound instead of a refused one |
//! | [`merge_steps`] | the steps of several remedies in one list |
//! | files | hold |
//! | --- | --- |
//! | `plan`, `plan_ways`, `plan_write` | the plan: its ways in order, which a machine has, how the firmware is written; start here |
//! | `physical_machine`, `virtual_machine` | one recipe for each firmware family and for each hypervisor |
//! | `candidates`, `recovery` | values from elsewhere on the machine: to write, and to bind instead |
//! | `context`, `field_state` | the facts that decide |
//! | `procedure`, `step`, `merge` | the steps around a command |
//! | `command`, `quote`, `tool_aids` | commands, their quoting, saving and reading back by a tool |
//! | `types` | the types of a remedy |

mod candidates;
mod command;
mod context;
mod field_state;
mod merge;
mod physical_machine;
mod plan;
mod plan_ways;
mod plan_write;
mod procedure;
mod quote;
mod recovery;
mod step;
mod tool_aids;
mod types;
mod virtual_machine;

#[cfg(test)]
mod tests;

use crate::machine::{Container, Family, Field, Hypervisor, Machine, Origin, Tables};
use crate::review::{
    DeclarePolicy, Finding, FindingKind, Policy, Review, Verdict, anchor, binding_value, judge_text, refuses,
};
use context::Context;
use procedure::Procedure;

pub use merge::{MergedStep, merge_steps};

pub use command::{Command, CommandLocation};
pub use plan::{Need, Plan, PlannedValue, PlannedWay, Purpose, WayDuration, WayKind, plan, plan_for_request};
pub use plan_write::writing_place;
pub use recovery::{Recovered, SourceReading, known_serials, read_source, recoverable, unjudged_source};
pub use step::Step;
pub use tool_aids::{ToolAids, tool_aids};
pub use types::{EarlierRecord, Remedy, RemedyKind, Source};

/// The remedies of each refused or unreadable binding field: by field in the order of [`Field::BINDING`], then in the order of
/// [`RemedyKind`]. An accepted machine has none. `earlier` are the values of an earlier record of this machine.
#[must_use]
pub fn remedies(
    machine: &Machine,
    review: &Review,
    policy: &Policy,
    earlier: Option<&EarlierRecord>,
) -> Vec<Remedy> {
    let context = Context::of(machine, review);
    let anchored = anchor(machine, review).is_some();
    let mut out = Vec::new();
    for (at, field) in Field::BINDING.into_iter().enumerate() {
        let Some(finding) = review.finding(field) else { continue };
        let mut of_field = Vec::new();
        if finding.verdict == Verdict::Unreadable {
            of_field.push(read_again(machine, finding));
        } else if finding.refuses() {
            if settable(&context) {
                of_field.extend(elsewhere(&context, machine, review, field));
                let before = earlier.and_then(|earlier| earlier_value(&context, earlier, at));
                // Values from the machine itself come first.
                let is_new = |before: &Remedy| of_field.iter().all(|remedy| remedy.value != before.value);
                of_field.extend(before.filter(is_new));
            }
            of_field.push(in_firmware(&context, field));
            of_field.extend(instead(&context, field, policy, anchored));
        }
        of_field.sort_by_key(|remedy| remedy.kind);
        out.extend(of_field);
    }
    out
}

/// How to set this field of this machine to this value, such as a value that a person read off the label. `None` where the value
/// doesn't pass review for the field, or the field is not a binding field.
#[must_use]
pub fn remedy_for_value(machine: &Machine, review: &Review, field: Field, value: &str) -> Option<Remedy> {
    let value = binding_value(value.as_bytes())?;
    let passes = Field::BINDING.contains(&field) && judge_text(field, &value).0 == Verdict::Ok;
    let context = Context::of(machine, review);
    passes.then(|| valued(&context, field, RemedyKind::Firmware, Source::Label, value))
}

/// The remedies of a field with this verdict, where only the firmware family or the hypervisor of the machine is known. It is not
/// known whether the machine has an anchor, so the result includes everything that the policy allows.
#[must_use]
pub fn remedies_for_platform(
    family: Option<Family>,
    hypervisor: Option<Hypervisor>,
    field: Field,
    verdict: Verdict,
    policy: &Policy,
) -> Vec<Remedy> {
    if !Field::BINDING.contains(&field) {
        return Vec::new();
    }
    if verdict == Verdict::Unreadable {
        return vec![bare(field, RemedyKind::ReadAgain, vec![Step::AsRoot, Step::Restart, Step::ReadAgain])];
    }
    if !refuses(field, verdict) {
        return Vec::new();
    }
    let mut context = Context::of_platform(family, hypervisor);
    context.serial_blank = field == Field::Serial && verdict == Verdict::Blank;
    let mut out = vec![in_firmware(&context, field)];
    out.extend(instead(&context, field, policy, true));
    out.sort_by_key(|remedy| remedy.kind);
    out
}

/// Whether fields can be set by someone other than the maker or the cloud provider, and not only outside of this container.
fn settable(context: &Context) -> bool {
    context.container.is_none()
        && match context.hypervisor {
            Some(hypervisor) => virtual_machine::dead_end(context, hypervisor).is_none(),
            None => context.family != Family::Apple,
        }
}

/// How to set this field to this value; `None` for a value that a person still has to find.
fn procedure(context: &Context, field: Field, value: Option<&str>) -> Procedure {
    match context.hypervisor {
        Some(hypervisor) => virtual_machine::procedure(context, hypervisor, field, value),
        None => physical_machine::procedure(context, field, value),
    }
}

fn bare(field: Field, kind: RemedyKind, steps: Vec<Step>) -> Remedy {
    Remedy { field, kind, value: None, source: None, command: None, steps }
}

fn valued(context: &Context, field: Field, kind: RemedyKind, source: Source, value: String) -> Remedy {
    let Procedure { command, steps } = procedure(context, field, Some(&value));
    Remedy { field, kind, value: Some(value), source: Some(source), command, steps }
}

fn earlier_value(context: &Context, earlier: &EarlierRecord, at: usize) -> Option<Remedy> {
    let (value, source) = earlier_suggestion(earlier, at)?;
    Some(valued(context, Field::BINDING[at], RemedyKind::Earlier, source, value))
}

/// The value of an earlier record, if it passes review. `None` for an assigned value, which is derived again and never written.
fn earlier_suggestion(earlier: &EarlierRecord, at: usize) -> Option<(String, Source)> {
    let value = binding_value(earlier.values[at].as_bytes())?;
    let source = match earlier.origins[at] {
        Origin::Firmware | Origin::Recovered(_) => Source::Earlier,
        Origin::Declared => Source::EarlierDeclared,
        Origin::Assigned => return None,
    };
    (judge_text(Field::BINDING[at], &value).0 == Verdict::Ok).then_some((value, source))
}

fn elsewhere(context: &Context, machine: &Machine, review: &Review, field: Field) -> Vec<Remedy> {
    candidates::candidates(machine, review, field)
        .into_iter()
        .map(|candidate| valued(context, field, RemedyKind::Elsewhere, candidate.source, candidate.value))
        .collect()
}

/// The remedy in this firmware, with a value that a person reads off the label or that the host's administrator chooses. Where only
/// the maker or the cloud provider can set the field, a remedy of kind [`RemedyKind::Stop`].
fn in_firmware(context: &Context, field: Field) -> Remedy {
    if context.container.is_some() {
        return bare(field, RemedyKind::ReadAgain, vec![Step::RunOnHost]);
    }
    let Procedure { command, steps } = procedure(context, field, None);
    if steps.iter().any(Step::ends_the_way) {
        let steps = steps.into_iter().filter(Step::ends_the_way).collect();
        return bare(field, RemedyKind::Stop, steps);
    }
    let source = if context.hypervisor.is_some() { Source::HostChoice } else { Source::Label };
    Remedy { field, kind: RemedyKind::Firmware, value: None, source: Some(source), command, steps }
}

/// The alternatives that the policy allows to a proper value in the firmware: a declared value, the older binding. Both need an
/// anchor.
fn instead(context: &Context, field: Field, policy: &Policy, anchored: bool) -> Vec<Remedy> {
    let mut out = Vec::new();
    if !anchored {
        return out;
    }
    let declarable = match policy.declared {
        DeclarePolicy::No => false,
        DeclarePolicy::Serial => field == Field::Serial,
        DeclarePolicy::Any => true,
    };
    // A virtual machine has no label.
    if declarable && context.hypervisor.is_none() {
        let steps = vec![Step::ReadLabel(field), Step::DeclaredMarked];
        out.push(Remedy { source: Some(Source::Label), ..bare(field, RemedyKind::Declare, steps) });
    }
    if policy.older_binding {
        let steps =
            vec![Step::OlderOnlineOnly, Step::OlderLostOnReinstall, Step::OlderNotInUefi, Step::OlderMovesUp];
        out.push(bare(field, RemedyKind::OlderBinding, steps));
    }
    out
}

/// The remedy that makes an unreadable field readable.
fn read_again(machine: &Machine, finding: &Finding) -> Remedy {
    let mut steps = Vec::new();
    match machine.container {
        Some(Container::Oci | Container::Lxc | Container::Nspawn | Container::Other) => {
            return bare(finding.field, RemedyKind::ReadAgain, vec![Step::RunOnHost]);
        }
        None if finding.kind == Some(FindingKind::NeedsRoot) || !machine.read_as_root => {
            steps.push(Step::AsRoot)
        }
        None => {}
    }
    if matches!(machine.tables, Tables::Empty | Tables::Damaged) {
        steps.push(Step::Restart);
    }
    steps.push(Step::ReadAgain);
    bare(finding.field, RemedyKind::ReadAgain, steps)
}
