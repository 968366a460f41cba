//! Completions for bash, zsh and fish, generated from the command line.
//!
//! Their descriptions are in English, because a shell has one script for all users.

use clap_complete::aot::{Shell, generate};
use countersign_core::lang::Lang;

use crate::Program;

/// A completion script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The file, in the folder of its shell, with the name that the shell looks for.
    pub file: String,
    /// The script.
    pub script: String,
}

/// The completions of this program.
pub fn completions(program: Program) -> Vec<Completion> {
    let name = program.name();
    let shells = [
        (Shell::Bash, format!("bash/{name}")),
        (Shell::Zsh, format!("zsh/_{name}")),
        (Shell::Fish, format!("fish/{name}.fish")),
    ];
    let of_shell = |(shell, file): (Shell, String)| {
        let mut script = Vec::new();
        generate(shell, &mut program.command_line(Lang::En), name, &mut script);
        Completion { file, script: String::from_utf8_lossy(&script).into_owned() }
    };
    shells.map(of_shell).into()
}
