//! Network ports: the permanent MAC address of the first on-board port, and the addresses of all ports.

use std::path::Path;

use countersign_core::machine::OnboardMac;

use super::file_tree::{FileTree, ReadFailure};

const PORTS: &str = "class/net";

/// The beginning of the PCI class of a network controller in sysfs; subclass and interface follow.
const NETWORK_CLASS: &str = "0x02";

/// The permanent address of the first on-board port. This is the wired PCI device with the lowest number that the firmware gives to
/// on-board ports (`index`, `acpi_index`); without such numbers, the device with the lowest PCI address.
///
/// Where the first port's address isn't known to be permanent, or it is not known which port is the first, the reading is
/// [`OnboardMac::Unreadable`]. The next port never replaces the first.
pub fn onboard_mac(sys: &FileTree) -> OnboardMac {
    let ports = sys.list(PORTS).and_then(|ports| {
        let places = ports.into_iter().map(|port| place(sys, port));
        places.collect::<Result<Vec<_>, _>>()
    });
    match ports {
        Ok(places) => places.into_iter().flatten().min().map_or(OnboardMac::NoPort, |first| {
            permanent_address(sys, &first.port).map_or(OnboardMac::Unreadable, OnboardMac::Permanent)
        }),
        Err(ReadFailure::Absent) => OnboardMac::NoPort,
        Err(ReadFailure::Denied | ReadFailure::Broken) => OnboardMac::Unreadable,
    }
}

/// The position of an on-board port among the others. Ports are compared by the members in their order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// The firmware's number; `u32::MAX` where there is none.
    index: u32,
    /// The PCI address: domain, bus, device and function.
    pci: [u32; 4],
    /// The number that distinguishes the ports of one PCI function (`dev_port`).
    on_function: u32,
    /// The name of the port.
    port: String,
}

/// The place of a port; `None` where it is not an on-board port.
///
/// # Errors
///
/// The failure of a file that exists, is needed for the decision, and can't be read.
fn place(sys: &FileTree, port: String) -> Result<Option<Place>, ReadFailure> {
    let file = |name: &str| match sys.text(&format!("{PORTS}/{port}/{name}")) {
        Err(ReadFailure::Absent) => Ok(None),
        told => told.map(Some),
    };
    let number = |name: &str| Ok(file(name)?.and_then(|text| text.parse::<u32>().ok()));
    let wireless = ["wireless", "phy80211"].iter().any(|name| sys.has(&format!("{PORTS}/{port}/{name}")));
    if wireless
        || !file("device/class")?.is_some_and(|class| class.starts_with(NETWORK_CLASS))
        || file("type")?.is_some_and(|kind| kind != "1")
    {
        return Ok(None);
    }
    let index = match number("device/index")? {
        None => number("device/acpi_index")?,
        told => told,
    };
    let device = sys.real_path(&format!("{PORTS}/{port}/device"));
    Ok(Some(Place {
        index: index.unwrap_or(u32::MAX),
        pci: device.and_then(|device| pci_address(&device)).unwrap_or([u32::MAX; 4]),
        on_function: number("dev_port")?.unwrap_or_default(),
        port,
    }))
}

/// The PCI address in the name of a device's folder, such as `0000:02:00.1`.
fn pci_address(device: &Path) -> Option<[u32; 4]> {
    let mut parts = device.file_name()?.to_str()?.split([':', '.']);
    let mut address = [0; 4];
    for part in &mut address {
        *part = u32::from_str_radix(parts.next()?, 16).ok()?;
    }
    parts.next().is_none().then_some(address)
}

/// The address of a port, if the kernel marks it as permanent (`addr_assign_type` 0). Reading the permanent address of a port with a
/// changed address needs an ioctl, which safe Rust can't call. A port in a bond is an exception: sysfs has its permanent address.
fn permanent_address(sys: &FileTree, port: &str) -> Option<[u8; 6]> {
    let file = |name: &str| sys.text(&format!("{PORTS}/{port}/{name}"));
    match file("bonding_slave/perm_hwaddr") {
        Ok(text) => parse(&text),
        Err(ReadFailure::Absent) => {
            let permanent = file("addr_assign_type").is_ok_and(|kind| kind == "0");
            file("address").ok().filter(|_| permanent).and_then(|text| parse(&text))
        }
        Err(ReadFailure::Denied | ReadFailure::Broken) => None,
    }
}

/// Parses an address: six bytes of two hexadecimal digits each, separated by colons.
fn parse(text: &str) -> Option<[u8; 6]> {
    let mut address = [0; 6];
    let mut parts = text.split(':');
    for byte in &mut address {
        let part = parts
            .next()
            .filter(|part| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit()));
        *byte = u8::from_str_radix(part?, 16).ok()?;
    }
    parts.next().is_none().then_some(address)
}

/// The addresses of all ports that have a device. Bridges and other virtual ports have none.
pub fn addresses(sys: &FileTree) -> Vec<[u8; 6]> {
    let of = |port: String| {
        let line = sys.line(&format!("{PORTS}/{port}/address")).and_then(|text| parse(&text));
        line.filter(|_| sys.has(&format!("{PORTS}/{port}/device")))
    };
    sys.names(PORTS).into_iter().filter_map(of).collect()
}
