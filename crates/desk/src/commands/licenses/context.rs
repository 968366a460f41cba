//! What the commands for license numbers share: the opened ledger, the mask, and how numbers are parsed and loaded.

use clap::ArgMatches;

use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::sql::SqlStore;
use crate::text::{DeskLine as L, DeskSentence};
use countersign_core::machine::printable;
use countersign_core::protocol::Mask;
use countersign_core::protocol::license::{Day, day_of};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{ActionError, ActionRefusal, Expiry, LicenseId, LicenseRecord, StoreError};

/// The opened ledger and the mask of its license numbers. They need no key, and so no passphrase.
pub(super) struct LicenseContext<'a> {
    pub(super) store: SqlStore,
    pub(super) product: String,
    pub(super) mask: Mask,
    pub(super) invocation: &'a Invocation,
}

impl<'a> LicenseContext<'a> {
    pub(super) fn open(invocation: &'a Invocation) -> Result<Self, Failure> {
        let store = invocation.open_store()?;
        let newest = invocation.read_profiles(&store)?.newest().clone();
        Ok(Self { store, product: newest.product, mask: newest.mask, invocation })
    }

    /// The license number of the argument `number`.
    pub(super) fn license_argument(&self, args: &ArgMatches) -> Result<LicenseId, Failure> {
        self.parse_license(args.get_one::<String>("number").map_or("", String::as_str))
    }

    /// Parses a typed license number.
    pub(super) fn parse_license(&self, typed: &str) -> Result<LicenseId, Failure> {
        let number = self.mask.parse_number(typed);
        number.map(|number| LicenseId::new(&self.product, number)).map_err(|_| {
            let example = self.mask.example();
            let number = printable(typed.as_bytes());
            let what = DeskSentence::NumberMalformed { number: &number, example: &example };
            let next = L::NumberMalformedDo.say(self.lang());
            Failure::refused("NUMBER-MALFORMED", what.say(self.lang()), next)
        })
    }

    /// The expiry of the options. One in the past is refused.
    pub(super) fn expiry(&self, args: &ArgMatches) -> Result<Expiry, Failure> {
        let last = args.get_one("expires").copied();
        if last.is_some_and(|last: Day| last < day_of(self.invocation.now)) {
            let (what, next) = (L::ExpiryPast.say(self.lang()), L::ExpiryPastDo.say(self.lang()));
            return Err(Failure::refused("EXPIRY-PAST", what, next));
        }
        let days = args.get_one("days").copied().map(Expiry::After);
        Ok(last.map(Expiry::On).or(days).unwrap_or(Expiry::Never))
    }

    /// Loads the record of a license number.
    pub(super) fn load(&self, license: &LicenseId) -> Result<LicenseRecord, Failure> {
        let record = self.wait(self.store.license_record(license))?;
        record.ok_or_else(|| Failure::number_unknown(&license.number, self.lang()))
    }

    /// Waits for the database.
    pub(super) fn wait<T>(&self, future: impl Future<Output = Result<T, StoreError>>) -> Result<T, Failure> {
        self.invocation.wait(future).map_err(|error| Failure::store(&error, self.lang()))
    }

    /// An act that wasn't done. Where it was for the seat, it says which seats there are.
    pub(super) fn act_failure(&self, error: &ActionError, license: &LicenseId) -> Failure {
        let failure = Failure::act(error, &license.number, self.lang());
        let for_the_seat =
            matches!(error, ActionError::Refused(ActionRefusal::SeatMissing | ActionRefusal::SeatUnknown));
        match self.load(license) {
            Ok(record) if for_the_seat => {
                let seats = record.seats.keys().map(u16::to_string).collect::<Vec<_>>().join(", ");
                Failure { next: DeskSentence::SeatsAre { seats: &seats }.say(self.lang()), ..failure }
            }
            _ => failure,
        }
    }

    pub(super) const fn lang(&self) -> Lang {
        self.invocation.lang
    }
}
