//! The settings of one run: product, mode, and what this terminal and system allow.

use countersign_core::profile::Profile;

use super::qr_view::TerminalSettings;

/// What doesn't change while the program runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The product.
    pub profile: Profile,
    /// A real session or practice.
    pub mode: Mode,
    /// Whether the terminal can show Chinese, so that the language can be switched.
    pub chinese: bool,
    /// Whether `sudo` is there to start the program again with more rights.
    pub sudo: bool,
    /// Whether this build has a client that can ask the desk over a network.
    pub online: bool,
    /// The terminal that the session is shown on.
    pub terminal: TerminalSettings,
}

impl Settings {
    /// Whether this is practice.
    #[must_use]
    pub const fn is_practice(&self) -> bool {
        matches!(self.mode, Mode::Practice { .. })
    }
}

/// A real session or practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// With a real desk.
    Real,
    /// With the built-in desk; nothing is kept.
    Practice {
        /// The person asked for practice; otherwise no profile was found.
        requested: bool,
        /// The names of the sample machines, in the order of practice.
        samples: Vec<String>,
    },
}
