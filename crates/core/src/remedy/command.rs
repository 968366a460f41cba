//! Commands of remedies: their words, where they are typed, and how they are written there.

use super::quote;
use crate::machine::Hypervisor;

/// Where a command is to be typed. It decides how its words are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandLocation {
    /// On this machine; `Some` tool that is on its `PATH` may be run from the wizard.
    Here,
    /// On the host of this virtual machine.
    Host(Hypervisor),
    /// In a UEFI shell on this machine.
    UefiShell,
    /// On this machine, started from a DOS stick.
    Dos,
    /// On any machine that reaches the BMC.
    Bmc,
    /// In a file (a domain's XML, a VM's configuration): the words are lines to enter there.
    ConfigFile,
}

/// An exact command, as its words. Quoting is done when it is shown ([`Command::shell`]), so that no
/// value can step out of its quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Command {
    /// Where it is to be typed.
    pub location: CommandLocation,
    /// The program and its arguments; the value is filled in.
    pub words: Vec<String>,
    /// It may be run from the wizard: the program is on this machine's `PATH` and sets the value by itself.
    pub runnable: bool,
}

impl Command {
    /// A command of these words. Whether a value may stand as a word of its own is asked before (`quote`).
    pub(super) fn new(location: CommandLocation, words: &[&str], runnable: bool) -> Self {
        Self { location, words: words.iter().map(|word| (*word).to_owned()).collect(), runnable }
    }

    /// The command as it is to be typed there: one line for a shell, each word quoted as that shell
    /// wants it; for a file, its lines.
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
