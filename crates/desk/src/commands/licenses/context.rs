//! What the commands for license numbers share: the opened ledger, the mask, and how numbers are parsed and loaded.

use clap::ArgMatches;

use crate::commands::exit::Exit;
use crate::commands::failure::Failure;
use crate::commands::invocation::Invocation;
use crate::desk_data::{open_profiles, open_store};
use crate::sql::SqlStore;
use crate::text::DeskLine as L;
use countersign_core::machine::printable;
use countersign_core::protocol::{Mask, Number};
use countersign_core::text::Lang;
use countersign_ledger::{LicenseRecord, Store as _, StoreError};

/// The opened ledger and the mask of its license numbers. They need no key, and so no passphrase.
pub(super) struct LicenseContext<'a> {
    pub(super) store: SqlStore,
    pub(super) mask: Mask,
    pub(super) invocation: &'a Invocation,
}

impl<'a> LicenseContext<'a> {
    pub(super) fn open(invocation: &'a Invocation) -> Result<Self, Failure> {
        let open = || {
            let mask = open_profiles(&invocation.data)?.newest().mask.clone();
            Ok(Self { store: open_store(&invocation.data)?, mask, invocation })
        };
        open().map_err(|error| Failure::open(error, invocation.lang))
    }

    /// The number of the argument `number`.
    pub(super) fn number_argument(&self, args: &ArgMatches) -> Result<Number, Failure> {
        self.parse_number(args.get_one::<String>("number").map_or("", String::as_str))
    }

    /// Parses a typed license number.
    pub(super) fn parse_number(&self, typed: &str) -> Result<Number, Failure> {
        self.mask.parse_number(typed).map_err(|_| {
            let example = self.mask.example();
            let with = [("number", &*printable(typed.as_bytes())), ("example", example.as_str())];
            let lines = (L::NumberMalformed, L::NumberMalformedDo);
            Failure::new(Exit::Refused, "NUMBER-MALFORMED", lines, &with, self.lang())
        })
    }

    /// Loads the record of a license number.
    pub(super) fn load(&self, number: &Number) -> Result<LicenseRecord, Failure> {
        self.store.load(number).map_err(|error| self.store_failure(&error))?.ok_or_else(|| {
            let lines = (L::NumberNotHere, L::NumberNotHereDo);
            let with = [("number", number.as_str())];
            Failure::new(Exit::Refused, "NUMBER-UNKNOWN", lines, &with, self.lang())
        })
    }

    pub(super) fn store_failure(&self, error: &StoreError) -> Failure {
        Failure::store(error, self.lang())
    }

    pub(super) const fn lang(&self) -> Lang {
        self.invocation.lang
    }
}
