//! 1 WELCOME: the license number, checked by its mask; or an open session to go on with.

use tui_input::{Input, InputRequest};

use countersign_core::protocol::number::NumberError;
use countersign_keep::Session;

use super::{Outcome, StepContext};
use crate::wizard::draft::Draft;
use crate::wizard::transitions::Event;
use crate::wizard::{Action, Effect, Mode};

/// The step's own state.
#[derive(Debug, Clone, Default)]
pub struct WelcomeStep {
    /// What is typed so far.
    pub input: Input,
    /// Why it is no license number; gone at the next key.
    pub fault: Option<NumberError>,
    /// A session that was kept, offered to go on with.
    pub offered: Option<Box<Session>>,
}

impl WelcomeStep {
    /// Entered with what was given before.
    #[must_use]
    pub fn enter(draft: &Draft) -> Self {
        let number = draft.number.as_ref().map(|number| number.as_str().to_owned());
        Self { input: Input::new(number.unwrap_or_default()), ..Self::default() }
    }

    /// Entered with a session to go on with.
    #[must_use]
    pub fn offering(session: Session) -> Self {
        Self { offered: Some(Box::new(session)), ..Self::default() }
    }
}

/// A change to the text in focus. Characters no license number has are passed over.
pub fn edit(step: &mut WelcomeStep, request: InputRequest, longest: usize) {
    step.fault = None;
    if let InputRequest::InsertChar(c) = request
        && (!(c.is_alphanumeric() || c == '-' || c == ' ')
            || step.input.value().chars().count() >= longest + 8)
    {
        return;
    }
    step.input.handle(request);
}

/// What the step's actions do. [`Action::Resume`] is handled where the whole state is at hand.
pub fn act(step: &mut WelcomeStep, context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        Action::Next => match context.settings.profile.mask.number(step.input.value()) {
            Ok(number) => {
                if context.draft.number.as_ref() != Some(&number) {
                    context.draft.forget_request();
                }
                context.draft.number = Some(number);
                Outcome::go(Event::NumberGiven)
            }
            Err(fault) => {
                step.fault = Some(fault);
                Outcome::stay()
            }
        },
        Action::StartAgain => {
            *step = WelcomeStep::default();
            *context.draft = Draft::default();
            Outcome::effect(Effect::ForgetSession)
        }
        Action::NextMachine => match &context.settings.mode {
            Mode::Practice { samples, .. } => {
                let current = match &context.facts.machine.source {
                    countersign_core::machine::Source::Sample(name) => {
                        samples.iter().position(|sample| sample == name)
                    }
                    _ => None,
                };
                let next = current.map_or(0, |at| at + 1);
                Outcome::effect(Effect::TakeSample(samples.get(next).cloned()))
            }
            Mode::Real => Outcome::stay(),
        },
        _ => Outcome::stay(),
    }
}
