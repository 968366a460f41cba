//! Merges the steps of several remedies: a shared step is done once, for all fields.

use super::step::Step;
use super::types::Remedy;
use crate::machine::Field;

/// One merged step, with the fields that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedStep {
    /// The step, from the first remedy that has it.
    pub step: Step,
    /// The fields of a step that names a field, such as [`Step::ReadLabel`]; empty for every other step.
    pub fields: Vec<Field>,
}

impl MergedStep {
    /// A step that names no field.
    pub(super) const fn of_all(step: Step) -> Self {
        Self { step, fields: Vec::new() }
    }
}

/// Merges the steps of these remedies into one list, with each step once. A step that only one remedy has comes before the step that
/// follows it there.
#[must_use]
pub fn merge_steps(remedies: &[&Remedy]) -> Vec<MergedStep> {
    let mut whole: Vec<MergedStep> = Vec::new();
    for remedy in remedies {
        let mut from = 0;
        for (at, step) in remedy.steps.iter().enumerate() {
            let known =
                |whole: &[MergedStep], step: &Step| whole.iter().position(|other| same(&other.step, step));
            let place = known(&whole, step).unwrap_or_else(|| {
                // Insert before the next step that other remedies have too.
                let rest = remedy.steps.get(at + 1..).unwrap_or_default();
                let before = rest.iter().filter_map(|step| known(&whole, step)).find(|place| *place >= from);
                let place = before.unwrap_or(whole.len());
                whole.insert(place, MergedStep { step: step.clone(), fields: Vec::new() });
                place
            });
            from = place + 1;
            if let (Some(joint), Some(field)) = (whole.get_mut(place), field_of(step))
                && !joint.fields.contains(&field)
            {
                joint.fields.push(field);
            }
        }
    }
    whole
}

/// The field that a step names.
fn field_of(step: &Step) -> Option<Field> {
    match step {
        Step::ReadLabel(field)
        | Step::CompareLabel(field)
        | Step::ChooseValue(field)
        | Step::MakerSets(field) => Some(*field),
        _ => None,
    }
}

/// Whether two steps are the same, apart from the field that they name.
fn same(one: &Step, other: &Step) -> bool {
    match (one, other) {
        (Step::ReadLabel(_), Step::ReadLabel(_))
        | (Step::CompareLabel(_), Step::CompareLabel(_))
        | (Step::ChooseValue(_), Step::ChooseValue(_))
        | (Step::MakerSets(_), Step::MakerSets(_)) => true,
        _ => one == other,
    }
}
