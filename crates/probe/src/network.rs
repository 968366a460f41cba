//! The permanent MAC address of the first on-board network port.

use super::tree::Tree;

const PORTS: &str = "class/net";

/// Class of a PCI network controller, as sysfs prints it: the rest is the kind of network.
const NETWORK_CLASS: &str = "0x02";

/// The address of the first on-board port. On-board is what sits on PCI and that the firmware numbers
/// as such (`index`, `acpi_index`); without such a number, the lowest PCI address.
///
/// Only an address that the kernel marks as permanent (`addr_assign_type` 0) counts: the true one
/// behind a changed address is told by an ioctl alone, which is out of reach without `unsafe`. A port
/// in a bond is the exception: the bond keeps the address it had.
pub fn first_mac(sys: &Tree) -> Option<[u8; 6]> {
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
            let place = sys.place(&format!("{PORTS}/{port}/device"));
            Some(((index, place, port), parse(&text)?))
        })
        .min_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, address)| address)
}

/// An address that can belong to one port: neither of all zeros nor for a group.
fn parse(text: &str) -> Option<[u8; 6]> {
    let mut address = [0; 6];
    let mut parts = text.split(':');
    for byte in &mut address {
        *byte = u8::from_str_radix(parts.next()?, 16).ok()?;
    }
    (parts.next().is_none() && address != [0; 6] && address[0] & 1 == 0).then_some(address)
}

/// The addresses of every port with a device behind it: bridges and the like are of this system's making.
pub fn addresses(sys: &Tree) -> Vec<[u8; 6]> {
    let of = |port: String| {
        let line = sys.line(&format!("{PORTS}/{port}/address")).and_then(|text| parse(&text));
        line.filter(|_| sys.has(&format!("{PORTS}/{port}/device")))
    };
    sys.names(PORTS).into_iter().filter_map(of).collect()
}
