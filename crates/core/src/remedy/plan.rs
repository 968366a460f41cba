//! The plan: the ways in which a refused machine becomes an accepted one, best first.
//!
//! | way | effect | condition |
//! | --- | --- | --- |
//! | [`WayKind::ReadAgain`] | the fields are read again | a binding field is unreadable, or the program runs in a container |
//! | [`WayKind::Recover`] | values from other places on the machine are bound | each refused field has such a value |
//! | [`WayKind::Assign`] | the other values are assigned | a refused field has no such value, and there is an anchor |
//! | [`WayKind::Declare`] | the other values are typed off the label | the same, and there is a label |
//! | [`WayKind::Write`] | the firmware is written | a field is refused, outside a container |
//! | [`WayKind::Older`] | the anchor alone is bound | a field is refused, and there is an anchor |
//!
//! The policy must allow `Recover`, `Assign`, `Declare` and `Older`. Each of the first three applies to all refused fields, like
//! [`Binding::of`](crate::protocol::binding::Binding::of). A way that would bind the same as a better way is left out. The way
//! `Write` has for each field the place where it is written.
//!
//! The data of a request (`plan_ways::Situation`) determines the ways, their order, needs and duration, so device and desk show the
//! same ways. The device adds values and commands ([`plan`]); the desk adds the values of the request ([`plan_for_request`]).

use super::candidates;
use super::command::Command;
use super::context::Context;
use super::merge::MergedStep;
use super::plan_ways::Situation;
use super::plan_write::{self, Suggestion};
use super::step::Step;
use super::types::{EarlierRecord, Source};
use super::{earlier_suggestion, settable};
use crate::machine::{Field, Machine, Origin, Tables};
use crate::marker::Marker;
use crate::protocol::surroundings::WritingPlace;
use crate::protocol::{Head, Values};
use crate::review::{Finding, FindingKind, Policy, Review};

/// The ways of a machine, best first. An accepted machine has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The ways.
    pub ways: Vec<PlannedWay>,
}

/// One way, for all fields of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWay {
    /// The kind.
    pub kind: WayKind,
    /// The values that are bound or written, by field in the order of [`Field::BINDING`]. Only a way that writes may have several
    /// for one field, the best first.
    pub values: Vec<PlannedValue>,
    /// The place where the firmware is written; `None` for a way that doesn't write.
    pub takes: Option<WritingPlace>,
    /// The things that a person needs.
    pub needs: Vec<Need>,
    /// The duration.
    pub duration: WayDuration,
    /// The steps for all fields, in order.
    pub steps: Vec<MergedStep>,
    /// The cautions that a person reads before the first step, in no order.
    pub cautions: Vec<Step>,
    /// The exact commands. Each belongs to the first step that takes it ([`Step::takes`]); [`Self::commands_at`] returns the commands
    /// of one step. A command that no step takes is part of a step itself ([`Step::Type`]).
    pub commands: Vec<Command>,
}

impl PlannedWay {
    /// The commands that are typed at a step, counted from 0: commands of the way, and the step's own command.
    #[must_use]
    pub fn commands_at(&self, at: usize) -> Vec<&Command> {
        let takes =
            |command: &&Command| self.steps.iter().position(|one| one.step.takes(command)) == Some(at);
        let own = self.steps.get(at).and_then(|merged| merged.step.command());
        self.commands.iter().filter(takes).chain(own).collect()
    }
}

/// A kind of way, in the order in which ways are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayKind {
    /// Read the fields again: as root, after a restart, on the host.
    ReadAgain,
    /// Bind values from other places on the machine.
    Recover,
    /// Recover the values that other places have; assign the other values.
    Assign,
    /// Recover the values that other places have; a person declares the other values.
    Declare,
    /// Write the firmware.
    Write,
    /// The older binding (scheme 2), online only.
    Older,
}

impl WayKind {
    /// Every kind, in order.
    pub const ALL: [Self; 6] =
        [Self::ReadAgain, Self::Recover, Self::Assign, Self::Declare, Self::Write, Self::Older];

    /// The stable name, such as `recover`; part of the JSON contract, and of `countersign request --recover`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadAgain => "read-again",
            Self::Recover => "recover",
            Self::Assign => "assign",
            Self::Declare => "declare",
            Self::Write => "write",
            Self::Older => "older",
        }
    }
}

/// The value that a way binds or writes for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedValue {
    /// The field.
    pub field: Field,
    /// The value; `None` where this side doesn't know it, or a person still has to read or choose it.
    pub value: Option<String>,
    /// The use of the value.
    pub purpose: Purpose,
    /// The exact place that the value comes from; `None` where this side doesn't know it.
    pub source: Option<Source>,
}

/// The use of a planned value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The value is bound with this origin.
    Bind(Origin),
    /// The value is written into the firmware, at this place.
    Write(WritingPlace),
}

/// A thing that a person needs for a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// Root on this system.
    Root,
    /// Root, or a restart.
    RootOrRestart,
    /// The system that runs the container.
    ContainerHost,
    /// The label on the case.
    Label,
    /// The administrator of the virtual machine's host.
    HostAdministrator,
    /// The setup of the firmware, at power-on.
    Setup,
    /// A USB stick to start from.
    UsbStick,
    /// A tool that the maker of the board or system provides.
    MakerTool,
    /// A restart with the power off.
    Restart,
    /// The maker's service.
    Maker,
    /// The cloud provider.
    Provider,
    /// A network connection to the desk.
    Network,
}

impl Need {
    /// The stable name, such as `usb-stick`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::RootOrRestart => "root-or-restart",
            Self::ContainerHost => "container-host",
            Self::Label => "label",
            Self::HostAdministrator => "host-administrator",
            Self::Setup => "setup",
            Self::UsbStick => "usb-stick",
            Self::MakerTool => "maker-tool",
            Self::Restart => "restart",
            Self::Maker => "maker",
            Self::Provider => "provider",
            Self::Network => "network",
        }
    }
}

/// The duration of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayDuration {
    /// A minute.
    Minute,
    /// Five minutes.
    FiveMinutes,
    /// Ten minutes.
    TenMinutes,
    /// Half an hour.
    HalfHour,
    /// Days.
    Days,
}

impl WayDuration {
    /// The minutes; `None` for days.
    #[must_use]
    pub const fn minutes(self) -> Option<u32> {
        match self {
            Self::Minute => Some(1),
            Self::FiveMinutes => Some(5),
            Self::TenMinutes => Some(10),
            Self::HalfHour => Some(30),
            Self::Days => None,
        }
    }
}

/// The plan of a reviewed machine. `marker2` is its scheme 2 marker, as for
/// [`Binding::of`](crate::protocol::binding::Binding::of). `earlier` are the values of an earlier record of this machine; the caller
/// passes them only where the anchor is the same.
#[must_use]
pub fn plan(
    machine: &Machine,
    review: &Review,
    policy: &Policy,
    marker2: Option<Marker>,
    earlier: Option<&EarlierRecord>,
) -> Plan {
    let situation = Situation::of_machine(machine, review, policy, marker2);
    let mut ways = situation.ways(policy);
    for way in &mut ways {
        match way.kind {
            WayKind::ReadAgain if !situation.in_container() => way.steps = read_again(machine, review),
            WayKind::Recover | WayKind::Assign | WayKind::Declare => {
                situation.fill_values(way, machine, review, policy);
            }
            WayKind::Write => {
                let context = Context::of(machine, review);
                let suggestions = suggestions(machine, review, &context, earlier);
                plan_write::fill(way, context, &situation, &suggestions);
            }
            WayKind::ReadAgain | WayKind::Older => {}
        }
    }
    Plan { ways }
}

/// The plan of the machine that made a request, with the desk's knowledge. `values` are the values of the request; `None` for a
/// spoken request.
#[must_use]
pub fn plan_for_request(head: &Head, values: Option<&Values>, policy: &Policy) -> Plan {
    let situation = Situation::of_request(head, values);
    let mut ways = situation.ways(policy);
    for way in &mut ways {
        if way.kind == WayKind::Write {
            let context = situation.context(values);
            plan_write::fill(way, context, &situation, &Default::default());
            plan_write::leave_commands_to_the_machine(way);
        }
    }
    Plan { ways }
}

/// The steps that make the unreadable fields of this machine readable.
fn read_again(machine: &Machine, review: &Review) -> Vec<MergedStep> {
    let needs_root = |finding: &Finding| finding.kind == Some(FindingKind::NeedsRoot);
    let mut steps = Vec::new();
    if !machine.read_as_root || review.binding().any(needs_root) {
        steps.push(Step::AsRoot);
    }
    if matches!(machine.tables, Tables::Empty | Tables::Damaged) {
        steps.push(Step::Restart);
    }
    steps.push(Step::ReadAgain);
    steps.into_iter().map(MergedStep::of_all).collect()
}

/// The suggested values for manufacturer, model and serial, best first: values from other places on the machine, then the value of an
/// earlier record.
fn suggestions(
    machine: &Machine,
    review: &Review,
    context: &Context,
    earlier: Option<&EarlierRecord>,
) -> [Vec<Suggestion>; 3] {
    let of_field = |at: usize| {
        if !settable(context) {
            return Vec::new();
        }
        let own = candidates::candidates(machine, review, Field::BINDING[at]);
        let mut found: Vec<Suggestion> =
            own.into_iter().map(|candidate| (candidate.value, candidate.source)).collect();
        let before = earlier.and_then(|earlier| earlier_suggestion(earlier, at));
        found.extend(before.filter(|(value, _)| found.iter().all(|(known, _)| known != value)));
        found
    };
    [0, 1, 2].map(of_field)
}
