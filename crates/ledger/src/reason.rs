//! Why a request is refused, how it is granted, and what is said beside the answer. `text` has the words.

use countersign_core::machine::Field;

/// Why a request is refused. The names of [`Reason::code`] are part of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The number is not known here, or is no number at all: one answer for both, so that nobody can
    /// find numbers by trying.
    NumberUnknown,
    /// An operator holds the number back.
    NumberSuspended,
    /// The number was ended for good.
    NumberRevoked,
    /// The number's time is over.
    NumberExpired,
    /// The number is bound to another machine.
    DeviceDiffers,
    /// The same machine, but its identity changed too often in a year: an operator looks at it.
    MovesExhausted,
    /// A binding field is blank, a filler, malformed or shared; the findings say which.
    MachineRefused,
    /// A binding field could not be read, and no other refuses already.
    MachineUnreadable,
    /// A value was declared that this product doesn't let people declare.
    DeclaredNotAllowed,
    /// A value was declared on a machine with nothing else to tell it by.
    DeclaredUnbacked,
    /// These values stand on several machines already: an operator looks at it.
    ValueSeen,
    /// The desk never published the profile version the request names.
    ProfileUnknown,
    /// A request by word, brought by somebody who is no operator.
    SpokenNeedsOperator,
    /// This product doesn't answer requests by word.
    SpokenNotOffered,
    /// This product doesn't offer the older binding.
    OlderNotOffered,
    /// The older binding was asked for, and the machine has no scheme 2 marker.
    OlderUnbacked,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 16] = [
        Self::NumberUnknown,
        Self::NumberSuspended,
        Self::NumberRevoked,
        Self::NumberExpired,
        Self::DeviceDiffers,
        Self::MovesExhausted,
        Self::MachineRefused,
        Self::MachineUnreadable,
        Self::DeclaredNotAllowed,
        Self::DeclaredUnbacked,
        Self::ValueSeen,
        Self::ProfileUnknown,
        Self::SpokenNeedsOperator,
        Self::SpokenNotOffered,
        Self::OlderNotOffered,
        Self::OlderUnbacked,
    ];

    /// The stable code, such as `DEVICE-DIFFERS`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NumberUnknown => "NUMBER-UNKNOWN",
            Self::NumberSuspended => "NUMBER-SUSPENDED",
            Self::NumberRevoked => "NUMBER-REVOKED",
            Self::NumberExpired => "NUMBER-EXPIRED",
            Self::DeviceDiffers => "DEVICE-DIFFERS",
            Self::MovesExhausted => "MOVES-EXHAUSTED",
            Self::MachineRefused => "MACHINE-REFUSED",
            Self::MachineUnreadable => "MACHINE-UNREADABLE",
            Self::DeclaredNotAllowed => "DECLARED-NOT-ALLOWED",
            Self::DeclaredUnbacked => "DECLARED-UNBACKED",
            Self::ValueSeen => "VALUE-SEEN",
            Self::ProfileUnknown => "PROFILE-UNKNOWN",
            Self::SpokenNeedsOperator => "SPOKEN-NEEDS-OPERATOR",
            Self::SpokenNotOffered => "SPOKEN-NOT-OFFERED",
            Self::OlderNotOffered => "OLDER-NOT-OFFERED",
            Self::OlderUnbacked => "OLDER-UNBACKED",
        }
    }

    /// The reason of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How a request was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantKind {
    /// The number was never used, and is bound now.
    First,
    /// The number was used before, was freed (moved, released, given back), and is bound now.
    Rebound,
    /// An operator moved the number from its machine to this one.
    Moved,
    /// The same request as before: the same code.
    SameRequest,
    /// The machine the number is bound to, with a new request.
    SameDevice,
    /// The same machine; its binding moved up from scheme 2 to scheme 3.
    MovedUp,
    /// The same machine by one marker, while the other changed (firmware corrected, board replaced).
    IdentityChanged,
}

impl GrantKind {
    /// Every way.
    pub const ALL: [Self; 7] = [
        Self::First,
        Self::Rebound,
        Self::Moved,
        Self::SameRequest,
        Self::SameDevice,
        Self::MovedUp,
        Self::IdentityChanged,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Rebound => "rebound",
            Self::Moved => "moved",
            Self::SameRequest => "again",
            Self::SameDevice => "same-device",
            Self::MovedUp => "moved-up",
            Self::IdentityChanged => "followed",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the number had no machine before.
    #[must_use]
    pub const fn starts_binding(self) -> bool {
        matches!(self, Self::First | Self::Rebound | Self::Moved)
    }

    /// Whether it counts against the moves of a year.
    #[must_use]
    pub const fn is_move(self) -> bool {
        matches!(self, Self::MovedUp | Self::IdentityChanged)
    }
}

/// What is said beside an answer, granted or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Note {
    /// The device judged these fields by other rules than the desk; the desk's judgement stands.
    RulesDiffer,
    /// The device has an older profile than the desk's newest.
    ProfileStale {
        /// The device's version.
        device: u16,
        /// The newest.
        newest: u16,
    },
    /// The older binding was asked for, but the number is bound by scheme 3 and never goes back.
    NeverDown,
    /// These values stand on several machines already; an operator answered all the same.
    ValueSeen,
}

impl Note {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RulesDiffer => "RULES-DIFFER",
            Self::ProfileStale { .. } => "PROFILE-STALE",
            Self::NeverDown => "NEVER-DOWN",
            Self::ValueSeen => "VALUE-SEEN",
        }
    }

    /// As a store writes it: the code, of a stale profile with both versions.
    #[must_use]
    pub fn to_text(self) -> String {
        match self {
            Self::ProfileStale { device, newest } => format!("{}:{device}:{newest}", self.code()),
            other => other.code().to_owned(),
        }
    }

    /// What [`Note::to_text`] wrote.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let note = match parts.next()? {
            "RULES-DIFFER" => Self::RulesDiffer,
            "NEVER-DOWN" => Self::NeverDown,
            "VALUE-SEEN" => Self::ValueSeen,
            "PROFILE-STALE" => {
                let mut version = || parts.next().map_or(Some(0), |version| version.parse().ok());
                Self::ProfileStale { device: version()?, newest: version()? }
            }
            _ => return None,
        };
        Some(note)
    }
}

/// In what a machine differs from the one a number is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// A binding field has another value.
    Field(Field),
    /// The scheme 2 marker: another board, UUID or network port.
    Board,
}

impl Difference {
    /// The stable name, as in `answer --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Board => "board",
        }
    }

    /// The difference of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = Field::BINDING.into_iter().map(Self::Field).chain([Self::Board]);
        all.into_iter().find(|one| one.name() == name)
    }
}
