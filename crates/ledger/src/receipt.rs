//! Releases a seat by a receipt.

use countersign_core::protocol::Secret;

use super::{
    Act, ActionError, ActionRefusal, AnsweredNonce, LicenseId, LicenseRecord, NonceState, OperatorAction,
    Performed, Question, Store, perform_action::perform,
};

/// A receipt as it was typed, for a product's license number.
#[derive(Debug, Clone, Copy)]
pub struct TypedReceipt<'a> {
    /// The license number.
    pub license: &'a LicenseId,
    /// The license number as the mask packs it.
    pub packed: [u8; 6],
    /// The typed line. Typing errors are corrected like those of any typed line.
    pub line: &'a str,
}

/// Frees the seat that the receipt names.
///
/// A receipt proves that the owner of one request's secret gave the license back. Everyone who knows number
/// and values can make requests. So a receipt releases the seat without an operator only if its request is
/// the only one that was ever answered for the binding. Otherwise an operator decides and gives a `reason`;
/// the reason is empty if no operator has decided.
///
/// # Errors
/// [`ActionError::Refused`] with [`ActionRefusal::ReceiptMalformed`], [`ActionRefusal::ReceiptWrong`],
/// [`ActionRefusal::ReceiptSpent`], [`ActionRefusal::ReceiptOperator`] or [`ActionRefusal::Revoked`];
/// otherwise as for [`perform_action`](super::perform_action). Then nothing is changed.
pub async fn release_by_receipt<S: Store>(
    store: &S,
    receipt: TypedReceipt<'_>,
    operator: &str,
    at: i64,
    reason: &str,
) -> Result<(LicenseRecord, u16), ActionError> {
    let secret = Secret::of_receipt(receipt.line);
    let nonce = secret.as_ref().map(|secret| secret.nonce(&receipt.license.product, receipt.packed));
    let question = Question { nonce, ..Question::of(receipt.license) };
    let release = |record: &LicenseRecord, answered: Option<&AnsweredNonce>| match nonce {
        None => Err(ActionRefusal::ReceiptMalformed.into()),
        Some(_) => release(record, answered, reason).map_err(ActionError::Refused),
    };
    let Performed { record, seat, .. } = perform(store, question, operator, at, release).await?;
    Ok((record, seat.unwrap_or_default()))
}

/// Returns the action that releases the seat of an answered nonce.
fn release(
    record: &LicenseRecord,
    answered: Option<&AnsweredNonce>,
    reason: &str,
) -> Result<OperatorAction, ActionRefusal> {
    let answered = answered.ok_or(ActionRefusal::ReceiptWrong)?;
    if answered.state == NonceState::Spent {
        return Err(ActionRefusal::ReceiptSpent);
    }
    let binding = record.seats.get(&answered.seat).ok_or(ActionRefusal::ReceiptSpent)?;
    let reason = match (binding.answered, reason.trim()) {
        (_, reason) if !reason.is_empty() => reason.to_owned(),
        (0 | 1, _) => answered.name.clone(),
        _ => return Err(ActionRefusal::ReceiptOperator),
    };
    Ok(OperatorAction { act: Act::ReleaseByReceipt(answered.seat), reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::*;
    use crate::{ActionKind, GrantKind, LicenseState, Reason, poll_once};
    use countersign_core::protocol::Scheme::Three;

    fn refused(result: Result<(LicenseRecord, u16), ActionError>) -> Option<ActionRefusal> {
        match result {
            Err(ActionError::Refused(refusal)) => Some(refusal),
            _ => None,
        }
    }

    #[test]
    fn a_receipt_releases_its_own_seat_once() {
        let desk = TestDesk::with_seats(2);
        desk.ask(&GOOD.full(&number(9), 1), Three, TODAY);
        desk.ask(&OTHER.full(&number(9), 2), Three, TODAY);
        let (record, seat) = desk.give_back(&number(9), &secret(2), "").unwrap();
        assert_eq!((seat, record.seats.keys().copied().collect::<Vec<_>>()), (2, vec![1]));
        let audit = desk.store.audit();
        assert_eq!((audit[0].kind, audit[0].seat), (ActionKind::ReleaseByReceipt, Some(2)));
        assert_eq!(audit[0].reason, OTHER.full(&number(9), 2).name());
        // A second time, neither the receipt nor its request is accepted.
        assert_eq!(refused(desk.give_back(&number(9), &secret(2), "")), Some(ActionRefusal::ReceiptSpent));
        let again = desk.ask(&OTHER.full(&number(9), 2), Three, TODAY);
        assert_eq!(grant_or_reason(&again), Err(Reason::RequestSpent));
        let new = desk.ask(&OTHER.full(&number(9), 3), Three, TODAY);
        assert_eq!(grant_or_reason(&new), Ok(GrantKind::AnotherSeat));
        assert_eq!(
            refused(desk.give_back(&number(9), &secret(2), "insists")),
            Some(ActionRefusal::ReceiptSpent)
        );
        assert_eq!(desk.record(&number(9)).seats.len(), 2);
    }

    #[test]
    fn a_strangers_request_makes_a_receipt_need_an_operator() {
        let desk = TestDesk::open();
        desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        // The stranger knows number and values, and has another secret.
        desk.ask(&GOOD.full(&number(0), 66), Three, TODAY);
        for at in [1, 66] {
            assert_eq!(
                refused(desk.give_back(&number(0), &secret(at), "")),
                Some(ActionRefusal::ReceiptOperator)
            );
        }
        assert_eq!(desk.record(&number(0)).seats.len(), 1);
        desk.give_back(&number(0), &secret(1), "the owner called").unwrap();
        assert!(desk.record(&number(0)).seats.is_empty());
        assert_eq!(desk.store.audit()[0].reason, "the owner called");
        assert_eq!(refused(desk.give_back(&number(0), &secret(66), "")), Some(ActionRefusal::ReceiptSpent));
    }

    /// A receipt still needs an operator if the other nonces of its binding are spent.
    #[test]
    fn a_spent_request_of_the_binding_still_makes_a_receipt_need_an_operator() {
        let desk = TestDesk::open();
        let declared = GOOD.declaring(countersign_core::machine::Field::Serial);
        desk.ask(&declared.full(&number(0), 1), Three, TODAY);
        desk.ask(&declared.serial("M80-D8018200513").full(&number(0), 66), Three, TODAY);
        assert_eq!(refused(desk.give_back(&number(0), &secret(1), "")), Some(ActionRefusal::ReceiptSpent));
        assert_eq!(
            refused(desk.give_back(&number(0), &secret(66), "")),
            Some(ActionRefusal::ReceiptOperator)
        );
    }

    #[test]
    fn a_receipt_with_a_wrong_product_number_secret_or_text_is_refused() {
        let desk = TestDesk::open();
        desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        let packed = mask().pack(&number(0)).unwrap();
        let receipt = |product, line: &str| {
            let license = LicenseId::new(product, number(0));
            let receipt = TypedReceipt { license: &license, packed, line };
            poll_once(release_by_receipt(&*desk.store, receipt, "li", 0, "")).unwrap()
        };
        let wrong = Some(ActionRefusal::ReceiptWrong);
        for line in ["hello", "", &secret(1).receipt()[1..]] {
            assert_eq!(refused(receipt(PRODUCT, line)), Some(ActionRefusal::ReceiptMalformed), "{line}");
        }
        let other = receipt("other-os", &secret(1).receipt());
        assert_eq!(other, Err(ActionError::Unknown), "the number of another product is unknown");
        assert_eq!(refused(desk.give_back(&number(0), &secret(2), "")), wrong);
        assert_eq!(refused(desk.give_back(&number(1), &secret(1), "")), wrong);
        // Data that everyone can see gives no receipt: number, nonce, code.
        let answer = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        let nonce = GOOD.full(&number(0), 1).head().nonce;
        let mut seen: Vec<[u8; 10]> =
            code(&answer).0.windows(10).map(|part| part.try_into().unwrap()).collect();
        for ends in [[0, 0], [1, 1]] {
            seen.push([&nonce[..], &ends].concat().try_into().unwrap());
        }
        for bytes in seen {
            let line = countersign_core::protocol::Secret::new(bytes).receipt();
            assert_eq!(refused(receipt(PRODUCT, &line)), wrong);
        }
        // The receipt is accepted as it is shown, with its line number and a typing error.
        let mut line = secret(1).receipt();
        line.replace_range(19..20, if line.ends_with('7') { "8" } else { "7" });
        assert!(
            receipt(PRODUCT, &format!("12  {}", countersign_core::protocol::line::grouped(&line))).is_ok()
        );
    }

    #[test]
    fn a_suspended_number_can_be_given_back_but_not_a_revoked_one() {
        for (act, expected) in [(Act::Suspend, None), (Act::Revoke, Some(ActionRefusal::ReceiptSpent))] {
            let desk = TestDesk::open();
            desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
            desk.perform(&number(0), act).unwrap();
            assert_eq!(refused(desk.give_back(&number(0), &secret(1), "")), expected);
            assert_ne!(desk.record(&number(0)).state, LicenseState::Active);
        }
    }
}
