//! Verifies one record against this machine: is the code valid, and is this the machine it is for?
//!
//! First the signature is checked over the record's own marker. Then the marker is computed from this machine. If it
//! differs, the digests of the fields tell which field changed.

use countersign_core::machine::{Field, Machine, Reading, uuid};
use countersign_core::protocol::license::{CodeError, Day, Validity};
use countersign_core::protocol::marker::{scheme2, scheme3};
use countersign_core::protocol::{Claims, Marker, PinnedKey, Scheme};
use countersign_core::review::maker_spellings::other_spellings;
use countersign_core::review::{DeviceAnchor, Review, Verdict, binding_value};

use super::code::KeepCode;
use super::record::{Activation, field_digest};

/// This machine as the process sees it.
#[derive(Debug)]
pub struct MachineView<'a> {
    machine: &'a Machine,
    review: &'a Review,
    root: bool,
}

/// The result for one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Signed for this machine.
    Valid(Claims),
    /// Signed, but a field that decides can't be read.
    Unverified(KeepCode),
    /// Signed for this machine as it was before, or for another one: these fields differ, or the device does (the
    /// board serial, UUID or network port in the scheme 2 marker).
    Changed { fields: Vec<Field>, device: bool },
    /// No pinned key signed this record.
    Invalid(KeepCode),
}

impl<'a> MachineView<'a> {
    /// The machine and its review. `root` says that this process may read what only root may.
    pub const fn new(machine: &'a Machine, review: &'a Review, root: bool) -> Self {
        Self { machine, review, root }
    }

    /// A field's value as binding uses it, whatever today's rules say about it; empty if there is none.
    pub fn value(&self, field: Field) -> String {
        self.machine.reading(field).bytes().and_then(binding_value).unwrap_or_default()
    }

    /// The three binding values.
    pub fn values(&self) -> [String; 3] {
        Field::BINDING.map(|field| self.value(field))
    }

    fn is_unreadable(&self, field: Field) -> bool {
        matches!(self.machine.reading(field), Reading::Denied | Reading::Damaged)
            || self.review.finding(field).is_some_and(|finding| finding.verdict == Verdict::Unreadable)
    }

    /// Whether that marker is of one of this machine's anchors. All are tried, because another anchor may come first
    /// now.
    fn is_device(&self, marker: Marker) -> bool {
        let text = |field| Some(self.value(field)).filter(|value| !value.is_empty());
        let anchors = [
            text(Field::BoardSerial).map(DeviceAnchor::BoardSerial),
            text(Field::Uuid).and_then(|value| uuid::parse(&value)).map(DeviceAnchor::Uuid),
            self.machine.onboard_mac.address().map(DeviceAnchor::Mac),
        ];
        anchors.iter().flatten().any(|anchor| scheme2(anchor) == marker)
    }

    /// The reason for `Unverified`, if one of these fields can't be read.
    fn unreadable(&self, fields: &[Field]) -> Option<KeepCode> {
        let unreadable = fields.iter().any(|field| self.is_unreadable(*field));
        match (unreadable, self.root) {
            (false, _) => None,
            (true, true) => Some(KeepCode::StatusUnreadable),
            (true, false) => Some(KeepCode::StatusNeedsRoot),
        }
    }

    /// A difference. Only root gets `Changed`.
    fn changed(&self, fields: Vec<Field>, device: bool) -> Verification {
        if self.root {
            Verification::Changed { fields, device }
        } else {
            Verification::Unverified(KeepCode::StatusNeedsRoot)
        }
    }

    fn another_device(&self) -> Verification {
        match self.unreadable(&[Field::BoardSerial, Field::Uuid]) {
            Some(code) => Verification::Unverified(code),
            None => self.changed(Vec::new(), true),
        }
    }
}

/// Verifies one record.
pub fn verify(record: &Activation, pinned: &[PinnedKey], view: &MachineView<'_>) -> Verification {
    let claims = match record.code.verify(pinned, &record.terms()) {
        Ok(claims) => claims,
        Err(CodeError::UnknownKey(_)) => return Verification::Invalid(KeepCode::LicenseKeyUnknown),
        Err(_) => return Verification::Invalid(KeepCode::LicenseInvalid),
    };
    if claims.scheme != record.scheme || claims.declared != record.declared {
        return Verification::Invalid(KeepCode::LicenseInvalid);
    }
    match (record.scheme, record.declared) {
        (Scheme::Two, _) if view.is_device(record.marker) => Verification::Valid(claims),
        (Scheme::Two, _) => view.another_device(),
        (Scheme::Three, false) => verify_bound(record, claims, view),
        (Scheme::Three, true) => verify_declared(record, claims, view),
    }
}

/// Verifies a license that is bound to the firmware's own values.
fn verify_bound(record: &Activation, claims: Claims, view: &MachineView<'_>) -> Verification {
    if let Some(code) = view.unreadable(&Field::BINDING) {
        return Verification::Unverified(code);
    }
    let values = view.values();
    if is_marker(record, &values) {
        return Verification::Valid(claims);
    }
    let differ = differing(record, &values);
    if differ.is_empty() {
        // All digests agree but the marker doesn't: somebody edited the record.
        return Verification::Invalid(KeepCode::LicenseInvalid);
    }
    view.changed(differ, false)
}

/// Whether the record's marker is of these values, or of another known spelling of one of them.
fn is_marker(record: &Activation, values: &[String; 3]) -> bool {
    let [a, b, c] = values.each_ref().map(String::as_str);
    let [first, second, third] = Field::BINDING;
    let is = |values| scheme3(values, None) == record.marker;
    is([a, b, c])
        || other_spellings(first, a).any(|a| is([a, b, c]))
        || other_spellings(second, b).any(|b| is([a, b, c]))
        || other_spellings(third, c).any(|c| is([a, b, c]))
}

/// Verifies a license with a declared value. The device must be the same, and each field must have the firmware's value
/// of that time or the declared record.
fn verify_declared(record: &Activation, claims: Claims, view: &MachineView<'_>) -> Verification {
    let Some(anchor) = record.marker2 else { return Verification::Invalid(KeepCode::LicenseInvalid) };
    // Only the file has the values. Without them, the signature over the marker is enough.
    if let Some([a, b, c]) = &record.values
        && scheme3([a, b, c], Some(anchor)) != record.marker
    {
        return Verification::Invalid(KeepCode::LicenseInvalid);
    }
    if !view.is_device(anchor) {
        return view.another_device();
    }
    if let Some(code) = view.unreadable(&Field::BINDING) {
        return Verification::Unverified(code);
    }
    let differ = differing(record, &view.values());
    if differ.is_empty() { Verification::Valid(claims) } else { view.changed(differ, false) }
}

/// The binding fields with neither the bound value nor the firmware's own one at a declaration. Another known spelling
/// of a value counts as that value.
fn differing(record: &Activation, values: &[String; 3]) -> Vec<Field> {
    let firmware = record.firmware_digests.filter(|_| record.declared).unwrap_or(record.digests);
    let recorded = record.digests.into_iter().zip(firmware);
    let now = Field::BINDING.into_iter().zip(values);
    now.zip(recorded)
        .filter(|((field, value), (bound, firmware))| {
            let is_recorded = |value: &str| {
                let digest = field_digest(record.nonce, *field, value);
                digest == *bound || digest == *firmware
            };
            !is_recorded(value) && !other_spellings(*field, value).any(is_recorded)
        })
        .map(|((field, _), _)| field)
        .collect()
}

/// Whether the license is expired, and a note if the clock is behind.
pub fn expiry(claims: &Claims, today: Day) -> (bool, Option<KeepCode>) {
    match claims.validity(today) {
        Validity::Valid => (false, None),
        Validity::ClockBehind => (false, Some(KeepCode::ClockBehind)),
        Validity::Expired(_) => (true, None),
    }
}
