//! The steps of remedies, each a key that `text` turns into a sentence.

use super::command::Command;
use crate::machine::Field;

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
