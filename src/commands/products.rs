//! Which product a command is about, where several are installed on a machine.

use std::sync::Arc;

use crate::text::Fault;
use countersign_core::lang::Lang;
use countersign_core::machine::printable;
use countersign_core::profile::Profile;
use countersign_keep::{InstalledFault, InstalledProfile, ProfilePlace, ProfileResult, installed_profiles};

use super::cli::Cli;
use super::exit::{CommandError, Exit};

/// The profile of a product, or why it can't be used.
pub type Product = Result<InstalledProfile, Arc<InstalledFault>>;

/// The products of this machine that a command is about.
#[derive(Debug, Clone)]
pub enum Products {
    /// No profile is installed.
    None,
    /// The only one, or the one that `--product` names.
    One(Box<Profile>),
    /// All of them, in the order of their files.
    Several(Vec<Product>),
}

impl Products {
    /// Finds the products, or the one of that name.
    ///
    /// # Errors
    /// [`CommandError`] if the only profile, or that of the product, can't be used, or there is no such product.
    pub fn find(cli: &Cli, lang: Lang) -> Result<Self, CommandError> {
        let place = match (&cli.profile, &cli.profiles) {
            (Some(file), _) => ProfilePlace::File(file),
            (None, Some(folder)) => ProfilePlace::Folder(folder),
            (None, None) => ProfilePlace::Installed,
        };
        Self::choose(installed_profiles(place), cli.product.as_deref(), lang)
    }

    fn choose(mut found: Vec<ProfileResult>, wanted: Option<&str>, lang: Lang) -> Result<Self, CommandError> {
        if let Some(wanted) = wanted.filter(|_| !found.is_empty()) {
            return named(found, wanted, lang).map(|profile| Self::One(Box::new(profile)));
        }
        match (found.pop(), found.is_empty()) {
            (None, _) => Ok(Self::None),
            (Some(Ok(only)), true) => Ok(Self::One(Box::new(only.profile))),
            (Some(Err(fault)), true) => Err(refused(&fault, lang)),
            (Some(last), false) => {
                found.push(last);
                Ok(Self::Several(found.into_iter().map(|one| one.map_err(Arc::new)).collect()))
            }
        }
    }
}

/// The profile of the product of that name. If no usable profile has the name, a profile that can't be used is reported before
/// an unknown name, because it may be the wanted one.
fn named(found: Vec<ProfileResult>, wanted: &str, lang: Lang) -> Result<Profile, CommandError> {
    let products = names(found.iter().filter_map(|one| one.as_ref().ok()));
    let mut faults = Vec::new();
    for one in found {
        match one {
            Ok(found) if found.profile.product == wanted => return Ok(found.profile),
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let of_product =
        |fault: &&InstalledFault| matches!(fault, InstalledFault::Twice { product, .. } if product == wanted);
    let not_of_another = |fault: &&InstalledFault| !matches!(fault, InstalledFault::Twice { .. });
    match faults.iter().find(of_product).or_else(|| faults.iter().find(not_of_another)) {
        Some(fault) => Err(refused(fault, lang)),
        None => {
            let product = printable(wanted.as_bytes());
            Err(CommandError::new(Fault::ProductUnknown { product, products }, Exit::Usage))
        }
    }
}

/// The refusal of a command for one product where there are several: it names those that can be used.
#[must_use]
pub fn product_needed(several: &[Product], lang: Lang) -> CommandError {
    let products = names(several.iter().filter_map(|one| one.as_ref().ok()));
    match several.iter().find_map(|one| one.as_ref().err()) {
        Some(fault) if products.is_empty() => refused(fault, lang),
        _ => CommandError::new(Fault::ProductNeeded { products }, Exit::Usage),
    }
}

/// A profile that can't be used, as a command's failure.
#[must_use]
pub fn refused(fault: &InstalledFault, lang: Lang) -> CommandError {
    CommandError::new(Fault::of_profile(lang, fault), Exit::Fault)
}

fn names<'a>(found: impl Iterator<Item = &'a InstalledProfile>) -> String {
    found.map(|one| one.profile.product.as_str()).collect::<Vec<_>>().join(", ")
}
