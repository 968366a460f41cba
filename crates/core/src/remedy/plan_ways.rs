//! The ways of a plan, as determined by the data of a request.

use super::context::Context;
use super::field_state::FieldState;
use super::merge::MergedStep;
use super::plan::{Need, PlannedValue, PlannedWay, Purpose, WayDuration, WayKind};
use super::step::Step;
use crate::assigned;
use crate::machine::{Family, Field, Hypervisor, Machine, Origin, Tool};
use crate::marker::Marker;
use crate::protocol::binding::{Binding, Way};
use crate::protocol::judge_request;
use crate::protocol::surroundings::WritingPlace;
use crate::protocol::{Head, Platform, Surroundings, Values};
use crate::review::{Policy, Review, Verdict};

/// The data about a machine that its request contains.
#[derive(Debug, Clone)]
pub(super) struct Situation {
    fields: [FieldState; 3],
    /// The firmware's own serial is known to be blank.
    serial_blank: bool,
    marker2: Option<Marker>,
    platform: Platform,
    surroundings: Surroundings,
    /// The program runs in a container. In that case the surroundings are known, except the place for writing.
    in_container: bool,
}

/// Whether the program runs in a container, by the device's own states of the fields: it finds a place for writing for every field that
/// it refuses.
fn is_in_container(fields: &[FieldState; 3], surroundings: Surroundings) -> bool {
    let bad = fields.iter().any(|state| *state != FieldState::Usable);
    bad && surroundings.virtual_machine.is_some() && surroundings.writing == WritingPlace::Unknown
}

impl Situation {
    /// The situation of a machine.
    pub fn of_machine(machine: &Machine, judged: &Review, policy: &Policy, marker2: Option<Marker>) -> Self {
        let binding = Binding::of(machine, judged, policy, &Way::Firmware, marker2);
        let surroundings = Surroundings::of(machine, judged);
        let state = |at: usize| {
            FieldState::of(
                Field::BINDING[at],
                binding.verdicts[at],
                binding.origins[at],
                binding.available[at],
                surroundings,
            )
        };
        let serial_blank = serial_is_blank(binding.verdicts, binding.origins);
        let platform = Platform::of(machine);
        let fields = [0, 1, 2].map(state);
        let in_container = is_in_container(&fields, surroundings);
        Self { fields, serial_blank, marker2, platform, surroundings, in_container }
    }

    /// The situation of the machine that made a request. The desk's own review of a value takes precedence over the verdict in the
    /// request.
    pub fn of_request(head: &Head, values: Option<&Values>) -> Self {
        let findings = judge_request(head, values);
        let state = |at: usize, verdict: Verdict| {
            FieldState::of(
                Field::BINDING[at],
                verdict,
                head.origins[at],
                head.available[at],
                head.surroundings,
            )
        };
        let state_here = |at: usize| match (state(at, findings[at].verdict), head.origins[at], values) {
            (FieldState::Refused { available, .. }, Origin::Recovered(_), Some(values)) => {
                FieldState::Refused { available, value: Some(values.as_array()[at].to_owned()) }
            }
            (state, ..) => state,
        };
        let of_device = [0, 1, 2].map(|at| state(at, head.verdicts[at]));
        Self {
            fields: [0, 1, 2].map(state_here),
            serial_blank: serial_is_blank([0, 1, 2].map(|at| findings[at].verdict), head.origins),
            marker2: head.marker2,
            platform: head.platform,
            surroundings: head.surroundings,
            in_container: is_in_container(&of_device, head.surroundings),
        }
    }

    /// The ways in their order, without the values and commands that only the machine knows, and without the steps of `Write`.
    pub fn ways(&self, policy: &Policy) -> Vec<PlannedWay> {
        let mut ways = Vec::new();
        let unreadable = self.fields.contains(&FieldState::Unreadable);
        if unreadable || self.in_container() {
            ways.push(self.read_again());
        }
        if !self.refused().contains(&true) {
            return ways;
        }
        if !unreadable {
            ways.extend(self.binding_ways(policy));
        }
        if !self.in_container() {
            ways.push(self.way(WayKind::Write, Vec::new(), Some(self.surroundings.writing)));
        }
        if policy.older_binding && self.marker2.is_some() {
            let mut older = self.way(WayKind::Older, Vec::new(), None);
            older.steps = vec![MergedStep::of_all(Step::OlderAtRoute)];
            older.cautions = vec![
                Step::OlderOnlineOnly,
                Step::OlderLostOnReinstall,
                Step::OlderNotInUefi,
                Step::OlderMovesUp,
            ];
            ways.push(older);
        }
        ways
    }

    /// The ways `Recover`, `Assign` and `Declare`. Each applies to all refused fields.
    fn binding_ways(&self, policy: &Policy) -> Vec<PlannedWay> {
        let rest: Vec<Field> = Field::BINDING
            .into_iter()
            .zip(&self.fields)
            .filter(|(_, state)| state.is_refused() && !state.is_recoverable(policy))
            .map(|(field, _)| field)
            .collect();
        if rest.is_empty() {
            let mut way = self.way(WayKind::Recover, self.bound(policy, Origin::Firmware), None);
            way.steps = vec![MergedStep::of_all(Step::ChooseAtFix("--recover"))];
            return vec![way];
        }
        let mut ways = Vec::new();
        if self.marker2.is_none() {
            return ways;
        }
        if policy.assigned {
            let mut way = self.way(WayKind::Assign, self.bound(policy, Origin::Assigned), None);
            way.steps = vec![MergedStep::of_all(Step::ChooseAtFix("--assign"))];
            if rest.contains(&Field::Serial) {
                way.cautions.push(Step::LabelAssigned);
            }
            ways.push(way);
        }
        if self.has_label() && rest.iter().all(|field| policy.allows(*field, Origin::Declared)) {
            let mut way = self.way(WayKind::Declare, self.bound(policy, Origin::Declared), None);
            way.steps = vec![
                MergedStep { step: Step::ReadLabel(rest[0]), fields: rest.clone() },
                MergedStep { step: Step::ChooseAtFix("--declare"), fields: rest },
            ];
            way.cautions = vec![Step::DeclaredSeen];
            ways.push(way);
        }
        ways
    }

    /// The value to bind for each refused field: a recovered value, else a value with the origin `rest`.
    fn bound(&self, policy: &Policy, rest: Origin) -> Vec<PlannedValue> {
        let mut values = Vec::new();
        for (field, state) in Field::BINDING.into_iter().zip(&self.fields) {
            let (origin, value) = match state {
                FieldState::Refused { available: Some(source), value } if policy.recovered => {
                    (Origin::Recovered(*source), value.clone())
                }
                FieldState::Refused { .. } if rest == Origin::Assigned => {
                    (rest, self.marker2.map(|marker2| assigned::value(field, marker2)))
                }
                FieldState::Refused { .. } => (rest, None),
                FieldState::Usable | FieldState::Unreadable => continue,
            };
            values.push(PlannedValue { field, value, purpose: Purpose::Bind(origin), source: None });
        }
        values
    }

    /// Fills in the values and sources that the machine knows.
    pub fn fill_values(&self, way: &mut PlannedWay, machine: &Machine, judged: &Review, policy: &Policy) {
        let bound_by = match way.kind {
            WayKind::Assign => Way::Assign,
            _ => Way::Recover,
        };
        let binding = Binding::of(machine, judged, policy, &bound_by, self.marker2);
        let bound = Field::BINDING.into_iter().zip(binding.values.as_array()).zip(binding.sources);
        for ((field, value), source) in bound {
            let planned = way.values.iter_mut().find(|planned| planned.field == field);
            if let Some(planned) =
                planned.filter(|planned| planned.purpose != Purpose::Bind(Origin::Declared))
            {
                planned.value = Some(value.to_owned());
                planned.source = source;
            }
        }
    }

    fn read_again(&self) -> PlannedWay {
        let mut way = self.way(WayKind::ReadAgain, Vec::new(), None);
        let steps = if self.in_container() {
            vec![Step::RunOnHost]
        } else {
            vec![Step::AsRoot, Step::Restart, Step::ReadAgain]
        };
        way.steps = steps.into_iter().map(MergedStep::of_all).collect();
        way
    }

    fn way(&self, kind: WayKind, values: Vec<PlannedValue>, takes: Option<WritingPlace>) -> PlannedWay {
        let mut way = PlannedWay {
            kind,
            values,
            takes: None,
            needs: self.needs(kind),
            duration: duration(kind),
            steps: Vec::new(),
            cautions: Vec::new(),
            commands: Vec::new(),
        };
        if let Some(takes) = takes {
            self.set_takes(&mut way, takes);
        }
        way
    }

    /// Sets the place where the firmware is written, and the needs and the duration that follow from it.
    pub fn set_takes(&self, way: &mut PlannedWay, takes: WritingPlace) {
        way.takes = Some(takes);
        let (needs, duration) = self.effort(takes);
        way.needs = needs;
        way.duration = duration;
    }

    fn effort(&self, takes: WritingPlace) -> (Vec<Need>, WayDuration) {
        let family = self.platform.family().unwrap_or_default();
        match takes {
            WritingPlace::Unknown => (Vec::new(), WayDuration::HalfHour),
            WritingPlace::Here => (vec![Need::Root, Need::Restart], WayDuration::FiveMinutes),
            WritingPlace::Host => (vec![Need::HostAdministrator, Need::Restart], WayDuration::TenMinutes),
            WritingPlace::Boot => match family {
                Family::Hp | Family::Hpe | Family::Dell => {
                    (vec![Need::Setup, Need::Restart], WayDuration::HalfHour)
                }
                _ => (vec![Need::UsbStick, Need::Restart], WayDuration::HalfHour),
            },
            WritingPlace::Vendor => match family {
                Family::Supermicro | Family::LenovoServer => {
                    (vec![Need::MakerTool, Need::Restart], WayDuration::HalfHour)
                }
                _ => (vec![Need::MakerTool, Need::UsbStick, Need::Restart], WayDuration::HalfHour),
            },
            WritingPlace::Service => {
                let need = match self.platform.hypervisor() {
                    Some(Hypervisor::OpenStack) => Need::Provider,
                    Some(cloud) if cloud.is_cloud() => Need::Provider,
                    Some(_) => Need::HostAdministrator,
                    None => Need::Maker,
                };
                (vec![need], WayDuration::Days)
            }
        }
    }

    fn needs(&self, kind: WayKind) -> Vec<Need> {
        match kind {
            WayKind::ReadAgain if self.in_container() => vec![Need::ContainerHost],
            WayKind::ReadAgain => vec![Need::RootOrRestart],
            WayKind::Declare => vec![Need::Label],
            WayKind::Older => vec![Need::Network],
            WayKind::Recover | WayKind::Assign | WayKind::Write => Vec::new(),
        }
    }

    /// Which of manufacturer, model and serial are refused.
    pub fn refused(&self) -> [bool; 3] {
        self.fields.each_ref().map(FieldState::is_refused)
    }

    /// The place for writing the firmware, by the surroundings in the request.
    pub const fn writing(&self) -> WritingPlace {
        self.surroundings.writing
    }

    /// Whether the program runs in a container.
    pub const fn in_container(&self) -> bool {
        self.in_container
    }

    /// Whether the machine has a label. A virtual machine has none.
    fn has_label(&self) -> bool {
        self.platform.hypervisor().is_none() && self.surroundings.virtual_machine != Some(true)
    }

    /// The context that follows from this situation alone. The place for writing tells whether there is a BMC, whether
    /// there is SMBIOS, and which tools can be used.
    pub fn context(&self, values: Option<&Values>) -> Context {
        let mut context = Context::of_platform(self.platform.family(), self.platform.hypervisor());
        let writing = self.writing();
        context.boot_mode = self.surroundings.boot_mode;
        context.refused = self.refused();
        context.serial_blank = self.serial_blank;
        context.bmc = writing == WritingPlace::Here;
        // The only running system that writes to coreboot is that of a Chromebook.
        context.chromebook = writing == WritingPlace::Here && context.family == Family::Coreboot;
        context.no_smbios = writing == WritingPlace::Service;
        if writing == WritingPlace::Here {
            context.tools = Tool::ALL.to_vec();
        }
        if let Some(values) = values {
            for (at, value) in values.as_array().into_iter().enumerate() {
                context.wanted[at] = (self.fields[at] == FieldState::Usable).then(|| value.to_owned());
            }
        }
        let invalid = |value: &str| value.eq_ignore_ascii_case("invalid");
        context.invalid = values.is_some_and(|values| values.as_array().into_iter().any(invalid));
        context
    }
}

/// Whether the firmware's own serial is known to be blank, by the verdict on the bound serial and its origin.
fn serial_is_blank([.., verdict]: [Verdict; 3], [.., origin]: [Origin; 3]) -> bool {
    origin == Origin::Firmware && verdict == Verdict::Blank
}

const fn duration(kind: WayKind) -> WayDuration {
    match kind {
        WayKind::Recover | WayKind::Assign | WayKind::Declare => WayDuration::Minute,
        WayKind::ReadAgain | WayKind::Older => WayDuration::FiveMinutes,
        WayKind::Write => WayDuration::HalfHour,
    }
}
