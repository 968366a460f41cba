//! 3 FIX: the remedies for each bad field, and what changed after one was applied.

use countersign_core::machine::Field;
use countersign_core::protocol::binding::Predicted;
use countersign_core::remedy::{Remedy, RemedyKind};
use countersign_core::review::{self, FindingKind, Review, Verdict};
use tui_input::{Input, InputRequest};

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::draft::{BindingFields, Draft};
use crate::wizard::facts::Facts;
use crate::wizard::msg::Effect;
use crate::wizard::settings::Settings;
use crate::wizard::transitions::Event;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct FixStep {
    /// The selected entry of the list.
    pub selected: usize,
    /// The current view.
    pub view: FixView,
}

/// A view of the step.
#[derive(Debug, Clone)]
pub enum FixView {
    /// The list of remedies.
    List,
    /// One remedy, by its index in the facts.
    Open(usize),
    /// The person declares a value.
    Declare {
        /// The field.
        field: Field,
        /// The typed text.
        input: Input,
        /// Why the value is refused; cleared at the next edit.
        fault: Option<(Verdict, Option<FindingKind>)>,
    },
    /// The program asks before it runs a command; the index is that of the remedy.
    Confirm(usize),
    /// What changed since the first inspection.
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
    /// Shows what changed since the first inspection, or else the list.
    #[must_use]
    pub fn enter(context: &StepContext<'_>) -> Self {
        let changes =
            context.draft.initial_fields.as_ref().map(|before| changes(before, &context.facts.review));
        let view = match changes {
            Some(changes) if !changes.is_empty() => FixView::Changed(changes),
            _ => FixView::List,
        };
        Self { selected: 0, view }
    }
}

/// Whether the session reached Route through this step: the fields aren't acceptable, or they changed since the first
/// inspection.
#[must_use]
pub fn was_passed(facts: &Facts, draft: &Draft) -> bool {
    let changed = |before| !changes(before, &facts.review).is_empty();
    facts.review.acceptable() != Some(true) || draft.initial_fields.as_ref().is_some_and(changed)
}

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The index of its remedy in the facts.
    pub remedy: usize,
    /// The fields that it helps: more than one if the remedy is the same for each.
    pub fields: Vec<Field>,
}

/// The entries of the list, in the order of the remedies; a remedy that is the same for several fields appears once.
/// The older binding is no entry, because it is a route, chosen at Route.
#[must_use]
pub fn entries(facts: &Facts) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, remedy) in facts.remedies.iter().enumerate() {
        if remedy.kind == RemedyKind::OlderBinding {
            continue;
        }
        let same = |entry: &&mut Entry| {
            facts.remedies.get(entry.remedy).is_some_and(|other| {
                other.kind == remedy.kind
                    && other.value.is_none()
                    && remedy.value.is_none()
                    && other.command == remedy.command
                    && other.steps == remedy.steps
            })
        };
        match entries.iter_mut().find(same) {
            Some(entry) => entry.fields.push(remedy.field),
            None => entries.push(Entry { remedy: at, fields: vec![remedy.field] }),
        }
    }
    entries
}

/// Whether the program may run the command of the remedy at that index.
#[must_use]
pub fn runnable(settings: &Settings, facts: &Facts, at: usize) -> bool {
    !facts.is_recording()
        && !settings.is_practice()
        && facts
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

/// Edits the value that is being declared.
pub fn edit(step: &mut FixStep, request: InputRequest) {
    if let FixView::Declare { input, fault, .. } = &mut step.view {
        *fault = None;
        let full = input.value().chars().count() >= 64;
        if !(full && matches!(request, InputRequest::InsertChar(_))) {
            input.handle(request);
        }
    }
}

/// Carries out an action of this step.
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
            let value = review::binding_value(input.value().as_bytes()).unwrap_or_default();
            match review::judge_text(*field, &value) {
                (Verdict::Ok, _) => {
                    context.draft.way.declare(*field, value);
                    context.draft.forget_request();
                    step.view = FixView::List;
                    go_on_if_usable(&context)
                }
                refused => {
                    *fault = Some(refused);
                    Outcome::stay()
                }
            }
        }
        (FixView::Changed(_), Action::Next) => {
            step.view = FixView::List;
            go_on_if_usable(&context)
        }
        _ => Outcome::stay(),
    }
}

/// Goes back to an outer view. Returns `false` at the list, where Back leaves the step.
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
        step.view = FixView::Open(entry.remedy);
    }
    Outcome::stay()
}

/// Goes on to Route if every binding field is usable, from the firmware or declared.
fn go_on_if_usable(context: &StepContext<'_>) -> Outcome {
    match context.binding().predicted() {
        Predicted::Accepted => Outcome::go(Event::FieldsUsable),
        Predicted::Refused | Predicted::Unknown => Outcome::stay(),
    }
}
