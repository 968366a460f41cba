//! Merged steps, commands that set several fields, and the sources that are trusted on each machine.

use super::white_box;
use crate::machine::{Container, Family, Field, Hypervisor, Machine, Reading};
use crate::remedy::{Command, Remedy, RemedyKind, Source, Step, merge_steps};
use crate::review::Policy;

fn machine(family: Family, values: &[(Field, &str)]) -> Machine {
    let mut machine = super::machine(values);
    machine.firmware.family = family;
    machine.firmware.uefi = true;
    machine
}

fn all(machine: &Machine) -> Vec<Remedy> {
    super::all(machine, Policy::default())
}

/// The first remedy of each refused field.
fn best(found: &[Remedy]) -> Vec<&Remedy> {
    let first = |field| found.iter().find(|remedy: &&Remedy| remedy.field == field);
    Field::BINDING.into_iter().filter_map(first).collect()
}

#[test]
fn shared_steps_are_listed_once_and_in_order() {
    let found = all(&white_box());
    let whole = merge_steps(&best(&found));
    let steps: Vec<&Step> = whole.iter().map(|joint| &joint.step).collect();
    assert_eq!(
        steps,
        [
            &Step::CompareLabel(Field::Manufacturer),
            &Step::BackUp,
            &Step::QuirksCaution,
            &Step::OtherActivations,
            &Step::GetTool("AMIDEEFIx64.efi"),
            &Step::StartUefiShell,
            &Step::Enter,
            &Step::WriteProtected,
            &Step::ColdBoot,
            &Step::ReadAgain,
        ]
    );
    assert_eq!(whole[0].fields, Field::BINDING);
    assert!(whole[1..].iter().all(|joint| joint.fields.is_empty()));
}

#[test]
fn merged_steps_keep_the_order_of_each_field() {
    let one = |field, steps: &[Step]| Remedy {
        field,
        kind: RemedyKind::Firmware,
        value: None,
        source: None,
        command: None,
        steps: steps.to_vec(),
    };
    let get = Step::GetTool("sum");
    let first = one(Field::Manufacturer, &[Step::BackUp, get.clone(), Step::AtMost(16), Step::ColdBoot]);
    let second =
        one(Field::Serial, &[Step::HpOnce, Step::BackUp, get.clone(), Step::AtMost(22), Step::ColdBoot]);
    let steps: Vec<Step> = merge_steps(&[&first, &second]).into_iter().map(|joint| joint.step).collect();
    assert_eq!(steps, [Step::HpOnce, Step::BackUp, get, Step::AtMost(16), Step::AtMost(22), Step::ColdBoot]);
    assert_eq!(merge_steps(&[]), []);
}

#[test]
fn one_option_sets_every_refused_field_of_a_guest() {
    let mut guest = machine(
        Family::Unknown,
        &[
            (Field::Manufacturer, "QEMU"),
            (Field::Model, ""),
            (Field::Serial, ""),
            (Field::BoardModel, "Lab, 2"),
            (Field::Uuid, "1DDBEB7E-AEA3-4AE3-8A57-61867D346372"),
        ],
    );
    let commands = |guest: &Machine| -> Vec<String> {
        let found = all(guest);
        best(&found).iter().filter_map(|remedy| remedy.command.as_ref()).map(Command::shell).collect()
    };
    guest.hypervisor = Some(Hypervisor::Qemu);
    let option = "-smbios \"type=1,product=Lab,, 2,serial=1DDBEB7E-AEA3-4AE3-8A57-61867D346372\"";
    assert_eq!(commands(&guest), [option, option], "the good manufacturer is left unchanged");
    guest.hypervisor = Some(Hypervisor::Libvirt);
    let domain = commands(&guest);
    assert_eq!(domain[0], domain[1]);
    assert!(domain[0].contains("<entry name='product'>Lab, 2</entry>\n    <entry name='serial'>1DDBEB7E"));
}

#[test]
fn every_command_has_a_step_that_uses_it() {
    let families = [
        Family::Ami,
        Family::Insyde,
        Family::Phoenix,
        Family::LenovoServer,
        Family::Supermicro,
        Family::Coreboot,
        Family::Intel,
        Family::UBoot,
    ];
    let typed = |machine: &Machine| {
        for remedy in all(machine).iter().filter(|remedy| remedy.command.is_some()) {
            let told = |step: &Step| {
                step.takes_command()
                    || matches!(step, Step::Type(typed) if Some(typed) == remedy.command.as_ref())
            };
            assert_eq!(remedy.steps.iter().filter(|step| told(step)).count(), 1, "{remedy:?}");
        }
    };
    for family in families {
        let mut machine = white_box();
        machine.firmware.family = family;
        typed(&machine);
        machine.has_bmc = true;
        typed(&machine);
    }
    for hypervisor in [
        Hypervisor::Qemu,
        Hypervisor::Libvirt,
        Hypervisor::Proxmox,
        Hypervisor::Vmware,
        Hypervisor::VirtualBox,
    ] {
        typed(&Machine { hypervisor: Some(hypervisor), ..white_box() });
    }
}

#[test]
fn a_barebone_with_the_maker_notebook_is_treated_as_clevo() {
    let barebone = [
        (Field::Manufacturer, "Notebook                        "),
        (Field::Model, "NL5xRU"),
        (Field::BoardManufacturer, "Notebook"),
        (Field::BoardModel, "NL5xRU"),
    ];
    let maker = |values: &[(Field, &str)]| {
        let found = all(&machine(Family::Insyde, values));
        found.into_iter().find(|remedy| remedy.field == Field::Manufacturer).expect("there is a remedy")
    };
    let found = maker(&barebone);
    assert_eq!((found.value.as_deref(), found.source), (Some("CLEVO"), Some(Source::Barebone)));
    assert!(found.steps.contains(&Step::CompareLabel(Field::Manufacturer)));
    let mut other = barebone;
    other[3].1 = "X15";
    assert_eq!(maker(&other).value, None, "the maker of an unknown board is unknown");
    let mut other = barebone;
    other[2].1 = "ASRock";
    assert_eq!(maker(&other).value.as_deref(), Some("ASRock"));
}

#[test]
fn a_dell_is_offered_only_service_tags() {
    let dell = machine(
        Family::Dell,
        &[
            (Field::Manufacturer, "Dell Inc."),
            (Field::Model, "OptiPlex 7010"),
            (Field::Serial, "System Serial Number"),
            (Field::BoardSerial, "..CN717035A80217."),
            (Field::ChassisSerial, "35K213X"),
        ],
    );
    let found = all(&dell);
    let values: Vec<_> = found.iter().filter_map(|remedy| remedy.value.as_deref()).collect();
    assert_eq!(values, ["35K213X"]);
}

#[test]
fn intel_boards_and_u_boot_have_their_steps() {
    let steps = |family, field| {
        let mut machine = white_box();
        machine.firmware.family = family;
        all(&machine).into_iter().find(|remedy| remedy.field == field).expect("there is a remedy").steps
    };
    assert!(steps(Family::Intel, Field::Model).contains(&Step::IntelToolkit));
    assert!(steps(Family::UBoot, Field::Model).contains(&Step::UBootTree));
    assert!(steps(Family::UBoot, Field::Serial).contains(&Step::UBootSerial));
}

#[test]
fn the_only_remedy_in_a_container_is_to_run_on_the_host() {
    let inside = Machine { container: Some(Container::Oci), ..white_box() };
    let mut denied = inside.clone();
    denied.fields.insert(Field::Serial, Reading::Denied);
    denied.read_as_root = false;
    for machine in [inside, denied] {
        assert!(all(&machine).iter().all(|remedy| remedy.steps == [Step::RunOnHost]), "{:?}", all(&machine));
    }
}

#[test]
fn the_steps_for_a_replaced_lenovo_board_name_the_service_first() {
    let steps = |model: &str| {
        let values = [(Field::Manufacturer, "LENOVO"), (Field::Model, model), (Field::Serial, "INVALID")];
        let values = if model.is_empty() { &values[..2] } else { &values[..] };
        let found = all(&machine(Family::Lenovo, values));
        found.into_iter().find(|remedy| remedy.field == Field::Model).expect("there is a remedy").steps
    };
    let replaced = steps("INVALID");
    let at = |step: &Step| replaced.iter().position(|other| other == step);
    assert!(at(&Step::LenovoBoard) < at(&Step::LenovoDisk) && at(&Step::LenovoBoard).is_some());
    assert!(!steps("").contains(&Step::LenovoBoard));
}
