//! Changes the licenses of numbers that the ledger has with other terms, as operators do, each with its
//! reason in the audit.

use std::collections::BTreeMap;

use super::{Import, ImportOrder};
use crate::sql::SqlStore;
use countersign_core::protocol::Number;
use countersign_ledger::{Act, ActionError, License, LicenseId, OperatorAction, StoreError, perform_action};

impl ImportOrder<'_> {
    /// Changes the licenses of `differing` to those in the file. Returns how many it changed. A number that
    /// the ledger refuses to change, such as one with more taken seats, stays in `differing`. Numbers with a
    /// customer in the file get that customer.
    ///
    /// # Errors
    /// The database can't be read or written. Some numbers may have been changed.
    pub(super) async fn update_differing(
        &self,
        store: &SqlStore,
        import: &Import,
        differing: &mut Vec<(Number, License)>,
    ) -> Result<usize, StoreError> {
        let wanted: BTreeMap<&Number, License> =
            import.good.iter().map(|(_, one)| (&one.number, one.license)).collect();
        let (mut refused, mut changed) = (Vec::new(), 0);
        for (number, there) in differing.drain(..) {
            let id = LicenseId::new(self.product, number.clone());
            let done = match wanted.get(&number) {
                Some(wanted) => self.change(store, &id, &there, wanted).await?,
                None => false,
            };
            if done {
                changed += 1;
            } else {
                refused.push((number, there));
            }
        }
        *differing = refused;
        for (_, one) in import.good.iter().filter(|(_, one)| !one.customer.is_empty()) {
            let id = LicenseId::new(self.product, one.number.clone());
            if store.license_customer(&id).await?.is_some_and(|there| there != one.customer) {
                store.set_license_customer(&id, &one.customer, self.by, self.at).await?;
            }
        }
        Ok(changed)
    }

    /// Changes one license. Returns whether all of it was changed.
    async fn change(
        &self,
        store: &SqlStore,
        id: &LicenseId,
        there: &License,
        wanted: &License,
    ) -> Result<bool, StoreError> {
        let renew = (there.expiry != wanted.expiry).then_some(Act::Renew(wanted.expiry));
        let edits = (there.edition, there.seats) != (wanted.edition, wanted.seats);
        let edit = edits.then_some(Act::Edit { edition: Some(wanted.edition), seats: Some(wanted.seats) });
        // The edit may be refused, so it comes first. Then nothing is changed in part.
        for act in edit.into_iter().chain(renew) {
            let action = OperatorAction { act, reason: self.reason.to_owned() };
            match perform_action(store, id, self.by, self.at, &action).await {
                Ok(_) => {}
                Err(ActionError::Store(error)) => return Err(error),
                Err(ActionError::Unknown | ActionError::Refused(_)) => return Ok(false),
            }
        }
        Ok(true)
    }
}
