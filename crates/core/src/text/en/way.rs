//! Ways of a plan.

use crate::text::{WayLine as L, WaySentence as S};

/// The English words.
pub fn way(line: L) -> &'static str {
    match line {
        L::TitleReadAgain => "Read the fields again",
        L::TitleRunOnHost => "Run this program outside the container",
        L::TitleRecover => "Use values from other places on this machine",
        L::TitleAssign => "Have the missing values assigned",
        L::TitleDeclare => "Type the values on the label",
        L::TitleOlder => "Last resort: the older binding",
        L::TitleWrite => "Write the values into the firmware",
        L::TitleHere => "Write the firmware from this running system",
        L::TitleHost => "Have the values set on the host",
        L::TitleBoot => "Write the firmware from a USB stick",
        L::TitleSetup => "Set the values in the firmware's own setup",
        L::TitleVendor => "Write the firmware with the maker's tool",
        L::TitleMaker => "Only the maker can set these values",
        L::TitleProvider => "Only the cloud provider can set these values",
        L::TitleOtherMachine => "Ask for another kind of virtual machine",
        L::WhatReadAgain => "Some values could not be read. Once they are read, they may be good.",
        L::WhatRunOnHost => "The container hides the host's firmware values, or shares them.",
        L::WhatRecover => {
            "The license binds to good values that this machine holds in other places. Nothing is written to the \
             firmware."
        }
        L::WhatAssign => {
            "The values are computed from the board, UUID or network port of this machine: they are the same after a reinstall. Nothing is written to the firmware."
        }
        L::WhatAssignRest => {
            "The license binds to good values that this machine holds in other places. The rest is computed from its board, UUID or network port, and is the same after a reinstall. Nothing is written to the firmware."
        }
        L::WhatDeclare => "You type the values as shown on the label. Nothing is written to the firmware.",
        L::WhatDeclareRest => {
            "The license binds to good values that this machine holds in other places. You type the rest as shown on the label. Nothing is written to the firmware."
        }
        L::WhatOlder => {
            "The license binds to the board serial, UUID or network port of this machine, and to nothing else. Nothing \
             is written to the firmware."
        }
        L::WhatWrite => "The values are written into the firmware.",
        L::WhatHere => "A command on this system writes the values into the firmware.",
        L::WhatHost => "The host's administrator sets the values in the settings of this virtual machine.",
        L::WhatBoot => {
            "The machine starts from a USB stick, and a tool there writes the values into the firmware."
        }
        L::WhatSetup => "You type the values into the setup of the firmware, at power-on.",
        L::WhatVendor => {
            "A tool writes the values into the firmware. Only the maker of the board or system provides it: ask there first."
        }
        L::WhatMaker => "Nobody else can set at least one of these values.",
        L::WhatProvider => "Nothing inside this machine can change these values.",
        L::WhatOtherMachine => "Neither this virtual machine nor its host has a place for these values.",
        L::NeedRoot => "root",
        L::NeedRootOrRestart => "root, or a restart",
        L::NeedContainerHost => "the system that runs the container",
        L::NeedLabel => "the label on the case",
        L::NeedHostAdministrator => "the host's administrator",
        L::NeedSetup => "screen and keyboard at power-on",
        L::NeedUsbStick => "a USB stick",
        L::NeedMakerTool => "the maker's tool",
        L::NeedRestart => "a restart",
        L::NeedMaker => "the maker's service",
        L::NeedProvider => "the cloud provider",
        L::NeedNetwork => "a network to the desk",
        L::Minute => "a minute",
        L::FiveMinutes => "five minutes",
        L::TenMinutes => "ten minutes",
        L::HalfHour => "half an hour",
        L::Days => "days",
        L::FromUuid => "the UUID of this machine, or the service tag in it",
        L::FromVersion => "the version or family of this machine",
        L::FromElsewhere => "another place on this machine",
        L::FromLabel => "the label on the case",
        L::Assigned => "assigned",
    }
}

/// The English sentences with values.
pub fn way_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::NeedsAndDuration { needs, duration } => format!("Needs {needs}; takes {duration}."),
        S::NeedsNothing { duration } => format!("Needs nothing else; takes {duration}."),
        S::BoundValue { field, value, source } => format!("{field}: {value} ({source})"),
        S::BoundFrom { field, source } => format!("{field}: {source}"),
        S::OfBoard { field } => format!("the board's {field}"),
        S::OfChassis { field } => format!("the chassis's {field}"),
        S::FieldOr { field } => format!("{field}, or"),
        S::ChosenTitle { title } => format!("{title} (chosen)"),
        S::DeclareAsk { field } => format!("{field}, as on the label:"),
    }
}
