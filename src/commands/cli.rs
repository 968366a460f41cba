//! The command line. Its words come from `text`; they are set once the language is known.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};

use super::help_topic::Topic;
use crate::terminal::{Caps, WithoutChinese};
use crate::text::CommandLine as L;
#[cfg(feature = "online")]
use crate::text::RelayLine as R;
use countersign_core::lang::Lang;
use countersign_core::text::{Line, labelled};

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do; without it, the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[arg(long, global = true, value_name = "PATH")]
    pub hardware: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "profile")]
    pub profiles: Option<PathBuf>,
    #[arg(long, global = true, value_name = "NAME")]
    pub product: Option<String>,
    #[arg(long, global = true, value_name = "DIR")]
    pub state: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    #[arg(long, global = true)]
    pub plain: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(alias = "practise")]
    Practice {
        #[arg(value_name = "MACHINE")]
        sample: Option<String>,
    },
    Inspect(InspectOptions),
    Request(RequestOptions),
    Enter(EnterOptions),
    #[cfg(feature = "online")]
    Relay(RelayOptions),
    Status {
        #[arg(long)]
        json: bool,
        #[arg(long, conflicts_with = "json")]
        condition: bool,
        #[arg(long, value_name = "FILE", num_args = 0..=1)]
        #[allow(clippy::option_option, reason = "the option without a value is another case than no option")]
        write_run: Option<Option<PathBuf>>,
        #[arg(long, value_name = "FILE", num_args = 0..=1)]
        #[allow(clippy::option_option, reason = "the option without a value is another case than no option")]
        write_motd: Option<Option<PathBuf>>,
    },
    Release {
        #[arg(long)]
        json: bool,
        #[arg(long)]
        yes: bool,
    },
    Report {
        #[arg(long)]
        json: bool,
        #[arg(long)]
        full: bool,
        #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text",
              conflicts_with_all = ["json", "full"])]
        sheet: Option<SheetForm>,
        #[arg(long, conflicts_with_all = ["json", "full"])]
        html: bool,
    },
    Doctor {
        #[arg(long)]
        json: bool,
    },
    Help {
        #[arg(value_name = "TOPIC")]
        topic: Vec<String>,
    },
}

/// A form of the sheet to take along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SheetForm {
    /// Pages of text.
    Text,
    /// One HTML page.
    Html,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub struct InspectOptions {
    /// Recordings, and folders of them.
    #[arg(value_name = "FILE")]
    pub paths: Vec<PathBuf>,
    #[arg(long)]
    pub all: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, conflicts_with_all = ["all", "json"])]
    pub line: bool,
    #[arg(long, conflicts_with_all = ["all", "line"])]
    pub summary: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all", "line"])]
    pub html: Option<PathBuf>,
}

/// Options of `request`.
#[derive(Debug, Args)]
pub struct RequestOptions {
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<String>,
    #[arg(long)]
    pub text: bool,
    #[arg(long)]
    pub spoken: bool,
    #[arg(long, value_name = "FORM", num_args = 0.., require_equals = true, value_delimiter = ',')]
    pub qr: Option<Vec<QrForm>>,
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["assign", "declare"])]
    pub recover: bool,
    #[arg(long, conflicts_with = "declare")]
    pub assign: bool,
    #[arg(long, value_name = "FIELD=VALUE")]
    pub declare: Vec<String>,
    #[arg(long)]
    pub new: bool,
    #[arg(long)]
    pub json: bool,
}

/// How `request --qr` draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QrForm {
    Blocks,
    Blanks,
    Inverted,
}

/// Options of `enter`.
#[derive(Debug, Args)]
pub struct EnterOptions {
    #[arg(value_name = "CODE", conflicts_with = "file")]
    pub code: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

/// Options of `relay`.
#[cfg(feature = "online")]
#[derive(Debug, Args)]
pub struct RelayOptions {
    #[arg(value_name = "REQUEST-FILE")]
    pub files: Vec<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub desk: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

impl Cli {
    /// Whether the exit code alone is the answer.
    #[must_use]
    pub const fn is_condition(&self) -> bool {
        matches!(self.command, Some(Command::Status { condition: true, .. }))
    }

    /// Makes the files of `inspect FILE…` recorded machines, as if each had a `--hardware` of its own.
    pub fn take_recordings(&mut self) {
        if let Some(Command::Inspect(options)) = &mut self.command {
            self.hardware.append(&mut options.paths);
        }
    }

    /// Whether the answer is JSON.
    #[must_use]
    pub const fn json(&self) -> bool {
        match &self.command {
            Some(
                Command::Status { json, .. }
                | Command::Release { json, .. }
                | Command::Report { json, .. }
                | Command::Doctor { json },
            ) => *json,
            Some(Command::Inspect(options)) => options.json,
            Some(Command::Request(options)) => options.json,
            Some(Command::Enter(options)) => options.json,
            #[cfg(feature = "online")]
            Some(Command::Relay(options)) => options.json,
            Some(Command::Practice { .. } | Command::Help { .. }) | None => false,
        }
    }
}

/// The language of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLanguage {
    /// The language.
    pub lang: Lang,
    /// Why it isn't the one that `--lang` asks for.
    pub unshown: Option<L>,
}

/// The language, found before anything else is parsed: that of `--lang`, else that of the locale; English on a terminal that can't
/// show it. What goes to a file or a pipe has the language of `--lang`.
pub fn language(
    args: impl IntoIterator<Item = OsString>,
    env: impl Fn(&str) -> Option<String>,
    stdout_tty: bool,
) -> AnswerLanguage {
    let mut args = args.into_iter().map(|arg| arg.to_string_lossy().into_owned());
    let mut given = None;
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            Some("") => given = args.next(),
            Some(value) if value.starts_with('=') => given = Some(value[1..].to_owned()),
            _ => {}
        }
    }
    // Whether a terminal is there doesn't change the language of the locale.
    let caps = Caps::from_env(env, true, true);
    let Some(tag) = given else { return AnswerLanguage { lang: caps.lang(), unshown: None } };
    match (Lang::from_locale(&tag), caps.without_chinese()) {
        (Lang::Zh, Some(why)) if stdout_tty => {
            let line = match why {
                WithoutChinese::Terminal => L::ChineseNoGlyphs,
                WithoutChinese::Locale => L::ChineseNoUtf8,
            };
            AnswerLanguage { lang: Lang::En, unshown: Some(line) }
        }
        (lang, _) => AnswerLanguage { lang, unshown: None },
    }
}

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
