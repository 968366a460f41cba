//! The reasons of refusals, the kinds of grants, the notes and the differences. [`text`](crate::text) has the
//! words.

use countersign_core::machine::Field;

/// Why a request is refused. The codes ([`Reason::code`]) are part of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The number is unknown or fits no mask. Both get the same answer, so that nobody can find valid numbers
    /// by trial.
    NumberUnknown,
    /// The number is suspended.
    NumberSuspended,
    /// The number is revoked.
    NumberRevoked,
    /// The number's last day is past.
    NumberExpired,
    /// The number is bound to another machine.
    DeviceDiffers,
    /// It is the same machine, but its identity changed too often in a year. An operator must decide.
    MovesExhausted,
    /// A binding field is blank, a placeholder, malformed or shared. The findings say which.
    MachineRefused,
    /// A binding field could not be read, and no other field is refused.
    MachineUnreadable,
    /// A value was recovered, and the product's policy doesn't allow that.
    RecoveredNotAllowed,
    /// A value was assigned, and the product's policy doesn't allow that.
    AssignedNotAllowed,
    /// A value was declared, and the product's policy doesn't allow that.
    DeclaredNotAllowed,
    /// Several other machines have the same values. An operator must decide.
    ValueSeen,
    /// The desk never published the profile that the request names.
    ProfileUnknown,
    /// The desk doesn't sign with any key that the request's profile pins any more.
    ProfileRetired,
    /// The request's nonce is spent, or was answered for another request.
    RequestSpent,
    /// The public has got answers to too many new requests of this machine today.
    TryLater,
    /// A spoken request that was not sent by an operator.
    SpokenNeedsOperator,
    /// This product doesn't answer spoken requests.
    SpokenNotOffered,
    /// This product doesn't offer the older binding.
    OlderNotOffered,
    /// The older binding was asked for on a machine without a scheme 2 marker.
    OlderUnbacked,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 20] = [
        Self::NumberUnknown,
        Self::NumberSuspended,
        Self::NumberRevoked,
        Self::NumberExpired,
        Self::DeviceDiffers,
        Self::MovesExhausted,
        Self::MachineRefused,
        Self::MachineUnreadable,
        Self::RecoveredNotAllowed,
        Self::AssignedNotAllowed,
        Self::DeclaredNotAllowed,
        Self::ValueSeen,
        Self::ProfileUnknown,
        Self::ProfileRetired,
        Self::RequestSpent,
        Self::TryLater,
        Self::SpokenNeedsOperator,
        Self::SpokenNotOffered,
        Self::OlderNotOffered,
        Self::OlderUnbacked,
    ];

    /// Returns the stable code, such as `DEVICE-DIFFERS`.
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
            Self::RecoveredNotAllowed => "RECOVERED-NOT-ALLOWED",
            Self::AssignedNotAllowed => "ASSIGNED-NOT-ALLOWED",
            Self::DeclaredNotAllowed => "DECLARED-NOT-ALLOWED",
            Self::ValueSeen => "VALUE-SEEN",
            Self::ProfileUnknown => "PROFILE-UNKNOWN",
            Self::ProfileRetired => "PROFILE-RETIRED",
            Self::RequestSpent => "REQUEST-SPENT",
            Self::TryLater => "TRY-LATER",
            Self::SpokenNeedsOperator => "SPOKEN-NEEDS-OPERATOR",
            Self::SpokenNotOffered => "SPOKEN-NOT-OFFERED",
            Self::OlderNotOffered => "OLDER-NOT-OFFERED",
            Self::OlderUnbacked => "OLDER-UNBACKED",
        }
    }

    /// Returns the reason with the given code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How a request was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantKind {
    /// The number was never used before.
    First,
    /// The number was used before and has been freed since (moved, released, given back).
    Rebound,
    /// A further machine of a number with several seats.
    AnotherSeat,
    /// An operator moved the number from its machine to this one.
    Moved,
    /// The request was answered before and gets the same code.
    SameRequest,
    /// The request was answered before. The license or the signing key has changed since, so the request gets
    /// a new code.
    TermsChanged,
    /// The bound machine sent a new request.
    SameDevice,
    /// The bound machine gets a scheme 3 binding in place of its scheme 2 binding.
    MovedUp,
    /// One marker shows the bound machine. The other marker changed (firmware corrected, board replaced).
    IdentityChanged,
}

impl GrantKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::First,
        Self::Rebound,
        Self::AnotherSeat,
        Self::Moved,
        Self::SameRequest,
        Self::TermsChanged,
        Self::SameDevice,
        Self::MovedUp,
        Self::IdentityChanged,
    ];

    /// Returns the stable name, as in stores and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Rebound => "rebound",
            Self::AnotherSeat => "another-seat",
            Self::Moved => "moved",
            Self::SameRequest => "again",
            Self::TermsChanged => "renewed",
            Self::SameDevice => "same-device",
            Self::MovedUp => "moved-up",
            Self::IdentityChanged => "followed",
        }
    }

    /// Returns the kind with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the seat was free before.
    #[must_use]
    pub const fn starts_binding(self) -> bool {
        matches!(self, Self::First | Self::Rebound | Self::AnotherSeat | Self::Moved)
    }

    /// Whether this kind counts as a change of identity ([`CHANGES_A_YEAR`](crate::CHANGES_A_YEAR)).
    #[must_use]
    pub const fn is_change(self) -> bool {
        matches!(self, Self::MovedUp | Self::IdentityChanged)
    }
}

/// A note on an answer, issued or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Note {
    /// The device's verdicts differ from the desk's. The desk's verdicts decide.
    RulesDiffer,
    /// The device has an older profile than the desk's newest.
    ProfileStale {
        /// The device's profile version.
        device: u16,
        /// The newest profile version.
        newest: u16,
    },
    /// The older binding was requested, but a binding never moves down from scheme 3.
    NeverDown,
    /// Several other machines have the same values. An operator answered anyway.
    ValueSeen,
    /// A machine of the number was bound by a spoken request, so that its values can't be compared.
    BoundByWord,
}

impl Note {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RulesDiffer => "RULES-DIFFER",
            Self::ProfileStale { .. } => "PROFILE-STALE",
            Self::NeverDown => "NEVER-DOWN",
            Self::ValueSeen => "VALUE-SEEN",
            Self::BoundByWord => "BOUND-BY-WORD",
        }
    }

    /// Returns the text for a store: the code; for a stale profile `PROFILE-STALE:DEVICE:NEWEST`.
    #[must_use]
    pub fn to_text(self) -> String {
        match self {
            Self::ProfileStale { device, newest } => format!("{}:{device}:{newest}", self.code()),
            other => other.code().to_owned(),
        }
    }

    /// Parses the note from the text of [`Note::to_text`]. `None` if the text is no note.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let note = match parts.next()? {
            "RULES-DIFFER" => Self::RulesDiffer,
            "NEVER-DOWN" => Self::NeverDown,
            "VALUE-SEEN" => Self::ValueSeen,
            "BOUND-BY-WORD" => Self::BoundByWord,
            "PROFILE-STALE" => {
                let mut version = || parts.next().map_or(Some(0), |version| version.parse().ok());
                Self::ProfileStale { device: version()?, newest: version()? }
            }
            _ => return None,
        };
        Some(note)
    }
}

/// Where a machine differs from the one that a number is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// A binding field has another value.
    Field(Field),
    /// The scheme 2 marker differs: another board, UUID or network port.
    Board,
}

impl Difference {
    /// Returns the stable name, as in `answer --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Board => "board",
        }
    }

    /// Returns the difference with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Field::BINDING.into_iter().map(Self::Field).chain([Self::Board]);
        all.find(|one| one.name() == name)
    }
}
