//! What a step works on, and what it returns.

use countersign_core::protocol::binding::Binding;

use crate::wizard::draft::Draft;
use crate::wizard::facts::Facts;
use crate::wizard::job::{Job, Jobs};
use crate::wizard::msg::Effect;
use crate::wizard::notice::Notice;
use crate::wizard::products::ListedProduct;
use crate::wizard::settings::Settings;
use crate::wizard::transitions::Event;

/// What a step may read and change besides itself.
pub struct StepContext<'a> {
    /// What doesn't change while the program runs.
    pub settings: &'a Settings,
    /// The products of this machine, if it has several.
    pub products: &'a [ListedProduct],
    /// What is known of the machine and of what it keeps.
    pub facts: &'a Facts,
    /// What the person gave so far.
    pub draft: &'a mut Draft,
    /// The last thing that happened.
    pub notice: &'a mut Option<Notice>,
    /// The running job.
    pub jobs: &'a mut Jobs,
}

impl StepContext<'_> {
    /// The binding of this machine in the chosen way.
    #[must_use]
    pub fn binding(&self) -> Binding {
        self.facts.binding(&self.draft.way)
    }

    /// Starts a job, which replaces the one that runs.
    #[must_use]
    pub fn start(&mut self, job: Job) -> Effect {
        Effect::StartJob(self.jobs.start(), job)
    }
}

/// What an action of a step leads to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// An event of the transition table.
    pub event: Option<Event>,
    /// The effects to carry out.
    pub effects: Vec<Effect>,
}

impl Outcome {
    /// The step stays, without effects.
    #[must_use]
    pub fn stay() -> Self {
        Self::default()
    }

    /// An event that leads to another step.
    #[must_use]
    pub fn go(event: Event) -> Self {
        Self { event: Some(event), effects: Vec::new() }
    }

    /// One effect; the step stays.
    #[must_use]
    pub fn effect(effect: Effect) -> Self {
        Self { event: None, effects: vec![effect] }
    }
}
