//! Changes the numbers that the ledger has with other terms than the file states, as operators do, each with its
//! reason in the audit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Differing, Import, ImportOrder};
use crate::sql::{NewNumber, SqlStore, StatedLicense};
use countersign_core::protocol::Number;
use countersign_ledger::{
    Act, ActionError, ActionRefusal, License, LicenseId, OperatorAction, StoreError, perform_action,
};

/// What became of the change of one number.
enum Updated {
    Changed,
    /// The ledger refused the change.
    Refused(ActionRefusal),
    /// The ledger doesn't have the number.
    Unknown,
}

impl ImportOrder<'_> {
    /// Changes `differing` to what the file states. Returns how many it changed. A number that the ledger refuses
    /// to change, such as one with more taken seats, stays in `differing`, and its customer stays too.
    ///
    /// # Errors
    /// The database can't be read or written. Some numbers may have been changed.
    pub(super) async fn update_differing(
        &self,
        store: &SqlStore,
        import: &Import,
        differing: &mut Vec<Differing>,
    ) -> Result<usize, StoreError> {
        let stated: BTreeMap<&Number, &StatedLicense> =
            import.good.iter().map(|(_, one)| (&one.number, &one.license)).collect();
        let (mut left, mut changed) = (Vec::new(), 0);
        for one in differing.drain(..) {
            let id = LicenseId::new(self.product, one.number.clone());
            let updated = match stated.get(&one.number) {
                Some(stated) => self.change(store, &id, &one.there, stated).await?,
                None => Updated::Unknown,
            };
            match updated {
                Updated::Changed => changed += 1,
                Updated::Refused(refusal) => left.push(Differing { refused: Some(refusal), ..one }),
                Updated::Unknown => left.push(one),
            }
        }
        *differing = left;
        let left: BTreeSet<&Number> = differing.iter().map(|one| &one.number).collect();
        let changeable = import.good.iter().map(|(_, one)| one).filter(|one| !left.contains(&one.number));
        for one in changeable.filter(|one| !one.customer.is_empty()) {
            self.change_customer(store, one).await?;
        }
        Ok(changed)
    }

    /// Changes the stated parts of one license.
    async fn change(
        &self,
        store: &SqlStore,
        id: &LicenseId,
        there: &License,
        stated: &StatedLicense,
    ) -> Result<Updated, StoreError> {
        let renew = stated.expiry.filter(|expiry| *expiry != there.expiry).map(Act::Renew);
        let edition = stated.edition.filter(|edition| *edition != there.edition);
        let seats = stated.seats.filter(|seats| *seats != there.seats);
        let edit = (edition.is_some() || seats.is_some()).then_some(Act::Edit { edition, seats });
        // The edit may be refused, so it comes first. Then nothing is changed in part.
        for act in edit.into_iter().chain(renew) {
            let action = OperatorAction { act, reason: self.reason.to_owned() };
            match perform_action(store, id, self.by, self.at, &action).await {
                Ok(_) => {}
                Err(ActionError::Store(error)) => return Err(error),
                Err(ActionError::Unknown) => return Ok(Updated::Unknown),
                Err(ActionError::Refused(refusal)) => return Ok(Updated::Refused(refusal)),
            }
        }
        Ok(Updated::Changed)
    }

    /// Changes the stated parts of a customer.
    async fn change_customer(&self, store: &SqlStore, one: &NewNumber) -> Result<(), StoreError> {
        let id = LicenseId::new(self.product, one.number.clone());
        let Some(there) = store.license_customer(&id).await? else { return Ok(()) };
        let wanted = one.customer.over(&there);
        if wanted != there {
            store.set_license_customer(&id, &wanted, self.by, self.at).await?;
        }
        Ok(())
    }
}
