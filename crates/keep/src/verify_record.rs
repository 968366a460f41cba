//! Verifies one record: whether its content is signed, and whether it is for this machine.
//!
//! First the signature over the record's content is verified, then the record is checked for consistency.
//! Then the machine is compared with it, field by field. This module never judges by the day.

use countersign_core::machine::Machine;
use countersign_core::marker::{Form, form, scheme3};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::CodeError;
use countersign_core::protocol::{Claims, Scheme};
use countersign_core::review::Review;

use super::anchor::AnchorState;
use super::bound_field::{BoundField, FieldState};
use super::keep_code::KeepCode;
use super::record::Activation;

/// A record with a valid signature, and the result of the comparison with the machine.
#[derive(Debug)]
pub struct Verified {
    /// The claims of the license.
    pub claims: Claims,
    /// The bound fields; empty under scheme 2, which binds none of them.
    pub fields: Vec<BoundField>,
    /// The state of the anchor; `None` if the license was bound without one.
    pub anchor: Option<AnchorState>,
    /// The result of the comparison.
    pub comparison: Comparison,
}

/// How the machine compares with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The record is for this machine. Values may be lost or mended.
    Same,
    /// The record is for another machine or for an earlier state of this machine.
    Differs,
    /// A field or an anchor that decides the result can't be read.
    Unreadable,
}

/// Returns the claims of a record with a valid signature for the profile's product.
///
/// # Errors
/// The code of the reason.
pub fn verify_signature(record: &Activation, profile: &Profile) -> Result<Claims, KeepCode> {
    let claims = match record.code.verify(&profile.keys, &record.terms()) {
        Ok(claims) => claims,
        Err(CodeError::UnknownKey(_)) => return Err(KeepCode::LicenseKeyUnknown),
        Err(_) => return Err(KeepCode::LicenseInvalid),
    };
    let is_of_profile =
        record.product == profile.product && profile.mask.unpack(record.number_packed).is_some();
    if claims.scheme == record.scheme && is_of_profile { Ok(claims) } else { Err(KeepCode::LicenseInvalid) }
}

/// Verifies one record and compares the machine with it.
///
/// # Errors
/// The code of the reason why the record is invalid.
pub fn verify(
    record: &Activation,
    profile: &Profile,
    machine: &Machine,
    review: &Review,
) -> Result<Verified, KeepCode> {
    let claims = verify_signature(record, profile)?;
    let anchor = record.anchor_state(machine, review);
    if record.scheme == Scheme::Two {
        let comparison = match anchor {
            Some(AnchorState::Same) => Comparison::Same,
            Some(AnchorState::Unknown) => Comparison::Unreadable,
            Some(AnchorState::Differs) | None => Comparison::Differs,
        };
        return Ok(Verified { claims, fields: Vec::new(), anchor, comparison });
    }
    let fields = BoundField::of(record, machine, review);
    let rests_on_anchor = check_marker(record, &fields)?;
    let comparison = compare(&fields, rests_on_anchor, anchor);
    Ok(Verified { claims, fields: fields.into(), anchor, comparison })
}

/// Returns whether the binding depends on the anchor, that is, whether its marker digests the scheme 2
/// marker. Fails if the record's values, or the machine's values that agree with its digests, don't give the
/// signed marker. Then the record was edited.
fn check_marker(record: &Activation, fields: &[BoundField; 3]) -> Result<bool, KeepCode> {
    let kept = record.values.as_ref().map(|values| values.each_ref().map(String::as_str));
    let proven = match fields.each_ref().map(|field| field.proof.as_deref()) {
        [Some(manufacturer), Some(model), Some(serial)] => Some([manufacturer, model, serial]),
        _ => None,
    };
    let serial = kept.map(|[.., serial]| serial).or(fields[2].proof.as_deref()).unwrap_or_default();
    let form = form(serial, record.origins, record.marker2).map_err(|_| KeepCode::LicenseInvalid)?;
    let known = kept.into_iter().chain(proven);
    if known.into_iter().any(|values| scheme3(values, form) != record.marker) {
        return Err(KeepCode::LicenseInvalid);
    }
    Ok(form != Form::Plain)
}

/// Compares the fields. One changed field outweighs any number of lost fields.
fn compare(fields: &[BoundField; 3], rests_on_anchor: bool, anchor: Option<AnchorState>) -> Comparison {
    let any = |state| fields.iter().any(|field| field.status.state == state);
    let needs_anchor = rests_on_anchor || fields.iter().any(BoundField::needs_anchor);
    if any(FieldState::Unreadable) || needs_anchor && anchor == Some(AnchorState::Unknown) {
        Comparison::Unreadable
    } else if any(FieldState::Changed) || needs_anchor && anchor != Some(AnchorState::Same) {
        Comparison::Differs
    } else {
        Comparison::Same
    }
}

/// Adds the values that this machine confirms to a record without values.
pub fn with_values(record: &Activation, fields: &[BoundField]) -> Activation {
    let proven: Option<Vec<String>> = fields.iter().map(|field| field.proof.clone()).collect();
    let values = proven.and_then(|values| <[String; 3]>::try_from(values).ok());
    let values = record.values.clone().or(values.filter(|_| record.scheme == Scheme::Three));
    Activation { values, ..record.clone() }
}
