//! The steps of remedies. Each step is a key; `text::remedy` has its sentence.

use super::command::Command;
use crate::machine::Field;

/// One step of a remedy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Keep a copy of the tables before any change.
    BackUp,
    /// Caution: a changed maker or model can change which quirks the kernel applies.
    QuirksCaution,
    /// Caution: other software that is bound to these values may ask for a new activation.
    OtherActivations,
    /// Caution: a serial that begins with `ds=` configures cloud-init and must stay.
    CloudInitCaution,
    /// Caution: the firmware may be write-protected; then only the maker can write it.
    WriteProtected,
    /// Read this value off the label on the case.
    ReadLabel(Field),
    /// Compare the suggested value with the label.
    CompareLabel(Field),
    /// Choose a value: a name that fits the machine, a serial that no other machine has.
    ChooseValue(Field),
    /// Put the value in place of this word in the command.
    PutInPlace(&'static str),
    /// Put user, password and address of the BMC in place of the words in the command.
    FillInBmc,
    /// Put the name or number of the VM in place of this word.
    NameVm(&'static str),
    /// Get this tool from the maker of the board or system.
    GetTool(&'static str),
    /// Install this tool from the distribution.
    Install(&'static str),
    /// Type the command of the remedy.
    Enter,
    /// The value has at most this many characters.
    AtMost(u8),
    /// Start a UEFI shell from a USB stick.
    StartUefiShell,
    /// Start DOS from a USB stick.
    StartDos,
    /// Type this command, in addition to the command of the remedy.
    Type(Command),
    /// Ask the administrator of the host.
    AskHost,
    /// Shut the VM down first.
    ShutDownVm,
    /// Put this option on the QEMU command line.
    QemuOption,
    /// If libvirt manages this QEMU: these lines.
    IfLibvirt(Command),
    /// If Proxmox VE manages this QEMU: this command, with values in Base64.
    IfProxmox(Command),
    /// Put these lines into the domain (`virsh edit`).
    EditDomain,
    /// Put these lines into the `.vmx` file of the VM.
    EditVmx,
    /// KubeVirt: put these lines into the VirtualMachine object.
    EditVmObject,
    /// KubeVirt: put these lines into the KubeVirt object of the cluster.
    EditKubeVirtObject,
    /// Put this option on the command line of Cloud Hypervisor.
    CloudHypervisorOption,
    /// Put this option on the command line of crosvm.
    CrosvmOption,
    /// Xen: put this line into the domain's file for `xl`.
    EditXlFile,
    /// XenServer and XCP-ng: this string can be set only before the first start.
    XenServerString(&'static str),
    /// Proxmox VE: the line replaces the whole property.
    ProxmoxWhole,
    /// Encode the value as Base64, and put the result in place of this word.
    EncodeBase64(&'static str),
    /// Incus, LXD: the command replaces the old value of this key.
    RawQemuWhole,
    /// oVirt: the serial number policy of the VM.
    OvirtPolicy,
    /// OpenStack: only its operator can set the fields.
    OpenStackOperator,
    /// OpenStack: the setting that gives each instance its own serial.
    NovaSerial,
    /// Parallels: a boot flag of the VM, on hosts with Intel processors.
    ParallelsFlag,
    /// Apple's framework doesn't set serials.
    AppleVirtualization,
    /// This kind of virtual machine has no SMBIOS.
    NoSmbiosInVm,
    /// WSL has no SMBIOS.
    Wsl,
    /// Set this property in the settings of the VM.
    HyperVProperty(&'static str),
    /// Start the VM from the host; a restart inside it is not enough.
    ColdStartVm,
    /// HP: F10, Main, Set Machine Unique Data.
    HpSetup,
    /// HP: Ctrl+A opens the fields for editing.
    HpEditMode,
    /// HP: the branding can be written once.
    HpOnce,
    /// HPE: System Utilities, service options.
    HpeSetup,
    /// HPE: an old iLO 6 loses the serial; update it first.
    HpeIlo,
    /// Dell: setup asks for an empty service tag.
    DellPrompt,
    /// Dell: a service tag can be set once.
    DellOnce,
    /// Dell: the UUID follows from the service tag.
    DellUuidFollows,
    /// Lenovo: the maintenance disk or tool of the model sets the field; Lenovo provides it.
    LenovoDisk,
    /// Lenovo: `INVALID` means a replaced board that was not programmed.
    LenovoBoard,
    /// Supermicro: SMBIOS and FRU are separate stores; set both.
    SupermicroStores,
    /// The system takes the values of the FRU at its next start.
    FruAtNextStart,
    /// Caution: BMC and firmware ignore all of a damaged FRU; a value of the same length is the safest.
    FruRisk,
    /// ChromeOS: write protection must be off.
    ChromeWriteProtect,
    /// Caution: an interrupted write to the flash leaves a machine that doesn't start; the enrolment is bound to the serial.
    VpdRisk,
    /// Save the old values with this command first.
    SaveFirst(Command),
    /// This command puts the old values back.
    PutBack(Command),
    /// Caution: with a wrong `/etc/fw_env.config`, the tool overwrites other parts of the flash.
    UBootRisk,
    /// U-Boot refuses to change a `serial#` that is set, unless it is built to allow it.
    UBootOnce,
    /// Rockchip: the vendor partition sets only the serial of the device tree.
    VendorStorageAlone,
    /// Dell: if the setup has a password, the tool needs it.
    DellPassword,
    /// PC Engines: the serial is derived from the first MAC address.
    PcEnginesMac,
    /// The values are part of the firmware's build; only the board's maker can change them.
    FirmwareBuild,
    /// Loongson: the firmware's shell has a command for this; the board's maker knows its usage.
    LoongsonShell,
    /// The tool for this firmware is not public: the machine's maker or seller sets the field.
    SellerService,
    /// Lenovo KaiTian's service sets the field.
    KaiTianService,
    /// Huawei's service sets the field.
    HuaweiService,
    /// Intel's own boards: Intel's Integrator Toolkit.
    IntelToolkit,
    /// U-Boot: the serial is a variable of its environment.
    UBootSerial,
    /// U-Boot: maker and model are in its device tree.
    UBootTree,
    /// coreboot: the values are part of the image.
    CorebootImage,
    /// The values of the board are burnt in.
    BurntIn,
    /// Only the maker's service can set this field.
    MakerService,
    /// Ask the maker of the board or system for their tool.
    AskMaker,
    /// Only the cloud provider can set the fields of an instance.
    CloudProvider,
    /// Run this on the host, not in the container.
    RunOnHost,
    /// This machine has no SMBIOS.
    NoSmbios,
    /// Start the program as root.
    AsRoot,
    /// Restart: empty tables (all FF or 00) may come back.
    Restart,
    /// Power off fully, wait, start again.
    ColdBoot,
    /// Read the fields again.
    ReadAgain,
    /// A declared value is marked as such, and valid for this device only.
    DeclaredMarked,
    /// Older binding: online only.
    OlderOnlineOnly,
    /// Older binding: lost at a reinstall.
    OlderLostOnReinstall,
    /// Older binding: not kept in UEFI.
    OlderNotInUefi,
    /// Older binding: becomes a scheme 3 binding once the fields are right.
    OlderMovesUp,

    // Steps that only the ways of a plan have.
    /// At the machine: choose the way at Fix, or give this option to `countersign request`, for each field if it names fields.
    ChooseAtFix(&'static str),
    /// At the machine: choose the older binding at Route, which only the online build offers.
    OlderAtRoute,
    /// A declared value is valid for this device only, and the desk sees that it was typed.
    DeclaredSeen,
    /// Write the assigned serial on a label.
    LabelAssigned,
    /// The machine itself shows the command.
    CommandAtMachine,
    /// Put the values in place of these words in the command.
    PutWordsInPlace(Vec<&'static str>),
    /// Only the maker's service can set this field; the other fields can be set without it.
    MakerSets(Field),
    /// Get the first tool (UEFI) or the second tool (legacy BIOS) from the maker of the board or system.
    GetEitherTool(&'static str, &'static str),
    /// Start a UEFI shell, or DOS if the machine boots with a legacy BIOS.
    StartShellOrDos,
    /// VirtualBox: the commands with `efi` are for a virtual machine that boots with UEFI, the commands with `pcbios` for any other.
    EfiOrPcbios,
}

impl Step {
    /// Whether this command of the way is used at this step. Lines for a Kubernetes object begin with its kind.
    #[must_use]
    pub fn takes(&self, command: &Command) -> bool {
        let is_of_kind = |kind: &str| command.words.first().is_some_and(|word| word == kind);
        match self {
            Self::EditVmObject => is_of_kind("kind: VirtualMachine"),
            Self::EditKubeVirtObject => is_of_kind("kind: KubeVirt"),
            _ => self.takes_command(),
        }
    }

    /// The step's own command, which is shown below its sentence.
    #[must_use]
    pub const fn command(&self) -> Option<&Command> {
        match self {
            Self::IfLibvirt(command) | Self::IfProxmox(command) => Some(command),
            _ => None,
        }
    }

    /// Whether the step only leads to the place of the wizard where its way is taken. The wizard leaves such a step out.
    #[must_use]
    pub const fn leads_to_wizard(&self) -> bool {
        matches!(self, Self::ChooseAtFix(_) | Self::OlderAtRoute)
    }

    /// Whether the words of the step end with a command to type. A full stop behind them would be typed with it.
    #[must_use]
    pub const fn ends_with_command(&self) -> bool {
        matches!(self, Self::ChooseAtFix(_))
    }

    /// Whether a command of the remedy is used at this step.
    #[must_use]
    pub const fn takes_command(&self) -> bool {
        matches!(
            self,
            Self::Enter
                | Self::QemuOption
                | Self::EditDomain
                | Self::EditVmx
                | Self::EditVmObject
                | Self::EditKubeVirtObject
                | Self::CloudHypervisorOption
                | Self::CrosvmOption
                | Self::EditXlFile
                | Self::ParallelsFlag
        )
    }

    /// Whether the step tells that the field can't be set at the machine or its host: only the maker or the provider can, or nobody.
    #[must_use]
    pub const fn ends_the_way(&self) -> bool {
        matches!(
            self,
            Self::MakerService
                | Self::SellerService
                | Self::KaiTianService
                | Self::HuaweiService
                | Self::FirmwareBuild
                | Self::BurntIn
                | Self::UBootTree
                | Self::UBootSerial
                | Self::CorebootImage
                | Self::PcEnginesMac
                | Self::CloudProvider
                | Self::OpenStackOperator
                | Self::NovaSerial
                | Self::AppleVirtualization
                | Self::NoSmbios
                | Self::NoSmbiosInVm
                | Self::Wsl
        )
    }

    /// Whether the step belongs to a tool for the running system. Only the machine knows whether it has that tool.
    #[must_use]
    pub(super) const fn is_of_a_tool(&self) -> bool {
        matches!(
            self,
            Self::Install(_)
                | Self::SaveFirst(_)
                | Self::PutBack(_)
                | Self::FruAtNextStart
                | Self::FruRisk
                | Self::ChromeWriteProtect
                | Self::VpdRisk
                | Self::UBootRisk
                | Self::UBootOnce
                | Self::VendorStorageAlone
                | Self::DellOnce
                | Self::DellPassword
                | Self::DellPrompt
                | Self::DellUuidFollows
                | Self::WriteProtected
        )
    }

    /// Whether the step warns or informs, and requires no action at its position.
    #[must_use]
    pub const fn is_caution(&self) -> bool {
        matches!(
            self,
            Self::BackUp
                | Self::QuirksCaution
                | Self::OtherActivations
                | Self::CloudInitCaution
                | Self::WriteProtected
                | Self::AtMost(_)
                | Self::HpOnce
                | Self::HpeIlo
                | Self::DellOnce
                | Self::DellUuidFollows
                | Self::LenovoBoard
                | Self::FruAtNextStart
                | Self::FruRisk
                | Self::VpdRisk
                | Self::UBootRisk
                | Self::UBootOnce
                | Self::VendorStorageAlone
                | Self::DellPassword
                | Self::PcEnginesMac
                | Self::PutBack(_)
                | Self::ProxmoxWhole
                | Self::RawQemuWhole
                | Self::DeclaredMarked
                | Self::DeclaredSeen
                | Self::LabelAssigned
                | Self::EfiOrPcbios
                | Self::OlderOnlineOnly
                | Self::OlderLostOnReinstall
                | Self::OlderNotInUefi
                | Self::OlderMovesUp
        )
    }
}
