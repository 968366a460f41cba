//! The types of a remedy: its field, its kind, and the source of its value.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::step::Step;
use crate::machine::{Field, Origin, SourceKind};

/// One way to correct one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The field.
    pub field: Field,
    /// The kind.
    pub kind: RemedyKind,
    /// The suggested value, which passes review; `None` where there is no suggestion.
    pub value: Option<String>,
    /// The source of that value.
    pub source: Option<Source>,
    /// The exact command, where there is one. It is used at the step for which [`Step::takes_command`] is true.
    pub command: Option<Command>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A kind of remedy, in the order in which remedies are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemedyKind {
    /// A value from another place on the machine.
    Elsewhere,
    /// A value that this machine had before.
    Earlier,
    /// The steps of this firmware, with a value that a person reads off the label or the host's administrator chooses.
    Firmware,
    /// Read the fields again: as root, after a restart, on the host.
    ReadAgain,
    /// Type the value on the label.
    Declare,
    /// The older binding (scheme 2), online only.
    OlderBinding,
    /// Stop: only the maker or the cloud provider can set the field.
    Stop,
}

impl RemedyKind {
    /// The stable name, such as `read-again`; part of the JSON contract.
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

/// The place that a suggested value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// An earlier record of this machine.
    Earlier,
    /// An earlier record of this machine, with a value that a person declared.
    EarlierDeclared,
    /// Another field.
    Field(Field),
    /// The Dell service tag in the UUID.
    DellUuid,
    /// The HP serial in the UUID.
    HpUuid,
    /// Inferred: the maker of a barebone with the manufacturer `Notebook` is Clevo.
    Barebone,
    /// An OEM string.
    OemString,
    /// The device tree.
    DeviceTree,
    /// The serial in the fuses of the SoC.
    SocSerial,
    /// The label on the case, which a person reads.
    Label,
    /// The choice of the host's administrator.
    HostChoice,
}

impl Source {
    /// The stable name, such as `board-serial` or `dell-uuid`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Earlier => "earlier-record",
            Self::EarlierDeclared => "earlier-declared",
            Self::Field(field) => field.name(),
            Self::DellUuid => "dell-uuid",
            Self::HpUuid => "hp-uuid",
            Self::Barebone => "barebone",
            Self::OemString => "oem-string",
            Self::DeviceTree => "device-tree",
            Self::SocSerial => "soc-serial",
            Self::Label => "label",
            Self::HostChoice => "host",
        }
    }

    /// The source of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let others = [
            Self::Earlier,
            Self::EarlierDeclared,
            Self::DellUuid,
            Self::HpUuid,
            Self::Barebone,
            Self::OemString,
            Self::DeviceTree,
            Self::SocSerial,
            Self::Label,
            Self::HostChoice,
        ];
        others
            .into_iter()
            .find(|source| source.name() == name)
            .or_else(|| Field::from_name(name).map(Self::Field))
    }

    /// The kind of place, in the detail of the wire.
    #[must_use]
    pub const fn kind(self) -> SourceKind {
        match self {
            Self::Field(
                Field::BoardManufacturer | Field::BoardModel | Field::BoardVersion | Field::BoardSerial,
            ) => SourceKind::Board,
            Self::Field(Field::ChassisManufacturer | Field::ChassisVersion | Field::ChassisSerial) => {
                SourceKind::Chassis
            }
            Self::Field(Field::Uuid) | Self::DellUuid | Self::HpUuid => SourceKind::Uuid,
            Self::OemString => SourceKind::OemString,
            Self::DeviceTree | Self::SocSerial => SourceKind::DeviceTree,
            Self::Field(Field::Version | Field::Family) => SourceKind::Version,
            Self::Field(_)
            | Self::Earlier
            | Self::EarlierDeclared
            | Self::Barebone
            | Self::Label
            | Self::HostChoice => SourceKind::Other,
        }
    }

    /// Whether the value can be read from the machine each time.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        match self {
            Self::Field(_)
            | Self::DellUuid
            | Self::HpUuid
            | Self::OemString
            | Self::DeviceTree
            | Self::SocSerial => true,
            Self::Earlier | Self::EarlierDeclared | Self::Barebone | Self::Label | Self::HostChoice => false,
        }
    }
}

/// The binding values of an earlier record of this machine. A desk accepted them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierRecord {
    /// Manufacturer, model and serial; empty where there was no value.
    pub values: [String; 3],
    /// The origin of each.
    pub origins: [Origin; 3],
}
