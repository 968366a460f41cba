//! The platform byte of a request: firmware family or hypervisor.
//!
//! | byte | firmware family | byte | hypervisor |
//! | --- | --- | --- | --- |
//! | 0 | unknown | 64 | QEMU |
//! | 1 | AMI | 65 | libvirt |
//! | 2 | Insyde | 66 | Proxmox VE |
//! | 3 | Phoenix | 67 | VMware |
//! | 4 | Dell | 68 | VirtualBox |
//! | 5 | HP | 69 | Hyper-V |
//! | 6 | HPE | 70 | Xen |
//! | 7 | Lenovo | 71 | bhyve |
//! | 8 | Lenovo server | 72 | a cloud |
//! | 9 | Supermicro | 73 | some other |
//! | 10 | coreboot | | |
//! | 11 | Apple | | |
//! | 12 | device tree | | |
//! | 13 | Intel's own boards | | |
//! | 14 | U-Boot | | |
//!
//! Numbers are never reused. A byte that is not in the table comes from a newer program; it is kept, and means "unknown".

use crate::machine::{Family, Hypervisor, Machine};

/// The platform byte, by which the desk finds remedies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Platform(pub u8);

impl Platform {
    /// Neither is known.
    pub const UNKNOWN: Self = Self(0);

    /// The hypervisor of a machine, or its firmware family where it has none.
    #[must_use]
    pub fn of(machine: &Machine) -> Self {
        machine.hypervisor.map_or_else(
            || Self(family_byte(machine.firmware.family)),
            |hypervisor| Self(hypervisor_byte(hypervisor)),
        )
    }

    /// The firmware family; `None` for any other byte.
    #[must_use]
    pub fn family(self) -> Option<Family> {
        FAMILIES.into_iter().find(|&family| family_byte(family) == self.0)
    }

    /// The hypervisor; `None` for any other byte.
    #[must_use]
    pub fn hypervisor(self) -> Option<Hypervisor> {
        HYPERVISORS.into_iter().find(|&hypervisor| hypervisor_byte(hypervisor) == self.0)
    }
}

const FAMILIES: [Family; 14] = [
    Family::Ami,
    Family::Insyde,
    Family::Phoenix,
    Family::Dell,
    Family::Hp,
    Family::Hpe,
    Family::Lenovo,
    Family::LenovoServer,
    Family::Supermicro,
    Family::Coreboot,
    Family::Apple,
    Family::DeviceTree,
    Family::Intel,
    Family::UBoot,
];

const HYPERVISORS: [Hypervisor; 10] = [
    Hypervisor::Qemu,
    Hypervisor::Libvirt,
    Hypervisor::Proxmox,
    Hypervisor::Vmware,
    Hypervisor::VirtualBox,
    Hypervisor::HyperV,
    Hypervisor::Xen,
    Hypervisor::Bhyve,
    Hypervisor::Cloud,
    Hypervisor::Other,
];

const fn family_byte(family: Family) -> u8 {
    match family {
        Family::Unknown => 0,
        Family::Ami => 1,
        Family::Insyde => 2,
        Family::Phoenix => 3,
        Family::Dell => 4,
        Family::Hp => 5,
        Family::Hpe => 6,
        Family::Lenovo => 7,
        Family::LenovoServer => 8,
        Family::Supermicro => 9,
        Family::Coreboot => 10,
        Family::Apple => 11,
        Family::DeviceTree => 12,
        Family::Intel => 13,
        Family::UBoot => 14,
    }
}

const fn hypervisor_byte(hypervisor: Hypervisor) -> u8 {
    match hypervisor {
        Hypervisor::Qemu => 64,
        Hypervisor::Libvirt => 65,
        Hypervisor::Proxmox => 66,
        Hypervisor::Vmware => 67,
        Hypervisor::VirtualBox => 68,
        Hypervisor::HyperV => 69,
        Hypervisor::Xen => 70,
        Hypervisor::Bhyve => 71,
        Hypervisor::Cloud => 72,
        Hypervisor::Other => 73,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_is_both_family_and_hypervisor() {
        for byte in 0..=255 {
            let platform = Platform(byte);
            match byte {
                1..=14 => assert!(platform.family().is_some() && platform.hypervisor().is_none()),
                64..=73 => assert!(platform.family().is_none() && platform.hypervisor().is_some()),
                _ => assert!(platform.family().is_none() && platform.hypervisor().is_none()),
            }
        }
    }

    #[test]
    fn the_hypervisor_precedes_the_family() {
        let mut machine = Machine::default();
        assert_eq!(Platform::of(&machine), Platform::UNKNOWN);
        machine.firmware.family = Family::Hpe;
        assert_eq!(Platform::of(&machine).family(), Some(Family::Hpe));
        machine.hypervisor = Some(Hypervisor::Vmware);
        assert_eq!(Platform::of(&machine), Platform(67));
        assert_eq!(Platform::of(&machine).hypervisor(), Some(Hypervisor::Vmware));
    }
}
