//! The way to write the firmware: the place, and the steps and commands for all fields in one pass.

use super::command::{Command, CommandLocation};
use super::context::Context;
use super::merge::{MergedStep, merge_steps};
use super::physical_machine::{AMI_DOS, AMI_UEFI};
use super::plan::{PlannedValue, PlannedWay, Purpose};
use super::plan_ways::Situation;
use super::procedure::Procedure;
use super::step::Step;
use super::types::{RemedyKind, Source};
use super::{bare, procedure};
use crate::machine::{BootMode, Field, Hypervisor, Machine};
use crate::protocol::surroundings::WritingPlace;
use crate::review::{Finding, Review};

/// A value that may be written, and its source.
pub(super) type Suggestion = (String, Source);

/// The placeholders in a command for values that a person still has to find, where there are several.
const WORDS: [&str; 3] = ["MANUFACTURER", "MODEL", "SERIAL"];

/// Programs that set several fields in one command.
const SETS_SEVERAL: [&str; 5] = [AMI_UEFI, AMI_DOS, "amidelnx_26_64", "H2OSDE-Sx64.efi", "h2osde-lx64"];

/// The place where the firmware is written: the highest [`WritingPlace`] that a refused or unreadable binding field needs. Unknown in a
/// container, and where no binding field is refused or unreadable.
#[must_use]
pub fn writing_place(machine: &Machine, review: &Review) -> WritingPlace {
    if machine.container.is_some() {
        return WritingPlace::Unknown;
    }
    let context = Context::of(machine, review);
    let bad = |field: &Field| review.finding(*field).is_some_and(Finding::is_bad);
    let places = Field::BINDING.into_iter().filter(bad).map(|field| place(&context, field));
    places.max().unwrap_or_default()
}

/// The place where this field is written.
fn place(context: &Context, field: Field) -> WritingPlace {
    let Procedure { command, steps } = procedure(context, field, None);
    let has = |fits: fn(&Step) -> bool| steps.iter().any(fits);
    if has(Step::ends_the_way) {
        WritingPlace::Service
    } else if context.hypervisor.is_some() {
        WritingPlace::Host
    } else if has(|step| {
        matches!(
            step,
            Step::GetTool(_)
                | Step::GetEitherTool(..)
                | Step::AskMaker
                | Step::IntelToolkit
                | Step::LenovoDisk
        )
    }) {
        WritingPlace::Vendor
    } else if command.is_some_and(|command| command.location == CommandLocation::Here) {
        WritingPlace::Here
    } else {
        WritingPlace::Boot
    }
}

/// Fills in values, steps, cautions and commands. `suggestions` are those for manufacturer, model and serial, best first.
pub(super) fn fill(
    way: &mut PlannedWay,
    mut context: Context,
    situation: &Situation,
    suggestions: &[Vec<Suggestion>; 3],
) {
    context.refused = situation.refused();
    let best = |at: usize| suggestions[at].first().map(|(value, _)| value.as_str());
    let unknown = (0..3).filter(|&at| context.refused[at] && best(at).is_none()).count();
    if unknown > 1 {
        context.words = WORDS;
    }
    for at in (0..3).filter(|&at| context.refused[at]) {
        context.wanted[at] = Some(best(at).unwrap_or(context.words[at]).to_owned());
    }

    let fields = || Field::BINDING.into_iter().zip(suggestions).zip(situation.refused());
    let refused =
        || fields().filter_map(|((field, suggestions), refused)| refused.then_some((field, suggestions)));
    let places: Vec<(Field, WritingPlace)> =
        refused().map(|(field, _)| (field, place(&context, field))).collect();
    if way.takes.is_none_or(|takes| takes == WritingPlace::Unknown) {
        situation.set_takes(way, places.iter().map(|(_, place)| *place).max().unwrap_or_default());
    }
    let service_alone = places.iter().all(|(_, place)| *place == WritingPlace::Service);

    let (mut whole, mut commands) = (Vec::new(), Vec::new());
    for ((field, suggestions), (_, place)) in refused().zip(&places) {
        let value = suggestions.first().map(|(value, _)| value.as_str());
        let Procedure { command, mut steps } = procedure(&context, field, value);
        if service_alone {
            steps.retain(Step::ends_the_way);
        } else {
            for step in steps.iter_mut().filter(|step| step.ends_the_way()) {
                *step = Step::MakerSets(field);
            }
        }
        whole.push(bare(field, RemedyKind::Firmware, steps));
        commands.extend(command);
        way.values.extend(planned_values(&context, field, *place, suggestions));
    }
    let merged = merge_steps(&whole.iter().collect::<Vec<_>>());
    let (cautions, steps) = merged.into_iter().partition(|merged| merged.step.is_caution());
    let cautions: Vec<MergedStep> = cautions;
    way.steps = words_before_commands(steps);
    way.cautions = cautions.into_iter().map(|caution| caution.step).collect();
    way.commands = joined(commands, context.hypervisor == Some(Hypervisor::Vmware));
    if context.boot_mode == BootMode::Unknown {
        let (both, caution) = for_both_boot_modes(std::mem::take(&mut way.commands));
        way.commands = both;
        way.cautions.extend(caution);
    }
}

/// Moves the step that puts values into a command directly before the first step that has a command.
fn words_before_commands(steps: Vec<MergedStep>) -> Vec<MergedStep> {
    let mut words = Vec::new();
    let mut others = Vec::new();
    for merged in steps {
        match merged.step {
            Step::PutInPlace(word) => words.push(word),
            _ => others.push(merged),
        }
    }
    let put = match words.as_slice() {
        [] => return others,
        [word] => Step::PutInPlace(word),
        _ => Step::PutWordsInPlace(words),
    };
    let has_command =
        |merged: &MergedStep| merged.step.takes_command() || matches!(merged.step, Step::Type(_));
    let at = others.iter().position(has_command).unwrap_or(others.len());
    others.insert(at, MergedStep::of_all(put));
    others
}

/// The values of one field: each suggestion, or a value that a person still has to find.
fn planned_values(
    context: &Context,
    field: Field,
    place: WritingPlace,
    suggestions: &[Suggestion],
) -> Vec<PlannedValue> {
    let purpose = Purpose::Write(place);
    if suggestions.is_empty() || place == WritingPlace::Service {
        let source = if context.hypervisor.is_some() { Source::HostChoice } else { Source::Label };
        return vec![PlannedValue { field, value: None, purpose, source: Some(source) }];
    }
    let one = |(value, source): &Suggestion| PlannedValue {
        field,
        value: Some(value.clone()),
        purpose,
        source: Some(*source),
    };
    suggestions.iter().map(one).collect()
}

/// The commands, each once. The commands of a program that sets several fields are joined into one, and so are the lines of one file.
fn joined(commands: Vec<Command>, one_file: bool) -> Vec<Command> {
    let mut out: Vec<Command> = Vec::new();
    for command in commands {
        if out.contains(&command) {
            continue;
        }
        let joins = |other: &&mut Command| {
            other.location == command.location
                && match command.location {
                    CommandLocation::ConfigFile => one_file,
                    _ => {
                        other.words.first() == command.words.first()
                            && command.words.first().is_some_and(|word| SETS_SEVERAL.contains(&word.as_str()))
                    }
                }
        };
        match out.iter_mut().find(joins) {
            Some(other) => {
                // The joined command has the name of the program already. Lines of a file have no such name.
                let from = usize::from(command.location != CommandLocation::ConfigFile);
                other.words.extend(command.words.into_iter().skip(from));
                other.runnable &= command.runnable;
            }
            None => out.push(command),
        }
    }
    out
}

/// The commands for UEFI, the commands for a legacy BIOS where they differ, and a caution where both are for a host.
fn for_both_boot_modes(commands: Vec<Command>) -> (Vec<Command>, Option<Step>) {
    let of_bios = |command: &Command| {
        let mut other = command.clone();
        if other.location == CommandLocation::UefiShell
            && other.words.first().is_some_and(|word| word == AMI_UEFI)
        {
            other.location = CommandLocation::Dos;
            if let Some(program) = other.words.first_mut() {
                AMI_DOS.clone_into(program);
            }
        } else if other.location == CommandLocation::Host(Hypervisor::VirtualBox) {
            other.words = with_device(&other.words, "efi", "pcbios");
        }
        other
    };
    let of_uefi = |command: Command| match command.location {
        CommandLocation::Host(Hypervisor::VirtualBox) => {
            Command { words: with_device(&command.words, "pcbios", "efi"), ..command }
        }
        _ => command,
    };
    let uefi: Vec<Command> = commands.into_iter().map(of_uefi).collect();
    let bios = uefi.iter().map(of_bios).filter(|other| !uefi.contains(other)).collect::<Vec<_>>();
    let on_host = bios.iter().any(|command| matches!(command.location, CommandLocation::Host(_)));
    ([uefi, bios].concat(), on_host.then_some(Step::EfiOrPcbios))
}

/// The words with another device in VirtualBox's key.
fn with_device(words: &[String], from: &str, to: &str) -> Vec<String> {
    let (from, to) = (format!("VBoxInternal/Devices/{from}/"), format!("VBoxInternal/Devices/{to}/"));
    let other = |word: &String| match word.strip_prefix(&from) {
        Some(rest) => format!("{to}{rest}"),
        None => word.clone(),
    };
    words.iter().map(other).collect()
}

/// Removes commands on the running system and the steps of their tools, because only the machine knows which tools it has. A step
/// tells that the machine shows the command.
pub(super) fn leave_commands_to_the_machine(way: &mut PlannedWay) {
    if way.takes != Some(WritingPlace::Here) {
        return;
    }
    way.commands.clear();
    let typed = |step: &Step| matches!(step, Step::Enter | Step::Type(_) | Step::SupermicroStores);
    if let Some(first) = way.steps.iter_mut().find(|merged| typed(&merged.step)) {
        first.step = Step::CommandAtMachine;
    }
    way.steps.retain(|merged| {
        !typed(&merged.step)
            && !merged.step.is_of_a_tool()
            && !matches!(merged.step, Step::PutInPlace(_) | Step::PutWordsInPlace(_))
    });
    way.cautions.retain(|caution| !caution.is_of_a_tool());
}
