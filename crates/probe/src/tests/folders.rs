//! Folders shaped like `/sys`, a running system, and the errors of `--hardware`.

use std::fs::{self, Permissions, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::*;

#[test]
fn a_folder_of_variables_that_cannot_be_looked_at_is_not_called_absent() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    let found = || efivars_path(&MachineSource::Recording(home.path().to_owned()));
    assert_eq!(found(), None);
    fs::create_dir_all(path("firmware/efi")).unwrap();
    fs::write(path("firmware/efi/efivars"), "not a folder").unwrap();
    assert_eq!(found(), None);
    fs::remove_file(path("firmware/efi/efivars")).unwrap();
    std::os::unix::fs::symlink("efivars", path("firmware/efi/efivars")).unwrap();
    assert_eq!(found(), Some(path("firmware/efi/efivars")));
}

#[test]
fn kernel_values_are_used_if_the_table_ends_before_type_1() {
    let mut early = vec![127, 4, 0, 0x7f, 0, 0];
    early.extend(&encode_dump(&sample("clean").unwrap())[0x20..]);
    let kernel: [(&str, &[u8]); 3] = [
        ("firmware/dmi/tables/DMI", &early),
        ("class/dmi/id/sys_vendor", b"ASRock\n"),
        ("class/dmi/id/product_serial", b"BR80G1234567\n"),
    ];
    let machine = recording(folder(&kernel).path()).unwrap();
    assert_eq!((machine.tables, machine.structure_counts[0]), (Tables::Read, 1));
    assert_eq!(machine.reading(Field::Serial), &Reading::text("BR80G1234567"));
    let machine = recording(folder(&kernel[..1]).path()).unwrap();
    assert_eq!((machine.reading(Field::Serial), machine.structure_counts[0]), (&Reading::NoStructure, 0));
}

#[test]
fn tables_precede_the_values_of_the_kernel() {
    let dumped = encode_dump(&sample("placeholder-serial").unwrap());
    let sys = folder(&[
        ("firmware/dmi/tables/DMI", &dumped[0x20..]),
        ("firmware/dmi/tables/smbios_entry_point", &dumped[..0x18]),
        ("class/dmi/id/product_serial", b"of the kernel\n"),
        ("firmware/efi/efivars/x", b""),
        ("class/ipmi/ipmi0/dev", b"245:0\n"),
    ]);
    let machine = recording(sys.path()).unwrap();
    assert_eq!((machine.tables, machine.smbios_version), (Tables::Read, Some((3, 3))));
    assert_eq!(machine.reading(Field::Serial), &Reading::text("To Be Filled By O.E.M."));
    assert_eq!(machine.source, MachineSource::Recording(sys.path().to_path_buf()));
    assert!(machine.read_as_root && machine.has_bmc && machine.firmware.uefi);
    assert_eq!(machine.efi_store, EfiStore::Writable { free: None });
    assert_eq!(efivars_path(&machine.source), Some(sys.path().join("firmware/efi/efivars")));
}

#[test]
fn the_values_of_the_kernel_are_used_without_tables() {
    let sys = folder(&[
        ("class/dmi/id/sys_vendor", b"ASRock\n"),
        ("class/dmi/id/product_name", b"\n"),
        ("class/dmi/id/product_serial", b" two \n\n"),
        ("class/dmi/id/board_serial", b"BR80G1234567\n"),
        ("class/dmi/id/bios_vendor", b"American Megatrends Inc.\n"),
    ]);
    let machine = recording(sys.path()).unwrap();
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("ASRock"));
    assert_eq!(machine.reading(Field::Model), &Reading::NotSet);
    assert_eq!(machine.reading(Field::Serial), &Reading::text(" two \n"));
    assert_eq!(machine.reading(Field::Uuid), &Reading::NotSet);
    assert_eq!(machine.reading(Field::ChassisSerial), &Reading::NoStructure);
    assert_eq!((machine.structure_counts, machine.firmware.family), ([1, 1, 0], Family::Ami));
    assert_eq!((machine.efi_store, efivars_path(&machine.source)), (EfiStore::NoUefi, None));
}

#[test]
fn empty_tables_fall_back_to_the_values_of_the_kernel() {
    let sys = folder(&[("firmware/dmi/tables/DMI", &[0xff; 300]), ("class/dmi/id/sys_vendor", b"ASRock\n")]);
    let machine = recording(sys.path()).unwrap();
    assert_eq!(machine.tables, Tables::Empty);
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("ASRock"));
}

#[test]
fn a_value_for_root_only_is_denied_not_blank() {
    if !modes_bind() {
        return;
    }
    let place = folder(&[
        ("sys/firmware/dmi/tables/DMI", b"secret"),
        ("sys/class/dmi/id/product_serial", b"secret\n"),
        ("sys/class/dmi/id/sys_vendor", b"ASRock\n"),
    ]);
    for path in ["firmware/dmi/tables/DMI", "class/dmi/id/product_serial"] {
        set_permissions(place.path().join("sys").join(path), Permissions::from_mode(0o000)).unwrap();
    }
    let machine = computer(place.path());
    assert_eq!(machine.tables, Tables::Denied);
    assert_eq!(machine.reading(Field::Serial), &Reading::Denied);
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("ASRock"));
    assert!(!recording(&place.path().join("sys")).unwrap().read_as_root);

    fs::remove_dir_all(place.path().join("sys/class")).unwrap();
    let machine = computer(place.path());
    assert!(Field::ALL.iter().all(|field| *machine.reading(*field) == Reading::Denied));
}

#[test]
fn a_board_without_smbios_is_read_from_its_device_tree() {
    let base = "sys/firmware/devicetree/base";
    let place = folder(&[
        (&format!("{base}/model"), b"Raspberry Pi 4 Model B Rev 1.4\0"),
        (&format!("{base}/compatible"), b"raspberrypi,4-model-b\0brcm,bcm2711\0"),
    ]);
    let machine = computer(place.path());
    assert_eq!((machine.tables, machine.firmware.family), (Tables::None, Family::DeviceTree));
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("raspberrypi"));
    assert_eq!(machine.recovered_fields, [Field::Manufacturer, Field::Model]);
    assert_eq!(machine.boot_mode(), BootMode::DeviceTree);
    assert_eq!(machine.reading(Field::Serial), &Reading::NotSet);
    assert_eq!(machine.reading(Field::BoardSerial), &Reading::NoStructure);

    let older = folder(&[("proc/device-tree/model", b"An older board\0")]);
    let machine = computer(older.path());
    assert_eq!(machine.reading(Field::Model), &Reading::text("An older board"));
    assert_eq!(machine.recovered_fields, [Field::Model]);
    assert_eq!(machine.boot_mode(), BootMode::DeviceTree);
}

#[test]
fn the_device_tree_of_a_machine_with_smbios_recovers_nothing() {
    let place = folder(&[
        ("sys/firmware/devicetree/base/model", b"Server board\0"),
        ("sys/firmware/devicetree/base/serial-number", b"T123\0"),
        ("sys/class/dmi/id/sys_vendor", b"ASRock\n"),
    ]);
    let machine = computer(place.path());
    assert!(machine.device_tree.is_some() && machine.recovered_fields.is_empty());
    assert_eq!((machine.reading(Field::Serial).bytes(), machine.boot_mode()), (None, BootMode::Bios));
}

#[test]
fn a_boot_id_is_read_only_in_the_format_of_the_kernel() {
    let place = |text: &str| folder(&[("proc/sys/kernel/random/boot_id", text.as_bytes())]);
    let number = "00112233-4455-4677-8899-aabbccddeeff";
    let bytes = [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x46, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
    let written = place(&format!("{number}\n"));
    assert_eq!(computer(written.path()).boot_id, Some(bytes));
    for text in [
        String::new(),
        "\n".into(),
        number.into(),
        format!(" {number}\n"),
        format!("{number}\n\n"),
        format!("{{{number}}}\n"),
        format!("{}\n", number.replace('-', "")),
        format!("{}\n", &number[1..]),
        format!("{number}{number}\n"),
    ] {
        assert_eq!(computer(place(&text).path()).boot_id, None, "{text:?}");
    }
    assert_eq!(computer(folder(&[]).path()).boot_id, None);
    assert_eq!(sample("clean").unwrap().boot_id, None);
}

#[test]
fn a_running_system_shows_container_tools_and_bmc() {
    let place = folder(&[("root/.dockerenv", b""), ("root/dev/ipmi0", b""), ("bin/ipmitool", b"")]);
    set_permissions(place.path().join("bin/ipmitool"), Permissions::from_mode(0o755)).unwrap();
    let machine = computer(place.path());
    assert_eq!((machine.container, machine.has_bmc), (Some(Container::Oci), true));
    assert_eq!((machine.tools.as_slice(), machine.tables), (&[Tool::Ipmitool][..], Tables::None));

    type Case<'a> = (&'a str, &'a [u8], Option<Container>);
    let marks: [Case; 7] = [
        ("root/run/.containerenv", b"", Some(Container::Oci)),
        ("root/run/systemd/container", b"lxc\n", Some(Container::Lxc)),
        ("proc/1/environ", b"PATH=/bin\0container=systemd-nspawn\0", Some(Container::Nspawn)),
        ("proc/1/environ", b"container=wsl\0", Some(Container::Other)),
        ("proc/1/cgroup", b"0::/kubepods/besteffort/pod1\n", Some(Container::Oci)),
        ("proc/1/cgroup", b"5:devices:/lxc/one\n", Some(Container::Lxc)),
        ("proc/1/cgroup", b"0::/init.scope\n", None),
    ];
    for (path, bytes, container) in marks {
        assert_eq!(computer(folder(&[(path, bytes)]).path()).container, container, "{path}");
    }
}

#[test]
fn a_plain_folder_is_not_taken_for_the_variable_store() {
    let place = folder(&[("sys/firmware/efi/efivars/x", b"")]);
    assert_eq!(computer(place.path()).efi_store, EfiStore::NotMounted);
    let sys = folder(&[("firmware/efi/runtime", b"")]);
    assert_eq!(recording(sys.path()).unwrap().efi_store, EfiStore::NotMounted);
    let uefi = std::path::Path::new("/sys/firmware/efi").is_dir();
    assert_eq!(
        efivars_path(&MachineSource::ThisComputer).is_some(),
        uefi,
        "the variable store exists exactly on a UEFI boot"
    );
    if modes_bind() {
        let folder = place.path().join("sys/firmware/efi/efivars");
        set_permissions(folder, Permissions::from_mode(0o555)).unwrap();
        assert_eq!(recording(&place.path().join("sys")).unwrap().efi_store, EfiStore::Denied);
    }
}

#[test]
fn links_do_not_lead_out_of_a_recording() {
    let outside = folder(&[("product_serial", b"of this computer\n")]);
    let sys = folder(&[("class/dmi/id/sys_vendor", b"ASRock\n")]);
    let link = sys.path().join("class/dmi/id/product_serial");
    symlink(outside.path().join("product_serial"), link).unwrap();
    let machine = recording(sys.path()).unwrap();
    assert_eq!(machine.reading(Field::Serial).bytes(), None);
    assert!(machine.tools.is_empty() && machine.container.is_none());
}

#[test]
fn each_recording_failure_has_its_error() {
    let place = folder(&[
        ("empty", b""),
        ("photo", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0"),
        ("prose", b"Dear desk, the machine does not activate."),
        ("other/readme", b"x"),
    ]);
    fs::create_dir(place.path().join("hollow")).unwrap();
    fs::File::create(place.path().join("large")).unwrap().set_len(16 * 1024 * 1024 + 1).unwrap();
    let path = |name: &str| place.path().join(name);
    let fault = |name: &str| recording(&path(name)).map(|_| ());
    for (name, expected) in [
        ("nothing", RecordingError::NotFound as fn(_) -> _),
        ("empty/file", RecordingError::NotFound),
        ("empty", RecordingError::Empty),
        ("hollow", RecordingError::Empty),
        ("large", RecordingError::TooLarge),
        ("photo", RecordingError::Unknown),
        ("prose", RecordingError::Unknown),
        ("other", RecordingError::Unknown),
    ] {
        assert_eq!(fault(name), Err(expected(path(name))), "{name}");
    }
    let null = Path::new("/dev/null");
    assert_eq!(recording(null).map(|_| ()), Err(RecordingError::Unknown(null.to_owned())));
    if modes_bind() {
        set_permissions(place.path().join("prose"), Permissions::from_mode(0o000)).unwrap();
        assert_eq!(fault("prose"), Err(RecordingError::Denied(path("prose"))));
    }
}

#[test]
fn text_that_cannot_be_parsed_is_reported_with_its_line() {
    let place = folder(&[("text", b"# dmidecode 3.3\nSystem Information\nManufacturer = ACME\n")]);
    let path = place.path().join("text");
    let line = UnknownLine { number: 3, text: "Manufacturer = ACME".into() };
    assert_eq!(recording(&path).map(|_| ()), Err(RecordingError::NotUnderstood(path, line)));
}

#[test]
fn a_recording_without_a_value_does_not_mean_that_the_machine_lacks_it() {
    let maker: (&str, &[u8]) = ("class/dmi/id/sys_vendor", b"ACME\n");
    let serial: (&str, &[u8]) = ("class/dmi/id/product_serial", b"A8K2M11\n");
    let efi: (&str, &[u8]) = ("firmware/efi/fw_platform_size", b"64\n");
    let model: (&str, &[u8]) = ("firmware/devicetree/base/model", b"Board 7\0");
    let read = |files: &[(&str, &[u8])]| recording(folder(files).path()).unwrap();

    let by_root = read(&[maker, serial]);
    assert_eq!((by_root.tables, by_root.lacks_smbios()), (Tables::None, false));
    assert_eq!(by_root.value_source(Field::Serial), Some(ValueSource::KernelFiles));
    assert_eq!(
        by_root.reading(Field::Model),
        &Reading::NoStructure,
        "a folder of kernel files without a model shows that there is none"
    );
    assert_eq!(by_root.reading(Field::BoardSerial), &Reading::NoStructure);

    let by_another_user = read(&[maker]);
    for field in [Field::Serial, Field::Uuid, Field::BoardSerial, Field::ChassisSerial] {
        assert_eq!(by_another_user.reading(field), &Reading::Damaged, "{field:?}");
    }
    let nothing = read(&[efi]);
    assert_eq!((nothing.reading(Field::Serial), nothing.lacks_smbios()), (&Reading::Damaged, false));

    let board = read(&[model]);
    assert!(board.lacks_smbios());
    assert_eq!(board.value_source(Field::Model), Some(ValueSource::DeviceTree));
    let both = read(&[model, maker, serial]);
    assert!(!both.lacks_smbios(), "the values come from SMBIOS, not from the device tree");
}

#[test]
fn a_bare_table_uses_the_entry_point_beside_it() {
    let bytes =
        encode_dump(&Machine { smbios_version: Some((2, 4)), ..sample("placeholder-serial").unwrap() });
    let place = folder(&[("DMI", &bytes[0x20..]), ("smbios_entry_point", &bytes[..0x18])]);
    let machine = recording(&place.path().join("DMI")).unwrap();
    assert_eq!(machine.smbios_version, Some((2, 4)));
    assert_eq!(machine.reading(Field::Uuid), sample("placeholder-serial").unwrap().reading(Field::Uuid));
}

#[test]
fn reading_this_computer_never_fails() {
    let machine = this_computer();
    assert_eq!((machine.source, machine.clock.implausible), (MachineSource::ThisComputer, false));
    assert_eq!(machine.read_as_root, rustix::process::geteuid().is_root());
}
