//! The shared parts of the license commands: the opened ledger, the products, and how numbers are parsed and
//! loaded.

use clap::ArgMatches;

use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::json_objects::LicenseDetails;
use crate::profiles::{ProductFault, Profiles};
use crate::sql::SqlStore;
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::machine::printable;
use countersign_core::profile::Profile;
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::{Day, day_of};
use countersign_core::text::{Lang, Line as _, listed};
use countersign_ledger::{ActionError, ActionRefusal, Expiry, LicenseId, LicenseRecord};

/// The opened ledger and the products. They need no key and no passphrase.
pub(super) struct LicenseContext<'a> {
    pub(super) store: SqlStore,
    pub(super) profiles: Profiles,
    /// The option `--product`.
    named: Option<String>,
    pub(super) invocation: &'a Invocation,
}

impl<'a> LicenseContext<'a> {
    pub(super) fn open(args: &ArgMatches, invocation: &'a Invocation) -> Result<Self, Failure> {
        let store = invocation.open_store()?;
        let profiles = invocation.read_profiles(&store)?;
        let context = Self { store, profiles, named: invocation.product(args), invocation };
        if context.named.is_some() {
            context.product()?;
        }
        Ok(context)
    }

    /// Returns the newest profile of the named product, or of the only one.
    pub(super) fn product(&self) -> Result<&Profile, Failure> {
        let product = self.profiles.product(self.named.as_deref());
        product.map_err(|fault| Failure::product(fault, self.lang()))
    }

    /// Returns the products to list: the named one, or all.
    pub(super) fn listed_products(&self) -> Vec<&Profile> {
        let products = self.profiles.products().into_iter();
        products.filter(|one| self.named.as_ref().is_none_or(|named| one.product == *named)).collect()
    }

    /// Returns the license number of the argument `number`.
    pub(super) fn license_argument(&self, args: &ArgMatches) -> Result<LicenseId, Failure> {
        self.parse_license(args.get_one::<String>("number").map_or("", String::as_str))
    }

    /// Parses a typed license number. If it fits several products, it is the number that the ledger has.
    pub(super) fn parse_license(&self, typed: &str) -> Result<LicenseId, Failure> {
        let mut licenses = self.profiles.licenses(typed);
        licenses.retain(|one| self.named.as_ref().is_none_or(|named| one.product == *named));
        if licenses.len() > 1 {
            let mut known = Vec::new();
            for license in &licenses {
                known.extend(
                    self.invocation.query(self.store.license_record(license))?.map(|record| record.id),
                );
            }
            licenses = if known.len() == 1 { known } else { licenses };
        }
        match licenses.as_slice() {
            [license] => Ok(license.clone()),
            [] => Err(self.malformed(typed)),
            several => {
                let products = several.iter().map(|one| one.product.clone()).collect();
                Err(Failure::product(ProductFault::Missing(products), self.lang()))
            }
        }
    }

    fn malformed(&self, typed: &str) -> Failure {
        let named = self.profiles.product(self.named.as_deref());
        let example = named.unwrap_or(self.profiles.newest()).mask.example();
        let number = printable(typed.as_bytes());
        let what = DeskSentence::NumberMalformed { number: &number, example: &example };
        Failure::refused("NUMBER-MALFORMED", what.say(self.lang()), L::NumberMalformedDo.say(self.lang()))
    }

    /// Returns the mask of a product's numbers.
    pub(super) fn mask(&self, product: &str) -> &Mask {
        &self.profiles.newest_for(Some(product)).mask
    }

    /// Returns the expiry of the options, `Never` if there is none. An expiry in the past is refused.
    pub(super) fn expiry(&self, args: &ArgMatches) -> Result<Expiry, Failure> {
        Ok(self.stated_expiry(args)?.unwrap_or(Expiry::Never))
    }

    /// Returns the expiry that the options state. An expiry in the past is refused.
    pub(super) fn stated_expiry(&self, args: &ArgMatches) -> Result<Option<Expiry>, Failure> {
        let last = args.get_one("expires").copied();
        if last.is_some_and(|last: Day| last < day_of(self.invocation.now)) {
            let (what, next) = (L::ExpiryPast.say(self.lang()), L::ExpiryPastDo.say(self.lang()));
            return Err(Failure::refused("EXPIRY-PAST", what, next));
        }
        let days = args.get_one("days").copied().map(Expiry::After);
        Ok(last.map(Expiry::On).or(days))
    }

    /// Loads the record of a license number.
    pub(super) fn load(&self, license: &LicenseId) -> Result<LicenseRecord, Failure> {
        let record = self.invocation.query(self.store.license_record(license))?;
        record.ok_or_else(|| Failure::number_unknown(&license.number, self.lang()))
    }

    /// Loads the history of a record.
    pub(super) fn details(&self, record: LicenseRecord) -> Result<LicenseDetails, Failure> {
        self.invocation.query(LicenseDetails::read(&self.store, record))
    }

    /// Returns the failure of an act. If the seat was the reason, the failure names the taken seats.
    pub(super) fn act_failure(&self, error: &ActionError, license: &LicenseId) -> Failure {
        let failure = Failure::act(error, &license.number, self.lang());
        let for_the_seat =
            matches!(error, ActionError::Refused(ActionRefusal::SeatMissing | ActionRefusal::SeatUnknown));
        match self.load(license) {
            Ok(record) if for_the_seat => {
                let seats = listed(self.lang(), record.seats.keys());
                Failure { next: DeskSentence::SeatsAre { seats: &seats }.say(self.lang()), ..failure }
            }
            _ => failure,
        }
    }

    pub(super) const fn lang(&self) -> Lang {
        self.invocation.lang
    }
}
