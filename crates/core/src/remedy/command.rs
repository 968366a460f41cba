//! Commands of remedies: their words, the place where they are typed, and their quoting for that place.

use super::quote;
use crate::machine::Hypervisor;

/// The placeholder in a command for a value that a person still has to read off the label or choose.
pub(super) const VALUE: &str = "VALUE";

/// The place where a command is typed. It determines the quoting of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandLocation {
    /// In a shell on this machine.
    Here,
    /// On the host of this virtual machine.
    Host(Hypervisor),
    /// In a UEFI shell on this machine.
    UefiShell,
    /// On this machine, started with DOS from a USB stick.
    Dos,
    /// In a shell on any machine that reaches the BMC.
    Bmc,
    /// In a file, such as the XML of a libvirt domain: the words are lines to enter.
    ConfigFile,
}

impl CommandLocation {
    /// The stable name, such as `uefi-shell`; part of the JSON contract.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Host(_) => "host",
            Self::UefiShell => "uefi-shell",
            Self::Dos => "dos",
            Self::Bmc => "bmc",
            Self::ConfigFile => "config-file",
        }
    }
}

/// An exact command, as a list of words. [`Command::shell`] quotes them, so that no value can break out of its quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Command {
    /// The place where the command is typed.
    pub location: CommandLocation,
    /// The program and its arguments, with the value.
    pub words: Vec<String>,
    /// Whether our program may run the command: it is on `PATH`, and sets the value without further input.
    pub runnable: bool,
}

impl Command {
    /// Creates a command of these words. The caller has checked that the value may be a word of its own (`quote`).
    pub(super) fn new(location: CommandLocation, words: &[&str], runnable: bool) -> Self {
        Self { location, words: words.iter().map(|word| (*word).to_owned()).collect(), runnable }
    }

    /// The text to type: one line, with each word quoted for the shell of the location; for a file, its lines.
    #[must_use]
    pub fn shell(&self) -> String {
        let quote: fn(&str) -> String = match self.location {
            CommandLocation::ConfigFile => return self.words.join("\n"),
            CommandLocation::Here | CommandLocation::Bmc => quote::posix,
            CommandLocation::Host(_) => quote::any_shell,
            CommandLocation::UefiShell | CommandLocation::Dos => quote::double,
        };
        self.words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ")
    }
}
