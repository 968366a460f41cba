//! 4 ROUTE: which way the request goes to the desk.

use super::{Outcome, StepContext};
use crate::wizard::state::{Facts, Settings};
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Mode, State};
use countersign_core::protocol::binding::{Binding, Declared, Predicted};

/// The ways to the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// A phone scans the QR and shows the code.
    Phone,
    /// A file on a USB stick goes to the desk and another comes back.
    File,
    /// Read out on the telephone, to an operator.
    Telephone,
    /// This program asks the desk itself, over the network.
    Online,
    /// The same for the older binding (scheme 2), which can be had in no other way.
    Older,
}

impl RouteKind {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::Phone, Self::File, Self::Telephone, Self::Online, Self::Older];

    /// The name it is kept under.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::File => "file",
            Self::Telephone => "telephone",
            Self::Online => "online",
            Self::Older => "older",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The step's own state: which entry the cursor is on.
#[derive(Debug, Clone, Copy)]
pub struct RouteStep {
    /// Which entry the cursor is on.
    pub selected: usize,
}

impl RouteStep {
    /// Entered, on the way chosen before; else on the easiest, which is the network where there is one.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        let easiest = state.facts.network.then_some(RouteKind::Online);
        let choices = choices(&state.settings, &state.facts);
        let wanted = state.draft.route.or(easiest);
        let selected = wanted.and_then(|route| choices.iter().position(|kind| *kind == route));
        Self { selected: selected.unwrap_or(0) }
    }
}

/// The ways this profile allows, in an order that the network of the day does not change: numbers are said on the
/// telephone.
#[must_use]
pub fn choices(settings: &Settings, facts: &Facts) -> Vec<RouteKind> {
    let mut choices = vec![RouteKind::Phone, RouteKind::File];
    if settings.profile.policy.spoken {
        choices.push(RouteKind::Telephone);
    }
    if settings.online && settings.mode == Mode::Real {
        choices.push(RouteKind::Online);
        if older_offered(settings, facts) {
            choices.push(RouteKind::Older);
        }
    }
    choices
}

/// Whether the older binding can be asked for from here: the product allows it, this machine has something else to
/// be told by, and its fields alone won't do.
#[must_use]
pub fn older_offered(settings: &Settings, facts: &Facts) -> bool {
    let binding = Binding::of(&facts.machine, &facts.review, &Declared::default());
    settings.online
        && settings.mode == Mode::Real
        && settings.profile.policy.older_binding
        && binding.marker2.is_some()
        && binding.predicted() != Predicted::Accepted
}

/// What the step's actions do.
pub fn act(step: &mut RouteStep, context: StepContext<'_>, action: Action) -> Outcome {
    let choices = choices(context.settings, context.facts);
    match action {
        Action::Up => step.selected = step.selected.saturating_sub(1),
        Action::Down => step.selected = (step.selected + 1).min(choices.len().saturating_sub(1)),
        Action::Next | Action::Choose(_) => {
            let at = if let Action::Choose(at) = action { usize::from(at) } else { step.selected };
            if let Some(route) = choices.get(at) {
                step.selected = at;
                context.draft.route = Some(*route);
                return Outcome::go(Event::RouteChosen);
            }
        }
        _ => {}
    }
    Outcome::stay()
}
