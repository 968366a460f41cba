//! Tests of plans: the ways agree with the binding, device and desk show the same ways, and one pass writes all fields.

use proptest::prelude::*;

use super::{OPEN, machine, virtual_machine, white_box};
use crate::machine::{
    BootMode, Container, Family, Field, Hypervisor, Machine, MachineSource, Origin, Reading, Tool,
};
use crate::marker::Marker;
use crate::protocol::binding::{Binding, Predicted, Way};
use crate::protocol::{Platform, Request, Surroundings, WritingPlace};
use crate::remedy::{
    EarlierRecord, Need, Plan, PlannedWay, Purpose, Source, Step, WayDuration, WayKind, plan,
    plan_for_request,
};
use crate::review::{DeclarePolicy, Policy, review};
use crate::text::{Lang, remedy as words};

fn marker2(machine: &Machine) -> Option<Marker> {
    Binding::marker2_of(machine, &review(machine, &OPEN))
}

pub(super) fn planned(machine: &Machine, policy: &Policy) -> Plan {
    plan(machine, &review(machine, policy), policy, marker2(machine), None)
}

fn kinds(plan: &Plan) -> Vec<WayKind> {
    plan.ways.iter().map(|way| way.kind).collect()
}

pub(super) fn way(plan: &Plan, kind: WayKind) -> &PlannedWay {
    plan.ways.iter().find(|way| way.kind == kind).expect("the plan has the way")
}

fn shells(way: &PlannedWay) -> Vec<String> {
    way.commands.iter().map(crate::remedy::Command::shell).collect()
}

pub(super) fn request(machine: &Machine, policy: &Policy, way: &Way) -> Request {
    let judged = review(machine, policy);
    let binding = Binding::of(machine, &judged, policy, way, marker2(machine));
    binding.request(1, [1; 6], [2; 8], Platform::of(machine), Surroundings::of(machine, &judged))
}

/// The parts of a way that must be the same on both sides.
fn shown(way: &PlannedWay) -> (WayKind, Option<WritingPlace>, &[Need], WayDuration, [String; 6]) {
    let in_language = |lang| {
        let (title, what) = (words::way_title(lang, way), words::way_explanation(lang, way));
        [title.to_owned(), what.to_owned(), words::way_needs(lang, way)]
    };
    let [a, b, c] = in_language(Lang::En);
    let [d, e, f] = in_language(Lang::Zh);
    (way.kind, way.takes, &way.needs, way.duration, [a, b, c, d, e, f])
}

/// A machine with a filler in each binding field, and a UUID.
fn filler_box() -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, "To Be Filled By O.E.M."),
        (Field::Model, "To Be Filled By O.E.M."),
        (Field::Serial, "Default string"),
        (Field::Uuid, "1DDBEB7E-AEA3-4AE3-8A57-61867D346372"),
    ]);
    machine.firmware.family = Family::Ami;
    machine.firmware.uefi = true;
    machine
}

#[test]
fn a_machine_with_good_board_values_recovers_every_field_and_offers_no_equal_way() {
    let found = planned(&white_box(), &OPEN);
    assert_eq!(kinds(&found), [WayKind::Recover, WayKind::Write, WayKind::Older]);
    let best = &found.ways[0];
    let bound: Vec<_> = best.values.iter().map(|one| (one.field, one.value.as_deref(), one.source)).collect();
    assert_eq!(
        bound,
        [
            (Field::Manufacturer, Some("ASRock"), Some(Source::Field(Field::BoardManufacturer))),
            (Field::Model, Some("B450M Pro4"), Some(Source::Field(Field::BoardModel))),
            (Field::Serial, Some("BR80G1234567"), Some(Source::Field(Field::BoardSerial))),
        ]
    );
    assert_eq!((best.takes, best.duration), (None, WayDuration::Minute));
    assert!(best.needs.is_empty() && best.commands.is_empty());
}

#[test]
fn values_that_cannot_be_recovered_are_assigned_or_declared() {
    let found = planned(&filler_box(), &OPEN);
    assert_eq!(kinds(&found), [WayKind::Assign, WayKind::Declare, WayKind::Write, WayKind::Older]);
    let assigned = way(&found, WayKind::Assign);
    assert!(assigned.values.iter().all(|one| one.purpose == Purpose::Bind(Origin::Assigned)));
    assert_eq!(assigned.values[0].value.as_deref(), Some("unnamed"));
    assert!(assigned.values[2].value.as_deref().is_some_and(|serial| serial.starts_with("CS-")));
    let declared = way(&found, WayKind::Declare);
    assert_eq!(declared.values.len(), 3);
    assert_eq!(declared.steps[0].fields, Field::BINDING);

    let mut mixed = filler_box();
    mixed.fields.insert(Field::BoardManufacturer, Reading::text("ASRock"));
    let found = planned(&mixed, &OPEN);
    let purposes: Vec<_> = way(&found, WayKind::Declare).values.iter().map(|one| one.purpose).collect();
    assert!(matches!(purposes[0], Purpose::Bind(Origin::Recovered(_))));
    assert_eq!(purposes[1..], [Purpose::Bind(Origin::Declared); 2]);
}

#[test]
fn a_way_that_leaves_a_refused_field_is_not_offered() {
    let serial_alone = Policy { declared: DeclarePolicy::Serial, assigned: false, ..OPEN };
    assert_eq!(kinds(&planned(&filler_box(), &serial_alone)), [WayKind::Write, WayKind::Older]);
    let mut no_anchor = filler_box();
    no_anchor.fields.remove(&Field::Uuid);
    assert_eq!(kinds(&planned(&no_anchor, &OPEN)), [WayKind::Write]);
    assert_eq!(planned(&machine(&[]).with_value(Field::Manufacturer, "ASRock"), &OPEN).ways.len(), 1);
    let good = white_box().with_value(Field::Manufacturer, "ASRock").with_value(Field::Model, "B450M Pro4");
    assert_eq!(planned(&good.with_value(Field::Serial, "BR80G1234567"), &OPEN), Plan::default());
}

#[test]
fn one_command_writes_all_fields_and_cautions_are_not_steps() {
    let found = planned(&white_box(), &OPEN);
    let write = way(&found, WayKind::Write);
    assert_eq!(write.takes, Some(WritingPlace::Vendor));
    assert_eq!(shells(write), ["AMIDEEFIx64.efi /SM ASRock /SP \"B450M Pro4\" /SS BR80G1234567"]);
    let steps: Vec<&Step> = write.steps.iter().map(|merged| &merged.step).collect();
    assert_eq!(
        steps,
        [
            &Step::CompareLabel(Field::Manufacturer),
            &Step::GetTool("AMIDEEFIx64.efi"),
            &Step::StartUefiShell,
            &Step::Enter,
            &Step::ColdBoot,
            &Step::ReadAgain,
        ]
    );
    assert_eq!(write.steps[0].fields, Field::BINDING);
    assert_eq!(
        write.cautions,
        [Step::BackUp, Step::QuirksCaution, Step::OtherActivations, Step::WriteProtected]
    );
}

#[test]
fn each_value_to_be_found_has_its_own_placeholder() {
    let found = planned(&filler_box(), &OPEN);
    assert_eq!(
        shells(way(&found, WayKind::Write)),
        ["AMIDEEFIx64.efi /SM MANUFACTURER /SP MODEL /SS SERIAL"]
    );
    for (hypervisor, command) in [
        (Hypervisor::Qemu, "-smbios type=1,manufacturer=MANUFACTURER,product=MODEL"),
        (
            Hypervisor::Proxmox,
            "qm set VMID --smbios1 uuid=1ddbeb7e-aea3-4ae3-8a57-61867d346372,base64=1,\
             manufacturer=MANUFACTURER,product=MODEL,serial=UVg3NzEyM0s=",
        ),
    ] {
        let blank = virtual_machine(hypervisor)
            .with_value(Field::Manufacturer, "")
            .with_value(Field::Model, "")
            .with_value(Field::Serial, "QX77123K");
        let found = planned(&blank, &OPEN);
        assert_eq!(shells(way(&found, WayKind::Write)), [command]);
    }
}

#[test]
fn both_tools_are_named_if_the_boot_mode_is_unknown() {
    for (source, uefi, tools) in [
        (MachineSource::ThisComputer, true, &["AMIDEEFIx64.efi"][..]),
        (MachineSource::ThisComputer, false, &["AMIDEDOS.EXE"]),
        (MachineSource::Recording("a".into()), false, &["AMIDEEFIx64.efi", "AMIDEDOS.EXE"]),
    ] {
        let mut machine = white_box();
        machine.source = source;
        machine.firmware.uefi = uefi;
        let asked = request(&machine, &OPEN, &Way::Firmware);
        for found in [planned(&machine, &OPEN), plan_for_request(&asked.head, Some(&asked.values), &OPEN)] {
            let write = way(&found, WayKind::Write);
            let programs: Vec<&str> = write.commands.iter().map(|command| &*command.words[0]).collect();
            assert_eq!(programs, tools);
        }
    }
}

#[test]
fn virtualbox_commands_for_both_boot_modes_are_named_if_the_mode_is_unknown() {
    for (source, uefi, devices) in [
        (MachineSource::ThisComputer, true, &["efi"][..]),
        (MachineSource::ThisComputer, false, &["pcbios"]),
        (MachineSource::Recording("a".into()), false, &["efi", "pcbios"]),
    ] {
        let mut machine = virtual_machine(Hypervisor::VirtualBox);
        machine.source = source;
        machine.firmware.uefi = uefi;
        let found = planned(&machine, &OPEN);
        let write = way(&found, WayKind::Write);
        let named: Vec<&str> =
            write.commands.iter().filter_map(|one| one.words[3].split('/').nth(2)).collect();
        assert_eq!(named, devices);
        assert_eq!(write.cautions.contains(&Step::EfiOrPcbios), devices.len() == 2);
    }
}

#[test]
fn the_values_are_inserted_right_before_the_command() {
    let found = planned(&filler_box(), &OPEN);
    let steps: Vec<&Step> = way(&found, WayKind::Write).steps.iter().map(|merged| &merged.step).collect();
    assert_eq!(
        steps,
        [
            &Step::ReadLabel(Field::Manufacturer),
            &Step::GetTool("AMIDEEFIx64.efi"),
            &Step::StartUefiShell,
            &Step::PutWordsInPlace(vec!["MANUFACTURER", "MODEL", "SERIAL"]),
            &Step::Enter,
            &Step::ColdBoot,
            &Step::ReadAgain,
        ]
    );
}

#[test]
fn place_and_duration_of_writing_depend_on_the_procedure() {
    use WritingPlace::{Here, Host, Service, Vendor};
    for (family, tools, bmc, takes, duration) in [
        (Family::Ami, &[][..], false, Vendor, WayDuration::HalfHour),
        (Family::Ami, &[Tool::Amidelnx], false, Here, WayDuration::FiveMinutes),
        (Family::Ami, &[Tool::Ipmitool], true, Here, WayDuration::FiveMinutes),
        (Family::Ami, &[], true, Here, WayDuration::FiveMinutes),
        (Family::Hp, &[], false, Service, WayDuration::Days),
        (Family::Supermicro, &[Tool::Saa], false, Here, WayDuration::FiveMinutes),
        (Family::Supermicro, &[], false, Vendor, WayDuration::HalfHour),
        (Family::Lenovo, &[], false, Vendor, WayDuration::HalfHour),
        (Family::Apple, &[], false, Service, WayDuration::Days),
        (Family::Coreboot, &[], false, Service, WayDuration::Days),
        (Family::Unknown, &[], false, Vendor, WayDuration::HalfHour),
    ] {
        let mut machine = filler_box();
        machine.firmware.family = family;
        machine.tools = tools.to_vec();
        machine.has_bmc = bmc;
        let found = planned(&machine, &OPEN);
        let write = way(&found, WayKind::Write);
        assert_eq!((write.takes, write.duration), (Some(takes), duration), "{family:?} {tools:?} {bmc}");
        assert_eq!(Surroundings::of(&machine, &review(&machine, &OPEN)).writing, takes);
    }
    let found = planned(&virtual_machine(Hypervisor::Libvirt), &Policy { recovered: false, ..OPEN });
    assert_eq!(way(&found, WayKind::Write).takes, Some(Host));
    assert_eq!(
        kinds(&found),
        [WayKind::Assign, WayKind::Write, WayKind::Older],
        "a virtual machine has no label"
    );
}

#[test]
fn a_step_for_a_single_field_of_the_maker_names_the_field() {
    let mut machine = filler_box();
    machine.firmware.family = Family::Dell;
    let found = planned(&machine, &OPEN);
    let write = way(&found, WayKind::Write);
    assert_eq!(write.takes, Some(WritingPlace::Service));
    let maker = write.steps.iter().find(|merged| matches!(merged.step, Step::MakerSets(_)));
    assert_eq!(maker.map(|merged| &*merged.fields), Some(&[Field::Manufacturer, Field::Model][..]));
    let serial = write.values.iter().find(|one| one.field == Field::Serial);
    assert_eq!(serial.map(|one| one.purpose), Some(Purpose::Write(WritingPlace::Boot)));
}

#[test]
fn an_earlier_value_is_listed_below_current_values_and_is_never_bound() {
    let earlier = EarlierRecord {
        values: ["ASRock".into(), "B450M Pro4".into(), "BR8OG1234567".into()],
        origins: [Origin::Firmware, Origin::Firmware, Origin::Declared],
    };
    let machine = white_box();
    let found = plan(&machine, &review(&machine, &OPEN), &OPEN, marker2(&machine), Some(&earlier));
    let serials: Vec<_> = way(&found, WayKind::Write)
        .values
        .iter()
        .filter(|one| one.field == Field::Serial)
        .map(|one| (one.value.as_deref(), one.source))
        .collect();
    assert_eq!(
        serials,
        [
            (Some("BR80G1234567"), Some(Source::Field(Field::BoardSerial))),
            (Some("BR8OG1234567"), Some(Source::EarlierDeclared)),
        ]
    );
    assert!(
        way(&found, WayKind::Recover).values.iter().all(|one| one.source != Some(Source::EarlierDeclared))
    );
}

#[test]
fn an_unreadable_field_is_read_again_before_anything_is_bound() {
    let mut machine = white_box();
    machine.fields.insert(Field::Serial, Reading::Denied);
    machine.read_as_root = false;
    assert_eq!(kinds(&planned(&machine, &OPEN)), [WayKind::ReadAgain, WayKind::Write, WayKind::Older]);
    let mut unreadable = machine.with_value(Field::Manufacturer, "ASRock");
    unreadable = unreadable.with_value(Field::Model, "B450M Pro4");
    assert_eq!(kinds(&planned(&unreadable, &OPEN)), [WayKind::ReadAgain]);
}

#[test]
fn the_plan_for_a_container_is_to_run_on_the_host_and_writes_nothing() {
    let mut machine = white_box();
    machine.container = Some(Container::Oci);
    let asked = request(&machine, &OPEN, &Way::Firmware);
    for found in [planned(&machine, &OPEN), plan_for_request(&asked.head, None, &OPEN)] {
        assert_eq!(kinds(&found), [WayKind::ReadAgain, WayKind::Recover, WayKind::Older]);
        assert_eq!(found.ways[0].steps[0].step, Step::RunOnHost);
    }
}

/// Readings of a field: a proper value, a filler, no value, unreadable.
fn reading(field: Field) -> impl Strategy<Value = Reading> {
    let proper = match field {
        Field::Uuid => "1DDBEB7E-AEA3-4AE3-8A57-61867D346372",
        Field::Serial | Field::BoardSerial | Field::ChassisSerial => "BR80G1234567",
        Field::Model | Field::BoardModel => "B450M Pro4",
        _ => "ASRock",
    };
    // A serial that is the board's model, a model that is the maker.
    let repeated = match field {
        Field::Serial | Field::BoardSerial | Field::ChassisSerial => "B450M-Pro4",
        Field::Model => "ASRock",
        _ => proper,
    };
    prop_oneof![
        1 => Just(Reading::text(repeated)),
        3 => Just(Reading::text(proper)),
        3 => Just(Reading::text("Default string")),
        2 => Just(Reading::NotSet),
        1 => Just(Reading::NoStructure),
        1 => Just(Reading::Denied),
    ]
}

prop_compose! {
    fn any_machine()(
        fields in [
            Field::Manufacturer, Field::Model, Field::Serial, Field::Uuid, Field::BoardManufacturer, Field::BoardModel,
            Field::BoardSerial, Field::ChassisSerial,
        ].map(|field| reading(field).prop_map(move |reading| (field, reading))),
        family in proptest::sample::select(&[
            Family::Ami, Family::Insyde, Family::Phoenix, Family::Dell, Family::Hp, Family::Hpe, Family::Lenovo,
            Family::LenovoServer, Family::Supermicro, Family::Coreboot, Family::Apple, Family::DeviceTree,
            Family::Intel, Family::UBoot, Family::Unknown,
        ][..]),
        hypervisor in proptest::option::weighted(0.3, proptest::sample::select(&[
            Hypervisor::Qemu, Hypervisor::Libvirt, Hypervisor::Proxmox, Hypervisor::Vmware, Hypervisor::VirtualBox,
            Hypervisor::HyperV, Hypervisor::Xen, Hypervisor::Bhyve, Hypervisor::Cloud, Hypervisor::Other,
        ][..])),
        container in proptest::option::weighted(0.1, Just(Container::Oci)),
        tools in proptest::sample::subsequence(Tool::ALL.to_vec(), 0..=Tool::ALL.len()),
        (uefi, bmc, root) in (any::<bool>(), any::<bool>(), any::<bool>()),
        oem in proptest::option::of(Just(b"SN: QX7712345".to_vec())),
    ) -> Machine {
        let mut machine = Machine {
            tables: crate::machine::Tables::Read,
            fields: fields.into_iter().collect(),
            read_as_root: root,
            has_bmc: bmc,
            oem_strings: oem.into_iter().collect(),
            hypervisor, container, tools,
            ..Machine::default()
        };
        machine.firmware.family = family;
        machine.firmware.uefi = uefi;
        machine
    }
}

prop_compose! {
    fn any_policy()(
        recovered: bool,
        assigned: bool,
        declared in proptest::sample::select(&[DeclarePolicy::No, DeclarePolicy::Serial, DeclarePolicy::Any][..]),
        older_binding: bool,
    ) -> Policy {
        Policy { recovered, assigned, declared, older_binding, ..OPEN }
    }
}

/// The way of a request, for the ways that a request describes completely.
fn asked_by(kind: WayKind) -> Option<Way> {
    match kind {
        WayKind::Recover => Some(Way::Recover),
        WayKind::Assign => Some(Way::Assign),
        _ => None,
    }
}

proptest! {
    #[test]
    fn a_way_is_offered_only_if_its_binding_is_accepted_and_new(
        machine in any_machine(), policy in any_policy()
    ) {
        let judged = review(&machine, &policy);
        let marker2 = marker2(&machine);
        let found = planned(&machine, &policy);
        let binding = |way: &Way| Binding::of(&machine, &judged, &policy, way, marker2);
        let accepted = |binding: &Binding| {
            let fields = Field::BINDING.into_iter().zip(binding.origins);
            let allowed = fields.into_iter().all(|(field, origin)| policy.allows(field, origin));
            binding.predicted() == Predicted::Accepted && allowed
        };
        let label = Way::Declare(["ASUSTeK".into(), "X570 Aqua".into(), "LBL5502177".into()].map(Some));
        let own = binding(&Way::Firmware);
        let mut known = vec![own.clone()];
        if accepted(&own) {
            prop_assert_eq!(found, Plan::default());
            return Ok(());
        }
        for (kind, way) in
            [(WayKind::Recover, Way::Recover), (WayKind::Assign, Way::Assign), (WayKind::Declare, label)]
        {
            // Values that are not recovered are declared.
            let recovered = binding(&Way::Recover);
            let way = match way {
                Way::Declare(mut values) => {
                    for (value, verdict) in values.iter_mut().zip(Field::BINDING.iter().zip(recovered.verdicts)) {
                        if !crate::review::refuses(*verdict.0, verdict.1) {
                            *value = None;
                        }
                    }
                    Way::Declare(values)
                }
                way => way,
            };
            let bound = binding(&way);
            let new = !known.contains(&bound);
            let label = kind != WayKind::Declare || machine.hypervisor.is_none();
            prop_assert_eq!(kinds(&found).contains(&kind), accepted(&bound) && new && label, "{:?}", kind);
            known.push(bound.clone());
            if let Some(planned) = found.ways.iter().find(|way| way.kind == kind) {
                for one in &planned.values {
                    let at = Field::BINDING.iter().position(|field| *field == one.field).unwrap();
                    prop_assert_eq!(one.purpose, Purpose::Bind(bound.origins[at]));
                    if kind != WayKind::Declare || one.value.is_some() {
                        prop_assert_eq!(one.value.as_deref(), Some(bound.values.as_array()[at]));
                        prop_assert_eq!(one.source, bound.sources[at]);
                    }
                }
            }
        }
    }

    #[test]
    fn device_and_desk_show_the_same_ways_for_the_same_request(machine in any_machine(), policy in any_policy()) {
        let device = planned(&machine, &policy);
        let ways: Vec<Way> =
            [Way::Firmware].into_iter().chain(device.ways.iter().filter_map(|way| asked_by(way.kind))).collect();
        for way in ways {
            let asked = request(&machine, &policy, &way);
            for values in [Some(&asked.values), None] {
                let desk = plan_for_request(&asked.head, values, &policy);
                let (device, desk): (Vec<_>, Vec<_>) =
                    (device.ways.iter().map(shown).collect(), desk.ways.iter().map(shown).collect());
                prop_assert_eq!(&device, &desk, "{:?}", way);
            }
        }
    }

    #[test]
    fn cautions_are_not_steps_and_every_way_has_a_step(machine in any_machine(), policy in any_policy()) {
        for way in planned(&machine, &policy).ways {
            prop_assert!(!way.steps.is_empty(), "{:?}", way.kind);
            prop_assert!(way.steps.iter().all(|merged| !merged.step.is_caution()));
            prop_assert!(way.cautions.iter().all(Step::is_caution));
            prop_assert_eq!(way.takes.is_some(), way.kind == WayKind::Write);
            let spelt_out = |step: &Step| step.takes_command() || matches!(step, Step::Type(_));
            let has_place = way.steps.iter().any(|merged| spelt_out(&merged.step));
            prop_assert!(way.commands.is_empty() || has_place, "{:?}", way);
        }
    }
}

#[test]
fn a_request_has_the_boot_mode_of_its_machine() {
    let machine = white_box();
    assert_eq!(request(&machine, &OPEN, &Way::Firmware).head.surroundings.boot_mode, BootMode::Uefi);
}
