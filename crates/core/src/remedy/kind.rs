//! The shape of a remedy.

use serde::{Deserialize, Serialize};

use super::quote;
use crate::machine::{Field, Hypervisor};

/// One thing that can be done about one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Which field it is for.
    pub field: Field,
    /// What kind of thing it is.
    pub kind: RemedyKind,
    /// The value to set, where one is suggested; it passes review.
    pub value: Option<String>,
    /// Where that value comes from.
    pub source: Option<Source>,
    /// The exact command, where there is one.
    pub command: Option<Command>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

/// Kinds of remedy, in the order Fix offers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemedyKind {
    /// What this machine had before.
    Earlier,
    /// A value from elsewhere on the machine.
    Elsewhere,
    /// The steps of this firmware, with a value the person reads off the label.
    Firmware,
    /// Read again (as root, after a restart, after a fix).
    ReadAgain,
    /// Declare the label's value.
    Declare,
    /// The older binding, online only.
    OlderBinding,
    /// Stop: the provider or the maker must do it.
    Stop,
}

impl RemedyKind {
    /// The stable name, as in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Elsewhere => "elsewhere",
            Self::Firmware => "firmware",
            Self::ReadAgain => "read-again",
            Self::Declare => "declare",
            Self::OlderBinding => "older-binding",
            Self::Stop => "stop",
        }
    }
}

/// Where a suggested value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// An earlier record of this machine.
    Earlier,
    /// Another field.
    Field(Field),
    /// A Dell service tag inside the UUID.
    DellUuid,
    /// An HP serial inside the UUID.
    HpUuid,
    /// Clevo, whose barebones call their maker `Notebook`.
    Barebone,
    /// An OEM string.
    OemString,
    /// The device tree.
    DeviceTree,
    /// The label on the case, read by a person.
    Label,
    /// The administrator of the hypervisor chooses it.
    HostChoice,
}

impl Source {
    /// The stable name, as in JSON (`board-serial`, `dell-uuid`, …).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Earlier => "earlier-record",
            Self::Field(field) => field.name(),
            Self::DellUuid => "dell-uuid",
            Self::HpUuid => "hp-uuid",
            Self::Barebone => "barebone",
            Self::OemString => "oem-string",
            Self::DeviceTree => "device-tree",
            Self::Label => "label",
            Self::HostChoice => "host",
        }
    }
}

/// Where a command is to be typed. It decides how its words are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandLocation {
    /// On this machine; `Some` tool that is on its `PATH` may be run from the wizard.
    Here,
    /// On the host of this virtual machine.
    Host(Hypervisor),
    /// In a UEFI shell on this machine.
    UefiShell,
    /// On this machine, started from a DOS stick.
    Dos,
    /// On any machine that reaches the BMC.
    Bmc,
    /// In a file (a domain's XML, a VM's configuration): the words are lines to enter there.
    ConfigFile,
}

/// An exact command, as its words. Quoting is done when it is shown ([`Command::shell`]), so that no
/// value can step out of its quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Command {
    /// Where it is to be typed.
    pub location: CommandLocation,
    /// The program and its arguments; the value is filled in.
    pub words: Vec<String>,
    /// It may be run from the wizard: the program is on this machine's `PATH` and sets the value by itself.
    pub runnable: bool,
}

impl Command {
    /// The command as it is to be typed there: one line for a shell, each word quoted as that shell
    /// wants it; for a file, its lines.
    #[must_use]
    pub fn shell(&self) -> String {
        quote::line(self.location, &self.words)
    }
}

/// One step of a remedy. `text` has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Keep a copy of the tables before anything is changed.
    BackUp,
    /// Changing maker or model can change how the kernel treats the machine.
    QuirksCaution,
    /// Other software bound to these values may ask to be activated again.
    OtherActivations,
    /// A serial that begins with `ds=` tells cloud-init how to start: leave it.
    CloudInitCaution,
    /// The firmware may refuse; then the maker alone can.
    WriteProtected,
    /// Read this value off the label on the case.
    ReadLabel(Field),
    /// Compare the suggested value with the label.
    CompareLabel(Field),
    /// Choose a value no other machine has.
    ChooseValue(Field),
    /// Put the value in place of this word in the command.
    PutInPlace(&'static str),
    /// Put the BMC's user, password and address in place of theirs.
    FillInBmc,
    /// Put the VM's own name or number in place of this word.
    NameVm(&'static str),
    /// Get this tool from the maker of the board or system.
    GetTool(&'static str),
    /// Install this tool, which distributions have.
    Install(&'static str),
    /// Type the remedy's command there.
    Enter,
    /// No longer than this many characters.
    AtMost(u8),
    /// Start a UEFI shell from a USB stick.
    StartUefiShell,
    /// Start DOS from a USB stick.
    StartDos,
    /// A further command: before or after the main one, as the order of the steps says.
    Type(Command),
    /// Ask whoever runs the host.
    AskHost,
    /// Shut the VM down first.
    ShutDownVm,
    /// Put this option on the QEMU command line.
    QemuOption,
    /// Put this option on the command line of bhyve.
    BhyveOption,
    /// Put these lines into the domain (`virsh edit`).
    EditDomain,
    /// Put these lines into the VM's `.vmx` file.
    EditVmx,
    /// Set this key of the VM before it starts.
    XenStore(&'static str),
    /// Set this property of the VM's settings.
    HyperVProperty(&'static str),
    /// Start the VM anew; a restart from inside is not enough.
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
    /// Lenovo: the maintenance disk sets it.
    LenovoDisk,
    /// Lenovo: `INVALID` is a board that was replaced and not programmed.
    LenovoBoard,
    /// Supermicro: SMBIOS and FRU are two stores; set both.
    SupermicroStores,
    /// The host takes the FRU's values at its next start.
    FruAtNextStart,
    /// ChromeOS: write protection must be off.
    ChromeWriteProtect,
    /// Intel's own boards: Intel's Integrator Toolkit.
    IntelToolkit,
    /// U-Boot: the serial is a variable of its environment.
    UBootSerial,
    /// U-Boot: maker and model are in its device tree.
    UBootTree,
    /// coreboot: the values are part of the image.
    CorebootImage,
    /// The board's values are burnt in.
    BurntIn,
    /// This field can be set by the maker's service alone.
    MakerService,
    /// Ask the maker of the board or system for its tool.
    AskMaker,
    /// The fields of a cloud instance are the provider's.
    CloudProvider,
    /// Run this on the host, not in the container.
    RunOnHost,
    /// This machine has no SMBIOS.
    NoSmbios,
    /// Start this program as root.
    AsRoot,
    /// Restart: tables that are all FF or 00 are known to come back.
    Restart,
    /// Power off fully, wait, start again.
    ColdBoot,
    /// Let it be read again.
    ReadAgain,
    /// A declared value is marked as such, and holds for this device only.
    DeclaredMarked,
    /// Older binding: online only.
    OlderOnlineOnly,
    /// Older binding: lost on reinstall.
    OlderLostOnReinstall,
    /// Older binding: not kept in UEFI.
    OlderNotInUefi,
    /// Older binding: moves up by itself once the fields are right.
    OlderMovesUp,
}

impl Step {
    /// Whether this is the step at which the remedy's command is typed or put in its place.
    #[must_use]
    pub const fn takes_command(&self) -> bool {
        matches!(self, Self::Enter | Self::QemuOption | Self::BhyveOption | Self::EditDomain | Self::EditVmx)
    }
}

/// An earlier record of this machine: the binding values it once had and that were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EarlierRecord {
    /// Manufacturer, model, serial.
    pub values: [String; 3],
}
