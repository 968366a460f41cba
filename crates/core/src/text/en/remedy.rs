//! Remedies.

use crate::text::{RemedyLine as L, RemedySentence as S};

/// The English words.
pub fn remedy(line: L) -> &'static str {
    match line {
        L::TitleEarlier => "Restore the value that this machine had before",
        L::TitleElsewhere => "Use a value from elsewhere on this machine",
        L::TitleFirmware => "Set it in the firmware",
        L::TitleReadAgain => "Read again",
        L::TitleDeclare => "Type the value on the label",
        L::TitleOlderBinding => "Last resort: the older binding, from the desk, online only",
        L::TitleHost => "Have it set on the host",
        L::TitleStop => "Only the maker or provider can set this",
        L::SourceEarlier => "an earlier record of this machine",
        L::SourceEarlierDeclared => "an earlier record of this machine, where a person declared it",
        L::SourceDellUuid => "the service tag inside the UUID",
        L::SourceHpUuid => "the serial inside the UUID",
        L::SourceBarebone => "what is known of barebones with this name",
        L::SourceOemString => "the maker's own strings in the firmware",
        L::SourceDeviceTree => "the device tree",
        L::SourceLabel => "the label on the case",
        L::SourceHostChoice => "the host's administrator chooses it",
        L::AtHere => "On this machine, as root:",
        L::AtHost => "On the host of this virtual machine:",
        L::AtUefiShell => "In a UEFI shell on this machine:",
        L::AtDos => "In DOS on this machine:",
        L::AtBmc => "On any computer that reaches the BMC:",
        L::AtConfigFile => "Lines to enter there:",
        L::BackUp => "Keep a copy first: dmidecode --dump-bin before.bin",
        L::QuirksCaution => {
            "Some drivers depend on maker and model: after a change, check screen, touch and sound. The serial is safe."
        }
        L::OtherActivations => {
            "Other software bound to these values (Windows, management) may have to be activated again."
        }
        L::CloudInitCaution => "If the serial begins with ds=, cloud-init depends on it: don't change it.",
        L::WriteProtected => "If the firmware refuses the write, only the maker can do it.",
        L::FillInBmc => "Put the BMC's user, password and address in place of USER:PASSWORD@BMC.",
        L::Enter => "Type the command.",
        L::QemuOption => {
            "On the host, add the option to the command line that starts QEMU (in a script or service there)."
        }
        L::IntelToolkit => {
            "On Intel's own boards its Integrator Toolkit sets these (NUC: ITK6.efi, in a UEFI shell): ask Intel for it."
        }
        L::UBootSerial => {
            "U-Boot takes the serial from serial# in its environment: ask its builder how to set it."
        }
        L::UBootTree => "U-Boot takes this from the smbios part of its device tree: ask its builder.",
        L::StartUefiShell => "Start a UEFI shell from a USB stick that also holds the tool; it is run there.",
        L::StartDos => "Start DOS from a USB stick that also holds the tool; it is run there.",
        L::AskHost => "This is a virtual machine: the host's administrator sets this.",
        L::ShutDownVm => "Shut the virtual machine down.",
        L::EditDomain => {
            "Open its definition with virsh edit: the smbios line goes into the <os> there, the rest beside it."
        }
        L::EditVmx => "Put these lines into the .vmx file (Workstation and Fusion).",
        L::ColdStartVm => "Start it from the host; a restart from within the guest is not enough.",
        L::HpSetup => {
            "At power-on press F10, then Main > Set Machine Unique Data (older: Security > System IDs)."
        }
        L::HpEditMode => "If the fields are grey, Ctrl+A opens them for editing.",
        L::HpOnce => "Some of these can be written only once: check each character before saving.",
        L::HpeSetup => {
            "In System Utilities look under BIOS/Platform Configuration, Advanced Options, for the serial number."
        }
        L::HpeIlo => "On Gen11 with iLO 6 below 1.66, update iLO first: it can blank the serial.",
        L::DellPrompt => {
            "On a board without a service tag, BIOS setup asks for it at power-on; else ask Dell."
        }
        L::DellOnce => "A service tag can be set once; then only Dell can clear it. Check each character.",
        L::DellUuidFollows => "The UUID is derived from the service tag and becomes correct with it.",
        L::LenovoDisk => {
            "Ask Lenovo for the maintenance disk or tool of this model. On the disk for ThinkPads: Set System Identification, Add S/N data; then assign a UUID."
        }
        L::LenovoBoard => {
            "INVALID means a board that was replaced and not programmed: Lenovo service completes it."
        }
        L::SupermicroStores => "The BMC keeps its own copy; set both:",
        L::FruAtNextStart => "Many such boards take the BMC's values at their next start.",
        L::ChromeWriteProtect => "This needs the firmware's write protection to be off.",
        L::CorebootImage => {
            "coreboot holds these in its image; for Dasharo, the tool dcu patches serial and UUID. Ask its builder."
        }
        L::BurntIn => "On this board the values are burnt in and can't be set.",
        L::MakerService => "Only the maker's service can set this: call them, with the label at hand.",
        L::AskMaker => "Ask the maker of the board or system for its tool that sets values in the firmware.",
        L::CloudProvider => "This is a cloud instance: its fields are the provider's and can't be changed.",
        L::RunOnHost => "Run this program on the host, not in the container.",
        L::NoSmbios => "This machine has no SMBIOS, so there is nothing to set.",
        L::AsRoot => "Start this program as root (sudo).",
        L::Restart => "Restart the computer once: some firmware's tables come back.",
        L::ColdBoot => "Shut down, take the power off for ten seconds, start again.",
        L::ReadAgain => "Then read the fields again.",
        L::DeclaredMarked => {
            "Type it into countersign on the device: it counts only for this device, and the desk sees that it was typed."
        }
        L::OlderOnlineOnly => "It works online only.",
        L::OlderLostOnReinstall => "It is lost when the system is reinstalled.",
        L::OlderNotInUefi => "It is not kept in UEFI.",
        L::OlderMovesUp => {
            "Once the fields are right, activate again: the license is upgraded to the full binding."
        }
        L::OlderAtRoute => {
            "At the machine, choose the older binding at step 4, Route. Only the online build of the program offers it."
        }
        L::DeclaredSeen => "A typed value counts only for this machine, and the desk sees that it was typed.",
        L::LabelAssigned => "Write the assigned serial on a label on the case, for your own records.",
        L::CommandAtMachine => "At the machine, step 3, Fix, shows the command: type it there.",
        L::StartShellOrDos => {
            "It is unknown how this machine boots. If it boots by UEFI, start a UEFI shell from a USB stick that also holds the tool; if not, DOS."
        }
        L::EfiOrPcbios => {
            "It is unknown how this virtual machine boots. If it boots by UEFI, type the commands with efi; if not, those with pcbios; never both."
        }
        L::SourceSocSerial => "the serial of the chip",
        L::IfLibvirt => "If libvirt manages it, put these lines into its definition instead (virsh edit).",
        L::IfProxmox => {
            "If Proxmox VE manages it, type this on its node instead, with its own number for VMID. It replaces all values: keep the \
             uuid that qm config shows, and write each value as Base64."
        }
        L::EditVmObject => {
            "Put the lines of kind VirtualMachine into that object (kubectl edit vm); its owner can do it."
        }
        L::EditKubeVirtObject => {
            "Only the cluster's administrator can: the lines of kind KubeVirt go into that object (on Harvester, into its settings for kubevirt) and count for every virtual machine of the cluster."
        }
        L::CloudHypervisorOption => {
            "On the host, add the option to the cloud-hypervisor command that starts it."
        }
        L::CrosvmOption => "On the host, add the option to the crosvm run command that starts it.",
        L::EditXlFile => "If xl runs it, put this line into the domain's configuration file on dom0.",
        L::ProxmoxWhole => {
            "The line replaces the whole smbios1 entry: compare it with qm config first, and keep that uuid."
        }
        L::RawQemuWhole => {
            "The command replaces what raw.qemu had: check it first, and keep its other options."
        }
        L::OvirtPolicy => {
            "In the engine: Edit VM, System, Provide custom serial number policy: Vm ID, or Custom with the value."
        }
        L::OpenStackOperator => {
            "This is an OpenStack instance: only the cloud's operator can set its fields, not its user."
        }
        L::NovaSerial => {
            "Ask the operator for sysinfo_serial=unique in [libvirt] of nova.conf; then stop the instance and start it."
        }
        L::ParallelsFlag => {
            "Put this line into the boot flags (Hardware, Boot Order); on Macs with Apple processors it is not possible."
        }
        L::AppleVirtualization => "Apple's virtualization sets no serial: these fields can't be changed.",
        L::NoSmbiosInVm => {
            "This kind of virtual machine has no SMBIOS, so neither it nor its host can set this; ask the host's administrator for another kind."
        }
        L::Wsl => {
            "WSL has no SMBIOS, so nothing can be set: use the system on a computer or in a virtual machine of its own."
        }
        L::FruRisk => {
            "BMC and firmware discard a damaged FRU as a whole: keep the copy. A value as long as the old one is the safest."
        }
        L::VpdRisk => {
            "If the write is interrupted, the computer may not start again. An enrolment is bound to this serial."
        }
        L::UBootRisk => {
            "If /etc/fw_env.config doesn't fit this board, the tool writes over other data: the old values must print properly first."
        }
        L::UBootOnce => "U-Boot may refuse to change a serial# that is set already.",
        L::VendorStorageAlone => {
            "This sets only the serial of the device tree (adb shows it too); the chip keeps its own."
        }
        L::DellPassword => "If setup has a password, add --password=PASSWORD.",
        L::PcEnginesMac => {
            "On these boards the serial follows the first MAC address; a newer firmware corrects a serial such as -64."
        }
        L::FirmwareBuild => {
            "The values are part of this firmware's build, or of the chip: only the maker of the board can change them."
        }
        L::LoongsonShell => {
            "Loongson's firmware has a command SmbiosUpdate in its shell: ask the board's maker how to use it."
        }
        L::SellerService => {
            "The tool for this firmware isn't public: the maker or seller of the machine sets this; have the label at hand."
        }
        L::KaiTianService => "Lenovo KaiTian's service sets this: call them, with the label at hand.",
        L::HuaweiService => {
            "Huawei's service sets this (xFusion's for its servers): call them, with the label at hand."
        }
        L::ChooseSerial => "Choose a serial that no other machine has.",
        L::ChooseNames => "Choose a manufacturer and a model that fit this machine.",
        L::ChooseAll => {
            "Choose a manufacturer and a model that fit this machine, and a serial that no other machine has."
        }
    }
}

/// The English sentences with values.
pub fn remedy_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::SourceField { field } => format!("the {field} of this machine"),
        S::SuggestField { source, value, field } => format!(
            "The {source} of this machine, {value}, looks genuine; Fix will suggest it for the {field}."
        ),
        S::SuggestEarlier { field, value } => {
            format!("This machine's {field} was {value} before; Fix will suggest it.")
        }
        S::SuggestEarlierDeclared { field, value } => {
            format!("A person declared {value} as this machine's {field} before; Fix will suggest it.")
        }
        S::SuggestOther { value, source, field } => {
            format!("{value} looks genuine ({source}); Fix will suggest it for the {field}.")
        }
        S::ReadLabel { field } => format!("Read the {field} off the label on the case."),
        S::CompareLabel { field } => {
            format!(
                "Compare the suggested {field} with the label on the case; if they differ, use the label."
            )
        }
        S::ChooseName { field } => format!("Choose a {field} that fits this machine."),
        S::ChooseNameAndSerial { field } => {
            format!("Choose a {field} that fits this machine, and a serial that no other machine has.")
        }
        S::PutInPlace { word } => format!("Put the value in place of {word}."),
        S::NameVm { word } => format!("Put the virtual machine's own name or number in place of {word}."),
        S::GetTool { tool } => {
            format!("Get {tool} from the maker of the board or system; the maker provides it.")
        }
        S::Install { tool } => format!("Install {tool} (distributions have a package with that name)."),
        S::AtMost { count } => format!("The firmware holds at most {count} characters here."),
        S::Type { command } => format!("Type: {command}"),
        S::XenServerString { key } => {
            format!(
                "On XenServer and XCP-ng it can only be set before the first start: bios-strings:{key} (xe vm-param-set)."
            )
        }
        S::EncodeBase64 { word } => {
            format!(
                "Encode the value first (printf %s 'the value' | base64), and put the result in place of {word}."
            )
        }
        S::SaveFirst { command } => {
            format!(
                "Save the old values first: {command} (this program does it automatically before it runs the command)."
            )
        }
        S::PutBack { command } => {
            format!("To put the old values back: {command}")
        }
        S::HyperVProperty { key } => {
            format!("Set {key} in Msvm_VirtualSystemSettingData with ModifySystemSettings, while it is off.")
        }
        S::ChooseAtFix { option } => {
            format!(
                "At the machine, choose this at step 3, Fix. Without the wizard: countersign request {option} --number N"
            )
        }
        S::PutWordsInPlace { words } => format!("Put the values in place of {words}."),
        S::MakerSets { field } => {
            format!("Only the maker's service can set the {field}: call them, with the label at hand.")
        }
        S::GetEitherTool { uefi, dos } => format!(
            "Get {uefi} (for a machine that boots by UEFI) or {dos} (for one that doesn't) from the maker of the board or system; the maker provides it."
        ),
    }
}
