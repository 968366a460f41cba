//! The platform of a machine: firmware family, boot mode, hypervisor, container.

use serde::{Deserialize, Serialize};

use super::{Machine, MachineSource, Tables};

/// A family of firmware with its own way of setting a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// American Megatrends Aptio and older AMI BIOS.
    Ami,
    /// Insyde H2O.
    Insyde,
    /// Phoenix and Award.
    Phoenix,
    /// Dell.
    Dell,
    /// HP business and consumer computers.
    Hp,
    /// HPE ProLiant and other HPE servers.
    Hpe,
    /// Lenovo ThinkPad, IdeaPad, ThinkCentre.
    Lenovo,
    /// Lenovo ThinkSystem and IBM System x.
    LenovoServer,
    /// Supermicro.
    Supermicro,
    /// coreboot, Dasharo, ChromeOS.
    Coreboot,
    /// Apple.
    Apple,
    /// A board with a device tree.
    DeviceTree,
    /// Intel's own boards and small computers.
    Intel,
    /// U-Boot, where it writes SMBIOS tables.
    UBoot,
    /// A server with a BMC that gives manufacturer, model and serial to the firmware at each start (FRU).
    BmcServer,
    /// Huawei computers and servers, xFusion.
    Huawei,
    /// Loongson's own firmware (UDK2018, EDK), on boards of many makers.
    Loongson,
    /// Phytium's reference firmware.
    Phytium,
    /// Kunlun firmware of ZD-TECH, on Phytium and Loongson boards.
    Kunlun,
    /// Byosoft, on Zhaoxin, Phytium and Kunpeng boards.
    Byosoft,
    /// Lenovo KaiTian.
    KaiTian,
    /// EDK II in the port of a board, where the values come from the build or from the chip.
    Edk2,
    /// A board with a device tree, and with its serial in the environment of U-Boot.
    UBootBoard,
    /// Another family, or an unknown one.
    #[default]
    Unknown,
}

/// How a machine was booted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BootMode {
    /// Not known.
    #[default]
    Unknown,
    /// By a legacy BIOS.
    Bios,
    /// By UEFI.
    Uefi,
    /// By a boot loader with a device tree and without SMBIOS.
    DeviceTree,
}

/// A hypervisor or cloud with its own way of setting a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hypervisor {
    /// Plain QEMU, with or without KVM.
    Qemu,
    /// QEMU managed by libvirt.
    Libvirt,
    /// QEMU managed by Proxmox VE.
    Proxmox,
    /// VMware Workstation, Fusion, ESXi.
    Vmware,
    /// Oracle VirtualBox.
    VirtualBox,
    /// Microsoft Hyper-V.
    HyperV,
    /// Xen with SMBIOS tables (HVM).
    Xen,
    /// bhyve.
    Bhyve,
    /// An instance of a cloud provider that has no variant below. The provider alone sets its fields.
    Cloud,
    /// Another.
    Other,
    /// KubeVirt, and products based on it: Harvester, OpenShift Virtualization.
    KubeVirt,
    /// Cloud Hypervisor.
    CloudHypervisor,
    /// crosvm.
    Crosvm,
    /// Firecracker. Its guests have no SMBIOS.
    Firecracker,
    /// Nutanix AHV.
    NutanixAhv,
    /// OpenStack. Its operator alone sets the fields.
    OpenStack,
    /// QEMU managed by Incus.
    Incus,
    /// QEMU managed by LXD.
    Lxd,
    /// QEMU managed by oVirt or Red Hat Virtualization.
    Ovirt,
    /// Xen without SMBIOS tables (PV, PVH).
    XenPv,
    /// Parallels Desktop.
    Parallels,
    /// Apple's Virtualization framework.
    AppleVirtualization,
    /// The Windows Subsystem for Linux, which has no SMBIOS.
    Wsl,
    /// Amazon EC2.
    AmazonEc2,
    /// Google Compute Engine.
    GoogleCompute,
    /// Microsoft Azure.
    Azure,
    /// Alibaba Cloud ECS.
    AlibabaCloud,
    /// Tencent Cloud CVM.
    TencentCloud,
    /// Huawei Cloud.
    HuaweiCloud,
}

impl Hypervisor {
    /// Whether this is a cloud: the provider alone sets the fields, and the tenant can't change them. OpenStack is not a cloud in
    /// this sense, because its operator may be the tenant's own company.
    #[must_use]
    pub const fn is_cloud(self) -> bool {
        matches!(
            self,
            Self::Cloud
                | Self::AmazonEc2
                | Self::GoogleCompute
                | Self::Azure
                | Self::AlibabaCloud
                | Self::TencentCloud
                | Self::HuaweiCloud
        )
    }
}

/// A kind of container, which shares or hides the SMBIOS tables of its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Docker, Podman or another OCI runtime.
    Oci,
    /// LXC, LXD, Incus.
    Lxc,
    /// systemd-nspawn.
    Nspawn,
    /// Another.
    Other,
}

impl Machine {
    /// How the machine was booted. A recording can prove UEFI only; it counts as booted by UEFI where its firmware supports it. A
    /// container may hide the signs of UEFI.
    #[must_use]
    pub fn boot_mode(&self) -> BootMode {
        let smbios = self.tables != Tables::None || self.structure_counts != [0; 3];
        match (&self.source, self.container) {
            _ if self.firmware.uefi => BootMode::Uefi,
            (MachineSource::ThisComputer, _) if self.device_tree.is_some() && !smbios => BootMode::DeviceTree,
            (MachineSource::ThisComputer, None) => BootMode::Bios,
            (MachineSource::Recording(_) | MachineSource::Sample(_), _) if self.firmware.uefi_supported => {
                BootMode::Uefi
            }
            _ => BootMode::Unknown,
        }
    }

    /// Whether the machine is a virtual one; `None` for a recording that doesn't tell.
    #[must_use]
    pub fn virtual_machine(&self) -> Option<bool> {
        match self.source {
            _ if self.hypervisor.is_some() => Some(true),
            MachineSource::ThisComputer => Some(false),
            MachineSource::Recording(_) | MachineSource::Sample(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{DeviceTree, Firmware};

    #[test]
    fn the_boot_mode_is_unknown_if_nothing_shows_it() {
        use BootMode::{Bios, DeviceTree as Tree, Uefi, Unknown};
        let place = |name: &str| match name {
            "this" => (MachineSource::ThisComputer, None),
            "container" => (MachineSource::ThisComputer, Some(Container::Oci)),
            "recording" => (MachineSource::Recording("a".into()), None),
            _ => (MachineSource::Sample("a".into()), None),
        };
        let none = [0; 3];
        for (name, uefi, tree, tables, structure_counts, mode) in [
            ("this", true, false, Tables::Read, [1; 3], Uefi),
            ("this", true, true, Tables::None, none, Uefi),
            ("this", false, true, Tables::None, none, Tree),
            ("this", false, true, Tables::Read, [1; 3], Bios),
            ("this", false, true, Tables::Denied, none, Bios),
            ("this", false, true, Tables::None, [1, 0, 0], Bios),
            ("this", false, false, Tables::Read, [1; 3], Bios),
            ("this", false, false, Tables::None, none, Bios),
            ("container", true, false, Tables::None, none, Uefi),
            ("container", false, true, Tables::None, none, Tree),
            ("container", false, false, Tables::None, none, Unknown),
            ("recording", true, false, Tables::Read, [1; 3], Uefi),
            ("recording", false, false, Tables::Read, [1; 3], Unknown),
            ("recording", false, true, Tables::None, none, Unknown),
            ("sample", true, false, Tables::Read, [1; 3], Uefi),
            ("sample", false, true, Tables::None, none, Unknown),
        ] {
            let (source, container) = place(name);
            let firmware = Firmware { uefi, ..Firmware::default() };
            let device_tree = tree.then(DeviceTree::default);
            let machine = Machine {
                source,
                container,
                firmware,
                device_tree,
                tables,
                structure_counts,
                ..Machine::default()
            };
            assert_eq!(machine.boot_mode(), mode, "{name} {uefi} {tree} {tables:?}");
        }
    }

    #[test]
    fn uefi_support_decides_the_boot_mode_of_a_recording_but_not_of_this_computer() {
        let firmware = Firmware { uefi_supported: true, ..Firmware::default() };
        for (source, mode) in [
            (MachineSource::ThisComputer, BootMode::Bios),
            (MachineSource::Recording("a".into()), BootMode::Uefi),
        ] {
            let machine = Machine { source, firmware: firmware.clone(), ..Machine::default() };
            assert_eq!(machine.boot_mode(), mode);
        }
    }

    #[test]
    fn a_recording_without_a_hypervisor_leaves_virtualisation_unknown() {
        for (source, without) in [
            (MachineSource::ThisComputer, Some(false)),
            (MachineSource::Recording("a".into()), None),
            (MachineSource::Sample("a".into()), None),
        ] {
            for (hypervisor, told) in [(None, without), (Some(Hypervisor::Other), Some(true))] {
                let machine = Machine { source: source.clone(), hypervisor, ..Machine::default() };
                assert_eq!(machine.virtual_machine(), told, "{source:?} {hypervisor:?}");
            }
        }
    }
}
