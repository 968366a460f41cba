//! Findings: verdict, kind and code of one field.

use serde::{Deserialize, Serialize};

use crate::machine::{Field, Origin};

/// The verdict on a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Usable.
    Ok,
    /// Empty, blanks only, or never set.
    Blank,
    /// A filler, which tells nothing about this machine.
    Placeholder,
    /// Not proper text, or not in the form of the field.
    Malformed,
    /// A value that is known on many machines.
    Shared,
    /// Could not be read.
    Unreadable,
}

impl Verdict {
    /// Every verdict; the position is its number on the wire.
    pub const ALL: [Self; 6] =
        [Self::Ok, Self::Blank, Self::Placeholder, Self::Malformed, Self::Shared, Self::Unreadable];

    /// Whether a field with this verdict has a value to send and to compare.
    #[must_use]
    pub const fn has_value(self) -> bool {
        match self {
            Self::Ok | Self::Shared | Self::Placeholder => true,
            Self::Blank | Self::Malformed | Self::Unreadable => false,
        }
    }

    /// The stable name, as in `inspect --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Blank => "blank",
            Self::Placeholder => "placeholder",
            Self::Malformed => "malformed",
            Self::Shared => "shared",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The reason of a verdict: the kind of filler or fault. [`text::review`](crate::text::review) has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// "To be filled by O.E.M." and its spellings.
    ToBeFilled,
    /// "Default string" and other stated defaults.
    DefaultString,
    /// The field's own name ("System Serial Number").
    FieldName,
    /// "None", "N/A", "Unknown", "Not Specified".
    NoValue,
    /// Counting digits or letters (0123456789).
    Counting,
    /// One character or group repeated.
    Repeated,
    /// Only punctuation.
    Punctuation,
    /// A build token that was never replaced (`$(SERIAL)`).
    BuildToken,
    /// "Test", "Sample", "Engineering".
    TestWord,
    /// A vendor's filler (`INVALID`, `Super Server`).
    VendorFiller,
    /// A form factor as maker or model ("Desktop", "All Series").
    FormFactor,
    /// The firmware's vendor, or a reference board, instead of the maker.
    FirmwareVendor,
    /// Never set: string number 0, or spaces only.
    Empty,
    /// The structure that would hold the field is missing.
    Missing,
    /// Control characters, bytes that are not UTF-8, or a form the field can't have.
    BadText,
    /// The string number points past the strings of the structure.
    BadIndex,
    /// One or two characters, not the same one twice.
    TooShort,
    /// Longer than any maker's value.
    TooLong,
    /// A UUID that is nil, all FF, or a known template.
    UuidTemplate,
    /// Only root may read the value.
    NeedsRoot,
    /// The tables are damaged, empty or absent.
    NoTables,
    /// Known on many machines.
    SeenOften,
    /// Only repeats another field of the same machine.
    SaysNothingNew,
    /// The form of an assigned serial, but not the serial assigned to this machine.
    AssignedElsewhere,
}

/// The judgement of one field: value, origin, verdict and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field.
    pub field: Field,
    /// The value, safe to show ([`printable`](crate::machine::printable)), trimmed; empty where there is none.
    pub shown: String,
    /// The value as [`binding_value`](super::binding_value) returns it. Empty unless the verdict is [`Verdict::Ok`],
    /// [`Verdict::Shared`] or [`Verdict::Placeholder`].
    pub value: String,
    /// The origin of the value.
    pub origin: Origin,
    /// The verdict.
    pub verdict: Verdict,
    /// The reason of the verdict; `None` for [`Verdict::Ok`] only.
    pub kind: Option<FindingKind>,
}

impl Finding {
    /// The stable code, such as `MODEL-BLANK`; `None` for a usable value.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        (self.verdict != Verdict::Ok).then(|| finding_code(self.field, self.verdict))
    }

    /// Whether this finding makes the desk refuse the machine.
    #[must_use]
    pub fn refuses(&self) -> bool {
        refuses(self.field, self.verdict)
    }

    /// Whether the value can't be bound as it is: refused or unreadable.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.refuses() || self.verdict == Verdict::Unreadable
    }
}

/// Whether this verdict on this field makes the desk refuse the machine: a binding field that is blank, placeholder, malformed
/// or shared. A shared model only warns, and an unreadable field leaves the answer open.
#[must_use]
pub fn refuses(field: Field, verdict: Verdict) -> bool {
    Field::BINDING.contains(&field)
        && match verdict {
            Verdict::Ok | Verdict::Unreadable => false,
            Verdict::Shared => field != Field::Model,
            Verdict::Blank | Verdict::Placeholder | Verdict::Malformed => true,
        }
}

/// The stable code of a verdict on a field, such as `SERIAL-PLACEHOLDER`.
#[must_use]
pub fn finding_code(field: Field, verdict: Verdict) -> String {
    format!("{}-{}", field.name(), verdict.name()).to_ascii_uppercase()
}
