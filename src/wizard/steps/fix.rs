//! 3 FIX: the ways for the whole machine, one of them in full, and what changed after the machine was read again.

use countersign_core::machine::Field;
use countersign_core::protocol::binding::{Predicted, Way};
use countersign_core::remedy::{Command, PlannedWay, Recovered, WayKind};
use countersign_core::review::{Review, Verdict};
use tui_input::InputRequest;

use super::context::{Outcome, StepContext};
pub use super::declare::{DeclareEntry, DeclareForm};
use crate::wizard::action::Action;
use crate::wizard::draft::{BindingFields, Draft};
use crate::wizard::facts::Facts;
use crate::wizard::msg::Effect;
use crate::wizard::routes::{RouteKind, older_offered};
use crate::wizard::serial_near_miss::near_serial;
use crate::wizard::settings::Settings;
use crate::wizard::transitions::Event;

/// The step's own state.
#[derive(Debug, Clone)]
pub struct FixStep {
    /// The selected way of the list.
    pub selected: usize,
    /// The current view.
    pub view: FixView,
}

/// A view of the step.
#[derive(Debug, Clone)]
pub enum FixView {
    /// The list of ways.
    List,
    /// One way, by its index in the plan.
    Open(usize),
    /// The person declares what the label says.
    Declare(DeclareForm),
    /// The declared values once more, before they are taken.
    ConfirmDeclared(DeclareForm),
    /// The program asks before it runs commands; the index is that of the way.
    ConfirmRun(usize),
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
    /// Shows what changed since the first inspection, or else the list, with the chosen way selected.
    #[must_use]
    pub fn enter(context: &StepContext<'_>) -> Self {
        let changes =
            context.draft.initial_fields.as_ref().map(|before| changes(before, &context.facts.review));
        let view = match changes {
            Some(changes) if !changes.is_empty() => FixView::Changed(changes),
            _ => FixView::List,
        };
        let chosen = chosen_kind(context.draft);
        let selected = context.facts.plan.ways.iter().position(|way| Some(way.kind) == chosen);
        Self { selected: selected.unwrap_or(0), view }
    }
}

/// Whether this step stands between Inspect and Route: the firmware's fields aren't acceptable, or they changed since the first
/// inspection.
#[must_use]
pub fn was_passed(facts: &Facts, draft: &Draft) -> bool {
    let changed = |before| !changes(before, &facts.review).is_empty();
    facts.review.acceptable() != Some(true) || draft.initial_fields.as_ref().is_some_and(changed)
}

/// The kind of the way that the person chose here.
#[must_use]
pub fn chosen_kind(draft: &Draft) -> Option<WayKind> {
    match draft.way {
        Way::Recover => Some(WayKind::Recover),
        Way::Assign => Some(WayKind::Assign),
        Way::Declare(_) => Some(WayKind::Declare),
        Way::Firmware => (draft.route == Some(RouteKind::Older)).then_some(WayKind::Older),
    }
}

/// What Enter does in the view of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entering {
    /// Takes the way, and goes on to Route.
    Take,
    /// Reads the machine again.
    ReadAgain,
    /// Practice: pretends that the firmware has the suggested values.
    Pretend,
    /// Asks whether to run the commands.
    Run,
    /// Nothing: the person does it elsewhere.
    Nothing,
}

/// What Enter does in the view of that way.
#[must_use]
pub fn entering(settings: &Settings, facts: &Facts, way: &PlannedWay) -> Entering {
    match way.kind {
        WayKind::Recover | WayKind::Assign | WayKind::Declare => Entering::Take,
        WayKind::Older if older_offered(settings, facts) => Entering::Take,
        WayKind::ReadAgain => Entering::ReadAgain,
        WayKind::Write if settings.is_practice() && !suggested_values(way).is_empty() => Entering::Pretend,
        WayKind::Write if !settings.is_practice() && !runnable(facts, way).is_empty() => Entering::Run,
        WayKind::Older | WayKind::Write => Entering::Nothing,
    }
}

/// The commands of a way that the program may run on this computer.
#[must_use]
pub fn runnable(facts: &Facts, way: &PlannedWay) -> Vec<Command> {
    if facts.is_recording() {
        return Vec::new();
    }
    way.commands.iter().filter(|command| command.runnable).cloned().collect()
}

/// The best value that a way suggests for each field.
fn suggested_values(way: &PlannedWay) -> Vec<(Field, String)> {
    let mut values: Vec<(Field, String)> = Vec::new();
    for planned in &way.values {
        if let Some(value) = &planned.value
            && values.iter().all(|(field, _)| *field != planned.field)
        {
            values.push((planned.field, value.clone()));
        }
    }
    values
}

/// The serial of this machine from which the declared one differs by one character.
#[must_use]
pub fn near_miss(form: &DeclareForm, facts: &Facts) -> Option<Recovered> {
    near_serial(&form.serial()?, &facts.machine, &facts.review)
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
    if let FixView::Declare(form) = &mut step.view {
        form.edit(request);
    }
}

/// Carries out an action of this step.
pub fn act(step: &mut FixStep, mut context: StepContext<'_>, action: Action) -> Outcome {
    let ways = &context.facts.plan.ways;
    match (&mut step.view, action) {
        (_, Action::ReadAgain) => return Outcome::effect(Effect::ReadMachine),
        (_, Action::Sudo) => return Outcome::effect(Effect::Sudo),
        (FixView::List, Action::Up) => step.selected = step.selected.saturating_sub(1),
        (FixView::List, Action::Down) => {
            step.selected = (step.selected + 1).min(ways.len().saturating_sub(1));
        }
        (FixView::List, Action::Next) if ways.is_empty() => return go_on_if_usable(&context),
        (FixView::List, Action::Next) => open(step, &context, step.selected),
        (FixView::List, Action::Choose(at)) => open(step, &context, usize::from(at)),
        (FixView::List, Action::AskAnyway) => return Outcome::go(Event::AskAnyway),
        (FixView::List | FixView::Open(_), Action::Withdraw) => {
            choose(&mut context, Way::Firmware, None);
            step.view = FixView::List;
        }
        (FixView::Open(at), Action::Next) => {
            let Some(way) = ways.get(*at) else { return Outcome::stay() };
            if entering(context.settings, context.facts, way) == Entering::Take {
                return take(&mut context, way.kind);
            }
        }
        (FixView::Open(at), Action::PretendFixed) => {
            let values = ways.get(*at).map(suggested_values).unwrap_or_default();
            return Outcome::effect(Effect::PretendFixed(values));
        }
        (FixView::Open(at), Action::Run) => step.view = FixView::ConfirmRun(*at),
        (FixView::ConfirmRun(at), Action::Run) => {
            let commands = ways.get(*at).map(|way| runnable(context.facts, way)).unwrap_or_default();
            step.view = FixView::Open(*at);
            return Outcome::effect(Effect::Run(commands));
        }
        (FixView::Declare(form), Action::LineDown) => form.move_focus(true),
        (FixView::Declare(form), Action::LineUp) => form.move_focus(false),
        (FixView::Declare(form), Action::Next) => {
            let accepted = form.accept(context.facts);
            if accepted {
                step.view = FixView::ConfirmDeclared(std::mem::take(form));
            }
        }
        (FixView::ConfirmDeclared(form), Action::Declare) => {
            let mut way = Way::Firmware;
            for entry in &form.entries {
                way.declare(entry.field, entry.value());
            }
            choose(&mut context, way, None);
            step.view = FixView::List;
            return Outcome::go(Event::WayTaken);
        }
        (FixView::Changed(_), Action::Next) => {
            step.view = FixView::List;
            return go_on_if_usable(&context);
        }
        _ => {}
    }
    Outcome::stay()
}

/// Goes back to an outer view. Returns `false` at the list, where Back leaves the step.
pub fn back(step: &mut FixStep) -> bool {
    let view = match &mut step.view {
        FixView::List => return false,
        FixView::ConfirmRun(at) => FixView::Open(*at),
        FixView::ConfirmDeclared(form) => FixView::Declare(std::mem::take(form)),
        FixView::Open(_) | FixView::Declare(_) | FixView::Changed(_) => FixView::List,
    };
    step.view = view;
    true
}

/// Shows a way; for the way to declare, shows its form.
fn open(step: &mut FixStep, context: &StepContext<'_>, at: usize) {
    let Some(way) = context.facts.plan.ways.get(at) else { return };
    step.selected = at;
    step.view = match way.kind {
        WayKind::Declare => FixView::Declare(DeclareForm::of(way, &context.draft.way.declared_values())),
        _ => FixView::Open(at),
    };
}

/// Takes a way that needs no typing, and goes on to Route.
fn take(context: &mut StepContext<'_>, kind: WayKind) -> Outcome {
    let (way, route) = match kind {
        WayKind::Recover => (Way::Recover, None),
        WayKind::Assign => (Way::Assign, None),
        WayKind::Older => (Way::Firmware, Some(RouteKind::Older)),
        WayKind::ReadAgain | WayKind::Declare | WayKind::Write => return Outcome::stay(),
    };
    choose(context, way, route);
    Outcome::go(Event::WayTaken)
}

/// Chooses a way in place of the one before, and drops the request, because another way needs another request. The older binding
/// is a route too.
fn choose(context: &mut StepContext<'_>, way: Way, route: Option<RouteKind>) {
    let draft = &mut *context.draft;
    if draft.way != way {
        draft.forget_request();
    }
    draft.way = way;
    if route.is_some() || draft.route == Some(RouteKind::Older) {
        draft.route = route;
    }
}

/// Goes on to Route if every binding field is usable, from the firmware or in the chosen way.
fn go_on_if_usable(context: &StepContext<'_>) -> Outcome {
    match context.binding().predicted() {
        Predicted::Accepted => Outcome::go(Event::FieldsUsable),
        Predicted::Refused | Predicted::Unknown => Outcome::stay(),
    }
}
