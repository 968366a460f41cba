//! The way in which refused fields get a value to bind.

use serde::{Deserialize, Serialize};

use super::Values;
use crate::machine::{Field, Origin};

/// Values that a person declared (read off the label): manufacturer, model, serial.
pub type DeclaredValues = [Option<String>; 3];

/// The way in which refused fields get a value to bind. Each way, except the first, applies to all refused fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Only the firmware's own values.
    #[default]
    Firmware,
    /// Values from other places on this machine.
    Recover,
    /// Like [`Way::Recover`]; a value that can't be recovered is assigned.
    Assign,
    /// These declared values. A value that is not declared is recovered where possible.
    Declare(DeclaredValues),
}

impl Way {
    /// The stable name, such as `recover`; part of the JSON contract.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Firmware => "firmware",
            Self::Recover => "recover",
            Self::Assign => "assign",
            Self::Declare(_) => "declare",
        }
    }

    /// The declared values; three times `None` for any other way than [`Way::Declare`].
    #[must_use]
    pub fn declared_values(&self) -> DeclaredValues {
        match self {
            Self::Declare(values) => values.clone(),
            Self::Firmware | Self::Recover | Self::Assign => DeclaredValues::default(),
        }
    }

    /// Declares one more value. The way becomes [`Way::Declare`].
    pub fn declare(&mut self, field: Field, value: String) {
        let mut values = self.declared_values();
        if let Some((slot, _)) = values.iter_mut().zip(Field::BINDING).find(|(_, binding)| *binding == field)
        {
            *slot = Some(value);
        }
        *self = Self::Declare(values);
    }

    /// The way of a request with these origins. `None` where a value is declared and `values` is `None`. A value of the device tree may
    /// also be a recovered one; [`Binding::way_of`](super::binding::Binding::way_of) tells them apart on the machine.
    #[must_use]
    pub fn of_request(origins: [Origin; 3], values: Option<&Values>) -> Option<Self> {
        if origins.contains(&Origin::Declared) {
            let mut declared = DeclaredValues::default();
            for ((slot, origin), value) in declared.iter_mut().zip(origins).zip(values?.as_array()) {
                *slot = (origin == Origin::Declared).then(|| value.to_owned());
            }
            return Some(Self::Declare(declared));
        }
        Some(if origins.contains(&Origin::Assigned) {
            Self::Assign
        } else if origins.iter().any(|origin| origin.is_chosen()) {
            Self::Recover
        } else {
            Self::Firmware
        })
    }
}
