//! The procedure that sets a field: a command, where there is one, and the steps around it.

use super::command::Command;
use super::step::Step;

/// The placeholder in a command for a value that a person still has to read off the label or choose.
pub(super) const VALUE: &str = "VALUE";

/// A command, where there is one, and the steps around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Procedure {
    pub command: Option<Command>,
    pub steps: Vec<Step>,
}
