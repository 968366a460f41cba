//! A receipt: what it releases.

use countersign_core::protocol::{Number, Secret};

use super::{
    Act, ActionError, ActionRefusal, LicenseRecord, NonceState, OperatorAction, Store,
    perform_action::perform,
};

/// A receipt as it was typed, for a license number of a product.
#[derive(Debug, Clone, Copy)]
pub struct TypedReceipt<'a> {
    /// The product's identifier in the profile.
    pub product: &'a str,
    /// The license number.
    pub number: &'a Number,
    /// The license number as the mask packs it.
    pub packed: [u8; 6],
    /// The typed line. Typing errors are corrected like those of any typed line.
    pub line: &'a str,
}

/// Frees the seat that the receipt names.
///
/// A receipt proves that the keeper of one request's secret gave the license back. Anybody who knows number and values
/// can make requests, so that it releases by itself only where its request is the only one that the binding was ever
/// answered. Else an operator decides, who then gives a `reason`; it is empty where nobody has decided yet.
///
/// # Errors
/// [`ActionError::Refused`] with [`ActionRefusal::ReceiptWrong`], [`ActionRefusal::ReceiptSpent`],
/// [`ActionRefusal::ReceiptOperator`] or [`ActionRefusal::Revoked`]; else as
/// [`perform_action`](super::perform_action). Nothing is changed then.
pub fn release_by_receipt(
    store: &dyn Store,
    receipt: TypedReceipt<'_>,
    operator: &str,
    at: i64,
    reason: &str,
) -> Result<(LicenseRecord, u16), ActionError> {
    let action = |record: &LicenseRecord| action(store, record, receipt, reason);
    let (record, seat) = perform(store, receipt.number, operator, at, action)?;
    Ok((record, seat.unwrap_or_default()))
}

fn action(
    store: &dyn Store,
    record: &LicenseRecord,
    receipt: TypedReceipt<'_>,
    reason: &str,
) -> Result<OperatorAction, ActionError> {
    let secret = Secret::of_receipt(receipt.line).ok_or(ActionRefusal::ReceiptWrong)?;
    let nonce = secret.nonce(receipt.product, receipt.packed);
    let answered = store.answered(receipt.number, &nonce)?.ok_or(ActionRefusal::ReceiptWrong)?;
    if answered.state == NonceState::Spent {
        return Err(ActionRefusal::ReceiptSpent.into());
    }
    let binding = record.seats.get(&answered.seat).ok_or(ActionRefusal::ReceiptSpent)?;
    let reason = match (binding.answered, reason.trim()) {
        (_, reason) if !reason.is_empty() => reason.to_owned(),
        (0 | 1, _) => answered.name,
        _ => return Err(ActionRefusal::ReceiptOperator.into()),
    };
    Ok(OperatorAction { act: Act::ReleaseByReceipt(answered.seat), reason })
}
