//! The routes to the desk, and which of them a session offers.

use countersign_core::protocol::Scheme;
use countersign_core::protocol::binding::{Predicted, Way};

use super::facts::Facts;
use super::settings::{Mode, Settings};

/// How a request reaches the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// A phone scans the QR and shows the code.
    Phone,
    /// A file on a USB stick goes to the desk, and another file comes back.
    File,
    /// The person reads the request to an operator on the telephone.
    Telephone,
    /// This program asks the desk over the network.
    Online,
    /// This program asks for the older binding (scheme 2), which no other route offers.
    Older,
}

impl RouteKind {
    /// Every route.
    pub const ALL: [Self; 5] = [Self::Phone, Self::File, Self::Telephone, Self::Online, Self::Older];

    /// The name in a kept session.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::File => "file",
            Self::Telephone => "telephone",
            Self::Online => "online",
            Self::Older => "older",
        }
    }

    /// The route of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The binding scheme that this route asks for.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        match self {
            Self::Older => Scheme::Two,
            Self::Phone | Self::File | Self::Telephone | Self::Online => Scheme::Three,
        }
    }
}

/// The routes that this profile allows. The order doesn't depend on the network, because callers read the numbers aloud.
#[must_use]
pub fn choices(settings: &Settings, facts: &Facts) -> Vec<RouteKind> {
    let mut choices = vec![RouteKind::Phone, RouteKind::File];
    if settings.profile.policy.spoken {
        choices.push(RouteKind::Telephone);
    }
    if settings.online && settings.mode == Mode::Real {
        choices.push(RouteKind::Online);
        if older_offered(settings, facts) {
            choices.push(RouteKind::Older);
        }
    }
    choices
}

/// Whether the older binding is offered: the product allows it, the machine has an anchor, and the desk would refuse the
/// machine's fields.
#[must_use]
pub fn older_offered(settings: &Settings, facts: &Facts) -> bool {
    let binding = facts.binding(&Way::Firmware);
    settings.online
        && settings.mode == Mode::Real
        && settings.profile.policy.older_binding
        && binding.marker2.is_some()
        && binding.predicted() != Predicted::Accepted
}
