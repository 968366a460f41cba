//! The place where each manager of virtual machines sets a field, and platforms where only the provider can set it, or nobody.

use super::*;

const UUID: &str = "1DDBEB7E-AEA3-4AE3-8A57-61867D346372";

/// A virtual machine without maker, model and serial.
fn bare(hypervisor: Hypervisor) -> Machine {
    let mut machine = machine(&[
        (Field::Manufacturer, ""),
        (Field::Model, "None"),
        (Field::Serial, ""),
        (Field::Uuid, UUID),
    ]);
    machine.hypervisor = Some(hypervisor);
    machine.structure_counts = [1, 0, 1];
    machine
}

fn command(hypervisor: Hypervisor, field: Field, value: &str) -> (String, Vec<Step>) {
    let remedy = set(&bare(hypervisor), field, value);
    (shell(&remedy), remedy.steps)
}

#[test]
fn each_manager_has_its_own_command_and_step() {
    use Hypervisor as H;
    for (hypervisor, serial, step) in [
        (
            H::KubeVirt,
            "kind: VirtualMachine\nspec:\n  template:\n    spec:\n      domain:\n        firmware:\n          serial: \"CS 7\"",
            Step::EditVmObject,
        ),
        (H::CloudHypervisor, "--platform \"system_serial_number=CS 7\"", Step::CloudHypervisorOption),
        (H::Crosvm, "--smbios \"serial-number=CS 7\"", Step::CrosvmOption),
        (H::Incus, "incus config set INSTANCE \"raw.qemu=-smbios 'type=1,serial=CS 7'\"", Step::RawQemuWhole),
        (H::Lxd, "lxc config set INSTANCE \"raw.qemu=-smbios 'type=1,serial=CS 7'\"", Step::RawQemuWhole),
        (H::Ovirt, "", Step::OvirtPolicy),
        (H::Xen, "smbios=[ \"system_serial_number=CS 7\" ]", Step::EditXlFile),
        (H::Parallels, "devices.smbios.serial=\"CS 7\"", Step::ParallelsFlag),
        // No source confirms the keys of bhyve, and AHV documents none.
        (H::Bhyve, "", Step::AskHost),
        (H::NutanixAhv, "", Step::AskHost),
        (
            H::Proxmox,
            "qm set VMID --smbios1 uuid=1ddbeb7e-aea3-4ae3-8a57-61867d346372,base64=1,serial=Q1MgNw==",
            Step::ProxmoxWhole,
        ),
    ] {
        let (line, steps) = command(hypervisor, Field::Serial, "CS 7");
        assert_eq!(line, serial, "{hypervisor:?}");
        assert!(steps.contains(&step) && steps.contains(&Step::ColdStartVm), "{hypervisor:?} {steps:?}");
        assert!(!steps.iter().any(Step::ends_the_way));
    }
    let (maker, steps) = command(H::KubeVirt, Field::Manufacturer, "Hailan: \"one\"");
    assert_eq!(
        maker,
        "kind: KubeVirt\nspec:\n  configuration:\n    smbios:\n      manufacturer: \"Hailan: \\\"one\\\"\""
    );
    assert!(steps.contains(&Step::EditKubeVirtObject), "the setting is in the object of KubeVirt itself");
    let (maker, steps) = command(H::Ovirt, Field::Manufacturer, "Hailan");
    assert!(maker.is_empty() && !steps.contains(&Step::OvirtPolicy));
}

#[test]
fn a_value_with_separators_of_the_option_gets_no_command() {
    for hypervisor in [Hypervisor::CloudHypervisor, Hypervisor::Crosvm, Hypervisor::Xen] {
        for value in ["Box, 7", "Box \"7\"", "Box [7]", "启天 M540"] {
            assert_eq!(command(hypervisor, Field::Model, value).0, "", "{hypervisor:?} {value}");
        }
    }
}

#[test]
fn a_value_stays_one_word_through_both_quotes_of_incus() {
    for value in ["Box's 7", "Box \"7\"", "Box $(reboot) 7", "Box, 7", "启天 M540"] {
        let (line, _) = command(Hypervisor::Incus, Field::Model, value);
        let words = shlex::split(&line).expect("the command is valid shell");
        let inner = words[4]
            .strip_prefix("raw.qemu=")
            .and_then(shlex::split)
            .expect("the QEMU options are valid shell");
        assert_eq!(words.len(), 5, "{line}");
        let doubled = value.replace(',', ",,");
        assert_eq!(
            inner,
            ["-smbios".to_owned(), format!("type=1,product={doubled},serial={UUID}")],
            "{line}"
        );
    }
}

#[test]
fn plain_qemu_also_lists_the_commands_of_libvirt_and_proxmox() {
    let remedy = set(&bare(Hypervisor::Qemu), Field::Model, "Box <one>");
    let commands: Vec<String> =
        remedy.steps.iter().filter_map(Step::command).map(crate::remedy::Command::shell).collect();
    let [libvirt, proxmox] = commands.as_slice() else { panic!("{commands:?}") };
    assert!(
        libvirt.starts_with("<os>\n  <smbios mode='sysinfo'/>\n</os>\n<sysinfo type='smbios'>\n  <system>")
    );
    assert!(libvirt.contains("<entry name='product'>Box &lt;one&gt;</entry>"));
    let product = "uuid=1ddbeb7e-aea3-4ae3-8a57-61867d346372,base64=1,product=Qm94IDxvbmU+";
    assert!(proxmox.starts_with("qm set VMID --smbios1 ") && proxmox.contains(product), "{proxmox}");
}

#[test]
fn a_value_to_be_chosen_is_encoded_for_proxmox_and_inserted_by_hand_elsewhere() {
    let chosen = |hypervisor| {
        let found =
            remedies_for_platform(None, Some(hypervisor), Field::Serial, Verdict::Blank, &Policy::default());
        found.into_iter().next().expect("there is a remedy")
    };
    let proxmox = chosen(Hypervisor::Proxmox);
    assert_eq!(shell(&proxmox), "qm set VMID --smbios1 uuid=UUID,base64=1,serial=VALUE");
    assert!(proxmox.steps.contains(&Step::EncodeBase64("VALUE")));
    assert!(!proxmox.steps.contains(&Step::PutInPlace("VALUE")));
    assert!(chosen(Hypervisor::Incus).steps.contains(&Step::PutInPlace("VALUE")));
}

#[test]
fn if_neither_guest_nor_host_can_set_values_the_steps_say_who_can() {
    use Hypervisor as H;
    for (hypervisor, steps) in [
        (H::AmazonEc2, vec![Step::CloudProvider]),
        (H::GoogleCompute, vec![Step::CloudProvider]),
        (H::Azure, vec![Step::CloudProvider]),
        (H::AlibabaCloud, vec![Step::CloudProvider]),
        (H::TencentCloud, vec![Step::CloudProvider]),
        (H::HuaweiCloud, vec![Step::CloudProvider]),
        (H::Cloud, vec![Step::CloudProvider]),
        (H::OpenStack, vec![Step::OpenStackOperator, Step::NovaSerial]),
        (H::Firecracker, vec![Step::NoSmbiosInVm]),
        (H::XenPv, vec![Step::NoSmbiosInVm]),
        (H::Wsl, vec![Step::Wsl]),
        (H::AppleVirtualization, vec![Step::AppleVirtualization]),
    ] {
        let found = all(&bare(hypervisor), Policy::default());
        let serial: Vec<_> = found.iter().filter(|remedy| remedy.field == Field::Serial).collect();
        assert_eq!(serial.len(), 1, "{hypervisor:?}");
        assert_eq!((serial[0].kind, &serial[0].steps), (RemedyKind::Stop, &steps), "{hypervisor:?}");
        assert_eq!(serial[0].command, None);
        let desk =
            remedies_for_platform(None, Some(hypervisor), Field::Serial, Verdict::Blank, &Policy::default());
        assert_eq!(desk[0].steps, steps, "device and desk list the same steps");
    }
    let maker = all(&bare(H::OpenStack), Policy::default());
    assert_eq!(maker[0].steps, [Step::OpenStackOperator]);
}

#[test]
fn only_a_virtual_machine_without_tables_has_nothing_to_set() {
    let none = Machine { tables: Tables::None, hypervisor: Some(Hypervisor::Other), ..Machine::default() };
    let found = all(&none, Policy::default());
    assert!(found.iter().all(|remedy| remedy.steps == [Step::NoSmbiosInVm]));
    let mut kernel = bare(Hypervisor::Qemu);
    kernel.tables = Tables::None;
    let found = all(&kernel, Policy::default());
    assert!(found.iter().all(|remedy| remedy.kind != RemedyKind::Stop));
    let physical = Machine { hypervisor: None, ..kernel };
    let found = all(&physical, Policy::default());
    assert!(found.iter().all(|remedy| !remedy.steps.contains(&Step::NoSmbios)));
}
