//! What a person does to set a field.

use super::command::Command;
use super::step::Step;

/// The steps that set a field, and the command of one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Procedure {
    /// The command, where there is one. It is used at the step for which [`Step::takes_command`] is true.
    pub command: Option<Command>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}
