//! The products that the wizard lists where several are installed: reads their status, opens one.

use std::sync::Arc;

use crate::wizard::{ListedProduct, OpenedProduct};
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_keep::Keep;

use super::context::{self, Context};
use super::start_session::previous_session;

/// The products of this machine.
#[derive(Debug)]
pub struct ProductShelf(Context);

impl ProductShelf {
    /// The products of a context that has several.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        Self(context.clone())
    }

    fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.0.several.iter().filter_map(|product| product.as_ref().ok()).map(|found| &found.profile)
    }

    /// The first profile that can be used.
    #[must_use]
    pub fn first(&self) -> Option<&Profile> {
        self.profiles().next()
    }

    /// Each product with its status, in the order of the profiles.
    #[must_use]
    pub fn list(&self, machine: &Machine) -> Vec<ListedProduct> {
        let listed = self.0.several.iter().map(|product| match product {
            Ok(found) => ListedProduct::Usable {
                name: found.profile.name.clone(),
                product: found.profile.product.clone(),
                status: Box::new(self.0.keep(machine, &found.profile).status(machine, &found.profile)),
            },
            Err(fault) => ListedProduct::Unusable(Arc::clone(fault)),
        });
        listed.collect()
    }

    /// Opens the product of that index among those that can be used.
    #[must_use]
    pub fn open(&self, at: usize, machine: Machine) -> Option<(Keep, OpenedProduct)> {
        let profile = self.profiles().nth(at)?.clone();
        let keep = self.0.keep(&machine, &profile);
        let (facts, problems) = context::facts(machine, &keep, &profile);
        let previous = previous_session(&keep, &problems.all());
        Some((keep, OpenedProduct { profile, facts, previous }))
    }
}
