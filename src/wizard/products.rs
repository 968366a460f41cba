//! The products of a machine that has several: their list, and one that was opened.

use std::sync::Arc;

use countersign_core::profile::Profile;
use countersign_keep::{ActivationState, InstalledFault, Status};

use super::facts::Facts;
use super::start::PreviousSession;

/// A product in the list, in the order of the profiles.
#[derive(Debug, Clone)]
pub enum ListedProduct {
    /// One that can be opened.
    Usable {
        /// Its name for people.
        name: String,
        /// Its identifier.
        product: String,
        /// Its status.
        status: Box<Status>,
    },
    /// Its profile can't be used.
    Unusable(Arc<InstalledFault>),
}

impl ListedProduct {
    /// Whether it can be opened.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        matches!(self, Self::Usable { .. })
    }

    /// Whether this machine is activated for it.
    #[must_use]
    pub fn is_activated(&self) -> bool {
        matches!(self, Self::Usable { status, .. } if status.state == ActivationState::Activated)
    }
}

/// The identifiers of the products that can be opened, in the order of the list.
pub fn openable(products: &[ListedProduct]) -> impl Iterator<Item = &str> {
    products.iter().filter_map(|listed| match listed {
        ListedProduct::Usable { product, .. } => Some(product.as_str()),
        ListedProduct::Unusable(_) => None,
    })
}

/// A product that was opened: what its session begins with.
#[derive(Debug, Clone)]
pub struct OpenedProduct {
    /// Its profile.
    pub profile: Profile,
    /// What is known of the machine, and of what the machine keeps for the product.
    pub facts: Facts,
    /// What is left of the product's previous session.
    pub previous: PreviousSession,
}
