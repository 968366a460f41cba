//! Whether a virtual machine has a serial of its own, or shares it with its host, its template or its clones.

use super::firmware::lower;
use super::{Field, Hypervisor, Machine, uuid};

/// The scope of a virtual machine's serial, where other machines may have the same serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SerialScope {
    /// The host: every guest on it has this serial, and the serial changes when the guest moves.
    Host,
    /// The template: every machine made from it has this serial.
    Template,
    /// This machine and every clone of it.
    Clones,
}

/// The scope of the serial, where it is wider than this machine. `None` for a serial that belongs to the machine alone, for a
/// blank serial, and for a physical machine.
///
/// oVirt's legacy policy and three of OpenStack's settings give the host's UUID; there, the machine's own serial is its UUID.
/// Proxmox VE draws a new UUID for a clone and copies the serial. libvirt in the mode `host` and Xen copy the host's strings, but
/// the chassis still names the hypervisor.
#[must_use]
pub fn serial_scope(machine: &Machine) -> Option<SerialScope> {
    let hypervisor = machine.hypervisor?;
    let text = |field| lower(machine, field);
    let serial = text(Field::Serial);
    if serial.is_empty() {
        return None;
    }
    let is_own = uuid::parse(&serial).is_some_and(|own| Some(own) == uuid::parse(&text(Field::Uuid)));
    let (maker, vendor) = (text(Field::Manufacturer), text(Field::BiosVendor));
    match hypervisor {
        _ if is_own => None,
        Hypervisor::Ovirt if uuid::parse(&serial).is_some() => Some(SerialScope::Host),
        Hypervisor::OpenStack => Some(SerialScope::Host),
        Hypervisor::Proxmox => Some(SerialScope::Clones),
        // The serial of the template "Dell edition" of XenServer.
        Hypervisor::Xen if serial == "3.3.1" => Some(SerialScope::Template),
        Hypervisor::Xen if maker != "xen" && text(Field::ChassisManufacturer) == "xen" => {
            Some(SerialScope::Host)
        }
        Hypervisor::Qemu | Hypervisor::Libvirt
            if ["qemu", "red hat"].contains(&text(Field::ChassisManufacturer).as_str())
                && !vendor.is_empty()
                && !["seabios", "edk ii", "efi development kit", "qemu"]
                    .iter()
                    .any(|own| vendor.starts_with(own)) =>
        {
            Some(SerialScope::Host)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_serial_is_distinguished_from_a_unique_one() {
        use Field::{BiosVendor, ChassisManufacturer, Manufacturer, Serial, Uuid};
        use Hypervisor as H;
        let own = "1ddbeb7e-aea3-4ae3-8a57-61867d346372";
        let host = "30393137-3436-5a43-4a39-30304e395143";
        let (upper, dell) = ("1DDBEB7E-AEA3-4AE3-8A57-61867D346372", (BiosVendor, "Dell Inc."));
        let qemu = (ChassisManufacturer, "QEMU");
        for (hypervisor, fields, scope) in [
            (Some(H::Ovirt), &[(Serial, host), (Uuid, own)][..], Some(SerialScope::Host)),
            (Some(H::Ovirt), &[(Serial, upper), (Uuid, own)], None),
            (Some(H::Ovirt), &[(Serial, "DESK-4711"), (Uuid, own)], None),
            (Some(H::OpenStack), &[(Serial, own), (Uuid, own)], None),
            (
                Some(H::OpenStack),
                &[(Serial, "4c4c4544004d35108051b4c04f313532"), (Uuid, own)],
                Some(SerialScope::Host),
            ),
            (Some(H::Proxmox), &[(Serial, "DESK-4711"), (Uuid, own)], Some(SerialScope::Clones)),
            (Some(H::Proxmox), &[(Uuid, own)], None),
            (Some(H::Xen), &[(Serial, "3.3.1"), (Manufacturer, "Dell Inc.")], Some(SerialScope::Template)),
            (
                Some(H::Xen),
                &[(Serial, "1352759"), (Manufacturer, "PC Engines"), (ChassisManufacturer, "Xen")],
                Some(SerialScope::Host),
            ),
            (Some(H::Xen), &[(Serial, own), (Uuid, own), (Manufacturer, "Xen")], None),
            (Some(H::Libvirt), &[(Serial, "35K213X"), dell, qemu], Some(SerialScope::Host)),
            (Some(H::Libvirt), &[(Serial, "35K213X"), (BiosVendor, "SeaBIOS"), qemu], None),
            (None, &[(Serial, "35K213X"), dell], None),
        ] {
            let machine = fields
                .iter()
                .fold(Machine { hypervisor, ..Machine::default() }, |machine, (field, value)| {
                    machine.with_value(*field, value)
                });
            assert_eq!(serial_scope(&machine), scope, "{hypervisor:?} {fields:?}");
        }
    }
}
