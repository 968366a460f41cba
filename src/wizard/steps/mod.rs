//! The steps, one file each: what belongs to the step alone, and what its actions do.

pub mod code;
pub mod done;
pub mod fix;
pub mod inspect;
pub mod keep;
pub mod request;
pub mod route;
pub mod welcome;

use super::draft::Draft;
use super::state::{Facts, Notice, Settings};
use super::transitions::Event;
use countersign_core::step::StepName;

use super::{Effect, State, Step};

/// What a step's action leads to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// An event of the transition table.
    pub event: Option<Event>,
    /// What to do outside.
    pub effects: Vec<Effect>,
}

impl Outcome {
    /// Nothing more.
    #[must_use]
    pub fn stay() -> Self {
        Self::default()
    }

    /// On to another step.
    #[must_use]
    pub fn go(event: Event) -> Self {
        Self { event: Some(event), effects: Vec::new() }
    }

    /// Something to do outside.
    #[must_use]
    pub fn effect(effect: Effect) -> Self {
        Self { event: None, effects: vec![effect] }
    }
}

/// What a step may see and change besides itself.
pub struct StepContext<'a> {
    /// What doesn't change.
    pub settings: &'a Settings,
    /// What is known of the machine.
    pub facts: &'a Facts,
    /// What the person has given so far.
    pub draft: &'a mut Draft,
    /// The line about the last thing that happened.
    pub notice: &'a mut Option<Notice>,
}

/// The step of that name, freshly entered, and what entering it does outside.
#[must_use]
pub fn enter(name: StepName, state: &State) -> (Step, Vec<Effect>) {
    match name {
        StepName::Welcome => (Step::Welcome(welcome::WelcomeStep::enter(&state.draft)), Vec::new()),
        StepName::Inspect => (Step::Inspect(inspect::InspectStep), Vec::new()),
        StepName::Fix => (Step::Fix(fix::FixStep::enter(state)), Vec::new()),
        StepName::Route => (Step::Route(route::RouteStep::enter(state)), Vec::new()),
        StepName::Request => {
            let (step, effects) = request::RequestStep::enter(state);
            (Step::Request(step), effects)
        }
        StepName::Code => (Step::Code(Box::new(code::CodeStep::enter(state))), Vec::new()),
        StepName::Keep => (Step::Keep(keep::KeepStep::Working), Vec::new()),
        StepName::Done => (Step::Done(done::DoneStep::enter(state)), Vec::new()),
    }
}
