//! Builds the parts of the command line, with help in the caller's language.

use clap::{Arg, ArgAction, Command};

use crate::text::DeskLine as L;
use countersign_core::text::{Lang, Line, labelled};

/// Builds commands and arguments with help in one language.
#[derive(Clone, Copy)]
pub(super) struct ArgumentBuilder(pub(super) Lang);

impl ArgumentBuilder {
    /// Creates a command that has only subcommands.
    pub(super) fn group<W: Line>(self, name: &'static str, about: W) -> Command {
        self.command(name, about)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .disable_help_subcommand(true)
    }

    pub(super) fn command<W: Line>(self, name: &'static str, about: W) -> Command {
        let say = |line: L| line.say(self.0);
        let usage = labelled(self.0, say(L::HeadUsage), "{usage}");
        let template = format!("{{about}}\n\n{usage}\n\n{{all-args}}{{after-help}}\n");
        let command = Command::new(name)
            .about(about.say(self.0))
            .help_template(template)
            .subcommand_help_heading(say(L::HeadCommands))
            .next_help_heading(say(L::HeadOptions))
            .disable_help_flag(true)
            .term_width(80);
        if name == "countersign-desk" { command } else { command.arg(self.help()) }
    }

    pub(super) fn help(self) -> Arg {
        self.flag("help", L::OptHelp).short('h').action(ArgAction::Help)
    }

    pub(super) fn json(self) -> Arg {
        self.flag("json", L::OptJson)
    }

    pub(super) fn flag<W: Line>(self, name: &'static str, help: W) -> Arg {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help.say(self.0))
    }

    pub(super) fn option<W: Line>(self, name: &'static str, value: &'static str, help: W) -> Arg {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help.say(self.0))
            .hide_possible_values(true)
            .hide_default_value(true)
    }

    pub(super) fn positional<W: Line>(self, name: &'static str, value: &'static str, help: W) -> Arg {
        Arg::new(name).value_name(value).help(help.say(self.0)).help_heading(L::HeadArguments.say(self.0))
    }
}
