//! What would stop a session here: rights, tables, places to keep the activation, clock, profile, terminal, route to the desk.
//!
//! `countersign doctor` tells all of them; Inspect shows those of the machine, so that the two can't differ. Each is judged from what was
//! read before. Never here: a file, a terminal, a network, a sentence.

mod codes;

use countersign_core::machine::{Clock, Tables};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::Predicted;
use countersign_core::protocol::license::{day_of, day_of_date};
use countersign_core::review::{RULES_VERSION, Verdict};
use countersign_keep::{FreeSpace, KeepCode, StorageError};

use super::facts::Facts;
use super::online::OnlineError;

/// The days after which a profile is called old. Keys and rules change about once a year.
const OLD: u16 = 365;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Fine.
    Ok,
    /// A session goes on, but something is less than it could be.
    Warning,
    /// The answer is unknown.
    Unknown,
    /// A session would stop.
    Stop,
}

impl Severity {
    /// The word in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Stop => "stop",
        }
    }
}

/// One check with what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// Whether this user may read all that counts and keep an activation.
    Rights(Rights),
    /// The SMBIOS tables.
    Tables(Tables),
    /// What the desk will say to the machine's fields.
    Fields(Predicted),
    /// The state folder.
    File(Result<FreeSpace, StorageError>),
    /// No other wizard is open; where one is, `lock` says so.
    NoOtherWizard,
    /// UEFI variables.
    Efi(Result<FreeSpace, StorageError>),
    /// The clock.
    Clock(Clock),
    /// The profile.
    Profile(ProfileCheck),
    /// The pinned keys.
    Keys(KeysCheck),
    /// The terminal.
    Terminal(TerminalCheck),
    /// What the terminal can show.
    Locale(LocaleCheck),
    /// Whether the request's QR fits the terminal.
    Qr(QrCheck),
    /// The route to the desk by this machine's network.
    Route(RouteCheck),
}

/// Whether this user's rights suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// They suffice.
    Enough,
    /// Root could read or keep more.
    RootNeeded,
}

/// The profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileCheck {
    /// There is one.
    Found {
        /// The product's name.
        name: String,
        /// Its version.
        version: u16,
        /// The day of its publication.
        published: Option<String>,
        /// What is doubtful about it.
        doubt: Option<ProfileDoubt>,
    },
    /// None is installed.
    Missing,
}

/// What is doubtful about a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileDoubt {
    /// It was published that many days ago.
    Old(u16),
    /// It was made with other rules of review than this program has.
    Rules {
        /// The profile's.
        profile: u16,
        /// The program's.
        program: u16,
    },
}

/// The pinned keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeysCheck {
    /// The ids of the pinned keys.
    Pinned(Vec<u8>),
    /// The kept license is signed with a key that the profile no longer pins.
    LicenseKeyDropped,
}

/// The terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalCheck {
    /// There is none.
    Missing,
    /// The wizard asks line by line: the terminal can't move the cursor, or the person asks for it.
    Lines {
        /// The value of `TERM`.
        term: String,
    },
    /// It takes full screens.
    Screens {
        /// The value of `TERM`.
        term: String,
        /// Columns and rows; `None` if it reports no size.
        size: Option<(u16, u16)>,
        /// The least columns and rows.
        least: (u16, u16),
        /// Whether it has colours.
        colours: bool,
    },
}

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocaleCheck {
    /// All texts of the program.
    Whole,
    /// The locale asks for Chinese, and it can't be shown.
    NoChinese,
    /// Only ASCII.
    Ascii,
}

/// Whether the request's QR fits the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrCheck {
    /// It fits.
    Fits,
    /// It needs this size, in columns and rows; the terminal has the other.
    Small {
        /// What it needs.
        need: (usize, usize),
        /// What there is.
        have: (usize, usize),
        /// Whether the request also goes by telephone.
        telephone: Telephone,
    },
    /// It fits if half blocks are one column wide, and the wizard has yet to ask the person for their width.
    WidthUnknown {
        /// What it needs if they are two columns wide.
        need: (usize, usize),
        /// What there is.
        have: (usize, usize),
    },
    /// No QR holds the request.
    TooLong,
}

/// The route to the desk by this machine's network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteCheck {
    /// This build has no network client.
    NotBuilt(Telephone),
    /// The machine has no network.
    Offline(Telephone),
    /// The desk at that address answers.
    Reached(String),
    /// The desk at that address doesn't answer.
    Failed(String, OnlineError),
}

/// Whether a request also goes by telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telephone {
    /// The product answers spoken requests.
    Offered,
    /// It doesn't.
    NotOffered,
}

impl Telephone {
    /// What the product of that profile offers.
    #[must_use]
    pub const fn of(profile: &Profile) -> Self {
        if profile.policy.spoken { Self::Offered } else { Self::NotOffered }
    }
}

/// Whether this user's rights suffice on that machine.
#[must_use]
pub fn rights(facts: &Facts) -> Rights {
    let unreadable = || facts.review.findings.iter().any(|finding| finding.verdict == Verdict::Unreadable);
    let needed =
        !facts.machine.read_as_root && (unreadable() || facts.rehearsal.file == Err(StorageError::Denied));
    if needed { Rights::RootNeeded } else { Rights::Enough }
}

/// The checks of a machine and of where its activation is kept, in the order in which they are told.
#[must_use]
pub fn of_machine(facts: &Facts, predicted: Predicted) -> Vec<Check> {
    vec![
        Check::Rights(rights(facts)),
        Check::Tables(facts.machine.tables),
        Check::Fields(predicted),
        Check::File(facts.rehearsal.file),
        Check::Efi(facts.rehearsal.efi),
        Check::Clock(facts.machine.clock),
    ]
}

/// The checks of a profile.
#[must_use]
pub fn of_profile(profile: &Profile, facts: &Facts) -> Vec<Check> {
    let today = day_of(facts.machine.clock.now);
    let age = profile.published.as_deref().and_then(day_of_date).map(|day| today.saturating_sub(day));
    let rules = ProfileDoubt::Rules { profile: profile.rules, program: RULES_VERSION };
    let doubt = match age {
        // If the clock is wrong, the age of the profile is unknown.
        Some(days) if days > OLD && !facts.machine.clock.implausible => Some(ProfileDoubt::Old(days)),
        _ => (profile.rules != RULES_VERSION).then_some(rules),
    };
    let dropped = facts.status.code == Some(KeepCode::LicenseKeyUnknown);
    let pinned = profile.keys.iter().map(|key| key.id.0).collect();
    vec![
        Check::Profile(ProfileCheck::Found {
            name: profile.name.clone(),
            version: profile.version,
            published: profile.published.clone(),
            doubt,
        }),
        Check::Keys(if dropped { KeysCheck::LicenseKeyDropped } else { KeysCheck::Pinned(pinned) }),
    ]
}
