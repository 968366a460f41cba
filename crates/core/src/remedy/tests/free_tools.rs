//! Free tools on the running system: their commands, their risks, the copy of the old values; and families without such a tool.

use super::*;

fn with(family: Family, tools: &[Tool]) -> Machine {
    let mut machine = white_box();
    machine.firmware.family = family;
    machine.tools = tools.to_vec();
    if family == Family::Coreboot {
        machine.fields.insert(Field::BoardManufacturer, Reading::text("Google"));
    }
    machine
}

fn serial(machine: &Machine, value: &str) -> Remedy {
    set(machine, Field::Serial, value)
}

#[test]
fn each_free_tool_on_the_path_runs_after_a_copy_and_states_its_risk() {
    for (family, tool, command, risk) in [
        (Family::BmcServer, Tool::Ipmitool, "ipmitool fru edit 0 field p 4 QTFCKJ5", Step::FruRisk),
        (Family::Coreboot, Tool::Vpd, "vpd -i RO_VPD -s 'serial_number=QTFCKJ5'", Step::VpdRisk),
        (Family::UBoot, Tool::FwSetenv, "fw_setenv 'serial#' QTFCKJ5", Step::UBootRisk),
        (Family::UBootBoard, Tool::FwSetenv, "fw_setenv 'serial#' QTFCKJ5", Step::UBootOnce),
        (Family::Dell, Tool::SmbiosSysInfo, "smbios-sys-info --service-tag '--set=QTFCKJ5'", Step::DellOnce),
    ] {
        let remedy = serial(&with(family, &[tool]), "QTFCKJ5");
        let at = |step: &Step| remedy.steps.iter().position(|one| one == step);
        assert_eq!(shell(&remedy), command);
        let aids = tool_aids(remedy.command.as_ref().unwrap()).unwrap();
        assert!(remedy.command.as_ref().is_some_and(|command| command.runnable));
        assert!(at(&risk) < at(&Step::Enter) && at(&risk).is_some(), "{family:?} {:?}", remedy.steps);
        if let Some(save) = aids.save {
            let saves = |step: &Step| matches!(step, Step::SaveFirst(command) if command.words[0] == save[0]);
            assert!(remedy.steps.iter().position(saves).is_some_and(|first| Some(first) < at(&Step::Enter)));
        }
        assert!(aids.read_back.is_some_and(|(_, value)| value.ends_with("QTFCKJ5")));
        // Without the tool, no command is runnable.
        let without = serial(&with(family, &[]), "QTFCKJ5");
        assert!(without.command.is_none_or(|command| !command.runnable), "{family:?}");
    }
}

#[test]
fn a_value_that_the_tool_cannot_store_gets_no_command() {
    for (family, tool, field, value) in [
        (Family::BmcServer, Tool::Ipmitool, Field::Model, "启天 M540"),
        (Family::Dell, Tool::SmbiosSysInfo, Field::Serial, "PF0ABC123"),
    ] {
        let remedy = set(&with(family, &[tool]), field, value);
        assert_eq!(remedy.command, None, "{family:?} {value}");
    }
    assert!(quote::fits_fru(&"A".repeat(63)) && !quote::fits_fru(&"A".repeat(64)) && !quote::fits_fru("-4"));
}

#[test]
fn the_vendor_partition_of_rockchip_is_preferred_to_the_environment() {
    let mut machine = with(Family::UBootBoard, &[Tool::FwSetenv, Tool::VendorStorage]);
    machine.device_tree =
        Some(crate::machine::DeviceTree { soc: Some(b"rockchip,px30".to_vec()), ..Default::default() });
    let remedy = serial(&machine, "7e20c4d19fb35a68");
    assert_eq!(shell(&remedy), "vendor_storage -w VENDOR_SN_ID -t string -i 7e20c4d19fb35a68");
    assert!(remedy.steps.contains(&Step::VendorStorageAlone));
    machine.device_tree = None;
    assert_eq!(shell(&serial(&machine, "7e20c4d19fb35a68")), "fw_setenv 'serial#' 7e20c4d19fb35a68");
}

#[test]
fn firmware_without_a_public_tool_is_referred_to_its_service() {
    for (family, step) in [
        (Family::Phytium, Step::FirmwareBuild),
        (Family::Edk2, Step::FirmwareBuild),
        (Family::Kunlun, Step::SellerService),
        (Family::Byosoft, Step::SellerService),
        (Family::KaiTian, Step::KaiTianService),
        (Family::Huawei, Step::HuaweiService),
        (Family::DeviceTree, Step::BurntIn),
    ] {
        let mut machine = with(family, &[Tool::Ipmitool, Tool::FwSetenv]);
        machine.fields.remove(&Field::BoardSerial);
        let found = all(&machine, Policy::default());
        let found = found.iter().find(|remedy| remedy.field == Field::Serial).unwrap();
        assert_eq!((found.kind, &found.steps), (RemedyKind::Stop, &vec![step]), "{family:?}");
    }
    let loongson = all(&with(Family::Loongson, &[]), Policy::default());
    assert!(loongson.iter().any(|remedy| remedy.steps.contains(&Step::LoongsonShell)));
}

#[test]
fn the_serial_of_the_chip_is_offered_after_that_of_the_device_tree() {
    let tree = |serial: Option<&str>| crate::machine::DeviceTree {
        serial: serial.map(|text| text.as_bytes().to_vec()),
        soc_serial: Some(b"7e20c4d19fb35a68".to_vec()),
        ..Default::default()
    };
    for (told, value, source) in [
        (None, "7e20c4d19fb35a68", Source::SocSerial),
        (Some("0123456789"), "7e20c4d19fb35a68", Source::SocSerial),
        (Some("34b7d20c95e1f87a"), "34b7d20c95e1f87a", Source::DeviceTree),
    ] {
        let machine = Machine { device_tree: Some(tree(told)), tables: Tables::None, ..Machine::default() };
        let judged = review(&machine, &Policy::default());
        let found = recoverable(&machine, &judged, Field::Serial).unwrap();
        assert_eq!((found.value.as_str(), found.source), (value, source));
        assert_eq!(Source::from_name(source.name()), Some(source));
        assert_eq!(source.kind(), crate::machine::SourceKind::DeviceTree);
        assert!(unjudged_source(&machine, Field::Serial, source).contains(&value.to_owned()));
    }
}
