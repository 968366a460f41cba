//! Tests of remedies: order, sources, policy, the platform alone, JSON. The other files of this folder test commands by family,
//! merged steps, quoting, plans and their sentences.

mod commands;
mod free_tools;
mod managers;
mod merged;
mod plan;
mod plan_for_request;
mod quoting;
mod sentences;

use proptest::prelude::*;

use super::*;
use crate::machine::{Reading, Tool};
use crate::review::{DeclarePolicy, review};
use crate::text::{Lang, remedy as words};

const OPEN: Policy = Policy::OPEN;

pub(super) fn machine(values: &[(Field, &str)]) -> Machine {
    Machine {
        tables: Tables::Read,
        fields: values.iter().map(|(field, value)| (*field, Reading::text(value))).collect(),
        read_as_root: true,
        ..Machine::default()
    }
}

/// A machine with proper values for the board and placeholders for the system.
pub(super) fn white_box() -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, "To Be Filled By O.E.M."),
        (Field::Model, "To Be Filled By O.E.M."),
        (Field::Serial, "Default string"),
        (Field::BoardManufacturer, "ASRock"),
        (Field::BoardModel, "B450M Pro4"),
        (Field::BoardSerial, "BR80G1234567"),
    ]);
    machine.firmware.family = Family::Ami;
    machine.firmware.uefi = true;
    machine
}

pub(super) fn virtual_machine(hypervisor: Hypervisor) -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, "QEMU"),
        (Field::Model, "Standard PC (Q35 + ICH9, 2009)"),
        (Field::Serial, ""),
        (Field::Uuid, "1DDBEB7E-AEA3-4AE3-8A57-61867D346372"),
    ]);
    machine.hypervisor = Some(hypervisor);
    machine.firmware.uefi = true;
    machine
}

pub(super) fn all(machine: &Machine, policy: Policy) -> Vec<Remedy> {
    remedies(machine, &review(machine, &policy), &policy, None)
}

fn set(machine: &Machine, field: Field, value: &str) -> Remedy {
    remedy_for_value(machine, &review(machine, &OPEN), field, value).expect("the value passes review")
}

fn shell(remedy: &Remedy) -> String {
    remedy.command.as_ref().map(Command::shell).unwrap_or_default()
}

#[test]
fn values_of_the_board_are_offered_with_commands() {
    let found = all(&white_box(), OPEN);
    let first = |field| found.iter().find(|remedy| remedy.field == field).expect("there is a remedy");
    assert_eq!(first(Field::Manufacturer).value.as_deref(), Some("ASRock"));
    assert_eq!(shell(first(Field::Manufacturer)), "AMIDEEFIx64.efi /SM ASRock");
    assert_eq!(shell(first(Field::Model)), "AMIDEEFIx64.efi /SP \"B450M Pro4\"");
    assert_eq!(shell(first(Field::Serial)), "AMIDEEFIx64.efi /SS BR80G1234567");
    assert_eq!(first(Field::Serial).source, Some(Source::Field(Field::BoardSerial)));
    assert!(first(Field::Model).steps.contains(&Step::QuirksCaution));
    assert!(!first(Field::Serial).steps.contains(&Step::QuirksCaution));
    let kinds: Vec<_> =
        found.iter().filter(|remedy| remedy.field == Field::Serial).map(|remedy| remedy.kind).collect();
    assert_eq!(
        kinds,
        [RemedyKind::Elsewhere, RemedyKind::Firmware, RemedyKind::Declare, RemedyKind::OlderBinding]
    );
}

#[test]
fn a_command_is_runnable_only_with_an_installed_tool_and_a_value() {
    let mut machine = white_box();
    machine.tools = vec![Tool::Amidelnx];
    let found = all(&machine, OPEN);
    let runnable: Vec<_> = found
        .iter()
        .filter(|remedy| remedy.command.as_ref().is_some_and(|command| command.runnable))
        .map(|remedy| (remedy.field, remedy.kind))
        .collect();
    assert_eq!(runnable, Field::BINDING.map(|field| (field, RemedyKind::Elsewhere)));
    assert_eq!(shell(&found[0]), "amidelnx_26_64 /SM ASRock");
}

#[test]
fn an_earlier_value_is_never_offered_above_a_current_value() {
    let machine = white_box();
    let judged = review(&machine, &OPEN);
    let of =
        |values: [&str; 3], origin| EarlierRecord { values: values.map(str::to_owned), origins: [origin; 3] };
    let earlier = of(["ASRock", "Default string", "M80-0123X7"], Origin::Firmware);
    let found = remedies(&machine, &judged, &OPEN, Some(&earlier));
    let serial: Vec<_> = found.iter().filter(|remedy| remedy.field == Field::Serial).collect();
    let kinds: Vec<_> = serial.iter().map(|remedy| remedy.kind).collect();
    assert_eq!(kinds[..2], [RemedyKind::Elsewhere, RemedyKind::Earlier]);
    assert_eq!(serial[1].value.as_deref(), Some("M80-0123X7"));
    assert_eq!(serial[1].source, Some(Source::Earlier));
    let earlier = found.iter().filter(|remedy| remedy.kind == RemedyKind::Earlier).count();
    assert_eq!(earlier, 1, "fillers and current values of the board are not offered again");
    let order: Vec<_> = found
        .iter()
        .map(|remedy| (Field::BINDING.iter().position(|f| *f == remedy.field), remedy.kind))
        .collect();
    assert!(order.is_sorted());
}

#[test]
fn an_earlier_declared_value_is_named_as_declared_and_an_assigned_one_is_not_offered() {
    let machine = white_box();
    let judged = review(&machine, &OPEN);
    let sources = |origin| {
        let values = ["Gigabyte", "X570", "M80-0123X7"].map(str::to_owned);
        let earlier = EarlierRecord { values, origins: [origin; 3] };
        let found = remedies(&machine, &judged, &OPEN, Some(&earlier));
        let earlier = found.into_iter().filter(|remedy| remedy.kind == RemedyKind::Earlier);
        earlier.filter_map(|remedy| remedy.source).collect::<Vec<_>>()
    };
    assert_eq!(sources(Origin::Declared), [Source::EarlierDeclared; 3]);
    assert_eq!(sources(Origin::Assigned), []);
}

#[test]
fn declaring_and_older_binding_need_policy_and_anchor() {
    let has = |machine: &Machine, policy, kind| all(machine, policy).iter().any(|remedy| remedy.kind == kind);
    let machine = white_box();
    assert!(!has(&machine, Policy::default(), RemedyKind::Declare));
    assert!(!has(&machine, Policy::default(), RemedyKind::OlderBinding));
    let serial = Policy { declared: DeclarePolicy::Serial, ..Policy::default() };
    let declared: Vec<_> = all(&machine, serial)
        .into_iter()
        .filter(|remedy| remedy.kind == RemedyKind::Declare)
        .map(|remedy| remedy.field)
        .collect();
    assert_eq!(declared, [Field::Serial]);
    let mut loose = machine;
    loose.fields.remove(&Field::BoardSerial);
    assert!(!has(&loose, OPEN, RemedyKind::Declare), "a machine without an anchor can't declare");
    assert!(!has(&loose, OPEN, RemedyKind::OlderBinding));
}

#[test]
fn an_accepted_machine_has_no_remedies() {
    let fine = machine(&[
        (Field::Manufacturer, "ASRock"),
        (Field::Model, "All Series"),
        (Field::Serial, "M80-0123X7"),
    ]);
    assert_eq!(all(&fine, OPEN), []);
}

#[test]
fn an_unreadable_field_is_read_again() {
    let mut machine = machine(&[(Field::Manufacturer, "HP"), (Field::Model, "Z600")]);
    machine.fields.insert(Field::Serial, Reading::Denied);
    machine.read_as_root = false;
    let found = all(&machine, OPEN);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field, found[0].kind), (Field::Serial, RemedyKind::ReadAgain));
    assert_eq!(found[0].steps, [Step::AsRoot, Step::ReadAgain]);

    let flat = Machine { tables: Tables::Empty, read_as_root: true, ..Machine::default() };
    assert!(all(&flat, OPEN).iter().all(|remedy| remedy.steps.contains(&Step::Restart)));
    let hidden = Machine { container: Some(Container::Oci), read_as_root: true, ..Machine::default() };
    assert!(all(&hidden, OPEN).iter().all(|remedy| remedy.steps.first() == Some(&Step::RunOnHost)));
}

#[test]
fn a_platform_without_a_machine_has_remedies() {
    let found = remedies_for_platform(Some(Family::Ami), None, Field::Serial, Verdict::Placeholder, &OPEN);
    let kinds: Vec<_> = found.iter().map(|remedy| remedy.kind).collect();
    assert_eq!(kinds, [RemedyKind::Firmware, RemedyKind::Declare, RemedyKind::OlderBinding]);
    assert_eq!(shell(&found[0]), "AMIDEEFIx64.efi /SS VALUE");
    assert!(remedies_for_platform(None, None, Field::Model, Verdict::Shared, &OPEN).is_empty());
    assert!(remedies_for_platform(None, None, Field::Serial, Verdict::Ok, &OPEN).is_empty());
    let cloud = remedies_for_platform(
        None,
        Some(Hypervisor::Cloud),
        Field::Model,
        Verdict::Blank,
        &Policy::default(),
    );
    assert_eq!(cloud[0].kind, RemedyKind::Stop);
    let unread = remedies_for_platform(Some(Family::Hp), None, Field::Serial, Verdict::Unreadable, &OPEN);
    assert_eq!(unread[0].kind, RemedyKind::ReadAgain);
}

#[test]
fn json_has_the_documented_keys() {
    let found = all(&white_box(), OPEN);
    let json = words::to_json(Lang::En, &found[0]);
    assert_eq!(json["kind"], "elsewhere");
    assert_eq!(json["source"], "board-manufacturer");
    assert_eq!(json["command"], "AMIDEEFIx64.efi /SM ASRock");
    assert!(
        json["steps"]
            .as_array()
            .is_some_and(|steps| steps.iter().all(|step| step.is_string()) && !steps.is_empty())
    );
}

proptest! {
    #[test]
    fn any_machine_has_bounded_remedies(
        bytes in prop::collection::vec((prop::sample::select(Field::ALL.to_vec()), prop::collection::vec(any::<u8>(), 0..60)), 0..19),
        oem in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5),
        family in prop::sample::select(vec![Family::Ami, Family::Dell, Family::Hp, Family::Phoenix, Family::Supermicro, Family::BmcServer, Family::UBootBoard, Family::Loongson, Family::Unknown]),
        hypervisor in prop::option::of(prop::sample::select(vec![
            Hypervisor::Qemu, Hypervisor::Libvirt, Hypervisor::Proxmox, Hypervisor::Vmware, Hypervisor::KubeVirt, Hypervisor::Incus,
            Hypervisor::CloudHypervisor, Hypervisor::Crosvm, Hypervisor::Xen, Hypervisor::Parallels, Hypervisor::OpenStack,
        ])),
    ) {
        let mut machine = Machine { tables: Tables::Read, hypervisor, oem_strings: oem, ..Machine::default() };
        machine.firmware.family = family;
        machine.fields = bytes.into_iter().map(|(field, bytes)| (field, Reading::Value(bytes))).collect();
        let found = all(&machine, OPEN);
        prop_assert!(found.len() <= 3 * 7);
        for remedy in found {
            prop_assert!(!remedy.steps.is_empty());
            for lang in [Lang::En, Lang::Zh] {
                for step in &remedy.steps {
                    prop_assert!(!words::step(lang, step).chars().any(char::is_control));
                }
                let _ = words::to_json(lang, &remedy);
            }
        }
    }
}
