//! The commands of `countersign-desk`. Each turns arguments into text or JSON.
//!
//! Start at `cli` for the names and options, then open the file of the command.
//!
//! | files | hold |
//! | --- | --- |
//! | `cli`, `argument_builder`, `permissions` | the command line, and who may run which command |
//! | `invocation`, `output`, `failure`, `exit` | what every command gets and returns |
//! | `config_file`, `settings`, `mail_settings`, `oidc_section`, `second_factor_setting` | the settings of `serve`: the file, and which setting counts |
//! | `serve`, `system_limits` | the server; whether the system allows its threads and descriptors |
//! | `answer/`, `answer_text`, `request_input` | answers without the server |
//! | `licenses/`, `attempts` | license numbers; the requests that `licenses show` prints |
//! | `cases`, `case_mail`, `downloads/`, `products`, `keys_and_profiles`, `audit`, `statistics` | one command each |
//! | `operators`, `operator_links`, `tokens` | operators, their identity at the provider, the tokens of programs |
//! | `init`, `backup`, `database`, `prune` | the folder and the database of a desk |
//! | `consent`, `progress_line`, `text_layout` | tools |
//!
//! Never here: a rule (`ledger`), a statement (`sql`), HTTP (`web`), a sentence (`text`).

mod answer;
mod answer_text;
mod argument_builder;
mod attempts;
mod audit;
mod backup;
mod case_mail;
mod cases;
mod cli;
mod config_file;
mod consent;
mod database;
mod downloads;
mod exit;
mod failure;
mod init;
mod invocation;
mod keys_and_profiles;
mod licenses;
mod mail_settings;
mod oidc_section;
mod operator_links;
mod operators;
mod output;
mod permissions;
mod products;
mod progress_line;
mod prune;
mod request_input;
mod second_factor_setting;
mod serve;
mod settings;
mod statistics;
mod system_limits;
mod text_layout;
mod tokens;

use std::process::ExitCode;

use clap::ArgMatches;

use crate::access::Permission;
use crate::text::DeskLine;
use countersign_core::text::{Lang, Line as _};
pub use exit::Exit;
use failure::Failure;
use invocation::Invocation;
use output::{Output, print};

/// Returns the command line in the given language, for the generation of manual pages and completions.
#[must_use]
pub fn command_line(lang: Lang) -> clap::Command {
    cli::program(lang)
}

/// Returns every command that has an effect, by its words, with the permission that it needs.
#[must_use]
pub fn command_permissions() -> Vec<(Vec<&'static str>, Permission)> {
    permissions::ALL.iter().map(|(words, permission)| (words.split(' ').collect(), *permission)).collect()
}

/// Runs the program.
pub fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let lang = cli::lang(&args, |name| std::env::var(name).ok());
    let matches = match cli::program(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, lang),
    };
    let json = cli::wants_json(&matches);
    let done = Invocation::new(&matches, lang).and_then(|invocation| dispatch(&matches, &invocation));
    match done {
        Ok(output) => {
            let printed = print(std::io::stdout(), &output.text);
            if printed { output.exit.into() } else { Exit::Fault.into() }
        }
        Err(failure) => {
            if json {
                print(std::io::stdout(), &format!("{}\n", failure.to_json()));
            }
            print(std::io::stderr(), &failure.to_text(lang));
            failure.exit.into()
        }
    }
}

fn dispatch(matches: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    match matches.subcommand() {
        Some(("init", args)) => init::run(args, invocation),
        Some(("licenses", args)) => licenses::run(args, invocation),
        Some(("answer", args)) => answer::run(args, invocation),
        Some(("cases", args)) => cases::run(args, invocation),
        Some(("operators", args)) => operators::run(args, invocation),
        Some(("tokens", args)) => tokens::run(args, invocation),
        Some(("audit", args)) => audit::run(args, invocation),
        Some(("products", args)) => products::run(args, invocation),
        Some(("keys", args)) => keys_and_profiles::keys(args, invocation),
        Some(("profiles", args)) => keys_and_profiles::profiles(args, invocation),
        Some(("backup", args)) => backup::backup(args, invocation),
        Some(("restore", args)) => backup::restore(args, invocation),
        Some(("database", args)) => database::run(args, invocation),
        Some(("downloads", args)) => downloads::run(args, invocation),
        Some(("statistics", args)) => statistics::run(args, invocation),
        Some(("prune", args)) => prune::run(args, invocation),
        Some(("serve", args)) => serve::run(args, invocation),
        _ => {
            let text = cli::program(invocation.lang).render_help().to_string();
            Ok(Output { text, exit: Exit::Usage })
        }
    }
}

fn usage(error: &clap::Error, lang: Lang) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return Exit::Done.into();
    }
    let complaint = countersign_usage::complaint(error, lang);
    print(std::io::stderr(), &format!("{complaint}{}\n", DeskLine::UsageDo.say(lang)));
    Exit::Usage.into()
}
