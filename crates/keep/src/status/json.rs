//! The object of `status --json`. Its keys are a contract: new keys may be added.

use serde_json::{Value, json};

use countersign_core::protocol::license::date_of;
use countersign_core::remedy::Source;

use super::{ActivationState, License, Status};
use crate::anchor::AnchorState;
use crate::bound_field::FieldStatus;
use crate::keep_code::KeepCode;

/// Who may read the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The person who ran the program.
    Owner,
    /// Every user of this machine. A license number is a credential, so only its last characters are shown.
    /// Values are left out.
    Everyone,
}

impl Status {
    /// Returns the object of `status --json`.
    #[must_use]
    pub fn json(&self, audience: Audience) -> Value {
        let license = self.license.as_ref();
        let mut changed = Vec::new();
        if let ActivationState::Changed { fields, device } = &self.state {
            changed.extend(fields.iter().map(|field| field.name()));
            changed.extend(device.then_some("device"));
        }
        let number = |license: &License| match audience {
            Audience::Owner => license.number.to_string(),
            Audience::Everyone => shortened(license.number.as_str()),
        };
        json!({
            "state": self.state.name(),
            "code": self.code.map(KeepCode::as_str),
            "changed": changed,
            "number": license.map(number),
            "edition": license.map(|license| license.edition.0),
            "issued": license.map(|license| date_of(license.issued)),
            "expires": license.and_then(|license| license.expires).map(date_of),
            "days-left": self.days_left,
            "grace-until": self.grace_until.map(date_of),
            "scheme": license.map(|license| license.scheme.byte()),
            "declared": license.map(License::has_declared_value),
            "anchor": self.anchor.map(AnchorState::name),
            "fields": self.fields.iter().map(|field| field_json(field, audience)).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "kept": { "file": self.file.name(), "efi": self.efi.name() },
        })
    }
}

fn field_json(field: &FieldStatus, audience: Audience) -> Value {
    let shown = |text: &Option<String>| text.clone().filter(|_| audience == Audience::Owner);
    json!({
        "field": field.field.name(),
        "state": field.state.name(),
        "origin": field.origin.name(),
        "source": field.source.map(Source::name),
        "before": shown(&field.before),
        "now": shown(&field.now),
    })
}

/// Returns an ellipsis and the last three characters of a number.
fn shortened(number: &str) -> String {
    let count = number.chars().count();
    let end: String = number.chars().skip(count.saturating_sub(3)).collect();
    if count > 6 { format!("…{end}") } else { "…".to_owned() }
}
