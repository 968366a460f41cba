//! Several remedies as one piece of work: what they share is done once, for all their fields.

use super::step::Step;
use super::types::Remedy;
use crate::machine::Field;

/// One step of the whole, with the fields it is for; none where it is for all alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedStep {
    /// The step, of the first remedy that has it.
    pub step: Step,
    /// The fields that a step which names its field stands for.
    pub fields: Vec<Field>,
}

/// The steps of these remedies in one order: each once, and what only one of them asks for before that which follows
/// it there.
#[must_use]
pub fn merge_steps(remedies: &[&Remedy]) -> Vec<MergedStep> {
    let mut whole: Vec<MergedStep> = Vec::new();
    for remedy in remedies {
        let mut from = 0;
        for (at, step) in remedy.steps.iter().enumerate() {
            let known =
                |whole: &[MergedStep], step: &Step| whole.iter().position(|other| same(&other.step, step));
            let place = known(&whole, step).unwrap_or_else(|| {
                // Before the next step that the others have too.
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
        Step::ReadLabel(field) | Step::CompareLabel(field) | Step::ChooseValue(field) => Some(*field),
        _ => None,
    }
}

/// Alike but for the field that they name.
fn same(one: &Step, other: &Step) -> bool {
    match (one, other) {
        (Step::ReadLabel(_), Step::ReadLabel(_))
        | (Step::CompareLabel(_), Step::CompareLabel(_))
        | (Step::ChooseValue(_), Step::ChooseValue(_)) => true,
        _ => one == other,
    }
}
