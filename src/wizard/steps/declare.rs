//! The form of Fix in which a person declares what the label says: one entry for each refused field that isn't recovered.

use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::binding::{DeclaredValues, judge_declared_value};
use countersign_core::remedy::{PlannedWay, Purpose};
use countersign_core::review::{self, FindingKind, Verdict};
use tui_input::{Input, InputRequest};

use crate::wizard::facts::Facts;

/// The most characters that the form takes. Review takes up to 96 bytes.
const LONGEST: usize = 64;

/// The form.
#[derive(Debug, Clone, Default)]
pub struct DeclareForm {
    /// The entries, in the order of the binding fields.
    pub entries: Vec<DeclareEntry>,
    /// The index of the entry in focus.
    pub current: usize,
}

/// One field of the form.
#[derive(Debug, Clone)]
pub struct DeclareEntry {
    /// The field.
    pub field: Field,
    /// The typed text.
    pub input: Input,
    /// Why the value is refused; cleared at the next edit.
    pub fault: Option<(Verdict, Option<FindingKind>)>,
}

impl DeclareEntry {
    /// The typed value as it would be bound.
    #[must_use]
    pub fn value(&self) -> String {
        review::typed_value(self.input.value()).unwrap_or_default()
    }

    /// Why the value is refused; `None` if it is accepted.
    fn refusal(&self, facts: &Facts) -> Option<(Verdict, Option<FindingKind>)> {
        let Facts { machine, review, marker2, .. } = facts;
        let judged = judge_declared_value(machine, review, self.field, &self.value(), *marker2);
        review::refuses(self.field, judged.0).then_some(judged)
    }
}

impl DeclareForm {
    /// The form of a way, with the values that were declared before.
    #[must_use]
    pub fn of(way: &PlannedWay, declared: &DeclaredValues) -> Self {
        let before = |field: Field| {
            let at = Field::BINDING.iter().position(|binding| *binding == field)?;
            declared.get(at).cloned().flatten()
        };
        let entries = way
            .values
            .iter()
            .filter(|planned| planned.purpose == Purpose::Bind(Origin::Declared))
            .map(|planned| DeclareEntry {
                field: planned.field,
                input: Input::new(before(planned.field).unwrap_or_default()),
                fault: None,
            })
            .collect();
        Self { entries, current: 0 }
    }

    /// Edits the text in focus.
    pub fn edit(&mut self, request: InputRequest) {
        let Some(entry) = self.entries.get_mut(self.current) else { return };
        entry.fault = None;
        let full = entry.input.value().chars().count() >= LONGEST;
        if !(full && matches!(request, InputRequest::InsertChar(_))) {
            entry.input.handle(request);
        }
    }

    /// Moves the focus to the next entry, or to the one before. After the last entry comes the first.
    pub fn move_focus(&mut self, forward: bool) {
        let count = self.entries.len().max(1);
        let by = if forward { 1 } else { count - 1 };
        self.current = (self.current + by) % count;
    }

    /// Judges the entry in focus. If it is accepted, the next entry whose value isn't accepted yet comes into focus. Returns
    /// whether every value is accepted.
    pub fn accept(&mut self, facts: &Facts) -> bool {
        let Some(entry) = self.entries.get_mut(self.current) else { return false };
        entry.fault = entry.refusal(facts);
        if entry.fault.is_some() {
            return false;
        }
        let count = self.entries.len();
        let mut after = (1..count).map(|by| (self.current + by) % count);
        let open = after.find(|at| self.entries[*at].refusal(facts).is_some());
        self.current = open.unwrap_or(self.current);
        open.is_none()
    }

    /// The typed serial, if the form asks for it.
    #[must_use]
    pub fn serial(&self) -> Option<String> {
        self.entries.iter().find(|entry| entry.field == Field::Serial).map(DeclareEntry::value)
    }
}
