//! The choice of the first on-board network port, and the reading of its address.

use std::fs::{Permissions, set_permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

/// A port below `class/net`: its name, and path and text of each of its files.
type Port<'a> = (&'a str, &'a [(&'a str, &'a str)]);

const PCI: (&str, &str) = ("device/class", "0x020000\n");
const PERMANENT: (&str, &str) = ("addr_assign_type", "0\n");
const CHANGED: (&str, &str) = ("addr_assign_type", "3\n");

/// The address `00:00:5e:00:53:LAST`.
const fn permanent(last: u8) -> OnboardMac {
    OnboardMac::Permanent([0, 0, 0x5e, 0, 0x53, last])
}

/// The folder of a computer with these ports; its `/sys` is the folder `sys` there.
fn with_ports(ports: &[Port]) -> TempDir {
    let files: Vec<(String, &[u8])> = ports
        .iter()
        .flat_map(|(port, files)| {
            files.iter().map(move |(file, text)| (format!("sys/class/net/{port}/{file}"), text.as_bytes()))
        })
        .chain([("sys/class/dmi/id/x".to_string(), &b""[..])])
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    folder(&files)
}

#[test]
fn the_first_port_is_on_pci_wired_and_lowest_by_firmware_index() {
    let place = with_ports(&[
        ("eth0", &[("address", "00:00:5e:00:53:00\n"), PERMANENT]),
        ("eth1", &[("address", "00:00:5e:00:53:01\n"), PCI, PERMANENT]),
        ("eth3", &[("address", "00:00:5e:00:53:03\n"), PCI, PERMANENT, ("device/index", "2\n")]),
        (
            "eth4",
            &[
                ("address", "02:00:00:00:00:04\n"),
                PCI,
                CHANGED,
                ("device/acpi_index", "1\n"),
                ("bonding_slave/perm_hwaddr", "00:00:5e:00:53:04\n"),
            ],
        ),
        (
            "wlan0",
            &[
                ("address", "00:00:5e:00:53:09\n"),
                ("device/class", "0x028000\n"),
                PERMANENT,
                ("wireless/x", ""),
            ],
        ),
        ("ib0", &[("address", "80:00:00:48\n"), PCI, ("type", "32\n"), PERMANENT]),
    ]);
    let sys = place.path().join("sys");
    let mac = || recording(&sys).unwrap().onboard_mac;
    for (port, last) in [("eth4", 4), ("eth3", 3), ("eth1", 1)] {
        assert_eq!((mac(), computer(place.path()).onboard_mac), (permanent(last), permanent(last)));
        fs::remove_dir_all(sys.join("class/net").join(port)).unwrap();
    }
    assert_eq!(mac(), OnboardMac::NoPort, "a port that is not on PCI is not used");
    fs::remove_dir_all(sys.join("class/net")).unwrap();
    assert_eq!(mac(), OnboardMac::NoPort);
}

#[test]
fn a_first_port_without_a_permanent_address_is_not_replaced_by_the_next() {
    let next: Port = ("eth1", &[("address", "00:00:5e:00:53:01\n"), PCI, PERMANENT, ("device/index", "2\n")]);
    let address = ("address", "00:00:5e:00:53:07\n");
    let bond = |text| ("bonding_slave/perm_hwaddr", text);
    for (files, expected) in [
        (vec![address, PERMANENT], permanent(7)),
        (vec![address, CHANGED], OnboardMac::Unreadable),
        (vec![address, ("addr_assign_type", "1\n")], OnboardMac::Unreadable),
        (vec![address, ("addr_assign_type", "\n")], OnboardMac::Unreadable),
        (vec![address], OnboardMac::Unreadable),
        (vec![PERMANENT], OnboardMac::Unreadable),
        (vec![("address", "\n"), PERMANENT], OnboardMac::Unreadable),
        (vec![("address", "00:00:5e:00:53\n"), PERMANENT], OnboardMac::Unreadable),
        (vec![("address", "00:00:5e:00:53:07:08\n"), PERMANENT], OnboardMac::Unreadable),
        (vec![("address", "00:00:5e:00:53:+7\n"), PERMANENT], OnboardMac::Unreadable),
        (vec![address, CHANGED, bond("00:00:5e:00:53:08\n")], permanent(8)),
        (vec![address, PERMANENT, bond("\n")], OnboardMac::Unreadable),
        (vec![("address", "00:00:00:00:00:00\n"), PERMANENT], OnboardMac::Permanent([0; 6])),
        (vec![("address", "ff:FF:ff:ff:ff:ff\n"), PERMANENT], OnboardMac::Permanent([0xff; 6])),
    ] {
        let files = [&files[..], &[PCI, ("device/index", "1\n")]].concat();
        let place = with_ports(&[("eth9", &files), next]);
        assert_eq!(recording(&place.path().join("sys")).unwrap().onboard_mac, expected, "{files:?}");
    }
}

#[test]
fn an_unreadable_port_that_may_be_the_first_is_unreadable() {
    if !modes_bind() {
        return;
    }
    let other: Port =
        ("eth1", &[("address", "00:00:5e:00:53:01\n"), PCI, PERMANENT, ("device/index", "2\n")]);
    let files =
        [("address", "00:00:5e:00:53:07\n"), PCI, PERMANENT, ("device/index", "1\n"), ("type", "1\n")];
    for file in
        ["eth9/address", "eth9/addr_assign_type", "eth9/type", "eth9/device/class", "eth9/device/index", ""]
    {
        let place = with_ports(&[("eth9", &files), other]);
        let path = place.path().join("sys/class/net").join(file);
        set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
        assert_eq!(computer(place.path()).onboard_mac, OnboardMac::Unreadable, "{file}");
        set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn without_a_firmware_index_the_lowest_pci_address_is_first() {
    let ports = [
        // A port behind a bridge: the last folder of the path has the address of the port.
        ("a", "pci0000:00/0000:00:1c.0/0000:02:00.0", "0", 1),
        ("b", "pci0000:00/0000:00:1f.6", "0", 2),
        ("c", "pci10000:e0/10000:e1:00.0", "0", 3),
        ("d", "pci0000:00/0000:00:1f.7", "1", 4),
        ("e", "pci0000:00/0000:00:1f.7", "0", 5),
    ];
    let place = with_ports(&[]);
    let sys = place.path().join("sys");
    for (name, device, on_function, last) in ports {
        let (port, device) = (sys.join("class/net").join(name), sys.join("devices").join(device));
        fs::create_dir_all(&device).unwrap();
        fs::create_dir_all(&port).unwrap();
        fs::write(device.join("class"), PCI.1).unwrap();
        symlink(&device, port.join("device")).unwrap();
        let address = format!("00:00:5e:00:53:0{last}\n");
        for (file, text) in [("address", address.as_str()), PERMANENT, ("dev_port", on_function)] {
            fs::write(port.join(file), text).unwrap();
        }
    }
    for (name, last) in [("b", 2), ("e", 5), ("d", 4), ("a", 1), ("c", 3)] {
        assert_eq!(computer(place.path()).onboard_mac, permanent(last));
        fs::remove_dir_all(sys.join("class/net").join(name)).unwrap();
    }
    assert_eq!(computer(place.path()).onboard_mac, OnboardMac::NoPort);
}

#[test]
fn a_container_has_no_on_board_port() {
    let place = with_ports(&[("eth0", &[("address", "00:00:5e:00:53:01\n"), PCI, PERMANENT])]);
    assert_eq!(computer(place.path()).onboard_mac, permanent(1));
    fs::create_dir_all(place.path().join("root")).unwrap();
    fs::write(place.path().join("root/.dockerenv"), "").unwrap();
    assert_eq!(computer(place.path()).onboard_mac, OnboardMac::NoPort);
}
