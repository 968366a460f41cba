//! The program `countersign`: its commands, and the code that carries out effects.
//!
//! | files | hold |
//! | --- | --- |
//! | `cli`, `cli_help`, `products`, `exit` | command line and its help, the products of this machine, exit codes and errors |
//! | `context` | what a command works on; the facts of the machine, which a session starts with (read, review, plan, status) |
//! | `overview` | what is known of a machine, for `inspect`, `report` and `sheet` |
//! | `inspect`, `request`, `enter`, `status`, `release`, `report`, `sheet`, `doctor` | one command each |
//! | `relay` (feature `online`) | asks the desk for other machines |
//! | `help_topic` | `countersign help TOPIC` |
//! | `start_session`, `product_shelf`, `event_loop`, `effects`, `worker` | the wizard: started, the products it lists, run, its effects and its jobs |
//! | `file_tasks` | work on the person's files, which the worker carries out within a time limit |
//! | `tool_run` | runs a tool that sets a field, after a copy of the old values |
//! | `ui`, `screen_ui`, `line_ui`, `switch_ui` | what a session needs of an interface; full screens, lines, from one to the other |
//! | `way` | how a request gets values that the firmware doesn't give |
//! | `atomic_file`, `lock`, `qr_pictures`, `random`, `stdout`, `stderr` | tools of several commands |
//!
//! Never here: a rule. Each command asks another module and prints the answer.

mod atomic_file;
mod cli;
mod cli_help;
mod context;
mod doctor;
mod effects;
mod enter;
mod escaped_json;
mod event_loop;
mod exit;
mod file_tasks;
mod help_topic;
mod inspect;
mod line_ui;
mod lock;
mod overview;
mod product_shelf;
mod products;
mod qr_pictures;
mod random;
#[cfg(feature = "online")]
mod relay;
mod release;
mod report;
mod request;
mod screen_ui;
mod sheet;
mod start_session;
mod status;
mod stderr;
mod stdout;
mod switch_ui;
mod terminal_settings;
mod tool_run;
mod ui;
mod way;
mod worker;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::text::Fault;
use cli::{AnswerLanguage, Cli, Command, SheetForm};
use context::Context;
use countersign_core::lang::Lang;
use countersign_core::text::Line;
pub use exit::{CommandError, Exit};
use status::{RunTarget, StatusOutput, WrittenFiles, motd};

/// The exit code of `status --condition` for a fault: systemd's `ExecCondition` then marks the unit as failed.
const CONDITION_FAULT: u8 = 255;

/// The command line in that language, for the generator of manual pages and completions.
#[must_use]
pub fn command_line(lang: Lang) -> clap::Command {
    cli_help::localised(Cli::command(), lang)
}

/// Runs the program and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let language = cli::language(std::env::args_os(), env, std::io::stdout().is_terminal());
    let lang = language.lang;
    if let Some(why) = language.unshown {
        stderr::line(why.say(lang));
    }
    let parsed = command_line(lang)
        .try_get_matches_from(std::env::args_os())
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let mut cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let text = cli_help::shown(&error, lang);
            if error.use_stderr() {
                stderr::write(text);
                return Exit::Usage.into();
            }
            let _ = write!(stdout::text_output(lang), "{text}");
            return Exit::Done.into();
        }
    };
    cli.take_recordings();
    let json = cli.json();
    let condition = cli.is_condition();
    match run(cli, language) {
        Ok(exit) => exit.into(),
        Err(_) if condition => ExitCode::from(CONDITION_FAULT),
        Err(error) => exit::report(&error, lang, json).into(),
    }
}

fn run(mut cli: Cli, language: AnswerLanguage) -> anyhow::Result<Exit> {
    let command = cli.command.take();
    if cli.hardware.len() > 1 && !matches!(command, Some(Command::Inspect(_) | Command::Help { .. })) {
        return Err(CommandError::new(Fault::HardwareOne, Exit::Usage).into());
    }
    let context = || Context::new(&cli, language);
    // Where several products are installed, most commands need the choice of one.
    let chosen = || {
        let context = context()?;
        context.require_choice()?;
        Ok::<_, CommandError>(context)
    };
    match command {
        None => start_session::run_wizard(&context()?, cli.plain),
        Some(Command::Practice { sample }) => {
            start_session::run_practice(&context()?, cli.plain, sample.as_deref(), true)
        }
        // Help needs no machine and no profile.
        Some(Command::Help { topic }) => help_topic::run(language.lang, &topic),
        Some(Command::Inspect(options)) => inspect::run(&chosen()?, &cli.hardware, &options),
        Some(Command::Request(options)) => request::run(&chosen()?, &options),
        Some(Command::Enter(options)) => enter::run(&chosen()?, &options),
        // `relay` needs no profile if `--desk` names the desk.
        #[cfg(feature = "online")]
        Some(Command::Relay(options)) => relay::run(&cli, language, &options),
        Some(Command::Status { json, condition, write_run, write_motd }) => {
            let output = match (json, condition) {
                (true, _) => StatusOutput::Json,
                (false, true) => StatusOutput::Nothing,
                (false, false) => StatusOutput::Text,
            };
            let files = WrittenFiles { run: write_run.map(RunTarget::new), motd: write_motd.map(motd::path) };
            status::run(&context()?, output, &files)
        }
        Some(Command::Release { json, yes }) => release::run(&chosen()?, json, yes),
        // `doctor` reports a profile that can't be used, so it starts without one.
        Some(Command::Doctor { json }) => doctor::run(&cli, language, json),
        Some(Command::Report { html: true, .. }) => sheet::run(&chosen()?, SheetForm::Html),
        Some(Command::Report { sheet: Some(form), .. }) => sheet::run(&chosen()?, form),
        Some(Command::Report { json, full, .. }) => report::run(&chosen()?, json, full),
    }
}
