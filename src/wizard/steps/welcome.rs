//! 1 WELCOME: the license number, checked by its mask; or the offer to go on with a saved session; before that the list of products, if
//! several are installed.

use countersign_core::machine::MachineSource;
use countersign_core::protocol::number::NumberError;
use countersign_core::protocol::{Given, Mask, Number, given};
use countersign_keep::{ActivationState, Session};
use tui_input::{Input, InputRequest};

use super::context::{Outcome, StepContext};
use crate::wizard::action::Action;
use crate::wizard::draft::Draft;
use crate::wizard::facts::Facts;
use crate::wizard::msg::Effect;
use crate::wizard::products::openable;
use crate::wizard::settings::Mode;
use crate::wizard::transitions::Event;

/// Why a text is not a license number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFault {
    /// It doesn't fit the mask.
    Form(NumberError),
    /// It is something else.
    Instead(InsteadOfNumber),
}

/// What was given instead of a license number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsteadOfNumber {
    /// A license code, or a line of it.
    Code,
    /// A desk's refusal, by its code.
    Refusal(&'static str),
    /// A request.
    Request,
    /// A receipt.
    Receipt,
}

impl NumberFault {
    /// The fault of a text that doesn't fit the mask.
    #[must_use]
    pub fn of(text: &str, error: NumberError) -> Self {
        instead_of_number(text).map_or(Self::Form(error), Self::Instead)
    }
}

/// What a text is that was given instead of a license number; `None` if it is nothing that a session knows.
#[must_use]
pub fn instead_of_number(text: &str) -> Option<InsteadOfNumber> {
    match given(text, None) {
        Given::Code(_) => Some(InsteadOfNumber::Code),
        Given::Refusal(code) => Some(InsteadOfNumber::Refusal(code)),
        Given::Request(_) => Some(InsteadOfNumber::Request),
        Given::Receipt(_) => Some(InsteadOfNumber::Receipt),
        Given::Number(_) | Given::Unknown => None,
    }
}

/// The step's own state: what it asks for.
#[derive(Debug, Clone)]
pub enum WelcomeStep {
    /// One of the products; the selected one, by its index among those that can be opened.
    Product(usize),
    /// Whether to go on with a saved session.
    Session(Box<Session>),
    /// The license number.
    Number(NumberEntry),
}

/// The license number as it is typed.
#[derive(Debug, Clone, Default)]
pub struct NumberEntry {
    /// The typed text.
    pub input: Input,
    /// Why the text is not a license number; cleared at the next edit.
    pub fault: Option<NumberFault>,
    /// The number of the license that is kept here and is no longer valid: an empty text stands for it.
    pub known: Option<Number>,
}

impl WelcomeStep {
    /// Asks for the number, with the one given before.
    #[must_use]
    pub fn enter(context: &StepContext<'_>) -> Self {
        let number = context.draft.number.as_ref().map(|number| number.as_str().to_owned());
        Self::Number(NumberEntry {
            input: Input::new(number.unwrap_or_default()),
            ..NumberEntry::beginning(context.facts)
        })
    }

    /// Asks for the number, without one given before.
    #[must_use]
    pub fn beginning(facts: &Facts) -> Self {
        Self::Number(NumberEntry::beginning(facts))
    }
}

impl NumberEntry {
    fn beginning(facts: &Facts) -> Self {
        Self { known: known_number(facts), ..Self::default() }
    }

    /// The typed number, or the known one if nothing is typed.
    fn number(&self, mask: &Mask) -> Result<Number, NumberError> {
        match &self.known {
            Some(known) if self.input.value().trim().is_empty() => Ok(known.clone()),
            _ => mask.find_number(self.input.value()),
        }
    }
}

/// The number of the license that is kept here, if it is no longer valid: it is expired, or the machine changed.
fn known_number(facts: &Facts) -> Option<Number> {
    let ended = matches!(facts.status.state, ActivationState::Expired | ActivationState::Changed { .. });
    facts.status.license.as_ref().filter(|_| ended).map(|license| license.number.clone())
}

/// The most characters of a label before a number.
pub const LABEL_MAX: usize = 40;

/// Takes the license number out of a pasted text, with any text around it. Returns `false` if there is none.
pub fn paste(entry: &mut NumberEntry, text: &str, mask: &Mask) -> bool {
    let found = mask.find_number(text);
    if let Ok(number) = &found {
        entry.input = Input::new(number.as_str().to_owned());
        entry.fault = None;
    }
    found.is_ok()
}

/// Edits the text. Characters that neither a license number nor a label before it has are ignored; `longest` is the length of a number.
pub fn edit(entry: &mut NumberEntry, request: InputRequest, longest: usize) {
    entry.fault = None;
    if let InputRequest::InsertChar(c) = request
        && (!(c.is_alphanumeric() || matches!(c, '-' | ' ' | ':' | '：' | '/' | '.'))
            || entry.input.value().chars().count() >= longest + LABEL_MAX)
    {
        return;
    }
    entry.input.handle(request);
}

/// Carries out an action of this step. `update` handles [`Action::Resume`], because it replaces the whole draft.
pub fn act(step: &mut WelcomeStep, context: StepContext<'_>, action: Action) -> Outcome {
    match step {
        WelcomeStep::Product(selected) => act_on_list(selected, &context, action),
        WelcomeStep::Session(_) if action == Action::StartAgain => {
            *step = WelcomeStep::beginning(context.facts);
            *context.draft = Draft::default();
            Outcome::effect(Effect::ForgetSession)
        }
        WelcomeStep::Session(_) => Outcome::stay(),
        WelcomeStep::Number(entry) => act_on_number(entry, context, action),
    }
}

/// Carries out an action on the list of products.
fn act_on_list(selected: &mut usize, context: &StepContext<'_>, action: Action) -> Outcome {
    let last = openable(context.products).count().saturating_sub(1);
    match action {
        Action::Up => *selected = selected.saturating_sub(1),
        Action::Down => *selected = (*selected + 1).min(last),
        Action::Choose(at) if usize::from(at) <= last => {
            *selected = usize::from(at);
            return Outcome::effect(Effect::OpenProduct(*selected));
        }
        Action::Next => return Outcome::effect(Effect::OpenProduct(*selected)),
        _ => {}
    }
    Outcome::stay()
}

/// Carries out an action on the number.
fn act_on_number(entry: &mut NumberEntry, context: StepContext<'_>, action: Action) -> Outcome {
    match action {
        // The fault says that a paste is something else, and its first line is still the text.
        Action::Next if matches!(entry.fault, Some(NumberFault::Instead(_))) => Outcome::stay(),
        Action::Next => match entry.number(&context.settings.profile.mask) {
            Ok(number) => {
                if context.draft.number.as_ref() != Some(&number) {
                    context.draft.forget_request();
                }
                context.draft.number = Some(number);
                Outcome::go(Event::NumberGiven)
            }
            Err(fault) => {
                entry.fault = Some(NumberFault::of(entry.input.value(), fault));
                Outcome::stay()
            }
        },
        Action::NextMachine => match &context.settings.mode {
            Mode::Practice { samples, .. } => {
                let current = match &context.facts.machine.source {
                    MachineSource::Sample(name) => samples.iter().position(|sample| sample == name),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mistyped_number_is_not_taken_for_another_kind_of_text() {
        for text in
            ["", "AA0322012395", "AA032201239510", "A032201239511", "AAO322OI23951", "number: AA0322012395"]
        {
            assert_eq!(instead_of_number(text), None, "{text}");
        }
    }

    #[test]
    fn a_pasted_refusal_is_recognised_by_its_code() {
        let text = "Refused: DEVICE-DIFFERS. The number is bound to another machine.";
        assert_eq!(instead_of_number(text), Some(InsteadOfNumber::Refusal("DEVICE-DIFFERS")));
    }

    proptest! {
        #[test]
        fn no_text_of_the_length_of_a_number_is_taken_for_another_kind(text in "[A-Z]{2}[0-9]{9,12}") {
            prop_assert_eq!(instead_of_number(&text), None);
        }
    }
}
