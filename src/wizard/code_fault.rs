//! Why a code is refused: the fault, its stable code, and the line to look at again.

use countersign_core::protocol::KeyId;
use countersign_core::protocol::license::Day;

/// Why a code is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeFault {
    /// These lines (1–7) can't be read.
    UnreadableLines(Vec<u8>),
    /// The code can be read but doesn't verify, and these lines (1–7) were mended.
    DoubtfulLines(Vec<u8>),
    /// The code has no typing error, but it isn't for this machine, number and request.
    NotForThisRequest {
        /// The open request's name.
        name: String,
    },
    /// The code is genuine, but for something else that is known here.
    ForOther {
        /// What it is for.
        target: CodeTarget,
        /// The open request's name.
        name: String,
    },
    /// The code is signed with a key that this profile doesn't pin.
    UnknownKey(KeyId),
    /// The license ended on this day.
    Expired(Day),
    /// The code has an unknown format.
    UnknownForm,
    /// The given text holds no code.
    NotInFile,
    /// The given text is something else than a code.
    Instead(InsteadOfCode),
}

/// What was given instead of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsteadOfCode {
    /// A desk's refusal, by its code.
    Refusal(&'static str),
    /// A request, by its name where the text has all of it.
    Request(Option<String>),
    /// A receipt.
    Receipt,
    /// A license number.
    Number,
}

/// What a genuine code is for, if not for this request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeTarget {
    /// An earlier request of this device, by its name; the machine had other values then.
    EarlierRequest(String),
    /// A request of this device, by its name; the machine's values can't all be read now.
    UnreadMachine(String),
    /// The license kept on this machine, by its number; the machine had other values then.
    KeptLicense(String),
}

impl CodeFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnreadableLines(_) => "CODE-LINES",
            Self::DoubtfulLines(_) => "CODE-LOOK-AGAIN",
            Self::NotForThisRequest { .. } => "CODE-NOT-THIS",
            Self::ForOther { target: CodeTarget::EarlierRequest(_), .. } => "CODE-MACHINE-CHANGED",
            Self::ForOther { target: CodeTarget::UnreadMachine(_), .. } => "CODE-MACHINE-UNREAD",
            Self::ForOther { target: CodeTarget::KeptLicense(_), .. } => "CODE-FOR-OTHER",
            Self::UnknownKey(_) => "CODE-KEY-UNKNOWN",
            Self::Expired(_) => "CODE-EXPIRED",
            Self::UnknownForm => "CODE-FORM",
            Self::NotInFile => "CODE-NOT-IN-FILE",
            Self::Instead(InsteadOfCode::Refusal(_)) => "CODE-IS-REFUSAL",
            Self::Instead(InsteadOfCode::Request(_)) => "CODE-IS-REQUEST",
            Self::Instead(InsteadOfCode::Receipt) => "CODE-IS-RECEIPT",
            Self::Instead(InsteadOfCode::Number) => "CODE-IS-NUMBER",
        }
    }

    /// Whether another code is needed, because no line is in doubt.
    #[must_use]
    pub const fn needs_another_code(&self) -> bool {
        match self {
            Self::NotForThisRequest { .. }
            | Self::ForOther { .. }
            | Self::UnknownKey(_)
            | Self::Expired(_)
            | Self::UnknownForm => true,
            Self::UnreadableLines(_) | Self::DoubtfulLines(_) | Self::NotInFile | Self::Instead(_) => false,
        }
    }

    /// Whether what was given changed no line, because it is neither a code nor a line of one.
    #[must_use]
    pub const fn takes_no_line(&self) -> bool {
        matches!(self, Self::NotInFile | Self::Instead(_))
    }

    /// The first line (1–7) to look at again.
    #[must_use]
    pub fn first_line(&self) -> Option<u8> {
        match self {
            Self::UnreadableLines(lines) | Self::DoubtfulLines(lines) => lines.first().copied(),
            Self::UnknownKey(_) | Self::UnknownForm => Some(1),
            Self::NotForThisRequest { .. }
            | Self::ForOther { .. }
            | Self::Expired(_)
            | Self::NotInFile
            | Self::Instead(_) => None,
        }
    }
}
