//! 4 ROUTE: which way the request goes to the desk.

use super::{Around, Outcome};
use crate::wizard::state::Setting;
use crate::wizard::table::Event;
use crate::wizard::{Action, State};

/// The ways to the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// A phone scans the QR and shows the code.
    Phone,
    /// A file on a USB stick goes to the desk and another comes back.
    File,
    /// Read out on the telephone, to an operator.
    Telephone,
}

impl RouteKind {
    /// The name it is kept under.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::File => "file",
            Self::Telephone => "telephone",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Phone, Self::File, Self::Telephone].into_iter().find(|kind| kind.name() == name)
    }
}

/// The step's own state: which entry the cursor is on.
#[derive(Debug, Clone, Copy)]
pub struct RouteStep {
    /// Which entry the cursor is on.
    pub at: usize,
}

impl RouteStep {
    /// Entered, on the way chosen before.
    #[must_use]
    pub fn enter(state: &State) -> Self {
        let at = state
            .draft
            .route
            .and_then(|route| choices(&state.setting).iter().position(|kind| *kind == route));
        Self { at: at.unwrap_or(0) }
    }
}

/// The ways this profile allows.
#[must_use]
pub fn choices(setting: &Setting) -> Vec<RouteKind> {
    let mut choices = vec![RouteKind::Phone, RouteKind::File];
    if setting.profile.policy.spoken {
        choices.push(RouteKind::Telephone);
    }
    choices
}

/// What the step's actions do.
pub fn act(step: &mut RouteStep, around: Around<'_>, action: Action) -> Outcome {
    let choices = choices(around.setting);
    match action {
        Action::Up => step.at = step.at.saturating_sub(1),
        Action::Down => step.at = (step.at + 1).min(choices.len().saturating_sub(1)),
        Action::Next | Action::Choose(_) => {
            let at = if let Action::Choose(at) = action { usize::from(at) } else { step.at };
            if let Some(route) = choices.get(at) {
                step.at = at;
                around.draft.route = Some(*route);
                return Outcome::go(Event::RouteChosen);
            }
        }
        _ => {}
    }
    Outcome::stay()
}
