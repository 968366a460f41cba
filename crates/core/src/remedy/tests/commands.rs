//! The command and steps of each firmware family and hypervisor.

use super::*;

#[test]
fn each_firmware_family_has_its_command() {
    let mut machine = white_box();
    let mut with = |family, field, value| {
        machine.firmware.family = family;
        let remedy = set(&machine, field, value);
        (shell(&remedy), remedy.steps)
    };
    assert_eq!(with(Family::Insyde, Field::Model, "Sky Z7 R2").0, "H2OSDE-Sx64.efi -SP \"Sky Z7 R2\"");
    assert_eq!(with(Family::Phoenix, Field::Serial, "LXN0102034").0, "dmitools /ws LXN0102034");
    let (line, steps) = with(Family::Phoenix, Field::Model, "Aspire One Happy 2");
    assert!(line.is_empty() && steps.contains(&Step::AtMost(16)));
    let (line, steps) = with(Family::Dell, Field::Serial, "35K213X");
    assert!(line.is_empty() && steps.contains(&Step::DellPrompt) && steps.contains(&Step::DellOnce));
    assert!(with(Family::Hp, Field::Serial, "CZC214446Z").1.contains(&Step::HpSetup));
    assert!(with(Family::Hpe, Field::Serial, "CZJ1280RQ2").1.contains(&Step::HpeIlo));
    assert!(with(Family::Lenovo, Field::Serial, "PC16ANHL").1.contains(&Step::LenovoDisk));
    assert_eq!(
        with(Family::LenovoServer, Field::Serial, "J301ABCD").0,
        "onecli config set SYSTEM_PROD_DATA.SysInfoSerialNum J301ABCD --override --imm USER:PASSWORD@BMC"
    );
    let (line, steps) = with(Family::Supermicro, Field::Serial, "S212101X7A18218");
    assert_eq!(line, "sum -c EditDmiInfo --file dmi.txt --shn SYSN --value S212101X7A18218");
    let typed: Vec<_> = steps
        .iter()
        .filter_map(|step| if let Step::Type(command) = step { Some(command.shell()) } else { None })
        .collect();
    assert_eq!(typed.len(), 4);
    assert_eq!(typed[3], "ipmicfg -fru PS S212101X7A18218");
    assert!(with(Family::Coreboot, Field::Serial, "PF0ABC12").1.contains(&Step::CorebootImage));
    assert!(with(Family::Unknown, Field::Serial, "PF0ABC12").1.contains(&Step::AskMaker));

    machine.has_bmc = true;
    machine.tools = vec![Tool::Ipmitool, Tool::Vpd];
    machine.firmware.family = Family::Ami;
    let fru = set(&machine, Field::Serial, "QTFCKJ50800080");
    assert_eq!(shell(&fru), "ipmitool fru edit 0 field p 4 QTFCKJ50800080");
    assert!(fru.command.is_some_and(|command| command.runnable));
    machine.firmware.family = Family::Coreboot;
    machine.fields.insert(Field::BoardManufacturer, Reading::text("Google"));
    assert_eq!(shell(&set(&machine, Field::Serial, "PF0ABC12")), "vpd -i RO_VPD -s 'serial_number=PF0ABC12'");
    machine.firmware.uefi = false;
    machine.has_bmc = false;
    machine.firmware.family = Family::Ami;
    assert_eq!(
        set(&machine, Field::Serial, "PF0ABC12").command.map(|command| command.location),
        Some(CommandLocation::Dos)
    );
}

#[test]
fn each_hypervisor_has_its_command() {
    let first = |hypervisor| {
        let found = all(&virtual_machine(hypervisor), OPEN);
        found.into_iter().next().expect("there is a remedy")
    };
    let qemu = first(Hypervisor::Qemu);
    assert_eq!(qemu.source, Some(Source::Field(Field::Uuid)));
    assert_eq!(shell(&qemu), "-smbios type=1,serial=1DDBEB7E-AEA3-4AE3-8A57-61867D346372");
    assert!(
        shell(&first(Hypervisor::Libvirt))
            .contains("<entry name='serial'>1DDBEB7E-AEA3-4AE3-8A57-61867D346372</entry>")
    );
    assert_eq!(
        shell(&first(Hypervisor::Proxmox)),
        "qm set VMID --smbios1 uuid=1ddbeb7e-aea3-4ae3-8a57-61867d346372,base64=1,manufacturer=UUVNVQ==,\
         product=U3RhbmRhcmQgUEMgKFEzNSArIElDSDksIDIwMDkp,serial=MUREQkVCN0UtQUVBMy00QUUzLThBNTctNjE4NjdEMzQ2Mzcy"
    );
    assert_eq!(
        shell(&first(Hypervisor::VirtualBox)),
        "VBoxManage setextradata VM VBoxInternal/Devices/efi/0/Config/DmiSystemSerial string:1DDBEB7E-AEA3-4AE3-8A57-61867D346372"
    );
    assert!(
        shell(&first(Hypervisor::Vmware))
            .ends_with("serialNumber = \"1DDBEB7E-AEA3-4AE3-8A57-61867D346372\"")
    );
    assert!(first(Hypervisor::HyperV).steps.contains(&Step::HyperVProperty("BIOSSerialNumber")));
    let xen = first(Hypervisor::Xen);
    assert_eq!(shell(&xen), "smbios=[ \"system_serial_number=1DDBEB7E-AEA3-4AE3-8A57-61867D346372\" ]");
    assert!(xen.steps.contains(&Step::EditXlFile));
    assert!(xen.steps.contains(&Step::XenServerString("system-serial-number")));
    assert!(first(Hypervisor::Other).steps.contains(&Step::AskHost));
    let cloud = all(&virtual_machine(Hypervisor::Cloud), Policy::default());
    assert_eq!(cloud.iter().map(|remedy| remedy.kind).collect::<Vec<_>>(), [RemedyKind::Stop]);
}

#[test]
fn the_remedy_is_stop_if_only_the_maker_can_set_the_values() {
    let mut apple = white_box();
    apple.firmware.family = Family::Apple;
    assert!(all(&apple, Policy::default()).iter().all(|remedy| remedy.kind == RemedyKind::Stop));
    let bare = Machine { read_as_root: true, ..Machine::default() };
    assert!(all(&bare, Policy::default()).iter().all(|remedy| remedy.steps == [Step::NoSmbios]));
}
