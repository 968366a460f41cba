//! 3 FIX: the remedies for each bad field, and what changed after one was applied.

use tui_input::{Input, InputRequest};

use super::{Outcome, StepContext};
use crate::wizard::draft::BindingFields;
use crate::wizard::state::Facts;
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Effect, State};
use countersign_core::machine::Field;
use countersign_core::remedy::{Remedy, RemedyKind};
use countersign_core::review::{self, Kind, Review, Verdict};

/// The step's own state.
#[derive(Debug, Clone)]
pub struct FixStep {
    /// Which entry of the list the cursor is on.
    pub selected: usize,
    /// What shows.
    pub view: FixView,
}

/// What shows.
#[derive(Debug, Clone)]
pub enum FixView {
    /// The list of remedies.
    List,
    /// One remedy, by its place in the facts.
    Open(usize),
    /// A value is being declared.
    Declare {
        /// For which field.
        field: Field,
        /// What is typed so far.
        input: Input,
        /// Why it can't be declared; gone at the next key.
        fault: Option<(Verdict, Option<Kind>)>,
    },
    /// A command will be run once the person agrees.
    Confirm(usize),
    /// What changed since the first reading.
    Changed(Vec<Change>),
}

/// One binding field, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: Field,
    /// As it was shown, and its verdict.
    pub before: (String, Verdict),
    /// As it is shown now, and its verdict.
    pub after: (String, Verdict),
}

impl FixStep {
    /// Entered; after a restart, with what changed since the first reading.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        let changes = state.draft.initial_fields.as_ref().map(|before| changes(before, &state.facts.review));
        let view = match changes {
            Some(changes) if !changes.is_empty() => FixView::Changed(changes),
            _ => FixView::List,
        };
        Self { selected: 0, view }
    }
}

/// Whether the way to Route led over this step: the fields won't do as they are, or they were put right here.
#[must_use]
pub fn came_by(state: &State) -> bool {
    let review = &state.facts.review;
    let changed = |before| !changes(before, review).is_empty();
    review.acceptable() != Some(true) || state.draft.initial_fields.as_ref().is_some_and(changed)
}

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The place of its remedy in the facts.
    pub at: usize,
    /// The fields it is for: more than one where the same is to be done for each.
    pub fields: Vec<Field>,
}

/// What the list holds, in the order of the remedies; what is the same for several fields stands there once.
/// The older binding is no entry: it is a way to the desk, chosen at Route.
#[must_use]
pub fn entries(facts: &Facts) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, remedy) in facts.remedies.iter().enumerate() {
        if remedy.kind == RemedyKind::OlderBinding {
            continue;
        }
        let same = |entry: &&mut Entry| {
            facts.remedies.get(entry.at).is_some_and(|other| {
                other.kind == remedy.kind
                    && other.value.is_none()
                    && remedy.value.is_none()
                    && other.command == remedy.command
                    && other.steps == remedy.steps
            })
        };
        match entries.iter_mut().find(same) {
            Some(entry) => entry.fields.push(remedy.field),
            None => entries.push(Entry { at, fields: vec![remedy.field] }),
        }
    }
    entries
}

/// Whether that remedy's command may be run from here.
#[must_use]
pub fn runnable(state: &State, at: usize) -> bool {
    !state.is_recording()
        && !state.is_practice()
        && state
            .facts
            .remedies
            .get(at)
            .and_then(|remedy| remedy.command.as_ref())
            .is_some_and(|command| command.runnable)
}

/// The binding fields that differ from what they were.
#[must_use]
pub fn changes(before: &BindingFields, review: &Review) -> Vec<Change> {
    Field::BINDING
        .into_iter()
        .zip(before)
        .filter_map(|(field, (shown, verdict))| {
            let finding = review.finding(field)?;
            (finding.shown != *shown || finding.verdict != *verdict).then(|| Change {
                field,
                before: (shown.clone(), *verdict),
                after: (finding.shown.clone(), finding.verdict),
            })
        })
        .collect()
}

/// A change to the text in focus.
pub fn edit(step: &mut FixStep, request: InputRequest) {
    if let FixView::Declare { input, fault, .. } = &mut step.view {
        *fault = None;
        let full = input.value().chars().count() >= 64;
        if !(full && matches!(request, InputRequest::InsertChar(_))) {
            input.handle(request);
        }
    }
}

/// What the step's actions do.
pub fn act(step: &mut FixStep, context: StepContext<'_>, action: Action) -> Outcome {
    let entries = entries(context.facts);
    match (&mut step.view, action) {
        (_, Action::ReadAgain) => Outcome::effect(Effect::ReadMachine),
        (FixView::List, Action::Up) => {
            step.selected = step.selected.saturating_sub(1);
            Outcome::stay()
        }
        (FixView::List, Action::Down) => {
            step.selected = (step.selected + 1).min(entries.len().saturating_sub(1));
            Outcome::stay()
        }
        (FixView::List, Action::Next) => open(step, &entries, step.selected),
        (FixView::List, Action::Choose(at)) => open(step, &entries, usize::from(at)),
        (FixView::List, Action::AskAnyway) => Outcome::go(Event::AskAnyway),
        (FixView::Open(at), Action::PretendFixed) => match context.facts.remedies.get(*at) {
            Some(Remedy { field, value: Some(value), .. }) => {
                Outcome::effect(Effect::PretendFixed(*field, value.clone()))
            }
            _ => Outcome::stay(),
        },
        (FixView::Open(at), Action::Declare) => {
            if let Some(remedy) = context.facts.remedies.get(*at) {
                step.view = FixView::Declare { field: remedy.field, input: Input::default(), fault: None };
            }
            Outcome::stay()
        }
        (FixView::Open(at), Action::Run) => {
            step.view = FixView::Confirm(*at);
            Outcome::stay()
        }
        (FixView::Confirm(at), Action::Run) => {
            let command = context.facts.remedies.get(*at).and_then(|remedy| remedy.command.clone());
            step.view = FixView::Open(*at);
            command.map_or_else(Outcome::stay, |command| Outcome::effect(Effect::Run(command)))
        }
        (FixView::Declare { field, input, fault }, Action::Next) => {
            let value = review::value_of(input.value().as_bytes()).unwrap_or_default();
            match review::judge_text(*field, &value) {
                (Verdict::Ok, _) => {
                    let place = Field::BINDING.into_iter().position(|binding| binding == *field);
                    if let Some(slot) = place.and_then(|at| context.draft.declared.get_mut(at)) {
                        *slot = Some(value);
                    }
                    context.draft.forget_request();
                    step.view = FixView::List;
                    settled(&context)
                }
                refused => {
                    *fault = Some(refused);
                    Outcome::stay()
                }
            }
        }
        (FixView::Changed(_), Action::Next) => {
            step.view = FixView::List;
            settled(&context)
        }
        _ => Outcome::stay(),
    }
}

/// Goes back inside the step; `false` where the step itself is to be left.
pub fn back(step: &mut FixStep) -> bool {
    let view = match &step.view {
        FixView::List => return false,
        FixView::Confirm(at) => FixView::Open(*at),
        FixView::Open(_) | FixView::Declare { .. } | FixView::Changed(_) => FixView::List,
    };
    step.view = view;
    true
}

fn open(step: &mut FixStep, entries: &[Entry], at: usize) -> Outcome {
    if let Some(entry) = entries.get(at) {
        step.selected = at;
        step.view = FixView::Open(entry.at);
    }
    Outcome::stay()
}

/// On to the request once every binding field is usable, by firmware or declared.
fn settled(context: &StepContext<'_>) -> Outcome {
    use countersign_core::protocol::binding::{Binding, Predicted};
    let binding = Binding::of(&context.facts.machine, &context.facts.review, &context.draft.declared);
    match binding.predicted() {
        Predicted::Accepted => Outcome::go(Event::FieldsUsable),
        Predicted::Refused | Predicted::Unknown => Outcome::stay(),
    }
}
