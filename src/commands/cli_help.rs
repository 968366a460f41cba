//! The words of the command line: help and complaints, in the language of the answers.

use clap::{Arg, ArgAction, CommandFactory};

use super::cli::Cli;
use super::help_topic::Topic;
use crate::text::CommandLine as L;
#[cfg(feature = "online")]
use crate::text::RelayLine as R;
use countersign_core::lang::Lang;
use countersign_core::text::{Line, labelled};

/// A command and its subcommands, with headings in that language.
fn with_headings(command: clap::Command, lang: Lang) -> clap::Command {
    let say = |line: L| line.say(lang);
    let template = format!(
        "{{about}}\n\n{}\n\n{{all-args}}{{after-help}}\n",
        labelled(lang, say(L::HeadUsage), "{usage}")
    );
    let print_help = Arg::new("help").long("help").short('h').action(ArgAction::Help).display_order(110);
    command
        .help_template(template)
        .subcommand_help_heading(say(L::HeadCommands))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { L::HeadArguments } else { L::HeadOptions };
            arg.help_heading(say(heading))
        })
        .disable_help_flag(true)
        .arg(print_help.help(say(L::OptHelp)).help_heading(say(L::HeadOptions)))
        .mut_subcommands(|sub| with_headings(sub, lang))
}

/// The command line, with its words in that language.
#[must_use]
pub fn localised(command: clap::Command, lang: Lang) -> clap::Command {
    let help = |line: L| line.say(lang);
    // The options of all commands stand after those of the command itself.
    let version =
        Arg::new("version").long("version").short('V').action(ArgAction::Version).display_order(111);
    let command = with_headings(command, lang)
        .disable_version_flag(true)
        .arg(version.help(help(L::OptVersion)).help_heading(help(L::HeadOptions)))
        .about(help(L::About))
        .after_help(help(L::ExitCodes))
        .mut_arg("hardware", |arg| arg.help(help(L::Hardware)).display_order(100))
        .mut_arg("profile", |arg| arg.help(help(L::Profile)).display_order(101))
        .mut_arg("profiles", |arg| arg.help(help(L::Profiles)).display_order(102))
        .mut_arg("product", |arg| arg.help(help(L::Product)).display_order(103))
        .mut_arg("state", |arg| arg.help(help(L::State)).display_order(104))
        .mut_arg("lang", |arg| arg.help(help(L::Lang)).display_order(105).hide_possible_values(true))
        .mut_arg("plain", |arg| arg.help(help(L::Plain)).display_order(106));
    let json = |command: clap::Command| command.mut_arg("json", |arg| arg.help(help(L::Json)));
    #[cfg(feature = "online")]
    let command = command.mut_subcommand("relay", |sub| {
        sub.about(R::About.say(lang))
            .mut_arg("files", |arg| arg.help(R::Files.say(lang)))
            .mut_arg("desk", |arg| arg.help(R::Desk.say(lang)))
            .mut_arg("out", |arg| arg.help(R::Out.say(lang)))
            .mut_arg("json", |arg| arg.help(R::Json.say(lang)))
    });
    command
        .mut_subcommand("practice", |sub| {
            let names = countersign_probe::samples().iter().map(|sample| sample.name);
            let names = names.collect::<Vec<_>>().join(", ");
            sub.about(help(L::Practice))
                .mut_arg("sample", |arg| arg.help(help(L::PracticeMachine)))
                .after_help(labelled(lang, help(L::PracticeMachines), &names))
        })
        .mut_subcommand("help", |sub| {
            let names = Topic::ALL.map(Topic::name).join(", ");
            sub.about(help(L::Help))
                .mut_arg("topic", |arg| arg.help(help(L::HelpTopic)))
                .after_help(labelled(lang, help(L::HelpTopics), &names))
        })
        .mut_subcommand("inspect", |sub| {
            json(sub.about(help(L::Inspect)))
                .mut_arg("paths", |arg| arg.help(help(L::InspectPaths)))
                .mut_arg("all", |arg| arg.help(help(L::InspectAll)))
                .mut_arg("line", |arg| arg.help(help(L::InspectLine)))
                .mut_arg("summary", |arg| arg.help(help(L::InspectSummary)))
                .mut_arg("html", |arg| arg.help(help(L::InspectHtml)))
        })
        .mut_subcommand("request", |sub| {
            json(sub.about(help(L::Request)))
                .mut_arg("number", |arg| arg.help(help(L::RequestNumber)))
                .mut_arg("text", |arg| arg.help(help(L::RequestText)))
                .mut_arg("spoken", |arg| arg.help(help(L::RequestSpoken)))
                .mut_arg("qr", |arg| arg.help(help(L::RequestQr)).hide_possible_values(true))
                .mut_arg("png", |arg| arg.help(help(L::RequestPng)))
                .mut_arg("svg", |arg| arg.help(help(L::RequestSvg)))
                .mut_arg("out", |arg| arg.help(help(L::RequestOut)))
                .mut_arg("recover", |arg| arg.help(help(L::RequestRecover)))
                .mut_arg("assign", |arg| arg.help(help(L::RequestAssign)))
                .mut_arg("declare", |arg| arg.help(help(L::RequestDeclare)))
                .mut_arg("new", |arg| arg.help(help(L::RequestNew)))
        })
        .mut_subcommand("enter", |sub| {
            json(sub.about(help(L::Enter)))
                .mut_arg("code", |arg| arg.help(help(L::EnterCode)))
                .mut_arg("file", |arg| arg.help(help(L::EnterFile)))
        })
        .mut_subcommand("status", |sub| {
            json(sub.about(help(L::Status)))
                .mut_arg("condition", |arg| arg.help(help(L::StatusCondition)))
                .mut_arg("write_run", |arg| arg.help(help(L::StatusWrite)))
                .mut_arg("write_motd", |arg| arg.help(help(L::StatusMotd)))
        })
        .mut_subcommand("release", |sub| {
            json(sub.about(help(L::Release))).mut_arg("yes", |arg| arg.help(help(L::ReleaseYes)))
        })
        .mut_subcommand("report", |sub| {
            json(sub.about(help(L::Report)))
                .mut_arg("full", |arg| arg.help(help(L::ReportFull)))
                .mut_arg("sheet", |arg| arg.help(help(L::ReportSheet)).hide_possible_values(true))
                .mut_arg("html", |arg| arg.help(help(L::ReportHtml)))
        })
        .mut_subcommand("doctor", |sub| json(sub.about(help(L::Doctor))))
}

/// The help or the complaint of the command line, as it is printed.
#[must_use]
pub fn shown(error: &clap::Error, lang: Lang) -> String {
    if error.use_stderr() {
        countersign_usage::complaint(error, lang)
    } else {
        with_colons(error.render().to_string(), lang)
    }
}

/// The help of the program, or of the command of that name; `None` where there is no such command.
#[must_use]
pub fn help(command: Option<&str>, lang: Lang) -> Option<String> {
    let words = std::iter::once("countersign").chain(command).chain(["--help"]);
    let asked = localised(Cli::command(), lang).try_get_matches_from(words);
    asked.err().filter(|answer| !answer.use_stderr()).map(|answer| shown(&answer, lang))
}

/// The text with the language's colons after its headings. clap itself always writes ASCII colons.
fn with_colons(text: String, lang: Lang) -> String {
    if lang == Lang::Zh { text.replace(":\n", "：\n") } else { text }
}
