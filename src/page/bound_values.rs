//! Which values are bound in place of those that the firmware should have given.

use crate::text::{StepLine as L, StepSentence};
use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::binding::{Binding, Predicted};
use countersign_core::text::{FieldLine, Lang, Line, comma, remedy};

use super::report::Identifiers;

/// A line for each recovered, assigned or declared value. Empty where the firmware's own
/// values are bound, or those of a device tree, which stand in for them without being chosen.
#[must_use]
pub fn bound_values(lang: Lang, binding: &Binding, identifiers: Identifiers) -> Vec<String> {
    let fields = Field::BINDING.into_iter().zip(binding.values.as_array());
    fields
        .zip(binding.origins.into_iter().zip(binding.sources))
        .filter_map(|((field, value), (origin, source))| {
            let name = FieldLine::from(field).say(lang);
            let value = if field == Field::Serial { identifiers.show(value) } else { value.to_owned() };
            Some(match (origin, source) {
                (Origin::Recovered(_), Some(source)) if origin.is_chosen() => {
                    let source = remedy::source(lang, source);
                    StepSentence::Recovered { field: &name, value: &value, source: &source }.say(lang)
                }
                (Origin::Firmware | Origin::Recovered(_), _) => return None,
                (Origin::Assigned, _) => StepSentence::Assigned { field: &name, value: &value }.say(lang),
                (Origin::Declared, _) => StepSentence::Declared { field: &name, value: &value }.say(lang),
            })
        })
        .collect()
}

/// The lines of [`bound_values`], then a line if the desk will accept these values.
#[must_use]
pub fn bound_values_judged(lang: Lang, binding: &Binding, identifiers: Identifiers) -> Vec<String> {
    let mut lines = bound_values(lang, binding, identifiers);
    if !lines.is_empty() && binding.predicted() == Predicted::Accepted {
        lines.push(L::AcceptedWithThese.say(lang).to_owned());
    }
    lines
}

/// The recovered, assigned and declared values in one line; `None` where the firmware's own values are bound.
#[must_use]
pub fn bound_line(lang: Lang, binding: &Binding) -> Option<String> {
    let fields = Field::BINDING.into_iter().zip(binding.values.as_array());
    let values: Vec<String> = fields
        .zip(binding.origins)
        .filter_map(|((field, value), origin)| {
            let (field, value) = (&FieldLine::from(field).say(lang), &value);
            match origin {
                Origin::Recovered(_) if origin.is_chosen() => Some(format!("{field} {value}")),
                Origin::Firmware | Origin::Recovered(_) => None,
                Origin::Assigned => Some(StepSentence::BoundAssigned { field, value }.say(lang)),
                Origin::Declared => Some(StepSentence::BoundDeclared { field, value }.say(lang)),
            }
        })
        .collect();
    (!values.is_empty()).then(|| StepSentence::BoundValues { values: &values.join(comma(lang)) }.say(lang))
}
