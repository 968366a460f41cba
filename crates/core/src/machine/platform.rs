//! What a machine is as a platform: firmware families, hypervisors, containers, and the tools that set firmware fields.

use serde::{Deserialize, Serialize};

/// Firmware families that have their own way of setting a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// American Megatrends Aptio and older AMI BIOS.
    Ami,
    /// Insyde H2O.
    Insyde,
    /// Phoenix and Award.
    Phoenix,
    /// Dell's own.
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
    /// Some other, or not told.
    #[default]
    Unknown,
}

/// Hypervisors and clouds that have their own way of setting a field.
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
    /// Xen.
    Xen,
    /// bhyve.
    Bhyve,
    /// A cloud provider's instance: its fields are the provider's.
    Cloud,
    /// Some other.
    Other,
}

/// Containers, which share or hide the host's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Docker, Podman or another OCI runtime.
    Oci,
    /// LXC, LXD, Incus.
    Lxc,
    /// systemd-nspawn.
    Nspawn,
    /// Some other.
    Other,
}

/// Programs that set or read firmware fields and may be on this machine's `PATH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// `ipmitool`.
    Ipmitool,
    /// `amidelnx_26_64`.
    Amidelnx,
    /// `h2osde-lx64`.
    H2osde,
    /// Supermicro `sum`.
    Sum,
    /// Supermicro `saa`.
    Saa,
    /// `ipmicfg`.
    Ipmicfg,
    /// Lenovo `onecli`.
    Onecli,
    /// ChromeOS `vpd`.
    Vpd,
    /// `dmidecode`.
    Dmidecode,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 9] = [
        Self::Ipmitool,
        Self::Amidelnx,
        Self::H2osde,
        Self::Sum,
        Self::Saa,
        Self::Ipmicfg,
        Self::Onecli,
        Self::Vpd,
        Self::Dmidecode,
    ];

    /// The program's name.
    #[must_use]
    pub const fn program(self) -> &'static str {
        match self {
            Self::Ipmitool => "ipmitool",
            Self::Amidelnx => "amidelnx_26_64",
            Self::H2osde => "h2osde-lx64",
            Self::Sum => "sum",
            Self::Saa => "saa",
            Self::Ipmicfg => "ipmicfg",
            Self::Onecli => "onecli",
            Self::Vpd => "vpd",
            Self::Dmidecode => "dmidecode",
        }
    }
}
