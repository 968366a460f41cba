//! The shape of a remedy.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::step::Step;
use crate::machine::Field;

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

/// An earlier record of this machine: the binding values it once had and that were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EarlierRecord {
    /// Manufacturer, model, serial.
    pub values: [String; 3],
}
