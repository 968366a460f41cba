//! The permanent MAC address of the first on-board network port.

use super::file_tree::FileTree;

const PORTS: &str = "class/net";

/// How sysfs prints the class of a PCI network controller; subclass and interface follow.
const NETWORK_CLASS: &str = "0x02";

/// The address of the first on-board port: a wired PCI device with the lowest number that the firmware gives to on-board
/// ports (`index`, `acpi_index`); without such a number, the one with the lowest PCI address.
///
/// Only an address that the kernel marks as permanent (`addr_assign_type` 0) counts. The permanent address behind a changed one
/// needs an ioctl, which safe Rust can't do. A port in a bond is the exception: the bond keeps its permanent address.
pub fn first_mac(sys: &FileTree) -> Option<[u8; 6]> {
    sys.names(PORTS)
        .into_iter()
        .filter_map(|port| {
            let file = |name: &str| sys.line(&format!("{PORTS}/{port}/{name}"));
            let on_pci = file("device/class").is_some_and(|class| class.starts_with(NETWORK_CLASS));
            let wireless =
                ["wireless", "phy80211"].iter().any(|name| sys.has(&format!("{PORTS}/{port}/{name}")));
            if !on_pci || wireless || file("type").is_some_and(|kind| kind != "1") {
                return None;
            }
            let text = match file("bonding_slave/perm_hwaddr") {
                Some(text) => text,
                None if file("addr_assign_type").as_deref() == Some("0") => file("address")?,
                None => return None,
            };
            let number = |name| file(name).and_then(|text| text.parse::<u32>().ok());
            let index = number("device/index").or_else(|| number("device/acpi_index")).unwrap_or(u32::MAX);
            let place = sys.real_path(&format!("{PORTS}/{port}/device"));
            Some(((index, place, port), parse(&text)?))
        })
        .min_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, address)| address)
}

/// An address of one port: not all zero, not a group address.
fn parse(text: &str) -> Option<[u8; 6]> {
    let mut address = [0; 6];
    let mut parts = text.split(':');
    for byte in &mut address {
        *byte = u8::from_str_radix(parts.next()?, 16).ok()?;
    }
    (parts.next().is_none() && address != [0; 6] && address[0] & 1 == 0).then_some(address)
}

/// The addresses of all ports with a device behind them, which excludes bridges and other virtual ports.
pub fn addresses(sys: &FileTree) -> Vec<[u8; 6]> {
    let of = |port: String| {
        let line = sys.line(&format!("{PORTS}/{port}/address")).and_then(|text| parse(&text));
        line.filter(|_| sys.has(&format!("{PORTS}/{port}/device")))
    };
    sys.names(PORTS).into_iter().filter_map(of).collect()
}
