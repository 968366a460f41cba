//! What a line of a file or the options of a command state about a license. The other parts are not stated.

use std::num::NonZeroU16;

use countersign_core::protocol::Edition;
use countersign_ledger::{Expiry, License};

/// The stated parts of a license. A part that is `None` keeps its value; for a new number it has the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatedLicense {
    /// The edition in every code of the number.
    pub edition: Option<Edition>,
    /// When its codes expire.
    pub expiry: Option<Expiry>,
    /// The number of machines that it binds at once.
    pub seats: Option<NonZeroU16>,
}

impl StatedLicense {
    /// States every part of a license.
    #[must_use]
    pub const fn whole(license: License) -> Self {
        let License { edition, expiry, seats } = license;
        Self { edition: Some(edition), expiry: Some(expiry), seats: Some(seats) }
    }

    /// Returns the license with the stated parts replaced.
    #[must_use]
    pub fn over(&self, license: License) -> License {
        License {
            edition: self.edition.unwrap_or(license.edition),
            expiry: self.expiry.unwrap_or(license.expiry),
            seats: self.seats.unwrap_or(license.seats),
        }
    }

    /// Returns the license of a new number.
    #[must_use]
    pub fn for_new(&self) -> License {
        self.over(License::default())
    }

    /// Whether every stated part is also a part of this license.
    #[must_use]
    pub fn agrees_with(&self, license: &License) -> bool {
        self.over(*license) == *license
    }

    /// Adds what the other one states about parts that this one doesn't state.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            edition: self.edition.or(other.edition),
            expiry: self.expiry.or(other.expiry),
            seats: self.seats.or(other.seats),
        }
    }

    /// Whether this one states nothing that the other one doesn't state alike.
    #[must_use]
    pub fn is_part_of(&self, other: &Self) -> bool {
        self.or(*other) == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stated_parts_replace_those_of_a_license() {
        let there = License { edition: Edition(3), expiry: Expiry::On(3287), ..License::default() };
        let edition = |edition| StatedLicense { edition: Some(Edition(edition)), ..StatedLicense::default() };
        let nothing = StatedLicense::default();
        assert_eq!((nothing.over(there), nothing.for_new()), (there, License::default()));
        assert_eq!(edition(4).over(there), License { edition: Edition(4), ..there });
        assert_eq!(StatedLicense::whole(License::default()).over(there), License::default());
        assert!(nothing.agrees_with(&there) && edition(3).agrees_with(&there));
        assert!(!edition(4).agrees_with(&there));
        assert_eq!(
            edition(4).or(StatedLicense::whole(there)).for_new(),
            License { edition: Edition(4), ..there }
        );
    }

    #[test]
    fn a_part_of_another_statement_states_nothing_else() {
        let edition = StatedLicense { edition: Some(Edition(3)), ..StatedLicense::default() };
        let nothing = StatedLicense::default();
        assert!(nothing.is_part_of(&edition) && edition.is_part_of(&edition));
        assert!(!edition.is_part_of(&nothing));
        assert!(!edition.is_part_of(&StatedLicense::whole(License::default())));
        assert!(!StatedLicense::whole(License::default()).is_part_of(&edition));
    }
}
