//! 4 ROUTE: the person chooses how the request reaches the desk.

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::routes::{RouteKind, choices};
use crate::wizard::transitions::Event;

/// The step's own state.
#[derive(Debug, Clone, Copy)]
pub struct RouteStep {
    /// The selected entry of the list.
    pub selected: usize,
}

impl RouteStep {
    /// Selects the route chosen before; else the network, if there is one; else the first.
    #[must_use]
    pub fn enter(context: &StepContext<'_>) -> Self {
        let online = context.facts.network.then_some(RouteKind::Online);
        let wanted = context.draft.route.or(online);
        let choices = choices(context.settings, context.facts);
        let selected = wanted.and_then(|route| choices.iter().position(|kind| *kind == route));
        Self { selected: selected.unwrap_or(0) }
    }
}

/// Carries out an action of this step.
pub fn act(step: &mut RouteStep, context: StepContext<'_>, action: Action) -> Outcome {
    let choices = choices(context.settings, context.facts);
    match action {
        Action::Up => step.selected = step.selected.saturating_sub(1),
        Action::Down => step.selected = (step.selected + 1).min(choices.len().saturating_sub(1)),
        Action::Next | Action::Choose(_) => {
            let chosen = if let Action::Choose(at) = action { usize::from(at) } else { step.selected };
            if let Some(route) = choices.get(chosen) {
                step.selected = chosen;
                context.draft.route = Some(*route);
                return Outcome::go(Event::RouteChosen);
            }
        }
        _ => {}
    }
    Outcome::stay()
}
